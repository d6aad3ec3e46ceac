#include "tests/sim/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace nida::sim
{
const std::vector<FaultHelp>& known_faults()
{
    static const std::vector<FaultHelp> faults{
        {"cms", "a submit is refused with +CMS ERROR: VALUE"},
        {"cme", "a submit is refused with +CME ERROR: VALUE"},
        {"error", "a submit is refused with a bare ERROR"},
        {"error_before_prompt", "AT+CMGS is refused with +CMS ERROR: VALUE, no prompt opens"},
        {"no_prompt", "the prompt opens, but its > is lost"},
        {"prompt_no_space", "the prompt is CR LF > without the space"},
        {"lost_result", "the network takes the segment, the modem never says so; the command is over"},
        {"late_result", "the network takes the segment, the result comes VALUE ms later"},
        {"double_result", "the result of a submit comes twice"},
        {"silence", "from this command on the modem answers nothing until its port is closed or it restarts"},
        {"deaf",
         "as silence, but nothing revives the modem except VALUE: escape, reopen, restart (a command) or power"},
        {"silence_on_submit", "as silence, after a payload that the network took"},
        {"hang", "the modem stops for VALUE ms before a command"},
        {"hangup_on_submit", "the port vanishes at the payload: VALUE before or after the network took it"},
        {"reboot_on_submit", "the modem restarts once the network took the payload"},
        {"storage_full", "a message from the network finds no room, whatever is free"},
        {"no_credit", "a submit is refused as by a network without credit: +CMS ERROR: VALUE (38)"},
        {"drop_cmti", "a message is stored without +CMTI"},
        {"dup_cmti", "+CMTI comes twice"},
        {"dup_inbound", "the network delivers a message twice"},
        {"drop_report", "the network loses a status report"},
        {"dup_report", "the network sends a status report twice"},
        {"wrong_cdsi", "+CDSI names \"SM\",0 whatever the place"},
        {"cmgr_bare_ok", "+CMGR answers OK without the message"},
        {"command_not_support", "an unknown command is answered COMMAND NOT SUPPORT"},
        {"echo_on", "the modem forgets ATE0"},
        {"garbage", "octets of noise before an answer"},
        {"noise", "an unsolicited ^RSSI line before an answer"},
        {"split_writes", "answers leave in pieces of 1 to 3 octets"},
        {"drop_octets", "one octet of an answer is lost"},
        {"ussd", "USSD strings on the wire are VALUE: text, packed or ucs2"},
        {"ussd_error", "a USSD request fails after its OK with +CME ERROR: VALUE (258)"},
    };
    return faults;
}

namespace
{
unsigned whole_number(std::string_view text, std::string_view what)
{
    unsigned number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong != std::errc{} || end != text.data() + text.size())
        throw std::invalid_argument{fmt::format("{} wants a whole number, not \"{}\"", what, text)};
    return number;
}
} // namespace

FaultSpec FaultSpec::parse(std::string_view text)
{
    FaultSpec spec;
    const auto head = text.substr(0, text.find(':'));
    text.remove_prefix(std::min(text.size(), head.size() + 1));
    const auto equals = head.find('=');
    spec.name = head.substr(0, equals);
    if (equals != head.npos) spec.value = head.substr(equals + 1);
    const auto& known = known_faults();
    if (std::none_of(known.begin(), known.end(), [&](const FaultHelp& fault) { return fault.name == spec.name; })) {
        std::string names;
        for (const auto& fault : known)
            names += fmt::format("{}{}", names.empty() ? "" : ", ", fault.name);
        throw std::invalid_argument{fmt::format("no fault is called \"{}\"; there are {}", spec.name, names)};
    }
    while (!text.empty()) {
        const auto option = text.substr(0, text.find(':'));
        text.remove_prefix(std::min(text.size(), option.size() + 1));
        const auto at = option.find('=');
        const auto key = option.substr(0, at);
        const auto value = at == option.npos ? std::string_view{} : option.substr(at + 1);
        if (key == "p") {
            try {
                spec.probability = std::stod(std::string{value});
            } catch (const std::exception&) {
                throw std::invalid_argument{fmt::format("p wants a number from 0 to 1, not \"{}\"", value)};
            }
        } else if (key == "next") {
            spec.next = whole_number(value, key);
        } else if (key == "skip") {
            spec.skip = whole_number(value, key);
        } else if (key == "modem") {
            spec.modem = whole_number(value, key);
        } else {
            throw std::invalid_argument{
                fmt::format("\"{}\" is none of p=P, next=N, skip=N, modem=K in a fault", option)};
        }
    }
    return spec;
}

void Faults::clear(std::string_view name)
{
    std::erase_if(specs_, [&](const FaultSpec& spec) { return name.empty() || spec.name == name; });
}

std::optional<std::string> Faults::strikes(std::string_view name)
{
    for (auto spec = specs_.begin(); spec != specs_.end(); ++spec) {
        if (spec->name != name) continue;
        if (spec->probability < 1 && std::uniform_real_distribution<>{}(random_) >= spec->probability) continue;
        if (spec->skip > 0) {
            --spec->skip;
            continue;
        }
        const auto value = spec->value;
        if (spec->next && (*spec->next == 0 || --*spec->next == 0)) specs_.erase(spec);
        return value;
    }
    return std::nullopt;
}

unsigned Faults::random(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

unsigned number_in(const std::string& value, unsigned otherwise)
{
    unsigned number = otherwise;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}
} // namespace nida::sim
