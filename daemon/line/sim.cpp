#include "daemon/line/sim.hpp"

#include "daemon/line/line.hpp"
#include "daemon/line/mask.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace nida::daemon
{
namespace asio = boost::asio;

std::optional<bool> compare(const Sim& a, const Sim& b)
{
    if (!a.iccid.empty() && !b.iccid.empty()) {
        const auto common = std::min({a.iccid.size(), b.iccid.size(), std::size_t{19}});
        return a.iccid.compare(0, common, b.iccid, 0, common) == 0;
    }
    if (!a.imsi.empty() && !b.imsi.empty()) return a.imsi == b.imsi;
    return {};
}

Sim Line::sim() const
{
    if (!settings_.iccid) return sim_;
    const Sim configured{*settings_.iccid, {}};
    return same_sim(configured, sim_) ? sim_ : configured; // with the IMSI, where it is known
}

std::string Line::absence() const
{
    return sim().known() ? "no modem with its SIM is plugged in" : "its modem is not plugged in";
}

/// Only a line without an ICCID in the config takes a SIM that it does not know, and only in the port that the config names.
bool Line::accepts(const Sim& found) const
{
    if (!found.known()) return true; // asked again after the PIN
    const auto same = compare(sim(), found);
    if (same == true) return true;
    if (same == false && (settings_.iccid || port_ != settings_.port)) return false;
    return !neighbours_.is_another_s(*this, found);
}

asio::awaitable<void> Line::check_sim()
{
    if (!accepts(sim_of(identity_))) throw OtherSim{};
    co_return;
}

asio::awaitable<void> Line::remember_identity()
{
    const auto identity = identity_;
    const auto found = sim_of(identity);
    const bool learned = !sim_.known() && found.known();
    const bool another = compare(sim_, found) == false;
    if (another) {
        const auto text =
            fmt::format("takes over the SIM {} that is in {} now, instead of {}: its limits count from now",
                        found.iccid.empty() ? masked(found.imsi) : found.iccid, *port_,
                        sim_.iccid.empty() ? masked(sim_.imsi) : sim_.iccid);
        spdlog::warn("{}: {}", settings_.name, text);
        context_.events.note(id_, EventKind::sim, text);
    } else if (learned && !settings_.iccid)
        context_.events.note(id_, EventKind::sim, fmt::format("its SIM is {} from now on", found.iccid));
    if (another)
        sim_ = found;
    else {
        if (!found.iccid.empty()) sim_.iccid = found.iccid;
        if (!found.imsi.empty()) sim_.imsi = found.imsi;
    }
    modem_port_ = neighbours_.modem_port(*this, identity.imei);
    const auto number = settings_.number.value_or(identity_.own_number);
    auto work = [id = id_, identity, number, sim = sim_, another, modem_port = modem_port_,
                 now = context_.clock.now()](Connection& db) {
        db.run("UPDATE line SET iccid = ?2, imsi = ?3, imei = ?4, number = ?5 WHERE id = ?1", id, sim.iccid, sim.imsi,
               identity.imei, number);
        if (another) db.run("UPDATE line SET sim_since = ?2 WHERE id = ?1", id, now);
        if (!identity.imei.empty())
            db.run("INSERT INTO modem(imei, port, manufacturer, model, seen_at) VALUES (?1, ?2, ?3, ?4, ?5) "
                   "ON CONFLICT(imei, port) DO UPDATE SET manufacturer = ?3, model = ?4, seen_at = ?5",
                   identity.imei, modem_port, identity.manufacturer, identity.model, now);
    };
    auto stored = co_await context_.store.write(std::move(work));
    if (!stored) spdlog::error("{}: cannot store who it is: {}", settings_.name, stored.error().text);
}
} // namespace nida::daemon
