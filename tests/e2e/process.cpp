#include "tests/e2e/process.hpp"

#include "tests/e2e/eventually.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace nida::e2e
{
namespace
{
[[noreturn]] void fail(const std::string& what) { throw std::system_error{errno, std::generic_category(), what}; }

int open_for(const std::filesystem::path& file, int flags)
{
    const int descriptor = ::open(file.c_str(), flags | O_CLOEXEC, 0600);
    if (descriptor < 0) fail("cannot open " + file.string());
    return descriptor;
}

/// A descriptor from which exactly `text` can be read, however long it is.
int readable(const std::string& text)
{
    if (text.empty()) return open_for("/dev/null", O_RDONLY);
    std::string name = "/tmp/nida-e2e-input-XXXXXX";
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) fail("cannot make a temporary file");
    ::unlink(name.c_str());
    if (::write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::lseek(descriptor, 0, SEEK_SET) != 0)
        fail("cannot write a temporary file");
    return descriptor;
}
} // namespace

Process::Process(const Arguments& arguments, const Environment& environment, const std::string& input,
                 const std::filesystem::path& output, const std::filesystem::path& errors)
{
    std::vector<char*> argv;
    for (const auto& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const int in = readable(input);
    const int out = open_for(output, O_WRONLY | O_CREAT | O_APPEND);
    const int err = open_for(errors, O_WRONLY | O_CREAT | O_APPEND);
    const int parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(127); // it went before we could ask
        ::dup2(in, STDIN_FILENO);
        ::dup2(out, STDOUT_FILENO);
        ::dup2(err, STDERR_FILENO);
        for (const auto& [name, value] : environment)
            ::setenv(name.c_str(), value.c_str(), 1);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    const int trouble = errno;
    ::close(in);
    ::close(out);
    ::close(err);
    errno = trouble;
    if (pid_ < 0) fail("cannot start " + arguments.front());
}

Process& Process::operator=(Process&& other) noexcept
{
    kill();
    pid_ = std::exchange(other.pid_, -1);
    return *this;
}

Process::~Process() { kill(); }

void Process::signal(int number) const
{
    if (pid_ > 0) ::kill(pid_, number);
}

std::optional<int> Process::ended(bool block)
{
    int status = 0;
    if (::waitpid(pid_, &status, block ? 0 : WNOHANG) != pid_) return {};
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int Process::wait(std::chrono::seconds limit)
{
    std::optional<int> code;
    if (!eventually([&] { return (code = ended(false)).has_value(); }, limit))
        throw std::runtime_error{"a program did not end in time"};
    return *code;
}

void Process::kill()
{
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ended(true);
}

bool Process::running() { return pid_ > 0 && !ended(false); }

Finished run(const Arguments& arguments, const Environment& environment, const std::string& input,
             std::chrono::seconds limit)
{
    const TemporaryDirectory directory;
    Process process{arguments, environment, input, directory / "out", directory / "err"};
    const int code = process.wait(limit);
    return {code, content_of(directory / "out"), content_of(directory / "err")};
}

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

TemporaryDirectory::TemporaryDirectory()
{
    std::string name = "/tmp/nida-e2e-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) fail("cannot make a directory in /tmp");
    path_ = name;
}

const std::filesystem::path& TemporaryDirectory::keep()
{
    kept_ = true;
    return path_;
}

TemporaryDirectory::~TemporaryDirectory()
{
    if (kept_) return;
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}
} // namespace nida::e2e
