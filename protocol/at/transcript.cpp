#include "protocol/at/transcript.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/at_response.hpp"
#include "protocol/at/line_splitter.hpp"
#include "protocol/at/stored_message.hpp"
#include "protocol/at/transcript_pieces.hpp"
#include "protocol/at/urc.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <utility>

namespace nida::protocol
{
namespace
{
constexpr std::size_t fewest_pdu_digits = 16;

bool is_hex(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_hex_digit); }

/// The hex at the beginning of a line, where it is long enough for a PDU.
std::string_view pdu_at_the_front(std::string_view line)
{
    line = trimmed(line);
    const auto end = std::find_if_not(line.begin(), line.end(), is_hex_digit);
    const auto hex = line.substr(0, static_cast<std::size_t>(end - line.begin()));
    return hex.size() >= fewest_pdu_digits ? hex : std::string_view{};
}

std::string valid_utf8(std::string_view text)
{
    if (is_valid_utf8(text)) return std::string{text};
    std::string result;
    for (const char32_t c : decode_utf8(text))
        append_utf8(result, c);
    return result;
}

/// Whether a line is what a plug, a wrong speed or the echo of a control character makes.
bool is_line_noise(std::string_view line)
{
    const auto odd =
        std::count_if(line.begin(), line.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; });
    if (static_cast<std::size_t>(odd) == line.size()) return true;
    return !is_valid_utf8(line) && !begins_with_name(trimmed(line), "+") &&
           static_cast<std::size_t>(
               std::count_if(line.begin(), line.end(), [](unsigned char c) { return c >= 0x80; })) *
                   2 >
               line.size();
}

bool asks_for_payload(std::string_view command)
{
    return begins_with_name(command, "AT+CMGS=") || begins_with_name(command, "AT+CMGW=") ||
           begins_with_name(command, "AT+CMGC=") || begins_with_name(command, "AT+CNMA=");
}

/// Where the next command's echo begins in an error without a number that ran into it: "+CMS ERROR:AT+CMGS=19".
std::size_t command_behind_error(std::string_view line)
{
    if (!begins_with_name(line, "+CMS ERROR") && !begins_with_name(line, "+CME ERROR")) return std::string_view::npos;
    const auto at = line.find("AT+");
    return at != std::string_view::npos && looks_like_command(line.substr(at)) ? at : std::string_view::npos;
}

bool dials(std::string_view command)
{
    const char first = command.size() > 2 ? upper(command[2]) : '\0';
    return first == 'D' || first == 'A' || first == 'H';
}

/// What "ATE0V1" asks results to be: words or, by V0, numbers (V.250 §6.2.6); none where it leaves that alone.
std::optional<bool> sets_verbose(std::string_view command)
{
    std::optional<bool> verbose;
    for (std::size_t i = 2; i < command.size(); ++i) {
        const char c = upper(command[i]);
        if (std::string_view{"D+^_#*!$"}.find(c) != std::string_view::npos)
            break; // a number to dial; an extended command
        if (std::string_view{"&\\%"}.find(c) != std::string_view::npos)
            ++i; // "&V" is another command
        else if (c == 'V')
            verbose = i + 1 < command.size() && command[i + 1] == '1';
    }
    return verbose;
}

class Sorter
{
public:
    explicit Sorter(bool shows_line_ends) : shows_line_ends_{shows_line_ends} {}

    void take(const TranscriptPiece& piece)
    {
        line_ = piece.line;
        direction_ = piece.direction;
        if (piece.direction == PortDirection::from_modem && shows_line_ends_) {
            splitter_.feed(piece.octets);
            drain();
            return;
        }
        end_torn_line();
        std::string_view rest{piece.octets};
        while (!rest.empty()) {
            const auto end = rest.find_first_of("\r\n");
            const auto one = rest.substr(0, end);
            if (!trimmed(one).empty() || (piece.direction == PortDirection::to_modem && !one.empty()))
                take_line(one, piece.direction);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
    }

    std::vector<ParsedLine> finish()
    {
        end_torn_line();
        for (auto& record : records_)
            complete(record);
        return std::move(records_);
    }
private:
    void drain()
    {
        while (const auto one = splitter_.next_line())
            take_answer(*one);
        if (splitter_.at_prompt()) {
            splitter_.consume_prompt();
            take_prompt();
        }
    }

    /// The other side spoke, or the log is over: what was unfinished is a line.
    void end_torn_line()
    {
        if (!shows_line_ends_) return;
        splitter_.feed("\n");
        drain();
    }

    void take_line(std::string_view one, PortDirection direction)
    {
        if (direction == PortDirection::to_modem) {
            looks_like_command(one) && !prompted_ ? take_command(one) : take_payload(one);
        } else if (direction == PortDirection::from_modem) {
            take_answer(one);
        } else if (looks_like_command(one)) {
            is_echo(one, command_) && fresh_ ? take_answer(one) : take_command(one);
        } else if ((prompted_ || asks_for_payload(command_)) &&
                   (!pdu_at_the_front(one).empty() || one.front() == '\x1b') && sent_.empty()) {
            take_payload(one);
        } else {
            take_answer(one);
        }
    }

    ParsedLine& add(LineKind kind, std::string_view text)
    {
        ParsedLine record{};
        record.line = line_;
        record.kind = kind;
        record.text = text;
        record.command = command_;
        records_.push_back(std::move(record));
        return records_.back();
    }

    void take_command(std::string_view one)
    {
        waits_ = Waits::nothing;
        prompted_ = false;
        fresh_ = true;
        sent_.clear();
        command_ = trimmed(one);
        if (const auto verbose = sets_verbose(command_)) numeric_ = !*verbose;
        add(LineKind::command, command_);
    }

    void take_payload(std::string_view one)
    {
        waits_ = Waits::nothing;
        prompted_ = false;
        fresh_ = false;
        auto& record = add(LineKind::payload, trimmed(one));
        if (one.find('\x1a') != std::string_view::npos)
            record.fields.push_back({"end", std::string{"ctrl-z"}});
        else if (one.find('\x1b') != std::string_view::npos)
            record.fields.push_back({"end", std::string{"esc"}});
        sent_ = trimmed(one);
        const auto hex = pdu_at_the_front(one);
        if (hex.empty() || !asks_for_payload(command_)) return;
        record.pdu = hex;
        record.pdu_direction = PduDirection::to_network;
        const auto length = split_parameters(std::string_view{command_}.substr(command_.find('=') + 1));
        record.tpdu_octets = length.empty() ? std::nullopt : parse_unsigned(length[0]);
    }

    void take_prompt()
    {
        prompted_ = true;
        fresh_ = false;
        add(LineKind::prompt, ">");
    }

    void take_answer(std::string_view one)
    {
        const auto text = trimmed(one);
        if (text.empty() || goes_on(one)) return;
        if (const auto glued = command_behind_error(text); glued != std::string_view::npos) {
            take_answer(text.substr(0, glued));
            const auto rest = text.substr(glued);
            direction_ == PortDirection::not_said ? take_command(rest) : take_answer(rest);
            return;
        }
        if (is_line_noise(one)) {
            add(LineKind::noise, one);
            return;
        }
        if (text == ">") {
            take_prompt();
            return;
        }
        if (text.front() == '>' && asks_for_payload(command_) && sent_.empty()) {
            take_prompt();
            take_payload(one.substr(one.find('>') + 1));
            return;
        }
        if (is_echo(text, command_) || looks_like_command(text) || (!sent_.empty() && is_echo(text, sent_))) {
            fresh_ = false;
            add(LineKind::echo, text);
            return;
        }
        fresh_ = false;
        if (const auto result = final_result(text)) {
            take_result(text, *result);
            return;
        }
        sort(text);
    }

    std::optional<FinalResult> final_result(std::string_view text) const
    {
        return parse_final_result(text, FinalRules{.dial = dials(command_), .numeric = numeric_, .ends_too = {}});
    }

    void take_result(std::string_view text, const FinalResult& result)
    {
        if (!is_digit(text.front())) numeric_ = false; // the modem says so itself, whatever it was told
        auto& record = add(LineKind::final_result, text);
        record.result = result.error;
        record.refusal = find_refusal(result.error);
        const bool numbered = result.error.category() == cms_category() || result.error.category() == cme_category();
        record.name = result.ok() ? "OK" : numbered ? result.error.category().name() : "ERROR";
        if (numbered) record.fields.push_back({"code", std::int64_t{result.error.value()}});
        command_.clear();
        sent_.clear();
        prompted_ = false;
    }

    void sort(std::string_view text)
    {
        auto kind = LineKind::information;
        const auto name = name_of_line(text);
        if (command_.empty() || is_urc(text, command_)) {
            const auto urc = parse_urc(text);
            if (const auto* other = std::get_if<OtherUrc>(&urc)) {
                // The command may have been left out of the log: a name that we can read says enough.
                const bool answer = !other->known && command_.empty() && !name.empty();
                kind = other->known ? LineKind::noise : answer ? LineKind::information : LineKind::unknown;
            } else {
                kind = std::holds_alternative<CallEnded>(urc) ? LineKind::noise : LineKind::urc;
            }
        }
        add(kind, text).name = name;
        if (announces_pdu(text) || name == "+CMGL" || name == "+CMGR")
            waits_ = Waits::pdu;
        else if (continues_on_next_line(text))
            waits_ = Waits::rest_of_text;
        else if (waits_ != Waits::nothing)
            return; // a URC in between
        waiting_ = records_.size() - 1;
    }

    /// Whether a line belongs to the one before it: the PDU of +CMT, the rest of a +CUSD.
    bool goes_on(std::string_view one)
    {
        if (waits_ == Waits::nothing) return false;
        const auto text = trimmed(one);
        auto& record = records_[waiting_];
        if (final_result(text)) {
            waits_ = Waits::nothing;
            return false;
        }
        if (waits_ == Waits::pdu) {
            if (pdu_at_the_front(text).empty() && !name_of_line(text).empty()) { // a URC in between, or the next entry
                if (name_of_line(text) == record.name) waits_ = Waits::nothing;
                return false;
            }
            waits_ = Waits::nothing;
            // The next entry may follow without a line end.
            const auto hex = pdu_at_the_front(text);
            if (const auto rest = text.substr(hex.size()); !hex.empty() && name_of_line(rest) == record.name) {
                record.text += '\n';
                record.text += hex;
                take_answer(rest);
                return true;
            }
        } else {
            constexpr std::size_t longest_reply = 4096;
            if (record.text.size() + one.size() > longest_reply) {
                waits_ = Waits::nothing;
                return false;
            }
        }
        record.text += '\n';
        record.text += one;
        if (waits_ == Waits::rest_of_text && !continues_on_next_line(record.text)) waits_ = Waits::nothing;
        return true;
    }

    /// The fields and the PDU of a record whose lines are all there.
    static void complete(ParsedLine& record)
    {
        const bool said_by_modem = record.kind == LineKind::information || record.kind == LineKind::urc ||
                                   record.kind == LineKind::noise || record.kind == LineKind::unknown;
        if (said_by_modem && !record.name.empty()) {
            const auto end = record.name == "+CUSD" ? std::string::npos : record.text.find('\n');
            const auto first = std::string_view{record.text}.substr(0, end);
            const auto second =
                end == std::string::npos ? std::string_view{} : std::string_view{record.text}.substr(end + 1);
            record.fields = fields_of(first, second);
            find_pdu(record, first, second);
        }
        record.text = valid_utf8(record.text);
        record.name = valid_utf8(record.name);
        record.command = valid_utf8(record.command);
        for (auto& field : record.fields) {
            if (auto* value = std::get_if<std::string>(&field.value)) *value = valid_utf8(*value);
            if (field.key == "length")
                if (const auto* length = std::get_if<std::int64_t>(&field.value))
                    record.tpdu_octets = static_cast<unsigned>(*length);
        }
    }

    static void find_pdu(ParsedLine& record, std::string_view first, std::string_view second)
    {
        AtResponse response{{std::string{first}}, {}};
        if (!second.empty()) response.lines.emplace_back(second);
        std::optional<StoredMessage> message;
        if (record.name == "+CMGL") {
            const auto list = parse_message_list(response);
            if (!list.empty()) message = list.front();
        } else if (record.name == "+CMGR") {
            message = parse_message_read(response);
        } else if (record.name == "+CMT" || record.name == "+CDS") {
            record.pdu = pdu_at_the_front(second);
            const auto urc = parse_urc(first);
            const auto* direct = std::get_if<DirectMessage>(&urc);
            if (record.pdu.empty() && !(direct && direct->text_mode)) record.pdu = trimmed(second); // a torn one
        }
        if (!message || !is_hex(message->pdu)) return;
        record.pdu = message->pdu;
        if (message->status == StoredStatus::unsent || message->status == StoredStatus::sent)
            record.pdu_direction = PduDirection::to_network;
    }

    enum class Waits { nothing, pdu, rest_of_text };

    std::vector<ParsedLine> records_;
    LineSplitter splitter_; // of what the modem said, where the log shows line ends
    bool shows_line_ends_;
    std::size_t line_ = 0;
    PortDirection direction_ = PortDirection::not_said;
    std::string command_;  // that waits for its final result
    std::string sent_;     // the payload, to know its echo
    bool numeric_ = false; // results are the numbers of ATV0
    bool fresh_ = false;   // nothing came since the command: the same line once more is its echo
    bool prompted_ = false;
    Waits waits_ = Waits::nothing;
    std::size_t waiting_ = 0; // the record that `waits_` is about
};
} // namespace

std::string_view name_of(LineKind kind) noexcept
{
    switch (kind) {
    case LineKind::command: return "command";
    case LineKind::echo: return "echo";
    case LineKind::information: return "information";
    case LineKind::final_result: return "final_result";
    case LineKind::urc: return "urc";
    case LineKind::prompt: return "prompt";
    case LineKind::payload: return "payload";
    case LineKind::noise: return "noise";
    case LineKind::unknown: return "unknown";
    }
    return {};
}

std::vector<ParsedLine> parse_transcript(std::string_view transcript)
{
    const auto [pieces, shows_line_ends] = pieces_of(transcript);
    Sorter sorter{shows_line_ends};
    for (const auto& piece : pieces)
        sorter.take(piece);
    return sorter.finish();
}
} // namespace nida::protocol
