#pragma once

#include "config/nearest.hpp"
#include "config/report.hpp"
#include "config/toml.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::config
{

using Keys = std::span<const std::string_view>;
/// Headings, "[store]", with the keys that belong under each.
using Homes = std::span<const std::pair<std::string_view, Keys>>;

/// Where a key that stands in the wrong section belongs; empty where nobody has it.
inline std::string_view home_of(std::string_view key, Homes homes)
{
    for (const auto& [heading, keys] : homes)
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) return heading;
    return {};
}

/// One table of the file. Each member function reads one key into `out`, which keeps its value (the default) where the key
/// is absent or wrong; the latter is reported. `accepted` finishes the sentence "write ...".
class Section
{
public:
    /// @param homes  the other headings and their keys: a key that stands here by mistake is sent home
    Section(std::string heading, const toml::table& table, Keys keys, Report& report, Homes homes = {})
        : heading_{std::move(heading)}, table_{table}, report_{report}, homes_{homes}
    {
        for (const auto& [key, value] : table_)
            if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) report_unknown(key, keys);
    }

    template <class Parse, class T>
    void text(std::string_view key, Parse parse, const std::string& accepted, T& out) const
    {
        const auto* node = table_.get(key);
        if (!node) return;
        if (const auto* string = node->as_string(); !string)
            wrong_type(key, *node, accepted);
        else if (auto value = parse(std::string_view{string->get()}))
            out = std::move(*value);
        else
            wrong(key, name(key) + " = " + shown(string->get()) + " is not accepted; write " + accepted);
    }

    void one_of(std::string_view key, Keys choices, std::string& out) const
    {
        const auto parse = [&](std::string_view text) -> std::optional<std::string> {
            if (std::find(choices.begin(), choices.end(), text) == choices.end()) return std::nullopt;
            return std::string{text};
        };
        auto accepted = "one of " + join(choices, "\"");
        if (const auto* node = table_.get(key); node && node->is_string())
            if (const auto meant = nearest(node->as_string()->get(), choices))
                accepted += "; did you mean \"" + std::string{*meant} + "\"?";
        text(key, parse, accepted, out);
    }

    template <class T> void whole_number(std::string_view key, int least, int most, T& out) const
    {
        const auto* node = table_.get(key);
        if (!node) return;
        const auto accepted = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
        if (const auto* integer = node->as_integer(); !integer)
            wrong_type(key, *node, accepted);
        else if (const auto value = integer->get(); value < least || value > most)
            wrong(key, name(key) + " = " + std::to_string(value) + " is not accepted; write " + accepted);
        else
            out = static_cast<int>(value);
    }

    void yes_or_no(std::string_view key, bool& out) const
    {
        const auto* node = table_.get(key);
        if (!node) return;
        if (const auto* boolean = node->as_boolean())
            out = boolean->get();
        else
            wrong_type(key, *node, "true or false, without quotes");
    }

    /// Whether the key is there, right or wrong, or was meant by a key that has been reported already.
    bool mentions(std::string_view key) const
    {
        return table_.contains(key) || std::find(meant_.begin(), meant_.end(), key) != meant_.end();
    }
    const toml::node* find(std::string_view key) const { return table_.get(key); }
    void wrong(std::string_view key, std::string what) const
    {
        report_.add(begin_of(table_.get(key)->source()), std::move(what));
    }
    void wrong_type(std::string_view key, const toml::node& node, const std::string& accepted) const
    {
        wrong(key, name(key) + " is " + std::string{type_name(node)} + "; write " + accepted);
    }
    void wrong_as_a_whole(std::string what) const
    {
        if (table_.source().begin)
            report_.add(begin_of(table_.source()), std::move(what));
        else
            report_.add_for_file(std::move(what)); // the section itself is missing
    }
    std::string name(std::string_view key) const { return (heading_.empty() ? "" : heading_ + ' ') + std::string{key}; }
private:
    void report_unknown(const toml::key& key, Keys keys)
    {
        auto what = "unknown key " + shown(key.str()) + (heading_.empty() ? "" : " in " + heading_);
        if (const auto meant = nearest(key.str(), keys)) {
            meant_.push_back(*meant);
            what += "; did you mean " + std::string{*meant} + "?";
        } else if (const auto home = home_of(key.str(), homes_); !home.empty()) {
            what += "; it belongs under " + std::string{home} + ".";
        } else {
            what += '.';
        }
        report_.add(begin_of(key.source()), what + " Accepted here: " + join(keys, ""));
    }

    std::string heading_;
    const toml::table& table_;
    Report& report_;
    Homes homes_;
    std::vector<std::string_view> meant_;
};

} // namespace nida::config
