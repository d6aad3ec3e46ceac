#pragma once
#include "daemon/credit/recipes.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace nida::daemon
{
/// What an operator's reply says of the account.
struct AccountReading {
    std::optional<std::int64_t> amount_milli; ///< thousandths of the currency
    std::string currency;                     ///< ISO 4217 where it is known; else as the reply has it
    std::optional<std::chrono::sys_seconds> expires_at;
    std::string units;    ///< "25 SMS", as the reply has it
    bool guessed = false; ///< read by the general patterns, not by the operator's own
};

/// The text as patterns see it: western digits, one kind of space, no marks of direction and no tatweel.
std::string plain_reply(std::string_view text);

/// @return nothing where no pattern fits. A pattern that takes too long does not fit.
std::optional<AccountReading> read_account(const RecipeCode& code, std::string_view currency, std::string_view reply);

/// The SIM's own number, as the reply has it: digits, perhaps a + before them.
std::optional<std::string> read_own_number(const RecipeCode& code, std::string_view reply);

/// "12.500", "1 234,50", "1,234.5" in thousandths. One separator before exactly three digits is a decimal point where the
/// currency has three decimals, and otherwise where it is a point.
std::optional<std::int64_t> amount_in_milli(std::string_view text, std::string_view currency);
/// "31/12/2026", "2026-12-31", "31.12.26": the end of that day, in UTC.
std::optional<std::chrono::sys_seconds> end_of_day(std::string_view date);
/// "DH" is MAD; what several countries use, such as "dinar", is the recipe's.
std::string currency_code(std::string_view written, std::string_view of_recipe);
/// "12.5 LYD", "-0.75 MAD"
std::string amount_text(std::int64_t milli, std::string_view currency);
} // namespace nida::daemon
