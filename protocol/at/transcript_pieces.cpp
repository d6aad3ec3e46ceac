#include "protocol/at/transcript_pieces.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/at_response.hpp"
#include "protocol/at/written_octets.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace nida::protocol
{
namespace
{
struct Marks {
    std::string_view to_modem, from_modem;
    bool words() const { return is_alphanumeric(to_modem.front()); }
};
// Longer ones first: "-->" must not be read as "-" and "->".
constexpr Marks all_marks[] = {
    {"-->", "<--"},
    {"==>", "<=="},
    {">>>", "<<<"},
    {"->", "<-"},
    {"=>", "<="},
    {">>", "<<"},
    {">", "<"},
    {"TX", "RX"},
    {"SENT", "RECEIVED"},
    {"SEND", "RECEIVED"},
    {"SEND", "RECEIVE"},
    {"SEND", "RECV"},
    {"SENDING", "RECEIVING"},
    {"SENDING", "RECEIVED"},
    {"WRITE", "READ"},
    {"OUT", "IN"},
    {"HOST", "MODEM"},
};

struct Marked {
    PortDirection direction;
    std::string_view rest;
};

/// Whether "debug>" stands there: what was before it opened a name, not a direction.
bool is_name_in_angles(std::string_view text)
{
    const auto end = std::find_if_not(text.begin(), text.end(), is_alphanumeric);
    return end != text.begin() && end != text.end() && *end == '>';
}

/// What follows `mark` at the beginning of `text`; none where it is no mark but the beginning of a word or of another sign.
std::optional<std::string_view> behind_mark(std::string_view text, std::string_view mark, bool word)
{
    const bool bracket = word && !text.empty() && text.front() == '[';
    if (bracket) text.remove_prefix(1);
    if (!begins_with_name(text, mark)) return std::nullopt;
    text.remove_prefix(mark.size());
    if (bracket) {
        if (text.empty() || text.front() != ']') return std::nullopt;
        text.remove_prefix(1);
        if (!text.empty() && text.front() == ':') text.remove_prefix(1);
    } else if (word) {
        if (text.empty() || text.front() != ':') return std::nullopt;
        text.remove_prefix(1);
    } else if (!text.empty() && std::string_view{"<>-="}.find(text.front()) != std::string_view::npos) {
        return std::nullopt;
    } else if (mark == "<" && is_name_in_angles(text)) {
        return std::nullopt;
    }
    return without_leading_blanks(text);
}

std::optional<Marked> marked(std::string_view text, const Marks& marks)
{
    if (const auto rest = behind_mark(text, marks.to_modem, marks.words()))
        return Marked{PortDirection::to_modem, *rest};
    if (const auto rest = behind_mark(text, marks.from_modem, marks.words()))
        return Marked{PortDirection::from_modem, *rest};
    return std::nullopt;
}

/// Whether only a date, if anything, and brackets stand there. A +CCLK has its name there, a text its words.
bool is_date(std::string_view text)
{
    std::size_t letters = 0; // in a row: "May", "Mon", "T"
    bool digits = false;
    bool words = false;
    for (const char c : text) {
        if (is_digit(c)) {
            digits = true;
            letters = 0;
        } else if (is_alphanumeric(c)) {
            words = true;
            if (++letters > 3) return false;
        } else if (std::string_view{" [(-/.,"}.find(c) != std::string_view::npos) {
            letters = 0;
        } else {
            return false;
        }
    }
    return digits || !words;
}

/// Takes a time of day with or without a date before it off the beginning, brackets or not: "[12:34:56.789] ", "2024-05-06
/// 12:34:56,789 ", "2024-05-06T12:34:56Z: ", "May  6 12:34:56 ".
std::string_view without_time_stamp(std::string_view line)
{
    constexpr std::size_t longest = 40;
    const auto whole = line;
    line = without_leading_blanks(line);
    const auto window = line.substr(0, longest);
    for (std::size_t i = 0; i + 8 <= window.size(); ++i) {
        const auto is = [&](std::size_t at, char shape) {
            return shape == '0' ? is_digit(window[i + at]) : window[i + at] == shape;
        };
        constexpr std::string_view shape{"00:00:00"};
        std::size_t same = 0;
        while (same < shape.size() && is(same, shape[same]))
            ++same;
        if (same < shape.size()) continue;
        if (!is_date(window.substr(0, i))) return whole;
        auto rest = line.substr(i + shape.size());
        if (!rest.empty() && (rest.front() == '.' || rest.front() == ',')) {
            rest.remove_prefix(1);
            while (!rest.empty() && is_digit(rest.front()))
                rest.remove_prefix(1);
        }
        if (!rest.empty() && (rest.front() == '+' || rest.front() == '-') && rest.size() > 2 && is_digit(rest[1]) &&
            is_digit(rest[2]) && (rest.size() == 3 || is_digit(rest[3]) || rest[3] == ':'))
            rest.remove_prefix(std::min<std::size_t>(rest.size(), rest.size() > 3 && rest[3] == ':' ? 6 : 5));
        if (!rest.empty() && rest.front() == 'Z') rest.remove_prefix(1);
        const auto text = std::find_if(rest.begin(), rest.end(), [](char c) {
            return std::string_view{" \t])|:,"}.find(c) == std::string_view::npos;
        });
        if (text == rest.begin() && !rest.empty()) return whole; // the time runs into something: it is no stamp
        return rest.substr(static_cast<std::size_t>(text - rest.begin()));
    }
    return whole;
}

/// Takes "(ttyUSB0): ", "[modem0] ", "<debug> " or "DEBUG: " off the beginning, once; the same where there is none.
std::string_view without_name(std::string_view text)
{
    const auto line = without_leading_blanks(text);
    for (const std::string_view level : {"DEBUG", "INFO", "TRACE", "WARNING"})
        if (begins_with_name(line, level) && line.size() > level.size() &&
            (line[level.size()] == ':' || line[level.size()] == ' '))
            return without_leading_blanks(line.substr(level.size() + 1));
    if (line.empty()) return text;
    const bool angles = line.front() == '<' && is_name_in_angles(line.substr(1));
    if (!angles && line.front() != '[' && line.front() != '(') return text;
    const auto end = line.find(angles ? '>' : line.front() == '[' ? ']' : ')');
    if (end == std::string_view::npos) return text;
    auto rest = line.substr(end + 1);
    if (!rest.empty() && rest.front() == ':') rest.remove_prefix(1);
    return without_leading_blanks(rest);
}

/// The mark behind a process, its number and what it calls the port: "ofonod[612]: Modem: > AT\r".
std::optional<Marked> behind_process(std::string_view line, const Marks& marks)
{
    constexpr std::string_view after_number{"]: "};
    const auto number_end = line.substr(0, 200).find(after_number);
    if (number_end == std::string_view::npos) return std::nullopt;
    auto rest = line.substr(number_end + after_number.size());
    const auto name_end = std::find_if_not(rest.begin(), rest.end(), is_alphanumeric);
    rest.remove_prefix(static_cast<std::size_t>(name_end - rest.begin()));
    if (!rest.starts_with(": ")) return std::nullopt;
    return marked(rest.substr(2), marks);
}

/// The mark of a line behind all that logs put before it.
std::optional<Marked> find_mark(std::string_view line, const Marks& marks)
{
    auto rest = without_leading_blanks(without_time_stamp(line));
    constexpr int most_names = 5; // "<debug> [1318.2] [ttyUSB2/at] --> 'AT<CR>'" has three
    for (int names = 0; names < most_names; ++names) {
        if (const auto found = marked(rest, marks)) return found;
        const auto next = without_name(rest);
        if (next.size() == rest.size()) break;
        rest = next;
    }
    // A daemon's log has more before it: "ModemManager[612]: <debug> [1318.2] (ttyUSB2): --> 'AT<CR>'", and behind a time stamp
    // "Smsd, 6: GSM1: -> AT".
    if (marks.words()) return std::nullopt;
    if (marks.to_modem.size() < 2) return behind_process(line, marks);
    constexpr std::size_t furthest = 200;
    const bool stamped = without_time_stamp(line).size() < line.size();
    for (const auto mark : {marks.to_modem, marks.from_modem})
        for (const std::string_view lead : {": ", "] "})
            for (const std::string_view quote : {" '", " \"", " "}) {
                if (quote == " " && !stamped) continue;
                const auto at =
                    line.substr(0, furthest).find(std::string{lead} + std::string{mark} + std::string{quote});
                if (at == std::string_view::npos) continue;
                return Marked{mark == marks.to_modem ? PortDirection::to_modem : PortDirection::from_modem,
                              without_leading_blanks(line.substr(at + lead.size() + mark.size()))};
            }
    return std::nullopt;
}

/// The log in UTF-8: its byte order mark taken off, UTF-16 converted where such a mark says so. NUL and 0xFF are left out, as where a
/// port is read (see LineSplitter); the former make UTF-16 without a mark readable, too.
std::string in_utf8(std::string_view transcript)
{
    const bool little = transcript.starts_with("\xFF\xFE");
    std::string result;
    if (little || transcript.starts_with("\xFE\xFF")) {
        Octets octets;
        octets.reserve(transcript.size());
        for (std::size_t i = 2; i + 1 < transcript.size(); i += 2) {
            octets.push_back(static_cast<Octet>(transcript[little ? i + 1 : i]));
            octets.push_back(static_cast<Octet>(transcript[little ? i : i + 1]));
        }
        result = from_ucs2(octets);
    } else {
        if (transcript.starts_with("\xEF\xBB\xBF")) transcript.remove_prefix(3);
        result = transcript;
    }
    std::erase_if(result, [](char c) { return c == '\0' || c == '\xFF'; });
    return result;
}

std::vector<std::string_view> lines_of(std::string_view transcript)
{
    std::vector<std::string_view> lines;
    while (!transcript.empty()) {
        const auto end = transcript.find_first_of("\r\n");
        lines.push_back(transcript.substr(0, end));
        if (end == std::string_view::npos) break;
        const bool pair = transcript.substr(end, 2) == "\r\n";
        transcript.remove_prefix(end + (pair ? 2 : 1));
    }
    return lines;
}

/// A line of what Gammu received, which its logs number and quote: "gammu: 2 "+CSQ: 12,99"".
std::optional<std::string_view> numbered_line(std::string_view line)
{
    line = trimmed(line);
    const auto quote = line.find(" \"");
    if (quote == std::string_view::npos || quote + 3 > line.size() || line.back() != '"') return std::nullopt;
    auto number = quote;
    while (number > 0 && is_digit(line[number - 1]))
        --number;
    if (number == quote || (number > 0 && !line.substr(0, number).ends_with(": "))) return std::nullopt;
    return line.substr(quote + 2, line.size() - quote - 3);
}

bool numbers_lines(const std::vector<std::string_view>& lines)
{
    return std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
        const auto text = numbered_line(line);
        return text && parse_final_result(*text);
    });
}

/// The lines of an answer that a log joined by blanks, as that of smstools does: "AT+CSQ +CSQ: 12,99 OK".
std::string with_joints(std::string_view text)
{
    std::string octets;
    text = trimmed(text);
    if (const auto blank = text.find(' ');
        blank != std::string_view::npos && looks_like_command(text.substr(0, blank))) {
        octets = std::string{text.substr(0, blank)} + '\n';
        text = trimmed(text.substr(blank));
    }
    auto end = std::min(text.find(" +CMS ERROR"), text.find(" +CME ERROR"));
    for (const std::string_view result : {" OK", " ERROR"})
        if (end == std::string_view::npos && text.ends_with(result)) end = text.size() - result.size();
    if (end == std::string_view::npos) return octets.append(text);
    return octets.append(text.substr(0, end)).append("\n").append(text.substr(end + 1));
}

/// Whether these marks stand before everything, answers too, as the arrow that some terminals put between the time and the line.
bool point_one_way_only(const std::vector<std::string_view>& lines, const Marks& marks)
{
    bool answers = false;
    for (const auto line : lines) {
        const auto found = find_mark(line, marks);
        if (!found) continue;
        if (found->direction == PortDirection::from_modem) return false;
        answers = answers || parse_final_result(trimmed(with_octets(unquoted(found->rest))));
    }
    return answers;
}

/// The marks that this log uses; none where it is raw.
const Marks* marks_of(const std::vector<std::string_view>& lines)
{
    const Marks* best = nullptr;
    std::size_t most = 0;
    for (const auto& marks : all_marks) {
        std::size_t count = 0;
        for (const auto line : lines) {
            const auto found = find_mark(line, marks);
            if (!found) continue;
            const bool sure = found->direction == PortDirection::from_modem ||
                              looks_like_command(trimmed(with_octets(unquoted(found->rest))));
            if (sure) ++count;
        }
        if (count > most) {
            most = count;
            best = &marks;
        }
    }
    return best;
}
} // namespace

bool looks_like_command(std::string_view line)
{
    // Every answer is kept with its command, so none may be as long as the log.
    constexpr std::size_t longest_command = 1024;
    line = trimmed(line);
    if (line.size() > longest_command) return false;
    if (same_name(line, "A/")) return true;
    if (line.substr(0, 2) != "AT" && line.substr(0, 2) != "at") return same_name(line, "AT");
    if (line.size() == 2) return true;
    const char first = upper(line[2]);
    if (first == ' ') { // blanks do not count (V.250 §5.4.1), but a text may begin with AT, too
        line = trimmed(line.substr(2));
        return line.front() == '+' && line.size() > 1 && is_alphanumeric(line[1]);
    }
    if (std::string_view{"+^_#*!$%&\\/?"}.find(first) != std::string_view::npos) return true;
    // A word may begin with AT, too: of letters, only those that are commands, and no blank but in what is quoted.
    if (std::string_view{"EZIHDAVQSXLMOFP"}.find(first) == std::string_view::npos) return false;
    return line.substr(0, line.find('"')).find(' ') == std::string_view::npos;
}

TranscriptPieces pieces_of(std::string_view transcript)
{
    const auto text = in_utf8(transcript);
    const auto lines = lines_of(text);
    const auto* marks = marks_of(lines);
    const bool one_way = marks && point_one_way_only(lines, *marks);
    TranscriptPieces result;
    if (!marks && numbers_lines(lines)) {
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (const auto one = numbered_line(lines[i]))
                result.pieces.push_back({i + 1, PortDirection::not_said, with_octets(*one)});
        return result;
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto found = marks ? find_mark(lines[i], *marks) : std::nullopt;
        TranscriptPiece piece{i + 1, PortDirection::not_said, {}};
        if (found) {
            piece.direction = one_way ? PortDirection::not_said : found->direction;
            piece.octets = with_octets(without_caret_ends(unquoted(found->rest)));
            if (piece.octets.find_first_of("\r\n") != std::string::npos && piece.direction == PortDirection::from_modem)
                result.shows_line_ends = true;
        } else {
            piece.octets = with_octets(without_caret_ends(without_octet_quotes(without_time_stamp(lines[i]))));
        }
        result.pieces.push_back(std::move(piece));
    }
    if (!result.shows_line_ends)
        for (auto& piece : result.pieces)
            if (piece.direction == PortDirection::from_modem) piece.octets = with_joints(piece.octets);
    return result;
}
} // namespace nida::protocol
