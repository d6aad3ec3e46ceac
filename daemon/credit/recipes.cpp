#include "daemon/credit/recipes.hpp"

#include <algorithm>

namespace nida::daemon
{
namespace
{
bool is_digit(char c) { return c >= '0' && c <= '9'; }
} // namespace

CompiledPattern compile_pattern(const std::string& text)
{
    CompiledPattern compiled;
    try {
        compiled.expression.assign(text, boost::regex::perl | boost::regex::icase);
    } catch (const std::runtime_error& e) {
        compiled.error = e.what();
    }
    return compiled;
}

bool has_group(std::string_view pattern, std::string_view name)
{
    return pattern.find("(?<" + std::string{name} + '>') != std::string_view::npos;
}

const Recipe* recipe_named(std::span<const Recipe> recipes, std::string_view id)
{
    const auto found = std::find_if(recipes.begin(), recipes.end(), [id](const Recipe& r) { return r.id == id; });
    return found == recipes.end() ? nullptr : &*found;
}

const Recipe* recipe_for_imsi(std::span<const Recipe> recipes, std::string_view imsi)
{
    const Recipe* best = nullptr;
    std::size_t longest = 0;
    for (const auto& recipe : recipes)
        for (const auto& network : recipe.networks)
            if (network.size() > longest && imsi.starts_with(network)) {
                best = &recipe;
                longest = network.size();
            }
    return best;
}

bool is_voucher(std::string_view voucher)
{
    return voucher.size() >= 6 && voucher.size() <= 20 && std::all_of(voucher.begin(), voucher.end(), is_digit);
}

std::string top_up_code(const Recipe& recipe, std::string_view voucher)
{
    auto code = recipe.top_up.code;
    if (const auto at = code.find(voucher_mark); at != std::string::npos)
        code.replace(at, voucher_mark.size(), voucher);
    return code;
}
} // namespace nida::daemon
