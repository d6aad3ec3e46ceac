// What comes in a coordinator's name: a command, a code or neither, and never more than was written.
#include "config/languages.hpp"
#include "daemon/coordinator/order.hpp"
#include "tests/fuzz/require.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

using namespace nida::daemon;
using nida::protocol::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto instruction = read_instruction(text, *nida::config::builtin_languages());
    if (const auto* order = std::get_if<Order>(&instruction)) {
        require(text.find(order->rest) != text.npos, "what stands behind a command is a part of the text");
        require(order->rest.empty() || has_argument(order->command), "only some commands have something behind them");
        require(!order->number || *order->number >= 0, "a number counts something");
    }
    if (const auto* code = std::get_if<TypedCode>(&instruction))
        require(code->digits.size() == 6 &&
                    std::ranges::all_of(code->digits, [](char c) { return c >= '0' && c <= '9'; }),
                "a code is six digits");
    return 0;
}
