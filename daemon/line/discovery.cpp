#include "modem/discovery.hpp"
#include "modem/hot_plug.hpp"
#include "modem/off_the_loop.hpp"

#include "daemon/line/supervisor.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

namespace nida::daemon
{
namespace asio = boost::asio;

asio::awaitable<void> LineSupervisor::run_discovery()
{
    modem::HotPlug hot_plug{context_.executor};
    while (!stopping_) {
        const bool missing = std::any_of(lines_.begin(), lines_.end(),
                                         [](const auto& line) { return !line->ended() && !line->settings().port; });
        if (automatic_ || missing) {
            // The ports of one device, in the order in which they are worth trying.
            std::map<std::string, std::vector<std::string>> devices;
            std::set<std::string> present;
            const auto found = co_await modem::off_the_loop([dialects = context_.dialects] {
                return dialects ? modem::find_ports({}, *dialects) : modem::find_ports();
            });
            for (const auto& port : found) {
                devices[port.usb_path].push_back(port.path);
                present.insert(port.path);
            }
            std::erase_if(probed_, [&](const auto& known) { return !present.contains(known.first); });
            for (const auto& line : lines_)
                if (!line->settings().port && line->port() && !present.contains(*line->port())) line->assign_port({});
            for (auto& [device, ports] : devices) {
                const bool known = std::any_of(ports.begin(), ports.end(),
                                               [&](const auto& port) { return used(port) || probed_.contains(port); });
                if (!known) co_await probe(std::move(ports));
                if (stopping_) co_return;
            }
        }
        co_await hot_plug.changed();
    }
}

asio::awaitable<void> LineSupervisor::probe(std::vector<std::string> ports_of_a_device)
{
    for (auto& port : ports_of_a_device) {
        const bool answered = co_await probe_port(port);
        if (answered) co_return;
        probed_[port] = {}; // silent now: asked again when it is plugged in anew
    }
    spdlog::info("no port of the device with {} answers to AT", ports_of_a_device.front());
}

/// @return whether a modem answered there
asio::awaitable<bool> LineSupervisor::probe_port(std::string port)
{
    std::string iccid;
    {
        modem::Modem modem{context_.executor, port, [](protocol::Urc) {}, {}, context_.modem_options()};
        try {
            co_await modem.open();
            iccid = (co_await modem.identify()).iccid;
        } catch (const boost::system::system_error& e) {
            spdlog::debug("{}: {}", port, e.what());
            co_return false;
        } catch (const modem::BringUpError& e) {
            spdlog::debug("{}: {}", port, e.text);
            co_return false;
        }
        modem.close();
    }
    probed_[port] = iccid;
    if (iccid.empty()) {
        spdlog::warn("the modem at {} does not tell its SIM's ICCID (no SIM, or a PIN first): write a [[line]] with "
                     "port = \"{}\" and pin_file for it",
                     port, port);
        co_return true;
    }
    co_await give_to_its_line(port, iccid);
    co_return true;
}

asio::awaitable<void> LineSupervisor::give_to_its_line(std::string port, std::string iccid)
{
    Line* line = find_by_iccid(iccid);
    if (!line && automatic_) {
        LineSettings settings;
        settings.name = "line-" + iccid.substr(iccid.size() - std::min<std::size_t>(iccid.size(), 6));
        settings.iccid = iccid;
        co_await start(settings);
        line = find(settings.name);
    }
    if (!line) {
        spdlog::info("the SIM {} in {} is no configured line", iccid, port);
        co_return;
    }
    if (!line->in_service()) line->assign_port(port);
}
} // namespace nida::daemon
