#pragma once
#include "daemon/store/connection.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
using AuditHash = std::array<std::uint8_t, 32>;
using PersonToken = std::array<std::uint8_t, 16>; ///< random; stands for a person where nothing of theirs may stand

/// @param octets  16, as the store keeps them
PersonToken token_of(const std::vector<std::uint8_t>& octets);

/// One row of the table audit. What it holds stays for ever.
struct AuditEntry {
    std::int64_t id = 0; ///< given when it is appended; without gaps
    Time at{};
    bool sure = true;                    ///< whether the clock could be believed
    std::string kind;                    ///< "join", "import", "broadcast", ...
    std::optional<std::string> actor;    ///< none: the person themselves
    std::optional<PersonToken> person;   ///< whom it is about
    std::optional<std::string> detail;   ///< a JSON object, without anything of a person
    std::optional<AuditHash> words_hash; ///< of what they wrote, which is kept beside: see hash_of_words
};

/// What the row before the first is taken for.
inline constexpr AuditHash before_the_first{};

/// BLAKE2b-256 over the hash of the row before and over every value of this one, each with its length.
AuditHash hash_of(const AuditEntry& entry, const AuditHash& before);
/// BLAKE2b-256 over the salt and the words: once both are gone, the hash tells nobody what they were.
AuditHash hash_of_words(const std::array<std::uint8_t, 16>& salt, std::string_view words);

/// Appends to the tables audit and audit_words, inside the caller's transaction; id and words_hash are filled in.
/// @param words  what a person wrote: the part that goes when they are erased
/// @return the entry's id
std::int64_t append_to_audit(Connection& db, AuditEntry entry, const std::optional<std::string>& words = {});
} // namespace nida::daemon
