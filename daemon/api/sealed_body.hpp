#pragma once
#include "daemon/api/whole_store_turn.hpp"
#include "daemon/backup/copy.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace nida::daemon
{
/// A copy on its way to a client: a thread of its own seals it into one end of a pair of sockets, as fast as the other end is read.
/// The store is not held meanwhile. Where the client goes, or is given up, so do the thread, the copy's file and the turn.
class SealedBody
{
public:
    /// @param turn  ends once the last octet is sealed: until then there are a file and the memory of a passphrase
    /// @throws std::system_error
    SealedBody(boost::asio::any_io_executor executor, StoreCopy copy, SealTo key, Time made_at, WholeStoreTurn turn);

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
