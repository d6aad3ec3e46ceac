#include "daemon/credit/reply_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace nida::daemon
{
namespace
{
constexpr std::int64_t largest_amount = 1'000'000'000'000; // milli: a thousand million of any currency

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What currencies are called in replies. Names that several countries use ("dinar", "dirham", "pound") are absent on purpose.
constexpr std::array<std::pair<std::string_view, std::string_view>, 45> currency_names{{
    {"lyd", "LYD"}, {"ld", "LYD"},  {"د.ل", "LYD"},  {"mad", "MAD"},  {"dh", "MAD"},    {"dhs", "MAD"},
    {"د.م", "MAD"}, {"dzd", "DZD"}, {"da", "DZD"},   {"دج", "DZD"},   {"د.ج", "DZD"},   {"tnd", "TND"},
    {"dt", "TND"},  {"د.ت", "TND"}, {"egp", "EGP"},  {"le", "EGP"},   {"l.e", "EGP"},   {"l.e.", "EGP"},
    {"ج.م", "EGP"}, {"kes", "KES"}, {"ksh", "KES"},  {"kshs", "KES"}, {"ngn", "NGN"},   {"naira", "NGN"},
    {"₦", "NGN"},   {"ghs", "GHS"}, {"gh₵", "GHS"},  {"gh¢", "GHS"},  {"cedis", "GHS"}, {"zar", "ZAR"},
    {"sdg", "SDG"}, {"etb", "ETB"}, {"birr", "ETB"}, {"ugx", "UGX"},  {"ushs", "UGX"},  {"tzs", "TZS"},
    {"mwk", "MWK"}, {"eur", "EUR"}, {"€", "EUR"},    {"usd", "USD"},  {"$", "USD"},     {"gbp", "GBP"},
    {"£", "GBP"},   {"chf", "CHF"}, {"xof", "XOF"},
}};
constexpr std::array<std::string_view, 7> three_decimals{"LYD", "TND", "KWD", "BHD", "OMR", "JOD", "IQD"};

std::string lower(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string trimmed(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return std::string{text};
}

/// One character of UTF-8 from the front of `text`: how long it is. Anything that is none counts one octet.
std::size_t length_of_character(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return std::min(length, text.size());
}

/// What a character is for a pattern; nothing where it stays as it is.
std::optional<std::string_view> plain_character(std::string_view character)
{
    static constexpr std::string_view digits = "0123456789";
    if (character.size() == 2) {
        const auto high = static_cast<unsigned char>(character[0]), low = static_cast<unsigned char>(character[1]);
        if (high == 0xD9 && low >= 0xA0 && low <= 0xA9) return digits.substr(low - 0xA0, 1); // U+0660: Arabic-Indic
        if (high == 0xDB && low >= 0xB0 && low <= 0xB9) return digits.substr(low - 0xB0, 1); // U+06F0: Persian, Urdu
        if (character == "\u066B") return ".";                                               // Arabic decimal separator
        if (character == "\u066C") return ","; // Arabic thousands separator
        if (character == "\u00A0") return " ";
        if (character == "\u0640" || character == "\u061C") return ""; // tatweel, Arabic letter mark
    }
    if (character.size() == 3) {
        for (const std::string_view mark : {"\u200B", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u202D",
                                            "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\uFEFF"})
            if (character == mark) return "";
        if (character == "\u202F" || character == "\u2009") return " "; // as French typography puts between thousands
    }
    if (character == "\r" || character == "\t") return " ";
    return std::nullopt;
}

std::string group(const boost::smatch& match, const char* name)
{
    const auto& found = match[name];
    return found.matched ? trimmed(found.str()) : std::string{};
}

/// A pattern with too many ways to fail throws; then it does not fit.
bool search(const std::string& text, boost::smatch& match, const boost::regex& expression)
{
    try {
        return boost::regex_search(text, match, expression);
    } catch (const std::runtime_error&) {
        return false;
    }
}

/// Whether an amount counts thousandths: millimes of the Tunisian dinar, dirhams of the Libyan one.
bool is_thousandth(std::string_view written, std::string_view of_recipe)
{
    const auto name = lower(written);
    return name.starts_with("millime") || name == "مليم" ||
           (of_recipe == "LYD" && (name.starts_with("dirham") || name == "درهم"));
}

std::optional<AccountReading> reading_of(const boost::smatch& match, std::string_view of_recipe)
{
    AccountReading reading;
    const auto written = group(match, "currency");
    reading.currency = currency_code(written, of_recipe);
    reading.amount_milli = amount_in_milli(group(match, "amount"), reading.currency);
    if (reading.amount_milli && is_thousandth(written, of_recipe)) *reading.amount_milli /= 1000;
    reading.units = group(match, "units");
    reading.expires_at = end_of_day(group(match, "expiry"));
    if (!reading.amount_milli && reading.units.empty()) return std::nullopt;
    if (!reading.amount_milli) reading.currency.clear();
    return reading;
}

/// Where no operator's pattern is at hand: an amount behind a word for "balance", with its currency behind it or before it. Without the
/// word it might be a price, without the currency a number of messages. A date may stand between, the end of a sentence may not.
std::vector<boost::regex> general_patterns_built()
{
    const std::string date = "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{2,4}";
    const std::string between = "(?:(?!\\. +[a-z])[^0-9]|" + date + "){0,40}?";
    const std::string amount = "(?<![0-9.,/-])(?<amount>-?[0-9](?:[0-9 .,]*[0-9])?)(?![-/0-9])";
    const std::string behind =
        "(?<currency>LYD|LD|MAD|DHS?|DZD|DA|TND|DT|EGP|L\\.?E\\.?|KES|KSHS?|NGN|NAIRA|N|GHS|ZAR|SDG|ETB|BIRR|UGX|TZS|"
        "MWK|"
        "EUR|USD|GBP|CHF|XOF|€|₦|£|\\$|د\\.ل|د\\.م|د\\.ج|د\\.ت|ج\\.م|دج|دينار|درهم|جنيه|مليم|dinars?|dirhams?|"
        "millimes?|pounds?|shillings?)(?![a-z])";
    const std::string before =
        "(?<![a-z])(?<currency>LYD|MAD|DZD|TND|EGP|L\\.E\\.?|KES|KSHS?|NGN|N|R|GHS|ZAR|SDG|ETB|UGX|TZS|MWK|"
        "EUR|USD|GBP|CHF|XOF|€|₦|£|\\$)";
    std::vector<boost::regex> all;
    for (const std::string word : {"(?:balance|\\bbal\\b|solde|saldo|guthaben|رصيد)", "(?:credit|crédit|airtime)"})
        for (const auto& text : {word + between + amount + " ?" + behind, word + between + before + "[ .:]?" + amount})
            all.emplace_back(text, boost::regex::perl | boost::regex::icase);
    return all;
}
const std::vector<boost::regex>& general_patterns()
{
    static const auto patterns = general_patterns_built();
    return patterns;
}
const boost::regex& general_expiry()
{
    static const boost::regex pattern{
        "(?:valid|expir|jusqu|valable|صالح|صلاحية|حتى)[^0-9]{0,30}(?<expiry>[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{2,4})",
        boost::regex::perl | boost::regex::icase};
    return pattern;
}
} // namespace

std::string plain_reply(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        const auto character = text.substr(0, length_of_character(text));
        plain += plain_character(character).value_or(character);
        text.remove_prefix(character.size());
    }
    return plain;
}

std::optional<AccountReading> read_account(const RecipeCode& code, std::string_view currency, std::string_view reply)
{
    const auto text = plain_reply(reply);
    boost::smatch match;
    for (const auto& pattern : code.patterns)
        if (search(text, match, pattern.expression))
            if (auto reading = reading_of(match, currency)) return reading;
    if (!code.guess) return std::nullopt;
    for (const auto& pattern : general_patterns())
        if (search(text, match, pattern))
            if (auto reading = reading_of(match, currency)) {
                reading->guessed = true;
                if (search(text, match, general_expiry())) reading->expires_at = end_of_day(group(match, "expiry"));
                return reading;
            }
    return std::nullopt;
}

std::optional<std::string> read_own_number(const RecipeCode& code, std::string_view reply)
{
    static const boost::regex number{"(?<![0-9+])(?<number>\\+?[0-9]{8,15})(?![0-9])"};
    const auto text = plain_reply(reply);
    boost::smatch match;
    for (const auto& pattern : code.patterns)
        if (search(text, match, pattern.expression)) return group(match, "number");
    if (code.guess && search(text, match, number)) return group(match, "number");
    return std::nullopt;
}

std::optional<std::int64_t> amount_in_milli(std::string_view text, std::string_view currency)
{
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return std::nullopt;

    const auto last = text.find_last_of(".,");
    const auto separator = last == std::string_view::npos ? '\0' : text[last];
    auto point = last;
    if (last != std::string_view::npos) {
        const bool repeated = std::count(text.begin(), text.end(), separator) > 1;
        const bool both = text.find(separator == '.' ? ',' : '.') != std::string_view::npos;
        const auto decimals = text.size() - last - 1;
        const bool thousandths =
            std::find(three_decimals.begin(), three_decimals.end(), currency) != three_decimals.end();
        if (repeated || (!both && decimals == 3 && separator == ',' && !thousandths)) point = std::string_view::npos;
    }
    std::int64_t whole = 0, milli = 0, weight = 100;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == point) continue;
        if (!is_digit(text[i])) {
            if (text[i] != ' ' && text[i] != '.' && text[i] != ',') return std::nullopt;
            continue;
        }
        const auto digit = text[i] - '0';
        if (point != std::string_view::npos && i > point) {
            milli += digit * weight; // past the third decimal the weight is 0
            weight /= 10;
        } else {
            whole = whole * 10 + digit;
            if (whole > largest_amount) return std::nullopt;
        }
    }
    const auto amount = whole * 1000 + milli;
    return negative ? -amount : amount;
}

std::optional<std::chrono::sys_seconds> end_of_day(std::string_view date)
{
    std::array<int, 3> parts{};
    std::array<std::size_t, 3> widths{};
    std::size_t part = 0;
    for (const char c : date) {
        if (is_digit(c)) {
            if (++widths[part] > 4) return std::nullopt;
            parts[part] = parts[part] * 10 + (c - '0');
        } else if (++part == parts.size()) {
            return std::nullopt;
        }
    }
    if (part != 2 || std::any_of(widths.begin(), widths.end(), [](std::size_t w) { return w == 0; }))
        return std::nullopt;
    const bool year_first = widths[0] == 4;
    const auto year = year_first ? parts[0] : parts[2] + (widths[2] == 2 ? 2000 : 0);
    const auto day = year_first ? parts[2] : parts[0];
    const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(parts[1])},
                                          std::chrono::day{static_cast<unsigned>(day)}};
    if (!ymd.ok() || year < 2000) return std::nullopt;
    return std::chrono::sys_days{ymd} + std::chrono::days{1} - std::chrono::seconds{1};
}

std::string currency_code(std::string_view written, std::string_view of_recipe)
{
    const auto name = lower(written);
    for (const auto& [called, code] : currency_names)
        if (called == name) return std::string{code};
    return of_recipe.empty() ? std::string{written} : std::string{of_recipe};
}

std::string amount_text(std::int64_t milli, std::string_view currency)
{
    const auto magnitude = milli < 0 ? -milli : milli;
    auto text = (milli < 0 ? "-" : "") + std::to_string(magnitude / 1000);
    auto decimals = std::to_string(1000 + magnitude % 1000).substr(1);
    while (decimals.size() > 2 && decimals.back() == '0')
        decimals.pop_back();
    text += '.' + decimals;
    if (!currency.empty()) text += ' ' + std::string{currency};
    return text;
}
} // namespace nida::daemon
