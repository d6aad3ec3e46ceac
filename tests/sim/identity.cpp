#include "tests/sim/family.hpp"
#include "tests/sim/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nida::sim
{
namespace
{
/// The Luhn digit that ends an IMEI (TS 23.003 annex B) or an ICCID (ITU-T E.118).
char luhn_digit(std::string_view digits)
{
    unsigned sum = 0;
    bool doubled = true;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, doubled = !doubled) {
        const unsigned digit = static_cast<unsigned>(*at - '0') * (doubled ? 2 : 1);
        sum += digit % 10 + digit / 10;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string count_on(const std::string& number, unsigned by)
{
    const auto digits = number.find_first_of("0123456789");
    if (digits == number.npos) return number;
    unsigned long long value = 0;
    std::from_chars(number.data() + digits, number.data() + number.size(), value);
    return fmt::format("{}{:0{}}", number.substr(0, digits), value + by, number.size() - digits);
}
} // namespace

Identity identity_of(unsigned modem, const Settings& settings)
{
    const auto& family = family_of(modem, settings.families);
    Identity identity;
    identity.manufacturer = family.manufacturer;
    identity.model = family.model;
    identity.revision = family.revision;
    identity.imei = fmt::format("35693803{:06}", 100001 + modem);
    identity.imei += luhn_digit(identity.imei);
    identity.imsi = fmt::format("60601{:010}", 1000001 + modem);
    identity.iccid = fmt::format("892180{:012}", 1000001 + modem);
    identity.iccid += luhn_digit(identity.iccid);
    identity.number = count_on(settings.own_number, modem);
    return identity;
}

std::string normalise_number(std::string_view dialled, std::string_view country_prefix)
{
    if (dialled.starts_with("00")) return fmt::format("+{}", dialled.substr(2));
    if (dialled.starts_with('0') && dialled.size() > 6) return fmt::format("+{}{}", country_prefix, dialled.substr(1));
    return std::string{dialled};
}
} // namespace nida::sim
