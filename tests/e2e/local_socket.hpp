#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace nida::e2e
{
/// A connection to a Unix socket, plain POSIX: the tests share no code with what they test.
class LocalSocket
{
public:
    /// @throws std::system_error where nobody serves it
    explicit LocalSocket(const std::filesystem::path& path);
    ~LocalSocket();
    LocalSocket(const LocalSocket&) = delete;
    LocalSocket& operator=(const LocalSocket&) = delete;

    void write(std::string_view text);
    /// Reads until the other side closes.
    std::string read_all();
    /// Reads up to the end of a line, which is left out.
    std::string read_line();
private:
    int descriptor_;
};
} // namespace nida::e2e
