#include "daemon/people/rule_reader.hpp"

#include "daemon/people/rule_suggestion.hpp"
#include "daemon/people/rule_values.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace nida::daemon
{
namespace
{
using Kind = RuleToken::Kind;

/// What somebody wrote, for a message that stays short.
std::string shown(const RuleToken& token)
{
    constexpr std::size_t most = 40;
    const auto characters = protocol::decode_utf8(token.text);
    if (characters.size() <= most) return fmt::format("\"{}\"", token.text);
    std::string beginning;
    for (std::size_t i = 0; i < most; ++i)
        protocol::append_utf8(beginning, characters[i]);
    return fmt::format("\"{}...\"", beginning);
}
} // namespace

void RuleReader::go_on()
{
    ++at_;
    looked_for_.clear();
    words_looked_for_.clear();
}

bool RuleReader::take_quietly(std::string_view word)
{
    if (now().kind != Kind::word || now().folded != word) return false;
    go_on();
    return true;
}

bool RuleReader::take(std::string_view word)
{
    if (take_quietly(word)) return true;
    looked_for_.push_back(fmt::format("\"{}\"", word));
    words_looked_for_.emplace_back(word);
    return false;
}

bool RuleReader::take_sign(std::string_view sign)
{
    if (now().kind == Kind::sign && now().text == sign) {
        go_on();
        return true;
    }
    looked_for_.push_back(fmt::format("\"{}\"", sign));
    return false;
}

void RuleReader::need(std::string_view word)
{
    if (!take(word)) fail();
}

void RuleReader::need_sign(std::string_view sign)
{
    if (!take_sign(sign)) fail();
}

void RuleReader::need_end()
{
    if (now().kind == Kind::end && !all_.broken) return;
    looked_for_.emplace_back("the end");
    fail();
}

RuleText RuleReader::value(const char* what)
{
    if (now().kind != Kind::quoted && (now().kind != Kind::word || is_reserved(now()))) {
        looked_for_.emplace_back(what);
        fail();
    }
    RuleText found{now().text, now().column};
    value_ = &now();
    go_on();
    return found;
}

std::optional<RuleText> RuleReader::take_number()
{
    auto number = is_text() ? rule_number(now().text) : std::nullopt;
    if (!number) {
        looked_for_.emplace_back("a number");
        return {};
    }
    RuleText found{*std::move(number), now().column};
    go_on();
    return found;
}

RuleText RuleReader::number()
{
    auto found = take_number();
    if (!found) fail();
    return *std::move(found);
}

RuleText RuleReader::day()
{
    if (!is_text() || !looks_like_a_day(now().text)) {
        looked_for_.emplace_back("a day (YYYY-MM-DD)");
        fail();
    }
    const auto day = rule_day(now().text);
    if (!day) throw RuleFailure{{now().column, fmt::format("there is no day {}", shown(now())), "a day is YYYY-MM-DD"}};
    RuleText found{to_string(*day), now().column};
    go_on();
    return found;
}

int RuleReader::count(const char* what, int most)
{
    const auto number = is_text() ? rule_number(now().text) : std::nullopt;
    if (!number) {
        looked_for_.emplace_back(what);
        fail();
    }
    int value = 0;
    const auto* end = number->data() + number->size();
    const auto [stopped, error] = std::from_chars(number->data(), end, value);
    if (error != std::errc{} || stopped != end || value < 1 || value > most)
        throw RuleFailure{{now().column,
                           fmt::format("found {} where a whole number from 1 to {} is expected", shown(now()), most),
                           {}}};
    go_on();
    return value;
}

void RuleReader::fail(std::string hint) const
{
    if (now().kind == Kind::end && all_.broken) throw RuleFailure{*all_.broken};
    std::string expected;
    for (std::size_t i = 0; i < looked_for_.size(); ++i)
        expected += (i == 0 ? "" : i + 1 == looked_for_.size() ? " or " : ", ") + looked_for_[i];
    const auto found = now().kind == Kind::end ? "the rule ends" : fmt::format("found {}", shown(now()));
    if (hint.empty()) hint = likely_hint();
    throw RuleFailure{{now().column, fmt::format("{} where {} is expected", found, expected), std::move(hint)}};
}

bool RuleReader::is_nearly_expected() const { return !likely_meant(now().text, words_looked_for_).empty(); }

std::string RuleReader::likely_hint() const
{
    if (now().kind != Kind::word) return {};
    if (const auto meant = likely_meant(now().text, words_looked_for_); !meant.empty())
        return fmt::format("did you mean {}?", meant);
    if (is_reserved(now()) && std::ranges::find(looked_for_, "a value") != looked_for_.end())
        return fmt::format("if that word itself is meant, write it in quotes: \"{}\"", now().text);
    if (before() && before() == value_ && before()->kind == Kind::word)
        return fmt::format("several words that belong together stand in quotes: \"{} {}\"", before()->text, now().text);
    return {};
}
} // namespace nida::daemon
