#pragma once
#include "daemon/people/rule.hpp"
#include "daemon/people/rule_tokens.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// Thrown inside the parser and where names are looked up, never out of there.
struct RuleFailure {
    RuleError error;
};

/// Reads a rule's tokens from the first to the last without ever going back. It remembers all that was looked for in vain at the present
/// one: what an error there says would be accepted.
class RuleReader
{
public:
    explicit RuleReader(RuleTokens tokens) : all_{std::move(tokens)} {}

    const RuleToken& now() const { return all_.tokens[at_]; }
    const RuleToken* before() const { return at_ > 0 ? &all_.tokens[at_ - 1] : nullptr; }
    bool is_empty() const { return all_.tokens.size() == 1 && !all_.broken; }
    bool is_text() const { return now().kind == RuleToken::Kind::word || now().kind == RuleToken::Kind::quoted; }

    // --- what may stand here is taken, or else remembered
    bool take(std::string_view word);
    bool take_sign(std::string_view sign);
    bool take_quietly(std::string_view word); ///< another form of a word, which no error tells
    std::optional<RuleText> take_number();

    // --- what must stand here
    void need(std::string_view word);
    void need_sign(std::string_view sign);
    void need_end();
    RuleText value(const char* what = "a value");
    RuleText number();
    RuleText day();
    int count(const char* what, int most); ///< from 1

    /// @param hint  empty: what can be guessed
    [[noreturn]] void fail(std::string hint = {}) const;
    /// Whether what stands here is likely a mistyped word that was looked for.
    bool is_nearly_expected() const;
private:
    void go_on();
    std::string likely_hint() const;

    RuleTokens all_;
    std::size_t at_ = 0;
    std::vector<std::string> looked_for_;
    std::vector<std::string> words_looked_for_;
    const RuleToken* value_ = nullptr; ///< the last that was read as a value
};
} // namespace nida::daemon
