#include "protocol/at/registration.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/signal.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <array>

namespace nida::protocol
{
namespace
{
std::string_view parameter(const std::vector<std::string>& parameters, std::size_t i)
{
    return i < parameters.size() ? std::string_view{parameters[i]} : std::string_view{};
}

SimLock lock_from_error(const boost::system::error_code& error)
{
    const bool cme = error.category() == cme_category();
    const bool cms = error.category() == cms_category();
    const auto is = [&](int cme_number, int cms_number) {
        return (cme && error.value() == cme_number) || (cms && error.value() == cms_number);
    };
    if (is(10, 310)) return SimLock::not_inserted;
    if (is(11, 311)) return SimLock::pin;
    if (is(12, 316)) return SimLock::puk;
    if (is(5, 312) || is(15, 315)) return SimLock::other_lock;
    if (cme && (error.value() == 6 || error.value() == 7 || (error.value() >= 40 && error.value() <= 48)))
        return SimLock::other_lock;
    return SimLock::not_ready; // busy, failing while it starts, or ERROR without a reason: ask again
}

/// Where a PIN counter's query keeps the tries of PIN 1.
struct PinCounter {
    std::string_view query;
    std::string_view name;  ///< of the answer's line
    std::string_view entry; ///< the line whose first parameter this is, where there is one line for each secret
    std::size_t parameter;
    bool for_current_lock; ///< counts whatever +CPIN? asks for now, so a PUK, too
};
constexpr PinCounter pin_counters[] = {
    {"^CPIN?", "^CPIN", "", 3, false},         // <code>,<times>,<puk>,<pin>,<puk2>,<pin2>
    {"+ZPINPUK=?", "+ZPINPUK", "", 0, false},  // <pin>,<puk>
    {"+QPINC?", "+QPINC", "SC", 1, false},     // "SC",<pin>,<puk>
    {"+SPIC", "+SPIC", "", 0, false},          // <pin>,…; the order of the others differs
    {"#PCT", "#PCT", "", 0, true},             // <tries>
    {"+UPINCNT", "+UPINCNT", "", 0, false},    // <pin>,<pin2>,<puk>,<puk2>
    {"+CPINR", "+CPINR", "SIM PIN", 1, false}, // <code>,<tries>[,<default>] (TS 27.007 §8.65)
    {"^SPIC", "^SPIC", "", 0, true},           // <tries>
    {"+CPINC?", "+CPINC", "", 0, false},       // <pin>,<pin2>,<puk>,<puk2>
};
constexpr unsigned most_pin_tries = 3; // a higher count belongs to a PUK

std::optional<unsigned> pin_tries(const PinCounter& counter, const AtResponse& response)
{
    for (const auto& line : response.lines) {
        const auto value = behind(line, counter.name);
        if (!value) continue;
        const auto parameters = split_parameters(*value);
        if (!counter.entry.empty() && !same_name(parameter(parameters, 0), counter.entry)) continue;
        const auto tries = parse_unsigned(parameter(parameters, counter.parameter));
        if (tries && counter.for_current_lock && *tries > most_pin_tries) return std::nullopt;
        return tries;
    }
    return std::nullopt;
}

/// Two decimal digits at `begin`; none where there are no such.
std::optional<unsigned> two_digits(std::string_view text, std::size_t begin)
{
    if (begin + 2 > text.size() || !is_digit(text[begin]) || !is_digit(text[begin + 1])) return std::nullopt;
    return static_cast<unsigned>((text[begin] - '0') * 10 + (text[begin + 1] - '0'));
}
} // namespace

bool is_registration_read_answer(std::string_view value)
{
    const auto comma = value.find(',');
    if (comma == std::string_view::npos) return false;
    auto second = value.substr(comma + 1);
    second = trimmed(second.substr(0, second.find(',')));
    const auto stat = parse_unsigned(second);
    return second.size() <= 2 && stat && *stat <= static_cast<unsigned>(Registration::emergency_bearer);
}

std::optional<RegistrationReport> parse_registration_report(std::string_view value, bool read_answer)
{
    // None of the fields has a comma, so quotes that do not match need not be matched.
    std::string unquoted{value};
    std::erase(unquoted, '"');
    const auto fields = split_parameters(unquoted);

    // A read answer of one field can only be <stat>, though <n> should stand before it.
    std::size_t at = read_answer && fields.size() > 1 ? 1 : 0;
    RegistrationReport report{};
    if (at == 1) report.n = parse_unsigned(fields[0]);
    const auto stat = parse_unsigned(parameter(fields, at++));
    if (!stat || *stat > static_cast<unsigned>(Registration::emergency_bearer)) return std::nullopt;
    report.stat = static_cast<Registration>(*stat);

    report.area = parse_hexadecimal(parameter(fields, at++));
    // Early LTE modems put <rac> between <tac> and <ci>: "+CEREG: 2,1,1F00,20,79D903,7".
    if (parameter(fields, at).size() <= 2 && parameter(fields, at + 1).size() > 2) ++at;
    report.cell = parse_hexadecimal(parameter(fields, at++));
    report.act = parse_unsigned(parameter(fields, at));
    return report;
}

std::optional<Registration> parse_registration(std::string_view value, bool read_answer)
{
    const auto report = parse_registration_report(value, read_answer);
    if (!report) return std::nullopt;
    return report->stat;
}

std::string_view access_technology(unsigned act)
{
    switch (act) {
    case 0:
    case 1:
    case 3:
    case 8: return "2G"; // GSM, GSM Compact, EGPRS, EC-GSM-IoT
    case 2:
    case 4:
    case 5:
    case 6: return "3G"; // UTRAN, HSDPA, HSUPA, both
    case 7:
    case 9: return "4G"; // E-UTRAN, NB-IoT
    case 10:
    case 11:
    case 12:
    case 13: return "5G";
    default: return "";
    }
}

std::optional<OperatorReport> parse_operator(const AtResponse& response)
{
    const auto value = response.value("+COPS");
    if (!value || value->find('(') != std::string::npos) return std::nullopt; // a list of networks, or of modes
    auto unpaired = *value;
    if (std::count(unpaired.begin(), unpaired.end(), '"') % 2 != 0) std::erase(unpaired, '"'); // 0,0,"TELE2,0
    const auto parameters = split_parameters(unpaired);
    OperatorReport report;
    report.mode = parse_unsigned(parameter(parameters, 0));
    report.format = parse_unsigned(parameter(parameters, 1));
    report.act = parse_unsigned(parameter(parameters, 3));

    auto name = std::string{parameter(parameters, 2)};
    std::erase_if(name, [](char c) { return c == '\xFF' || static_cast<unsigned char>(c) < 0x20; });
    while (!name.empty() && (name.back() == '@' || name.back() == ' '))
        name.pop_back();
    if (!is_valid_utf8(name)) std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    report.name = text_of(name);
    return report;
}

std::optional<int> parse_signal_dbm(const AtResponse& response)
{
    const auto parameters = split_parameters(response.value("+CSQ").value_or(""));
    const auto rssi = parse_unsigned(parameter(parameters, 0));
    return rssi ? rssi_dbm(*rssi) : std::nullopt;
}

SimLock parse_sim_lock(const AtResponse& response)
{
    const auto value = response.value("+CPIN");
    if (!value) return lock_from_error(response.result.error);
    return parse_sim_state(*value);
}

SimLock parse_sim_state(std::string_view value)
{
    const auto parameters = split_parameters(value);
    const auto state = trimmed(parameter(parameters, 0));

    // A lock on PIN2 keeps nobody from sending and receiving.
    for (const std::string_view text : {"READY", "SIM PIN2", "SIM PUK2"})
        if (same_name(state, text)) return SimLock::ready;
    if (same_name(state, "SIM PIN")) return SimLock::pin;
    if (same_name(state, "SIM PUK")) return SimLock::puk;
    for (const std::string_view text : {"", "NOT READY", "SIM BUSY"})
        if (same_name(state, text)) return SimLock::not_ready;
    for (const std::string_view text : {"NOT INSERTED", "SIM NOT INSERTED", "NO SIM", "SIM REMOVED", "EMPTY_EUICC"})
        if (same_name(state, text)) return SimLock::not_inserted;
    return SimLock::other_lock;
}

std::optional<unsigned> parse_pin_tries(std::string_view command, const AtResponse& response)
{
    command = trimmed(command);
    if (begins_with_name(command, "AT")) command.remove_prefix(2);
    for (const auto& counter : pin_counters)
        if (same_name(command, counter.query)) return pin_tries(counter, response);
    return std::nullopt;
}

std::vector<std::string> pin_try_queries()
{
    std::vector<std::string> queries;
    for (const auto& counter : pin_counters)
        queries.push_back("AT" + std::string{counter.query});
    return queries;
}

std::optional<std::string> parse_identity(const AtResponse& response)
{
    constexpr std::size_t fewest_digits = 14; // an IMEI without its check digit
    for (const auto& line : response.lines) {
        std::string digits;
        for (const char c : line) {
            if (is_digit(c))
                digits += c;
            else if (c == '-' || is_blank(c)) // some modems write an IMEI in groups
                continue;
            else if (digits.size() >= fewest_digits)
                break;
            else
                digits.clear();
        }
        if (digits.size() >= fewest_digits) return digits;
    }
    return std::nullopt;
}

std::optional<std::string> parse_iccid(const AtResponse& response)
{
    constexpr std::string_view exchanged = "98";
    constexpr std::size_t fewest_digits = 18, most_digits = 20;
    const auto belongs = [](char c) { return is_digit(c) || lower(c) == 'f'; };
    for (const auto& line : response.lines) {
        const auto begin = std::search(line.begin(), line.end(), exchanged.begin(), exchanged.end());
        if (begin != line.begin() && belongs(begin[-1])) continue;
        std::string digits{begin, std::find_if_not(begin, line.end(), belongs)};
        if (digits.size() < fewest_digits || digits.size() > most_digits || digits.size() % 2 != 0) continue;
        for (std::size_t i = 0; i < digits.size(); i += 2)
            std::swap(digits[i], digits[i + 1]);
        digits.resize(digits.find_last_not_of("fF") + 1);
        if (std::all_of(digits.begin(), digits.end(), is_digit)) return digits;
    }
    return parse_identity(response);
}

std::optional<std::chrono::sys_seconds> parse_clock(const AtResponse& response)
{
    using namespace std::chrono;
    const auto value = response.value("+CCLK");
    if (!value) return std::nullopt;
    std::string text{*value};
    std::erase(text, '"');
    if (text.size() > 4 && text[4] == '/' && text.starts_with("20")) text.erase(0, 2); // a year of four digits

    // yy/MM/dd,hh:mm:ss±zz
    constexpr std::string_view shape{"00/00/00,00:00:00"};
    if (text.size() < shape.size() + 2) return std::nullopt; // without a zone it is no point in time
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] != '0' && text[i] != shape[i]) return std::nullopt;
    const auto sign = text[shape.size()];
    const auto zone_text = trimmed(std::string_view{text}.substr(shape.size() + 1));
    const auto quarters = parse_unsigned(zone_text);
    std::array<unsigned, 6> fields{};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto field = two_digits(text, i * 3);
        if (!field) return std::nullopt;
        fields[i] = *field;
    }
    const auto [yy, month_number, day_number, hour, minute, second] = fields;

    constexpr unsigned first_year = 20, last_year = 69; // clocks that were never set start in 1970, 1980 or 2004
    constexpr unsigned most_quarters = 96;
    if ((sign != '+' && sign != '-') || !quarters || *quarters > most_quarters) return std::nullopt;
    if (yy < first_year || yy > last_year || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const year_month_day date{year{static_cast<int>(2000 + yy)}, month{month_number}, day{day_number}};
    if (!date.ok()) return std::nullopt;
    const auto zone = minutes{15} * static_cast<int>(*quarters);
    const auto local = sys_seconds{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second};
    return sign == '+' ? local - zone : local + zone;
}
} // namespace nida::protocol
