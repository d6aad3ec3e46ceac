#include "modem/urc_port.hpp"
#include "modem/discovery.hpp"
#include "modem/modem.hpp"
#include "modem/off_the_loop.hpp"

#include <algorithm>
#include <filesystem>

namespace nida::modem
{
namespace asio = boost::asio;

std::optional<unsigned> usb_port_position(const std::string& path)
{
    std::error_code ec;
    const auto real = std::filesystem::canonical(path, ec).string();
    if (ec) return std::nullopt;
    const auto ports = find_ports();
    const auto found = std::ranges::find(ports, real, &FoundPort::path);
    if (found == ports.end()) return std::nullopt;
    const auto before =
        std::count_if(ports.begin(), found, [&](const FoundPort& port) { return port.usb_path == found->usb_path; });
    return static_cast<unsigned>(before);
}

/// A modem that tells its URCs on another port would never announce a message. Nothing is set that is right already.
asio::awaitable<void> Modem::bring_urcs_here()
{
    if (dialect_.urc_ports.empty()) co_return;
    auto look = [position = options_.port_position, path = path_] { return position(path); };
    const auto position = co_await off_the_loop(std::move(look));
    if (!position) co_return;
    for (const auto& row : dialect_.urc_ports) {
        if (row.position != *position) continue;
        if (!row.ask.empty()) {
            const auto now = co_await ask(row.ask);
            const bool here = std::ranges::any_of(
                now.lines, [&](const std::string& line) { return line.find(row.expected) != std::string::npos; });
            if (here || !now.result.ok()) co_return;
        }
        co_await ask(row.set);
        co_return;
    }
}
} // namespace nida::modem
