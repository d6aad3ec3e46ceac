#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nida::e2e
{
using Arguments = std::vector<std::string>;
using Environment = std::vector<std::pair<std::string, std::string>>; ///< added to what the tests run in

/// A program that is running. It ends with this object at the latest, and with the test program whatever happens to that.
class Process
{
public:
    /// @param input   what the program reads; nothing where it is empty
    /// @param output  where standard output is appended
    /// @param errors  where standard error is appended
    /// @throws std::system_error
    Process(const Arguments& arguments, const Environment& environment, const std::string& input,
            const std::filesystem::path& output, const std::filesystem::path& errors);
    Process(Process&& other) noexcept : pid_{std::exchange(other.pid_, -1)} {}
    Process& operator=(Process&& other) noexcept;
    ~Process();

    int pid() const { return pid_; }
    void signal(int number) const;
    /// @return the exit code, or 128 and the signal that ended it, as shells have it
    /// @throws std::runtime_error where it does not end in time
    int wait(std::chrono::seconds limit);
    /// Kills it, and waits until it is gone.
    void kill();
    bool running();
private:
    std::optional<int> ended(bool block);
    int pid_ = -1;
};

struct Finished {
    int code;
    std::string out, err;
};

/// Runs a program to its end.
Finished run(const Arguments& arguments, const Environment& environment = {}, const std::string& input = {},
             std::chrono::seconds limit = std::chrono::seconds{120});

std::string content_of(const std::filesystem::path& file);

/// A directory of its own under /tmp (sockets have short paths), removed with everything in it.
class TemporaryDirectory
{
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }
    /// Not removed, after all. @return where it is
    const std::filesystem::path& keep();
private:
    std::filesystem::path path_;
    bool kept_ = false;
};
} // namespace nida::e2e
