#include "daemon/coordinator/answers.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
/// Characters that show which text it is, and leave room for the rest.
constexpr std::size_t start_length = 40;

void add(std::string& list, const std::string& item, std::string_view separator)
{
    if (!list.empty()) list += separator;
    list += item;
}
} // namespace

std::string joined(const std::vector<std::string>& names)
{
    std::string list;
    for (const auto& name : names)
        add(list, name, ", ");
    return list;
}

std::string quoted_start(std::string_view text)
{
    std::size_t end = 0, characters = 0;
    while (end < text.size() && characters < start_length) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            ++end;
        ++characters;
    }
    return fmt::format("\"{}{}\"", text.substr(0, end), end < text.size() ? "..." : "");
}

std::string money(std::int64_t milli, const std::string& currency)
{
    auto amount = fmt::format("{}{}.{:03}", milli < 0 ? "-" : "", (milli < 0 ? -milli : milli) / 1000,
                              (milli < 0 ? -milli : milli) % 1000);
    if (amount.back() == '0') amount.pop_back();
    return currency.empty() ? amount : fmt::format("{} {}", amount, currency);
}

std::string Answers::say(CoordinatorText which, const Values& values) const
{
    return languages_.coordinator_text(which, language_, otherwise_, values);
}

std::string Answers::word(Command command) const { return languages_.command_word(command, language_, otherwise_); }

std::string Answers::number(std::int64_t number) const
{
    const char separator = language_ == Language::fr ? ' ' : ',';
    auto text = std::to_string(number);
    for (auto at = text.size(); at > 3;)
        text.insert(at -= 3, 1, separator);
    return text;
}

std::string Answers::alert(const CoordinatorDesk::Preview& preview, const RequestContent& content) const
{
    using namespace std::chrono;
    const std::string_view separator = language_ == Language::ar ? "، " : ", ";
    auto figures = say(preview.parts == 1 ? CoordinatorText::figures_of_one : CoordinatorText::figures,
                       {{"{people}", number(preview.people)}, {"{parts}", std::to_string(preview.parts)}});
    if (preview.duration)
        add(figures,
            say(CoordinatorText::duration,
                {{"{minutes}", number(std::max<std::int64_t>(1, ceil<minutes>(*preview.duration).count()))}}),
            separator);
    for (const auto& [currency, milli] : preview.cost_milli)
        add(figures, money(milli, currency), separator);
    return fmt::format("{}. {}: {}", figures, joined(content.groups), quoted_start(content.text));
}

std::string Answers::status(const CoordinatorDesk::Service& service) const
{
    return say(CoordinatorText::status, {{"{lines}", std::to_string(service.lines_in_service)},
                                         {"{all}", std::to_string(service.lines)},
                                         {"{queued}", number(service.queued)}});
}

std::string Answers::balances(const std::vector<CoordinatorDesk::Balance>& balances) const
{
    std::string list;
    for (const auto& balance : balances)
        if (balance.amount_milli)
            add(list, fmt::format("{}: {}", balance.line, money(*balance.amount_milli, balance.currency)), "; ");
    return list.empty() ? say(CoordinatorText::no_balance) : list;
}
} // namespace nida::daemon
