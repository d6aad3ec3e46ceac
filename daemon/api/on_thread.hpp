#pragma once
#include <boost/asio/awaitable.hpp>

#include <functional>

namespace nida::daemon
{
/// Runs what would keep the loop waiting (a whole store read, a passphrase turned into a key) on a thread of its own, and resumes
/// once it is done. What it throws is thrown here. It is never cancelled: what it refers to may lie in the caller's frame.
boost::asio::awaitable<void> on_thread(std::function<void()> work);
} // namespace nida::daemon
