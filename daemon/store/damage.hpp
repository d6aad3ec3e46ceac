#pragma once
#include <filesystem>
#include <mutex>
#include <string>

namespace nida::daemon
{
/// Whether the store's file has turned out to be damaged. Nothing is written into it from then on, in no later run either: a file beside it,
/// NAME.damaged, says so until a copy is brought back or a person removes it. Any thread may ask.
class Damage
{
public:
    explicit Damage(const std::filesystem::path& store);

    /// What is known; empty where nothing is.
    std::string text() const;
    /// @return what kept it from being written down for the next run; empty where nothing did
    std::string note(const std::string& text);
private:
    const std::filesystem::path file_;
    mutable std::mutex mutex_;
    std::string text_;
};

/// The file that says that a store is damaged.
std::filesystem::path damage_note(const std::filesystem::path& store);
} // namespace nida::daemon
