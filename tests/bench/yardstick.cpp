// The fastest that a modem can be driven without keeping anything: a bare loop of AT+CMGS on one port, blocking reads, no store, no log.
#include "protocol/encoding/segmentation.hpp"
#include "protocol/pdu/tpdu.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace
{
class Port
{
public:
    explicit Port(const char* path) : descriptor_{::open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)}
    {
        if (descriptor_ < 0) throw std::runtime_error(fmt::format("cannot open {}", path));
        termios settings{};
        ::tcgetattr(descriptor_, &settings);
        ::cfmakeraw(&settings);
        settings.c_cc[VMIN] = 1;
        ::tcsetattr(descriptor_, TCSANOW, &settings);
    }
    ~Port() { ::close(descriptor_); }
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;

    void send(const std::string& octets)
    {
        if (::write(descriptor_, octets.data(), octets.size()) != static_cast<ssize_t>(octets.size()))
            throw std::runtime_error("short write");
    }
    /// Reads until one of the two texts has come. @return whether it was the first
    bool await(std::string_view good, std::string_view bad)
    {
        for (;;) {
            if (const auto at = input_.find(good); at != std::string::npos) {
                input_.erase(0, at + good.size());
                return true;
            }
            if (input_.find(bad) != std::string::npos) return false;
            pollfd ready{descriptor_, POLLIN, 0};
            if (::poll(&ready, 1, 60'000) != 1) throw std::runtime_error("the modem is silent");
            char octets[512];
            const auto count = ::read(descriptor_, octets, sizeof octets);
            if (count <= 0) throw std::runtime_error("the port is gone");
            input_.append(octets, static_cast<std::size_t>(count));
        }
    }
    void command(const std::string& text)
    {
        send(text + "\r");
        if (!await("\r\nOK\r\n", "ERROR")) throw std::runtime_error(text + " was refused");
    }
private:
    int descriptor_;
    std::string input_;
};
} // namespace

int main(int argc, char** argv)
try {
    if (argc != 3) {
        fmt::print(stderr, "usage: {} PORT SEGMENTS\n", argv[0]);
        return 64;
    }
    Port port{argv[1]};
    for (const char* command : {"ATE0", "AT+CMGF=0"})
        port.command(command);
    const int segments = std::atoi(argv[2]);
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < segments; ++i) {
        nida::protocol::SubmitPdu pdu;
        pdu.destination = {0x91, fmt::format("2189{:08}", i)};
        pdu.user_data = nida::protocol::segment_text("The bridge is closed. Take the north road.", 0).front();
        port.send(fmt::format("AT+CMGS={}\r", pdu.tpdu().size()));
        if (!port.await("> ", "ERROR")) throw std::runtime_error("no prompt");
        port.send(pdu.hex() + '\x1a');
        if (!port.await("\r\nOK\r\n", "ERROR")) throw std::runtime_error("refused");
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    fmt::print("{:.6f}\n", took.count());
} catch (const std::exception& e) {
    fmt::print(stderr, "yardstick: {}\n", e.what());
    return 1;
}
