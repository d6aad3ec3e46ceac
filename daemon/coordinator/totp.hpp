#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nida::daemon
{
/// What a coordinator's telephone and the box share: 160 bits (RFC 4226 §4).
using TotpSecret = std::array<std::uint8_t, 20>;

/// The step of an instant: 30 seconds each since 1970 (RFC 6238 §4).
std::int64_t totp_step(std::chrono::sys_time<std::chrono::microseconds> at);
/// The 6 digits of a step (RFC 6238 with HMAC-SHA-1). @param secret  of any length
std::string totp(std::span<const std::uint8_t> secret, std::int64_t step);
/// The step, of that instant's and its two neighbours, whose code this is, unless it is `last_used` or from before it: each counts once.
std::optional<std::int64_t> matching_step(const TotpSecret& secret, std::string_view digits,
                                          std::chrono::sys_time<std::chrono::microseconds> at, std::int64_t last_used);

/// What applications for TOTP read, as text or as a QR code: "otpauth://totp/Nida:amal?secret=...&issuer=Nida".
std::string totp_uri(const TotpSecret& secret, std::string_view name);
} // namespace nida::daemon
