#pragma once
#include "daemon/coordinator/totp.hpp"
#include "daemon/store/key_file.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
using CodeSalt = std::array<std::uint8_t, 16>;
using CodeHash = std::array<std::uint8_t, 32>;

/// 6 digits, each number as likely as any other.
std::string random_code();
CodeSalt random_salt();
/// What is kept of a code. A million codes are tried in a second, whatever the hash: it is the key, which is not in the store, that keeps them.
/// @param bound_to  what the code is for, to the last octet: it is right for nothing else
CodeHash code_hash(const KeyFile::Key& key, const CodeSalt& salt, std::string_view code, std::string_view bound_to);
bool same(const CodeHash& a, std::span<const std::uint8_t> b);

TotpSecret random_secret();
/// A secret as the store keeps it (XSalsa20 and Poly1305, with a nonce of its own).
std::vector<std::uint8_t> seal(const KeyFile::Key& key, const TotpSecret& secret);
/// Nothing where it was sealed with another key, or changed.
std::optional<TotpSecret> unseal(const KeyFile::Key& key, std::span<const std::uint8_t> sealed);
} // namespace nida::daemon
