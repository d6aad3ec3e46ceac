#include "tests/sim/tally.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace nida::sim
{
namespace json = boost::json;

void Tally::count(unsigned modem, std::string_view event, const json::object& fields)
{
    if (const auto at = events_.find(event); at != events_.end())
        ++at->second;
    else
        events_.emplace(event, 1);
    if (event == "accepted") count_segment(modem, fields);
}

void Tally::count_segment(unsigned modem, const json::object& fields)
{
    const std::string to{fields.at("to").as_string()};
    const std::string_view text = fields.at("text").is_string() ? std::string_view{fields.at("text").as_string()}
                                                                : std::string_view{fields.at("pdu").as_string()};
    const auto* const concatenation = fields.at("concat").if_object();
    if (concatenation == nullptr) {
        count_message(to, text);
        return;
    }
    const auto total = concatenation->at("total").to_number<unsigned>();
    const auto number = concatenation->at("seq").to_number<unsigned>();
    const auto key = fmt::format("{}/{}/{}/{}", modem, to, concatenation->at("ref").to_number<unsigned>(), total);
    auto& message = long_[key];
    const auto hash = std::hash<std::string_view>{}(text);
    const bool again = message.total > 0 && message.hash[number - 1].has_value();
    if (again && (message.seen < total || message.hash[number - 1] == hash)) {
        ++duplicate_segments_;
        return;
    }
    if (again || message.total == 0) { // the first segment of a message, perhaps of one that uses the reference again
        message = Message{total, 0, std::vector<std::string>(total), {}};
        message.hash.resize(total);
        ++open_;
    }
    message.hash[number - 1] = hash;
    message.parts[number - 1] = text;
    if (++message.seen < total) return;
    std::string whole;
    for (const auto& part : message.parts)
        whole += part;
    message.parts.clear();
    --open_;
    count_message(to, whole);
}

void Tally::count_message(const std::string& to, std::string_view text)
{
    auto& recipient = recipients_[to];
    ++recipient.messages;
    ++messages_;
    if (++recipient.texts[std::hash<std::string_view>{}(text)] > 1) ++duplicates_;
}

std::uint64_t Tally::value(std::string_view name) const
{
    if (name == "messages") return messages_;
    if (name == "distinct") return messages_ - duplicates_;
    if (name == "duplicates") return duplicates_;
    if (name == "duplicate_segments") return duplicate_segments_;
    if (name == "incomplete") return open_;
    if (name == "recipients") return recipients_.size();
    const auto at = events_.find(name);
    return at == events_.end() ? 0 : at->second;
}

json::object Tally::to_json(bool per_recipient) const
{
    json::object counts;
    for (const auto& [event, number] : events_)
        counts[event] = number;
    json::object out{{"events", counts}};
    for (const auto* const name :
         {"messages", "distinct", "duplicates", "duplicate_segments", "incomplete", "recipients"})
        out[name] = value(name);
    if (!per_recipient) return out;
    json::object recipients;
    for (const auto& [to, recipient] : recipients_)
        recipients[to] = json::object{{"messages", recipient.messages}, {"distinct", recipient.texts.size()}};
    out["per_recipient"] = std::move(recipients);
    return out;
}

Condition::Condition(std::string_view text)
{
    while (!text.empty()) {
        auto term = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), term.size() + 1));
        const auto at = term.find_first_of("<>=!");
        const auto digits = term.find_first_not_of("<>=! ", at);
        std::uint64_t number = 0;
        if (at == term.npos || digits == term.npos ||
            std::from_chars(term.data() + digits, term.data() + term.size(), number).ec != std::errc{})
            throw std::invalid_argument{fmt::format("\"{}\" is no comparison such as accepted>=10", term)};
        auto name = term.substr(0, at);
        auto comparison = term.substr(at, digits - at);
        while (name.ends_with(' '))
            name.remove_suffix(1);
        while (name.starts_with(' '))
            name.remove_prefix(1);
        while (comparison.ends_with(' '))
            comparison.remove_suffix(1);
        const Term parsed{std::string{name}, std::string{comparison}, number};
        compare(0, parsed); // refuses an unknown comparison now rather than later
        terms_.push_back(parsed);
    }
    if (terms_.empty()) throw std::invalid_argument{"a condition is wanted, such as accepted>=10"};
}

bool Condition::compare(std::uint64_t value, const Term& term)
{
    if (term.comparison == ">=") return value >= term.number;
    if (term.comparison == "<=") return value <= term.number;
    if (term.comparison == "==" || term.comparison == "=") return value == term.number;
    if (term.comparison == "!=") return value != term.number;
    if (term.comparison == ">") return value > term.number;
    if (term.comparison == "<") return value < term.number;
    throw std::invalid_argument{fmt::format("\"{}\" is none of >= <= == != > <", term.comparison)};
}
} // namespace nida::sim
