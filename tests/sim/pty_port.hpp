#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace nida::sim
{
/// A pty that looks like a modem's serial port: the terminal opens the symbolic link. The slave stays open here as well, so
/// that the port outlives its users; when one closes it, the line settings and the exclusive lock that it left are undone.
class PtyPort
{
public:
    struct Events {
        std::function<void(std::string_view octets)> received;
        std::function<void()> closed; ///< a terminal closed the port
    };
    PtyPort(boost::asio::io_context& io, std::string link, Events events);
    ~PtyPort();
    PtyPort(const PtyPort&) = delete;
    PtyPort& operator=(const PtyPort&) = delete;

    /// A new pty behind the link. @throws std::system_error
    void open();
    const std::string& link() const { return link_; }
    /// The link that the next open() makes. Only while the port is closed.
    void rename(std::string link) { link_ = std::move(link); }
    /// The port vanishes: whoever has it open sees a hang-up.
    void close();
    bool is_open() const { return master_.is_open(); }
    /// Dropped where the port is not open or nobody reads it for long.
    void write(std::string_view octets);
    /// As write(), but in pieces of 1 to 3 octets that reach the reader one by one.
    void write_torn(std::string_view octets);
private:
    void read();
    void put(std::string_view octets);
    void write_rest();
    void tear();
    void watch();

    boost::asio::io_context& io_;
    std::string link_;
    Events events_;
    boost::asio::posix::stream_descriptor master_, watcher_;
    int slave_ = -1;
    unsigned generation_ = 0;
    std::array<char, 4096> buffer_{};
    std::array<char, 1024> watched_{};
    std::string rest_, torn_;
    bool writing_ = false;
};
} // namespace nida::sim
