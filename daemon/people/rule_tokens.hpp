#pragma once
#include "daemon/people/rule.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// A word, a text in quotes, or a sign of a rule.
struct RuleToken {
    enum class Kind { word, quoted, sign, end };
    Kind kind = Kind::end;
    std::string
        text; ///< a text without its quotes; a sign in its plainest form: "(", ")", ",", "=", "!=", "<", "<=", ...
    std::string folded; ///< of a word: what it is compared by; else empty
    std::size_t column = 1;
};

struct RuleTokens {
    std::vector<RuleToken> tokens;   ///< up to what cannot be read; the last is always an `end`
    std::optional<RuleError> broken; ///< what cannot be read, where the `end` stands
};

/// Words that are never a value without quotes: and, or, not, is, one, known, unknown. All others mean something only where they are
/// looked for. Kept rules hold such words without quotes, so these seven are all that there will ever be.
bool is_reserved(const RuleToken& token);

/// @param text  any octets
RuleTokens rule_tokens(std::string_view text);
} // namespace nida::daemon
