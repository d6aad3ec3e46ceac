#pragma once

#include "config/section.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::config
{

constexpr std::size_t longest_list = 64;

inline std::optional<std::string_view> text_of(const toml::node& node)
{
    const auto* string = node.as_string();
    return string ? std::optional<std::string_view>{string->get()} : std::nullopt;
}

/// A value from the file as an error shows it.
inline std::string shown_node(const toml::node& node)
{
    if (const auto text = text_of(node)) return shown(*text);
    if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
    return std::string{type_name(node)};
}

/// Reads a list into `out`, which keeps its value where the key is absent or anything in it is wrong.
/// @param take  gives an element's value, or nothing. `accepted` finishes the sentence "write ..." for the list and for an element.
template <class Take, class T>
void read_list(const Section& section, std::string_view key, Report& report, Take take, const std::string& accepted,
               std::vector<T>& out)
{
    const auto* node = section.find(key);
    if (!node) return;
    const auto* array = node->as_array();
    if (!array) {
        section.wrong_type(key, *node, "a list, in brackets: " + accepted);
        return;
    }
    if (array->size() > longest_list) {
        section.wrong(key, section.name(key) + " has more than " + std::to_string(longest_list) + " elements");
        return;
    }
    std::vector<T> values;
    bool right = true;
    for (const auto& element : *array) {
        if (auto value = take(element)) {
            values.push_back(std::move(*value));
        } else {
            report.add(begin_of(element.source()),
                       section.name(key) + ": " + shown_node(element) + " is not accepted; write " + accepted);
            right = false;
        }
    }
    if (right) out = std::move(values);
}

} // namespace nida::config
