#include "tests/sim/mobile_equipment.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/at/ussd.hpp"
#include "protocol/hex.hpp"
#include "protocol/unicode.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <fmt/format.h>

#include <utility>

namespace nida::sim
{
using Form = AtCommand::Form;
using protocol::UssdDialect;

namespace
{
constexpr unsigned gsm7 = 15, ucs2 = 72; // cell broadcast DCS (TS 23.038 §5)

std::string replace_number(std::string text, const std::string& number)
{
    constexpr std::string_view mark = "{number}";
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + number.size()))
        text.replace(at, mark.size(), number);
    return text;
}

/// As a network sends it: what is past 160 octets is cut off.
std::string encoded(std::string_view text, UssdDialect dialect)
{
    const auto string = protocol::encode_ussd_reply(text, dialect);
    if (string) return *string;
    return protocol::encode_ussd_reply(text.substr(0, string.error().offset), dialect).value();
}

/// A modem that is made for one form reads no other.
std::string strictly(std::string code, std::string_view as_written, UssdDialect form)
{
    const auto right = protocol::encode_ussd(code, form);
    return right && boost::iequals(*right, as_written) ? code : std::string{};
}

UssdDialect dialect_named(std::string_view name, std::string_view charset, bool packed)
{
    if (const auto form = protocol::ussd_form_named(name)) return *form;
    if (name.empty() && packed) return UssdDialect::packed;
    return charset == "UCS2" ? UssdDialect::ucs2 : UssdDialect::text;
}
} // namespace

std::string MobileEquipment::ussd_string(std::string_view text, unsigned& dcs)
{
    const auto characters = protocol::decode_utf8(text);
    std::vector<protocol::Septet> septets;
    bool fits = true;
    for (const auto c : characters) {
        fits = fits && protocol::gsm_septets(c) > 0;
        if (fits) protocol::append_gsm(septets, c);
    }
    dcs = fits ? gsm7 : ucs2;
    const auto reply = faults_.any() ? faults_.strikes("ussd_reply") : std::nullopt;
    if (reply) {
        const auto comma = reply->find(',');
        const auto form = dialect_named(reply->substr(0, comma), set_.cscs, ussd_packed_);
        dcs = form == UssdDialect::ucs2 ? ucs2 : gsm7;
        if (comma != reply->npos) dcs = number_in(reply->substr(comma + 1), dcs);
        return encoded(text, form);
    }
    const auto forced = faults_.any() ? faults_.strikes("ussd") : std::nullopt;
    const auto dialect = dialect_named(forced.value_or(""), set_.cscs, ussd_packed_);
    if (!fits) return encoded(text, UssdDialect::ucs2); // hex, whatever the character set
    if (dialect != UssdDialect::text) return encoded(text, dialect);
    if (set_.cscs == "GSM") return {septets.begin(), septets.end()}; // one octet a septet (TS 27.007 §5.5)
    return std::string{text};
}

Result MobileEquipment::ussd(const AtCommand& command)
{
    if (command.form == Form::test) {
        engine_.info("+CUSD: (0-2)");
        return ok;
    }
    if (command.form == Form::read) {
        engine_.info(fmt::format("+CUSD: {}", set_.cusd));
        return ok;
    }
    const auto n = command.number(0, 0);
    if (!n || *n > 2) return cme(50);
    if (*n == 2) {
        if (session_ == nullptr && family_.ussd_cancel_needs_session) return refused;
        if (session_ != nullptr) note("ussd", {{"state", "cancelled"}});
        session_ = nullptr;
        ++session_round_;
        return ok;
    }
    set_.cusd = *n;
    if (!command.has(1)) return ok;
    if (!registered()) return cme(30);

    const auto forced = faults_.any() ? faults_.strikes("ussd") : std::nullopt;
    const auto dialect = dialect_named(forced.value_or(""), set_.cscs, ussd_packed_);
    const auto& string = command.parameters[1];
    const auto begins = [&] { // the families differ in what comes first, the OK or the network's answer
        if (!family_.ussd_inside.empty() && !family_.ussd_blocks) engine_.info(family_.ussd_inside);
        ussd_waits_ = family_.ussd_blocks || (faults_.any() && faults_.strikes("ussd_blocks"));
        return ussd_waits_ ? deferred : ok;
    };
    if (faults_.any() && !command.has(2) && faults_.strikes("ussd_needs_dcs")) {
        engine_.info("+CME ERROR:Excute command failure");
        return {Result::Kind::silent};
    }
    if (!forced && dialect == UssdDialect::packed && !protocol::from_hex(string, "+CUSD")) {
        note("ussd", {{"state", "not understood"}});
        session_ = nullptr;
        later(settings_.ussd_delay, [this] { ussd_end(2); });
        return begins();
    }
    auto code = protocol::decode_ussd({protocol::CusdMode::done, string, command.number(2, gsm7)}, dialect);
    if (forced) code = strictly(std::move(code), string, dialect);
    note("ussd", {{"state", session_ == nullptr ? "asked" : "replied"}, {"code", code}});

    const UssdNode* node = nullptr;
    if (session_ == nullptr) {
        node = network_.ussd().find(code);
    } else if (const auto option = session_->options.find(code); option != session_->options.end()) {
        node = &option->second;
    }
    ++session_round_;
    session_ = nullptr;
    if (const auto wrong = faults_.any() ? faults_.strikes("ussd_error") : std::nullopt) {
        later(settings_.ussd_delay, [this, number = number_in(*wrong, 258)] { say_ussd({}, cme(number)); });
        return begins();
    }
    if (node == nullptr) {
        const auto mode = faults_.any() ? faults_.strikes("ussd_unknown") : std::nullopt;
        constexpr unsigned not_supported = 4;
        later(settings_.ussd_delay, [this, m = mode ? number_in(*mode, 2) : not_supported] { ussd_end(m); });
        return begins();
    }
    later(settings_.ussd_delay + node->delay, [this, node] { ussd_answer(*node); });
    return begins();
}

std::string MobileEquipment::ussd_line(unsigned mode, std::string_view text)
{
    unsigned dcs = gsm7;
    const auto string = ussd_string(text, dcs);
    if (!faults_.any()) return fmt::format("+CUSD: {},\"{}\",{}", mode, string, dcs);
    if (const auto raw = faults_.strikes("ussd_raw")) return *raw;
    if (mode != 1)
        if (const auto other = faults_.strikes("ussd_mode")) mode = number_in(*other, mode);
    if (faults_.strikes("ussd_unquoted")) return fmt::format("+CUSD: {}, {}", mode, string);
    return fmt::format("+CUSD: {},\"{}\",{}", mode, string, dcs);
}

void MobileEquipment::ussd_answer(const UssdNode& node)
{
    if (node.error) {
        say_ussd({}, cme(*node.error));
        return;
    }
    const auto text = replace_number(node.text, identity_.number);
    if (node.answer_mode() == 1) {
        session_ = &node;
        later(settings_.ussd_timeout, [this, round = ++session_round_] {
            if (session_ != nullptr && round == session_round_) ussd_end(2);
        });
    }
    note("ussd", {{"state", "answered"}, {"mode", node.answer_mode()}, {"text", text}});
    if (set_.cusd == 1 && faults_.any() && faults_.strikes("ussd_release_first")) {
        engine_.urc("+CUSD: 2,\"Initiating Release\",15");
        constexpr Milliseconds between{300};
        later(between, [this, line = ussd_line(node.answer_mode(), text)] { say_ussd(line); });
        return;
    }
    say_ussd(ussd_line(node.answer_mode(), text));
    if (node.answer_mode() == 1 && faults_.any() && faults_.strikes("ussd_prompt"))
        engine_.open_prompt(false, true, [](const auto&) { return Result{Result::Kind::silent}; });
}

/// Inside the answer of the +CUSD that waits for it, or by itself.
void MobileEquipment::say_ussd(std::string text, Result result)
{
    const bool wanted = set_.cusd == 1 && !text.empty();
    if (std::exchange(ussd_waits_, false)) {
        if (wanted) engine_.info(text);
        if (wanted && !family_.ussd_inside.empty()) engine_.info(family_.ussd_inside);
        engine_.complete(result);
    } else if (result.kind == Result::Kind::cme) {
        engine_.urc(fmt::format("+CME ERROR: {}", result.code));
    } else if (wanted) {
        engine_.urc(std::move(text));
    }
}

void MobileEquipment::push_ussd(UssdNode node)
{
    if (!powered_ || !registered()) return;
    pushed_.push_back(std::move(node));
    ussd_answer(pushed_.back());
}

void MobileEquipment::ussd_end(unsigned mode)
{
    session_ = nullptr;
    note("ussd", {{"state", "ended"}, {"mode", mode}});
    say_ussd(fmt::format("+CUSD: {}", mode));
}
} // namespace nida::sim
