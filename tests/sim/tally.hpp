#pragma once
#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nida::sim
{
/// The ledger in numbers: how many records of each event, and what messages the accepted segments make.
class Tally
{
public:
    void count(unsigned modem, std::string_view event, const boost::json::object& fields);

    /// A count by name: an event ("accepted"), or "messages", "distinct", "duplicates", "duplicate_segments",
    /// "incomplete", "recipients". 0 for names never met.
    std::uint64_t value(std::string_view name) const;
    boost::json::object to_json(bool per_recipient) const;
private:
    struct Message {
        unsigned total = 0, seen = 0;
        std::vector<std::string> parts;               ///< empty once the message is whole
        std::vector<std::optional<std::size_t>> hash; ///< of each segment's text; none where it has not come
    };
    void count_segment(unsigned modem, const boost::json::object& fields);
    void count_message(const std::string& to, std::string_view text);

    std::map<std::string, std::uint64_t, std::less<>> events_;
    std::map<std::string, Message> long_; ///< long messages, by modem, recipient, reference and total
    std::uint64_t open_ = 0;              ///< those of them that lack segments
    struct Recipient {
        std::unordered_map<std::size_t, unsigned> texts; ///< how often each (by its hash) arrived
        std::uint64_t messages = 0;
    };
    std::map<std::string, Recipient> recipients_;
    std::uint64_t messages_ = 0, duplicates_ = 0, duplicate_segments_ = 0;
};

/// "accepted>=100,pending==0": all of a list of comparisons of named counts.
class Condition
{
public:
    /// @throws std::invalid_argument
    explicit Condition(std::string_view text);
    template <class ValueOf> bool holds(ValueOf value_of) const
    {
        for (const auto& term : terms_)
            if (!compare(value_of(term.name), term)) return false;
        return true;
    }
private:
    struct Term {
        std::string name, comparison;
        std::uint64_t number;
    };
    static bool compare(std::uint64_t value, const Term& term);
    std::vector<Term> terms_;
};
} // namespace nida::sim
