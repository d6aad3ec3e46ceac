#pragma once
#include "daemon/campaign/definition.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace nida::daemon
{
constexpr std::size_t most_names = 200; ///< groups, numbers and calendars named in a definition

inline BadDefinition wrong_type(std::string_view name, std::string_view wanted)
{
    return {fmt::format("\"{}\" is not {}", name, wanted), fmt::format("give {} as {}", name, wanted)};
}

/// The members of one object, each of which must be one that we know.
class Members
{
public:
    Members(const boost::json::object& object, std::string_view what, std::initializer_list<std::string_view> accepted)
        : object_{object}
    {
        for (const auto& member : object) {
            const std::string_view name = member.key();
            if (std::ranges::find(accepted, name) == accepted.end())
                throw BadDefinition{fmt::format("\"{}\" is no part of {}", name, what),
                                    fmt::format("accepted: {}", fmt::join(accepted, ", "))};
        }
    }
    const boost::json::value* find(std::string_view name) const
    {
        const auto* value = object_.if_contains(name);
        return value != nullptr && !value->is_null() ? value : nullptr;
    }
    std::string text(std::string_view name) const
    {
        const auto* value = find(name);
        if (value == nullptr) return {};
        if (!value->is_string()) throw wrong_type(name, "a text");
        return std::string{value->get_string()};
    }
    bool boolean(std::string_view name, bool otherwise) const
    {
        const auto* value = find(name);
        if (value == nullptr) return otherwise;
        if (!value->is_bool()) throw wrong_type(name, "true or false");
        return value->get_bool();
    }
    std::optional<std::int64_t> number(std::string_view name, std::int64_t from, std::int64_t to) const
    {
        const auto* value = find(name);
        if (value == nullptr) return {};
        const auto* found = value->if_int64();
        if (found == nullptr || *found < from || *found > to)
            throw wrong_type(name, fmt::format("a whole number from {} to {}", from, to));
        return *found;
    }
    std::vector<std::string> texts(std::string_view name) const
    {
        std::vector<std::string> all;
        const auto* value = find(name);
        if (value == nullptr) return all;
        const auto* list = value->if_array();
        if (list == nullptr || !std::ranges::all_of(*list, [](const auto& one) { return one.is_string(); }))
            throw wrong_type(name, "a list of texts");
        if (list->size() > most_names)
            throw BadDefinition{fmt::format("\"{}\" has more than {} entries", name, most_names),
                                "make a group of them, or send them as a list of recipients"};
        for (const auto& one : *list)
            all.emplace_back(one.get_string());
        return all;
    }
    const boost::json::object* object(std::string_view name) const
    {
        const auto* value = find(name);
        if (value == nullptr) return nullptr;
        if (!value->is_object()) throw wrong_type(name, "an object");
        return &value->get_object();
    }
private:
    const boost::json::object& object_;
};
} // namespace nida::daemon
