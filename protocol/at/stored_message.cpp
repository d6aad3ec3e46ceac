#include "protocol/at/stored_message.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/hex.hpp"
#include "protocol/pdu/tpdu.hpp"

#include <algorithm>

namespace nida::protocol
{
namespace
{
/// How many octets so many hex digits make, and whether `count` can be <length> for them: the TPDU alone, with the SMSC
/// address before it counted (some modems do), or all there is.
bool length_fits(std::string_view pdu, unsigned count)
{
    const auto octets = pdu.size() / 2;
    if (pdu.size() % 2 != 0 || octets == 0) return false;
    unsigned smsc = 0;
    for (const char digit : pdu.substr(0, 2))
        smsc = smsc * 16 + static_cast<unsigned>(is_digit(digit) ? digit - '0' : lower(digit) - 'a' + 10);
    return octets == count || octets == count + std::size_t{1} + smsc;
}

std::string_view leading_hex(std::string_view text)
{
    const auto end = std::find_if_not(text.begin(), text.end(), is_hex_digit);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

constexpr std::size_t fewest_pdu_digits = 16; // shorter ones are an empty slot, or a word that happens to be hex

/// The PDU in a line, without the rubbish that some modems put behind it; the line as it came where it holds none.
std::string_view pdu_in(std::string_view line)
{
    line = trimmed(line);
    const auto hex = leading_hex(line);
    return hex.size() >= fewest_pdu_digits ? hex : line;
}

/// What modems show for a slot that holds nothing: no PDU, "00", all F.
bool is_empty_slot(std::string_view pdu)
{
    const auto filler = std::find_if(pdu.begin(), pdu.end(), [](char c) { return c != '0'; });
    return std::all_of(filler, pdu.end(), [](char c) { return lower(c) == 'f'; });
}

StoredStatus status_from(std::string_view field)
{
    if (field == "0" || same_name(field, "REC UNREAD")) return StoredStatus::received_unread;
    if (field == "2" || same_name(field, "STO UNSENT")) return StoredStatus::unsent;
    if (field == "3" || same_name(field, "STO SENT")) return StoredStatus::sent;
    return StoredStatus::received_read;
}

/// A header's value and the PDU that belongs to it.
struct Entry {
    std::string header;
    std::string pdu;
};

/// Takes a PDU off the end of a header that shares its line: "1,1,,24 0791…", "1,1,,24,0791…" or even "1,1,,240791…".
void split_shared_line(Entry& entry)
{
    const auto digits =
        std::find_if_not(entry.header.rbegin(), entry.header.rend(), is_hex_digit) - entry.header.rbegin();
    const auto begin = entry.header.size() - static_cast<std::size_t>(digits);
    const std::string_view tail = std::string_view{entry.header}.substr(begin);
    if (tail.size() < fewest_pdu_digits) return;

    std::size_t length_digits = 0;
    if (begin == 0 || entry.header[begin - 1] == ',') // a separator, or <length> runs into the PDU
        for (std::size_t n = 1; n <= 3 && length_digits == 0; ++n) {
            const auto length = parse_unsigned(tail.substr(0, n));
            if (length && length_fits(tail.substr(n), *length)) length_digits = n;
        }
    entry.pdu = tail.substr(length_digits);
    entry.header.resize(begin + length_digits);
    while (length_digits == 0 && !entry.header.empty() && (is_blank(entry.header.back()) || entry.header.back() == ','))
        entry.header.pop_back();
}

/// Every "<name>: <header>" and the line behind it. A header may follow a PDU without a line end.
std::vector<Entry> entries(const AtResponse& response, const std::string& name)
{
    std::vector<Entry> result;
    bool wants_pdu = false;
    const auto take = [&](std::string_view piece) {
        if (const auto header = behind(piece, name)) {
            result.push_back({std::string{*header}, {}});
            split_shared_line(result.back());
            wants_pdu = result.back().pdu.empty();
        } else if (wants_pdu && !trimmed(piece).empty()) {
            result.back().pdu = pdu_in(piece);
            wants_pdu = false;
        }
    };
    for (const auto& line : response.lines) {
        std::string_view rest{line};
        const auto mark = name + ':';
        for (auto next = rest.find(mark, 1); next != std::string_view::npos; next = rest.find(mark, 1)) {
            take(rest.substr(0, next));
            rest.remove_prefix(next);
        }
        take(rest);
    }
    return result;
}

std::string_view parameter(const std::vector<std::string>& parameters, std::size_t i)
{
    return i < parameters.size() ? std::string_view{parameters[i]} : std::string_view{};
}
} // namespace

std::vector<StoredMessage> parse_message_list(const AtResponse& response)
{
    std::vector<StoredMessage> messages;
    for (auto& entry : entries(response, "+CMGL")) {
        const auto parameters = split_parameters(entry.header);
        const auto index = parse_unsigned(parameter(parameters, 0));
        if (!index || is_empty_slot(entry.pdu)) continue;
        // <index>,<stat>,[<alpha>],<length>; Pantech leaves <alpha> out, comma and all.
        const auto length = parse_unsigned(parameter(parameters, parameters.size() > 3 ? 3 : 2));
        messages.push_back({*index, status_from(parameter(parameters, 1)), length, std::move(entry.pdu)});
    }
    return messages;
}

std::optional<StoredMessage> parse_message_read(const AtResponse& response)
{
    const auto found = entries(response, "+CMGR");
    if (found.empty() || is_empty_slot(found.front().pdu)) return std::nullopt;
    const auto& [header, pdu] = found.front();
    const auto parameters = split_parameters(header);

    // <stat>,[<alpha>],<length>[,0]; <stat>,<length>; <length> alone; or with the index in front.
    std::size_t status = 0;
    std::size_t length = 2;
    if (parameters.size() == 1) {
        status = 1; // none
        length = 0;
    } else if (parameters.size() == 2) {
        length = 1;
    } else if (parameters.size() > 3 && !parse_unsigned(parameters[2]) && parse_unsigned(parameters[3])) {
        status = 1;
        length = 3;
    }
    return StoredMessage{0, status_from(parameter(parameters, status)), parse_unsigned(parameter(parameters, length)),
                         pdu};
}

bool is_whole(const StoredMessage& message)
{
    const auto octets = from_hex(message.pdu, "PDU");
    if (!octets || !decode_received(*octets, message.tpdu_octet_count)) return false;
    return !message.tpdu_octet_count || length_fits(message.pdu, *message.tpdu_octet_count);
}

std::vector<StorageUse> parse_storage_use(const AtResponse& response)
{
    std::vector<StorageUse> memories;
    const auto parameters = split_parameters(response.value("+CPMS").value_or(""));
    std::size_t i = 0;
    while (i < parameters.size()) {
        StorageUse memory;
        if (!parse_unsigned(parameters[i])) memory.storage = upper_case(parameters[i++]);
        const auto used = parse_unsigned(parameter(parameters, i));
        const auto total = parse_unsigned(parameter(parameters, i + 1));
        if (!used || !total) break;
        memory.used = *used;
        memory.total = *total;
        memories.push_back(std::move(memory));
        i += 2;
    }
    return memories;
}

std::vector<std::vector<std::string>> parse_storage_names(const AtResponse& response)
{
    const auto value = response.value("+CPMS").value_or("");
    std::vector<std::vector<std::string>> memories;
    bool in_group = false;
    std::vector<std::string> group;
    std::string name;
    const auto finish_name = [&] {
        if (name.empty()) return;
        if (in_group)
            group.push_back(upper_case(name));
        else
            memories.push_back({upper_case(name)});
        name.clear();
    };
    // Quotes are ignored, since some are missing, and so is a pair of parentheses around all of it.
    for (const char c : value) {
        if (is_alphanumeric(c) || c == '_') {
            name += c;
            continue;
        }
        finish_name();
        if (c == '(') {
            in_group = true;
            group.clear();
        } else if (c == ')' && in_group) {
            memories.push_back(std::move(group));
            group.clear();
            in_group = false;
        }
    }
    finish_name();
    if (in_group) memories.push_back(std::move(group));

    // Names without any parentheses are one list that holds for all three.
    if (!memories.empty() && value.find('(') == std::string::npos) {
        std::vector<std::string> all;
        for (const auto& memory : memories)
            if (std::find(all.begin(), all.end(), memory.front()) == all.end()) all.push_back(memory.front());
        memories.assign(3, all);
    }
    return memories;
}
} // namespace nida::protocol
