#pragma once
#include "daemon/store/key_file.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace nida::daemon
{
/// The key under which erased people's numbers are remembered: whoever gets the store alone, or a copy of it, cannot try all numbers of a
/// country against the hashes.
class ErasureKey
{
public:
    /// @param store  the database's file; the key's is named after it, with ".erasure-key"
    explicit ErasureKey(const std::filesystem::path& store);

    using Hash = std::array<std::uint8_t, 32>;
    /// A keyed BLAKE2b of a number in E.164. Nothing where there is no key, since then nobody was erased under it.
    std::optional<Hash> hash(std::string_view number);
    /// Eight octets by which a key is known again; none where there is no key.
    std::optional<std::array<std::uint8_t, 8>> check();
    /// Makes the file (0600), unless it is there. On the disk when this returns.
    /// @throws std::runtime_error with what to do
    void require() { key_.require(); }
    const std::filesystem::path& file() const { return key_.file(); }
private:
    KeyFile key_;
};
} // namespace nida::daemon
