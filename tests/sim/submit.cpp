#include "tests/sim/mobile_equipment.hpp"

#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::sim
{
using Form = AtCommand::Form;

namespace
{
constexpr unsigned most_tpdu_octets = 164 + 12;

/// The TPDU of a hex payload, whose SMSC address is taken off; a CMS error where it is none of `length` octets.
boost::system::result<std::pair<protocol::Octets, bool>, unsigned> tpdu_of(std::string text, unsigned length)
{
    std::erase_if(text, [](char c) { return c == '\r' || c == '\n' || c == ' '; });
    const auto octets = protocol::from_hex(text, "PDU");
    if (!octets || octets->empty()) return 304u;
    const std::size_t smsc = 1u + octets->front();
    if (octets->size() < smsc || octets->size() - smsc != length) return 304u;
    return std::pair{protocol::Octets{octets->begin() + static_cast<std::ptrdiff_t>(smsc), octets->end()}, smsc > 1};
}
} // namespace

Result MobileEquipment::open_payload(std::optional<protocol::Address> text_to, std::function<Result(std::string)> end)
{
    if (cfun_ != 1) return cms(302);
    bool show = true;
    if (faults_.any()) {
        if (const auto code = faults_.strikes("error_before_prompt")) {
            fault("error_before_prompt");
            return cms(number_in(*code, 500));
        }
        if (faults_.strikes("no_prompt")) {
            fault("no_prompt");
            show = false;
        }
    }
    auto open = [this, show, lines = text_to.has_value(), end = std::move(end)] {
        engine_.open_prompt(lines, show, [this, end](std::optional<std::string> text) {
            if (text) return end(std::move(*text));
            const bool silent = faults_.any() && faults_.strikes("prompt_no_escape");
            return silent ? Result{Result::Kind::silent} : family_.escape;
        });
    };
    auto latency = settings_.prompt_latency;
    if (const auto late = faults_.any() ? faults_.strikes("late_prompt") : std::nullopt)
        latency = Milliseconds{number_in(*late, 1000)};
    if (latency.count() > 0)
        later(latency, std::move(open));
    else
        open();
    return deferred;
}

Result MobileEquipment::send(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    if (command.form != Form::set || !command.has(0)) return cms(set_.cmgf == 0 ? 304 : 305);
    if (set_.cmgf == 0) {
        const auto length = command.number(0);
        if (!length || *length < 7 || *length > most_tpdu_octets) return cms(304);
        return open_payload({}, [this, n = *length](const std::string& text) { return submit_hex(text, n); });
    }
    const auto to = protocol::address_from_text(command.parameters[0]);
    if (!to) return cms(305);
    return open_payload(*to, [this, to = *to](const std::string& text) {
        auto segments = protocol::segment_text(text, 0);
        if (segments.size() != 1) return cms(305);
        protocol::SubmitPdu pdu;
        pdu.destination = to;
        pdu.user_data = std::move(segments[0]);
        return submit(std::move(pdu), "+CMGS", {});
    });
}

Result MobileEquipment::submit_hex(std::string_view text, unsigned tpdu_octets)
{
    if (faults_.any() && faults_.strikes("silence_at_prompt")) {
        fault("silence_at_prompt"); // what was typed is gone, and the prompt is open still
        engine_.open_prompt(false, false, [](const auto&) { return ok; });
        return deferred;
    }
    const auto tpdu = tpdu_of(std::string{text}, tpdu_octets);
    if (!tpdu) return cms(tpdu.error());
    auto pdu = protocol::decode_submit(tpdu->first);
    if (!pdu) {
        note("refused", {{"code", 304}, {"why", pdu.error().text()}, {"pdu", text}});
        return cms(304);
    }
    if (smsc_.empty() && !tpdu->second) return cms(330);
    return submit(std::move(*pdu), "+CMGS", {});
}

Result MobileEquipment::write(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    const auto length = command.number(0), status = command.number(1, 2);
    if (set_.cmgf != 0) return cms(303);
    if (command.form != Form::set || !length || *length > most_tpdu_octets || !status || *status > 3) return cms(304);
    return open_payload({}, [this, n = *length, stat = *status](const std::string& text) {
        if (!tpdu_of(text, n)) return cms(304);
        auto hex = text;
        std::erase_if(hex, [](char c) { return c == '\r' || c == '\n' || c == ' '; });
        const auto index = memory(1).store({stat, hex, n, ""});
        if (!index) return cms(322);
        engine_.info(fmt::format("+CMGW: {}", *index));
        return ok;
    });
}

Result MobileEquipment::send_stored(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    const auto index = command.number(0);
    if (command.form != Form::set || !index) return cms(302);
    auto& from = memory(1);
    const auto* const message = from.find(*index);
    if (message == nullptr) return cms(321);
    const auto tpdu = tpdu_of(message->hex, static_cast<unsigned>(message->tpdu_octets));
    if (!tpdu) return cms(304);
    auto pdu = protocol::decode_submit(tpdu->first);
    if (!pdu) return cms(304);
    if (command.has(1)) {
        const auto to = protocol::address_from_text(command.parameters[1]);
        if (!to) return cms(304);
        pdu->destination = *to;
    }
    if (smsc_.empty() && !tpdu->second) return cms(330);
    return submit(std::move(*pdu), "+CMSS", [&from, at = *index] {
        if (auto* const sent = from.find(at)) sent->status = 3;
    });
}

MobileEquipment::Milliseconds MobileEquipment::air_time()
{
    if (jitter_.count() == 0) return latency_;
    const auto spread = static_cast<unsigned>(2 * jitter_.count() + 1);
    return std::max(Milliseconds{0}, latency_ - jitter_ + Milliseconds{faults_.random(spread)});
}

Result MobileEquipment::submit(protocol::SubmitPdu submit, std::string prefix, std::function<void()> on_sent)
{
    if (swallowed(submit)) return deferred;
    stuck_in_call_ = false;
    submit_began_ = scheduler_.now();
    if (!first_submit_) first_submit_ = submit_began_;
    Pending pending{std::move(submit), next_reference_++, std::move(prefix), std::move(on_sent)};
    const auto air = air_time();
    if (air.count() > 0) {
        note("on_air", {{"mr", pending.reference}});
        later(air, [this, pending = std::move(pending)] { conclude(pending); });
    } else {
        conclude(pending);
    }
    return deferred;
}

/// Whether the firmware never answers this one, nor hands it to the network.
bool MobileEquipment::swallowed(const protocol::SubmitPdu& submit)
{
    const auto type = faults_.any() ? faults_.holds("toa_hang") : std::nullopt;
    if (!type) return false;
    protocol::Octets address;
    protocol::append_address(address, submit.destination);
    if (address.size() < 2 || protocol::to_hex(std::span{address}.subspan(1, 1)) != *type) return false;
    fault("toa_hang");
    engine_.fall_silent();
    return true;
}

/// Why the network or the radio refuses just now; ok where it does not.
Result MobileEquipment::refusal(const std::string& to)
{
    if (!registered()) return cms(331);
    if (!credit_) return cms(38);
    if (!faults_.any()) return ok;
    const auto is_to = [&to](const std::string& value) { return value.substr(0, value.find(',')) == to; };
    if (const auto one = faults_.strikes("refuses_to", is_to))
        return cms(number_in(one->substr(std::min(one->size(), one->find(',') + 1)), 38));
    if (faults_.strikes("error_without_number")) {
        engine_.raw("\r\n+CMS ERROR:");
        return {Result::Kind::silent, 500};
    }
    if (const auto code = faults_.strikes("cms")) return cms(number_in(*code, 500));
    if (const auto code = faults_.strikes("cme")) return cme(number_in(*code, 100));
    if (const auto code = faults_.strikes("no_credit")) return cms(number_in(*code, 38));
    if (faults_.strikes("error")) return refused;
    return ok;
}

void MobileEquipment::conclude(const Pending& pending)
{
    const auto over = [this] {
        last_result_ = scheduler_.now();
        air_ += *last_result_ - submit_began_;
    };
    std::optional<std::string> hangup;
    if (faults_.any()) hangup = faults_.strikes("hangup_on_submit");
    const bool before = hangup && hangup->starts_with("before");
    if (!before) {
        if (const auto no = refusal(pending.submit.destination.text()); no.kind != Result::Kind::ok) {
            note("refused", {{"to", pending.submit.destination.text()},
                             {"code", no.code},
                             {"pdu", protocol::to_hex(pending.submit.tpdu())}});
            over();
            engine_.complete(no);
            return;
        }
        network_.accept(index_, pending.submit, pending.reference);
        if (pending.on_sent) pending.on_sent();
    }
    over();
    if (hangup) {
        note("fault", {{"name", "hangup_on_submit"}, {"taken", !before}});
        const auto comma = hangup->find(',');
        port_.vanish(Milliseconds{number_in(comma == hangup->npos ? "" : hangup->substr(comma + 1), 500)});
        return;
    }
    answer(pending);
}

void MobileEquipment::answer(const Pending& pending)
{
    const auto say = [this, line = fmt::format("{}: {}", pending.prefix, pending.reference)] {
        interrupt();
        engine_.info(line);
        engine_.complete(ok);
    };
    const auto withheld = [&](std::string_view name) {
        note("lost_result", {{"to", pending.submit.destination.text()}, {"mr", pending.reference}, {"fault", name}});
    };
    if (!faults_.any()) {
        say();
    } else if (faults_.strikes("lost_result")) {
        withheld("lost_result");
        engine_.complete({Result::Kind::silent});
    } else if (faults_.strikes("silence_on_submit")) {
        withheld("silence_on_submit");
        engine_.fall_silent();
    } else if (faults_.strikes("reboot_on_submit")) {
        withheld("reboot_on_submit");
        restart();
    } else if (const auto late = faults_.strikes("late_result")) {
        note("fault", {{"name", "late_result"}});
        later(Milliseconds{number_in(*late, 1000)}, say);
    } else if (faults_.strikes("ok_without_reference")) {
        engine_.complete(ok);
    } else if (faults_.strikes("reference_after_ok")) {
        engine_.urc(fmt::format("{}: {}", pending.prefix, pending.reference)); // held until the OK is out
        engine_.complete(ok);
    } else {
        if (faults_.strikes("double_result"))
            engine_.urc(fmt::format("{}: {}\r\n\r\nOK", pending.prefix, pending.reference));
        say();
    }
}
} // namespace nida::sim
