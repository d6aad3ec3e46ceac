// A rule as anybody may write it: it is a rule or an error that points into it, and what is kept of it is the same rule.
#include "daemon/people/rule.hpp"
#include "protocol/unicode.hpp"
#include "tests/fuzz/require.hpp"

#include <cstdint>
#include <string_view>

using namespace nida::daemon;
using nida::protocol::decode_utf8;
using nida::protocol::is_valid_utf8;
using nida::protocol::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto rule = parse_rule(text);
    if (!rule) {
        const auto& error = rule.error();
        require(error.column >= 1 && error.column <= decode_utf8(text).size() + 1,
                "an error is in the text or at its end");
        require(!error.text.empty(), "an error says something");
        require(is_valid_utf8(error.text) && is_valid_utf8(error.hint), "an error can be shown");
        return 0;
    }
    const auto kept = rule->text();
    require(is_valid_utf8(kept) && decode_utf8(kept).size() <= longest_rule,
            "what is kept is a text of bounded length");
    const auto again = parse_rule(kept);
    require(again && *again == *rule, "what is kept is the same rule");
    require(again->text() == kept, "and is kept in the same spelling");
    return 0;
}
