#include "daemon/line/supervisor.hpp"

#include "modem/off_the_loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
constexpr auto patience = 20s; // with a port that does not become a line, before the SIM is looked for elsewhere

void rethrow(std::exception_ptr e)
{
    if (e) std::rethrow_exception(e);
}
} // namespace

asio::awaitable<void> LineSupervisor::run_discovery()
{
    while (!stopping_) {
        const auto named = named_ports();
        hot_plug_.watch({named.begin(), named.end()});
        auto survey = [named, dialects = context_.dialects] {
            return dialects ? modem::find_places(named, {}, *dialects) : modem::find_places(named);
        };
        places_ = co_await modem::off_the_loop(std::move(survey));
        co_await look();
        co_await hot_plug_.changed();
    }
}

std::vector<std::string> LineSupervisor::named_ports() const
{
    auto named = context_.defaults.ports;
    for (const auto& line : lines_)
        if (!line->ended() && line->settings().port) named.push_back(*line->settings().port);
    return named;
}

/// Gives lines the ports that are theirs, by what is known now. One at a time: what comes in between is looked at once more.
asio::awaitable<void> LineSupervisor::look()
{
    look_again_ = true;
    if (looking_) co_return;
    looking_ = true;
    while (std::exchange(look_again_, false) && !stopping_)
        co_await look_once();
    looking_ = false;
}

void LineSupervisor::look_soon() { asio::co_spawn(context_.executor, look(), rethrow); }

asio::awaitable<void> LineSupervisor::look_once()
{
    forget_what_has_gone();
    for (const auto& line : lines_)
        if (!line->ended()) settle(*line);
    if (automatic_) co_await start_automatic_lines();
    ask_free_places();
    tell_what_is_no_use();
}

void LineSupervisor::forget_what_has_gone()
{
    const auto is_here = [&](const std::string& key, const std::string& fingerprint) {
        return std::any_of(places_.begin(), places_.end(), [&](const modem::Place& place) {
            return place.key == key && place.fingerprint == fingerprint;
        });
    };
    std::erase_if(seen_, [&](const auto& seen) { return !is_here(seen.first, seen.second.fingerprint); });
    for (const auto& line : lines_) {
        const auto given = given_.find(line->id());
        if (given == given_.end()) continue;
        if (line->ended())
            given_.erase(given);
        else if (!is_here(given->second.place, given->second.fingerprint))
            take_away(*line);
    }
    for (const auto& place : places_)
        seen_.try_emplace(place.key).first->second.fingerprint = place.fingerprint;
}

const modem::Place* LineSupervisor::place_of(const std::string& port) const
{
    const auto found =
        std::find_if(places_.begin(), places_.end(), [&](const modem::Place& place) { return place.has(port); });
    return found == places_.end() ? nullptr : &*found;
}

bool LineSupervisor::is_free(const modem::Place& place) const
{
    const auto seen = seen_.find(place.key);
    return (seen == seen_.end() || !seen->second.asking) &&
           std::none_of(given_.begin(), given_.end(),
                        [&](const auto& given) { return given.second.place == place.key; });
}

void LineSupervisor::give(Line& line, const modem::Place& place, std::string port)
{
    given_[line.id()] = {place.key, place.fingerprint};
    line.assign_port(std::move(port));
}

void LineSupervisor::take_away(Line& line)
{
    given_.erase(line.id());
    line.assign_port({});
}

/// Whether the SIM of this line is to be looked for: it has no modem, or one that has been no good for a while.
bool LineSupervisor::seeks(const Line& line) const
{
    if (line.ended() || !line.sim().known() || line.in_service()) return false;
    if (!line.port()) return true;
    const auto status = line.status();
    return status.state == LineState::opening && status.since && context_.clock.now() - *status.since >= patience;
}

/// Gives the line its port, where that is known: the one with its SIM, else the one that the config names.
void LineSupervisor::settle(Line& line)
{
    const auto& configured = line.settings().port;
    if (seeks(line))
        for (const auto& place : places_) {
            const auto& seen = seen_[place.key];
            if (!is_free(place) || seen.port.empty() || !same_sim(line.sim(), sim_of(seen.identity))) continue;
            give(line, place, configured && place.has(*configured) ? *configured : seen.port);
            return;
        }
    if (line.port() || !configured) return;
    const auto* const place = place_of(*configured);
    if (!place || !is_free(*place)) return;
    if (const auto sim = sim_of(seen_[place->key].identity); sim.known()) {
        const bool another = compare(line.sim(), sim) == false;
        if ((another && line.settings().iccid) || is_another_s(line, sim)) return;
    }
    give(line, *place, *configured);
}

/// The SIM decides: what is in the place is known now, and its own line gets it; this one waits for its own.
void LineSupervisor::found_other_sim(Line& line, const std::string& port)
{
    if (const auto given = given_.find(line.id()); given != given_.end()) {
        auto& seen = seen_[given->second.place];
        seen.asked = true;
        seen.asked_at = Clock::now();
        seen.port = port;
        seen.identity = line.identity();
    }
    take_away(line);
    look_soon();
}

asio::awaitable<void> LineSupervisor::start_automatic_lines()
{
    std::vector<std::pair<std::string, modem::Identity>> strangers;
    for (const auto& place : places_) {
        const auto& seen = seen_[place.key];
        const auto sim = sim_of(seen.identity);
        if (!seen.port.empty() && is_free(place) && sim.known() && !find_by_sim(sim))
            strangers.emplace_back(seen.port, seen.identity);
    }
    for (auto& [port, identity] : strangers) {
        LineSettings settings;
        settings.name = co_await name_for(sim_of(identity));
        if (identity.iccid.empty())
            settings.port = port; // one of the few that do not tell it
        else
            settings.iccid = identity.iccid;
        co_await start(settings);
        if (Line* const line = find(settings.name)) settle(*line);
    }
}

/// The name under which this SIM is known, else "line-" and as many of its last digits as tell it from all others.
asio::awaitable<std::string> LineSupervisor::name_for(Sim sim)
{
    auto work = [sim](Connection& db) {
        std::vector<std::string> names;
        auto rows = db.query("SELECT name, iccid, imsi FROM line");
        while (rows.step()) {
            if (same_sim({rows.text(1), rows.text(2)}, sim)) return rows.text(0);
            names.push_back(rows.text(0));
        }
        const auto& digits = sim.iccid.empty() ? sim.imsi : sim.iccid;
        for (std::size_t count = 6; count < digits.size(); ++count) {
            auto name = "line-" + digits.substr(digits.size() - count);
            if (std::find(names.begin(), names.end(), name) == names.end()) return name;
        }
        return "line-" + digits;
    };
    auto name = co_await context_.store.read(std::move(work));
    if (name) co_return *name;
    spdlog::error("the store does not tell the names of lines: {}", name.error().text);
    co_return "line-" + (sim.iccid.empty() ? sim.imsi : sim.iccid);
}

/// Explains, once, what a person would take for a modem and what is none, or not now.
void LineSupervisor::tell_what_is_no_use()
{
    for (const auto& place : places_) {
        auto& seen = seen_[place.key];
        if (!place.usb || seen.told) continue;
        seen.told = true;
        const auto what = fmt::format("USB {} ({:04x}:{:04x} {})", place.key, place.usb->identity.vendor,
                                      place.usb->identity.product, place.usb->identity.product_name);
        switch (place.usb->kind) {
        case modem::DeviceKind::storage_mode:
            if (modem::has_usb_modeswitch())
                spdlog::info("{} shows itself as a disk: usb_modeswitch makes a modem of it in a moment", what);
            else
                spdlog::warn(
                    "{} shows itself as a disk and is a modem: install the package usb-modeswitch, then plug it "
                    "in again",
                    what);
            break;
        case modem::DeviceKind::network_card:
            spdlog::warn("{} is a router on a stick (HiLink): it has a web page and no port for AT commands, and "
                         "cannot be used",
                         what);
            break;
        case modem::DeviceKind::loader:
            spdlog::error(
                "{} waits in its boot loader: its firmware has crashed. Unplug it and plug it in again; where "
                "that does not help, it is broken",
                what);
            break;
        case modem::DeviceKind::modem:
            if (place.ports.empty())
                spdlog::warn("{} has no serial port: is the kernel's driver \"option\" there?", what);
            break;
        case modem::DeviceKind::unknown:
        case modem::DeviceKind::gps_receiver:
        case modem::DeviceKind::no_modem: break;
        }
    }
}
} // namespace nida::daemon
