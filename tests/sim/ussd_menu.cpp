#include "tests/sim/ussd_menu.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace nida::sim
{
namespace json = boost::json;

namespace
{
constexpr std::string_view built_in = R"({
  "*100#": {"text": "Your balance is 12.500 LYD, valid until 31/12."},
  "*101#": {"text": "{number}"},
  "*111#": {"text": "1 Balance\n2 رصيدك\n3 Solde", "options": {
      "1": {"text": "Your balance is 12.500 LYD."},
      "2": {"text": "رصيدك 12.500 دينار"},
      "3": {"text": "Votre solde est de 12,500 LYD."}}},
  "*122#": {"text": "Initiating Release", "mode": 2}
})";

UssdNode node_from(const json::value& value, const std::string& where)
{
    const auto* const object = value.if_object();
    if (object == nullptr) throw std::invalid_argument{fmt::format("{} is no object", where)};
    UssdNode node;
    for (const auto& [key, member] : *object) {
        if (key == "text" && member.is_string())
            node.text = member.as_string();
        else if (key == "mode" && member.is_number())
            node.mode = member.to_number<unsigned>();
        else if (key == "error" && member.is_number())
            node.error = member.to_number<unsigned>();
        else if (key == "delay_ms" && member.is_number())
            node.delay = std::chrono::milliseconds{member.to_number<unsigned>()};
        else if (key == "options" && member.is_object())
            for (const auto& [reply, option] : member.as_object())
                node.options.emplace(std::string{reply},
                                     node_from(option, fmt::format("{} > {}", where, std::string{reply})));
        else
            throw std::invalid_argument{
                fmt::format("{}: \"{}\" is none of text, mode, error, delay_ms, options, or has the wrong type", where,
                            std::string{key})};
    }
    return node;
}
} // namespace

UssdMenu UssdMenu::from_json(const json::value& value)
{
    UssdMenu menu;
    menu.root_ = node_from(json::object{{"options", value}}, "menu");
    return menu;
}

UssdMenu UssdMenu::from_file(const std::string& path)
{
    if (path.empty()) return from_json(json::parse(built_in));
    std::ifstream file{path};
    if (!file) throw std::invalid_argument{fmt::format("cannot read the USSD menu {}", path)};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    boost::system::error_code wrong;
    const auto value = json::parse(text, wrong);
    if (wrong) throw std::invalid_argument{fmt::format("{}: {}", path, wrong.message())};
    try {
        return from_json(value);
    } catch (const std::invalid_argument& e) {
        throw std::invalid_argument{fmt::format("{}: {}", path, e.what())};
    }
}

const UssdNode* UssdMenu::find(std::string_view code) const
{
    const auto at = root_.options.find(code);
    return at == root_.options.end() ? nullptr : &at->second;
}
} // namespace nida::sim
