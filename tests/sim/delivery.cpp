#include "tests/sim/mobile_equipment.hpp"

#include <fmt/format.h>

namespace nida::sim
{
using Form = AtCommand::Form;

namespace
{
constexpr std::chrono::seconds acknowledge_within{15}; // TR2M (TS 24.011 §10)
constexpr std::chrono::milliseconds network_retry{500};
} // namespace

Taken MobileEquipment::take(const Inbound& inbound)
{
    if (unacknowledged_ || !sim_ready_ || stuck_in_call_) return Taken::later;
    if (faults_.any() && faults_.holds("deaf_until_cpms") && !listens_) return Taken::later;
    if (set_.cnmi[0] == 0 && inbound.report && set_.cnmi[3] == 1) return Taken::later; // <mode> 0 buffers
    if (inbound.report) return take_report(inbound);

    const auto mt = set_.cnmi[1];
    const auto direct = inbound.message_class == 2u   ? false
                        : inbound.message_class == 0u ? mt > 0
                                                      : mt == 2 || (mt == 3 && inbound.message_class == 3u);
    if (direct) return set_.cnmi[0] == 0 ? Taken::later : hand_over(inbound, "+CMT: ,");
    return store(inbound);
}

Taken MobileEquipment::hand_over(const Inbound& inbound, std::string_view prefix)
{
    note("direct", {{"id", inbound.id}, {"report", inbound.report}, {"pdu", inbound.hex}});
    const bool comma = inbound.report && faults_.any() && faults_.strikes("cds_comma");
    engine_.urc(fmt::format("{}{}{}\r\n{}", prefix, comma ? "," : "", inbound.tpdu_octets, inbound.hex));
    if (set_.csms == 0) return Taken::yes;
    if (faults_.any() && faults_.strikes("unacknowledged_hang")) {
        fault("unacknowledged_hang");
        engine_.fall_silent();
    }
    unacknowledged_ = inbound.report;
    later(acknowledge_within, [this, round = ++acknowledge_round_] {
        if (!unacknowledged_ || round != acknowledge_round_) return;
        set_.cnmi[1] = set_.cnmi[3] = 0; // nobody listens: no more direct delivery (TS 27.005 §4.7)
        note("unacknowledged", {});
        stop_waiting(false);
    });
    return Taken::waiting;
}

void MobileEquipment::stop_waiting(bool good)
{
    const bool report = *unacknowledged_;
    unacknowledged_.reset();
    network_.acknowledged(index_, report, good);
    if (!good && powered_) later(network_retry, [this] { network_.mobile_ready(index_); });
}

Result MobileEquipment::acknowledge(const AtCommand& command)
{
    if (command.form == Form::test) {
        engine_.info("+CNMA: (0-2)");
        return ok;
    }
    const auto n = command.number(0, 0);
    if (!n || *n > 2) return cms(302);
    if (!unacknowledged_) return cms(340);
    // The network's next message follows the OK, so what it does comes after this command.
    later({}, [this, good = *n != 2, round = acknowledge_round_] {
        if (unacknowledged_ && round == acknowledge_round_) stop_waiting(good);
    });
    return ok;
}

Taken MobileEquipment::store(const Inbound& inbound)
{
    auto& into = inbound.message_class == 2u ? sm_ : memory(2);
    if (faults_.any() && faults_.strikes("storage_full")) {
        fault("storage_full");
        engine_.urc(fmt::format("^SMMEMFULL: \"{}\"", into.name()));
        later(network_retry, [this] { network_.mobile_ready(index_); });
        return Taken::full;
    }
    if (!store_in(into, inbound)) return Taken::full;
    if (const auto gone = faults_.any() ? faults_.strikes("vanish_on_receive") : std::nullopt) {
        fault("vanish_on_receive");
        later({}, [this, ms = number_in(*gone, 500)] { port_.vanish(Milliseconds{ms}); });
    }
    if (faults_.any() && faults_.strikes("dup_inbound")) { // the network saw no acknowledgement and sends it once more
        fault("dup_inbound");
        store_in(into, inbound);
    }
    return Taken::yes;
}

bool MobileEquipment::store_in(MessageStorage& into, const Inbound& inbound)
{
    const auto index = into.store({0, inbound.hex, inbound.tpdu_octets, inbound.id});
    if (!index) {
        if (!full_shown_) {
            note("full", {{"storage", into.name()}});
            if (!family_.full.empty())
                engine_.urc(fmt::format(fmt::runtime(family_.full), fmt::arg("memory", into.name())));
            muted_by_full_ = faults_.any() && faults_.strikes("mute_after_full");
        }
        full_shown_ = true;
        return false;
    }
    note("stored", {{"id", inbound.id}, {"storage", into.name()}, {"index", *index}, {"pdu", inbound.hex}});
    announce(into, *index);
    return true;
}

void MobileEquipment::announce(const MessageStorage& at, unsigned index)
{
    if (set_.cnmi[0] == 0 || (set_.cnmi[1] != 1 && set_.cnmi[1] != 3) || muted_by_full_) return;
    const bool nowhere = faults_.any() && faults_.strikes("cmti_no_index");
    const auto urc = fmt::format("+CMTI: \"{}\",{}", shown_name(at), nowhere ? "-1" : std::to_string(index));
    if (!faults_.any() || !faults_.strikes("drop_cmti")) engine_.urc(urc);
    if (faults_.any() && faults_.strikes("dup_cmti")) engine_.urc(urc);
}

Taken MobileEquipment::take_report(const Inbound& inbound)
{
    if (faults_.any() && faults_.strikes("drop_report")) {
        note("discarded", {{"id", inbound.id}, {"report", true}, {"pdu", inbound.hex}});
        return Taken::yes;
    }
    const bool quietly = faults_.any() && faults_.strikes("reports_in_sr");
    const auto store_it = [&] {
        const auto index = sr_.store({0, inbound.hex, inbound.tpdu_octets, inbound.id});
        if (index) note("stored", {{"id", inbound.id}, {"storage", "SR"}, {"index", *index}, {"pdu", inbound.hex}});
        return index;
    };
    switch (quietly ? 2 : set_.cnmi[3]) {
    case 1: {
        if (family_.reports_stored_only) return store_it() ? Taken::yes : Taken::full;
        const bool again = faults_.any() && faults_.strikes("dup_report");
        if (again) engine_.urc(fmt::format("+CDS: {}\r\n{}", inbound.tpdu_octets, inbound.hex));
        return hand_over(inbound, "+CDS: ");
    }
    case 2: {
        const auto index = store_it();
        if (!index) return Taken::full;
        const bool wrong = faults_.any() && faults_.strikes("wrong_cdsi");
        const auto off = faults_.any() ? faults_.strikes("cdsi_off") : std::nullopt;
        if (quietly) return Taken::yes;
        engine_.urc(wrong ? std::string{"+CDSI: \"SM\",0"}
                          : fmt::format(fmt::runtime(family_.report_stored),
                                        fmt::arg("index", *index + (off ? number_in(*off, 1) : 0))));
        return Taken::yes;
    }
    default: note("discarded", {{"id", inbound.id}, {"report", true}, {"pdu", inbound.hex}}); return Taken::yes;
    }
}
} // namespace nida::sim
