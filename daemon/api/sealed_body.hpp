#pragma once
#include "daemon/backup/copy.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace nida::daemon
{
/// A copy on its way to a client: a thread of its own seals it into one end of a pair of sockets, as fast as the other end is read.
/// Nothing is held meanwhile: neither the store nor, where the client goes, the thread.
class SealedBody
{
public:
    /// @throws std::system_error
    SealedBody(boost::asio::any_io_executor executor, StoreCopy copy, SealTo key, Time made_at);

    std::uint64_t octets() const
    {
        return octets_;
    } ///< that will come; fewer where something failed, which the log has
    boost::asio::local::stream_protocol::socket& source() { return source_; }
private:
    std::uint64_t octets_;
    boost::asio::local::stream_protocol::socket source_;
};
} // namespace nida::daemon
