#include "daemon/coordinator/totp.hpp"

#include <boost/assert.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace nida::daemon
{
namespace
{
constexpr std::int64_t seconds_per_step = 30;

/// RFC 4648 §6. 160 bits need no padding.
std::string base32(std::span<const std::uint8_t> octets)
{
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    unsigned window = 0, bits = 0;
    for (const auto octet : octets) {
        window = (window << 8 | octet) & 0xFFF;
        for (bits += 8; bits >= 5; bits -= 5)
            text += alphabet[window >> (bits - 5) & 0x1F];
    }
    if (bits > 0) text += alphabet[window << (5 - bits) & 0x1F];
    return text;
}

/// RFC 3986 §2.1.
std::string percent_encoded(std::string_view text)
{
    static constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char c : text) {
        if (plain.find(c) != plain.npos)
            encoded += c;
        else
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}
} // namespace

std::int64_t totp_step(std::chrono::sys_time<std::chrono::microseconds> at)
{
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / seconds_per_step;
}

std::string totp(std::span<const std::uint8_t> secret, std::int64_t step)
{
    std::array<std::uint8_t, 8> counter;
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(step) >> (8 * (7 - i)));
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> mac;
    unsigned length = 0;
    const auto* done = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
                            mac.data(), &length);
    BOOST_ASSERT(done && length == 20);
    // RFC 4226 §5.3: four octets from where the last one says, without the sign.
    const auto at = mac[19] & 0x0F;
    const auto number = std::uint32_t{mac[at]} << 24 | std::uint32_t{mac[at + 1]} << 16 |
                        std::uint32_t{mac[at + 2]} << 8 | std::uint32_t{mac[at + 3]};
    return fmt::format("{:06}", (number & 0x7FFFFFFF) % 1'000'000);
}

std::optional<std::int64_t> matching_step(const TotpSecret& secret, std::string_view digits,
                                          std::chrono::sys_time<std::chrono::microseconds> at, std::int64_t last_used)
{
    const auto now = totp_step(at);
    std::optional<std::int64_t> found;
    for (const auto step : {now - 1, now, now + 1}) {
        if (step <= last_used || step < 0) continue;
        const auto code = totp(secret, step);
        if (code.size() == digits.size() && sodium_memcmp(code.data(), digits.data(), code.size()) == 0 && !found)
            found = step;
    }
    return found;
}

std::string totp_uri(const TotpSecret& secret, std::string_view name)
{
    return fmt::format("otpauth://totp/Nida:{}?secret={}&issuer=Nida&algorithm=SHA1&digits=6&period=30",
                       percent_encoded(name), base32(secret));
}
} // namespace nida::daemon
