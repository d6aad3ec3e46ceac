#pragma once
#include "daemon/line/alarms.hpp"
#include "daemon/line/bell.hpp"
#include "daemon/store/store.hpp"

#include <functional>
#include <string>

namespace nida::daemon
{
/// Looks after the disk that the store lies on: tells people while there is still room, closes the store to what is new below the reserve, and
/// opens it again by itself.
class DiskWatch
{
public:
    /// @param reopened  called when sending may go on
    DiskWatch(boost::asio::any_io_executor executor, Store& store, Alarms& alarms, std::function<void()> reopened);

    boost::asio::awaitable<void> run();
    void stop();
    /// Looks once, and acts on it.
    boost::asio::awaitable<void> look();
private:
    void judge();
    void tell();

    boost::asio::any_io_executor executor_;
    Store& store_;
    Alarms& alarms_;
    std::function<void()> reopened_;
    Bell bell_;
    std::string closed_; ///< as the log has it
    bool stopping_ = false;
};
} // namespace nida::daemon
