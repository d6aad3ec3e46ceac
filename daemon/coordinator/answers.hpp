#pragma once
#include "daemon/coordinator/desk.hpp"
#include "daemon/coordinator/requests.hpp"
#include "daemon/flow/languages.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// What coordinators are told, in the language of one of them. Pure.
class Answers
{
public:
    using Values = std::vector<std::pair<std::string_view, std::string>>;
    Answers(const Languages& languages, Language language, Language otherwise)
        : languages_{languages}, language_{language}, otherwise_{otherwise}
    {
    }

    std::string say(CoordinatorText which, const Values& values = {}) const;
    /// How they write a command.
    std::string word(Command command) const;
    /// 1,240, or as the language groups digits.
    std::string number(std::int64_t number) const;
    /// What an alert is: figures, groups, and how its text begins.
    std::string alert(const CoordinatorDesk::Preview& preview, const RequestContent& content) const;
    std::string status(const CoordinatorDesk::Service& service) const;
    std::string balances(const std::vector<CoordinatorDesk::Balance>& balances) const;
private:
    const Languages& languages_;
    Language language_, otherwise_;
};

/// "a, b".
std::string joined(const std::vector<std::string>& names);
/// The beginning of a text, in quotes.
std::string quoted_start(std::string_view text);
/// 12400 and "DT": "12.40 DT".
std::string money(std::int64_t milli, const std::string& currency);
} // namespace nida::daemon
