#include "config/pin_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nida::config
{
namespace
{

/// A descriptor that is closed on every way out.
struct OpenFile {
    explicit OpenFile(const std::filesystem::path& file)
        : // Without O_NONBLOCK the open of a FIFO would wait for a writer.
          descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)}
    {
    }
    ~OpenFile()
    {
        if (descriptor >= 0) ::close(descriptor);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    const int descriptor;
};

PinFileError cannot_read(const std::string& name, int error)
{
    auto what = "the PIN file " + name + " cannot be read: " + std::generic_category().message(error);
    if (error == ENOENT)
        what += ". Create it with the PIN as its only line, then: chmod 600 " + name;
    else if (error == EACCES)
        what += ". It must belong to the user that nidad runs as: chown nida " + name;
    return {what};
}

} // namespace

void throw_exception_from_error(const PinFileError& error, const boost::source_location&)
{
    throw std::runtime_error{error.what};
}

boost::system::result<std::string, PinFileError> read_pin(const std::filesystem::path& file)
{
    const auto& name = file.native();
    const OpenFile open{file};
    if (open.descriptor < 0) return cannot_read(name, errno);

    struct stat status {
    };
    if (::fstat(open.descriptor, &status) != 0) return cannot_read(name, errno);
    if (!S_ISREG(status.st_mode))
        return PinFileError{"the PIN file " + name + " is not an ordinary file; name a file that holds the PIN alone"};
    if ((status.st_mode & S_IRWXO) != 0)
        return PinFileError{"the PIN file " + name +
                            " is open to every user of this machine. Close it with: chmod 600 " + name};

    std::array<char, 64> content{}; // far more than a PIN and its line's end: a file that fills it is refused
    const auto count = ::read(open.descriptor, content.data(), content.size());
    if (count < 0) return cannot_read(name, errno);

    std::string pin(content.data(), static_cast<std::size_t>(count));
    pin.erase(pin.find_last_not_of(" \t\r\n") + 1);
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (static_cast<std::size_t>(count) == content.size() || pin.size() < 4 || pin.size() > 8 ||
        !std::all_of(pin.begin(), pin.end(), digit))
        return PinFileError{"the PIN file " + name +
                            " does not hold a PIN: 4 to 8 digits on its only line, and nothing else, are accepted"};
    return {boost::system::in_place_value, std::move(pin)};
}

} // namespace nida::config
