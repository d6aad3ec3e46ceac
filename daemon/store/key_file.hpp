#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace nida::daemon
{
/// A secret key of 32 octets in a file of its own (0600), beside the store and never in it: whoever gets the store alone, or a copy of it,
/// does not have it.
class KeyFile
{
public:
    using Key = std::array<std::uint8_t, 32>;
    /// @param meaning  what the key is for and what to do where it is lost, as the end of an error's text
    KeyFile(std::filesystem::path file, std::string meaning);

    /// The key; null where there is no file. @throws std::runtime_error with what to do, where it is there and cannot be used
    const Key* find();
    /// The key, made first where there is none; then it is on the disk when this returns. @throws std::runtime_error likewise
    const Key& require();
    const std::filesystem::path& file() const { return file_; }
private:
    std::filesystem::path file_;
    std::string meaning_;
    std::optional<Key> key_;
};
} // namespace nida::daemon
