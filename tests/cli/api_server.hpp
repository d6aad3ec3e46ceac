#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

struct Asked {
    std::string method;
    std::string target;
    std::string body;
};

struct Answer {
    unsigned status = 200;
    std::string body;
    bool hang_up = false; ///< close the connection instead of answering
    bool cut = false;     ///< announce one octet more than comes, and close
};

/// An HTTP server on a Unix socket in a directory of its own, which serves one connection after the other in a thread.
class ApiServer
{
public:
    explicit ApiServer(std::function<Answer(const Asked&)> answer);
    ~ApiServer();

    const std::string& socket() const;

    /// The requests in their order. Only to be asked for when the client is done.
    const std::vector<Asked>& asked() const;
private:
    struct State;
    std::unique_ptr<State> state_;
};

/// What one run of the program left.
struct Ran {
    int code;
    std::string out;
    std::string err;
};

struct Input {
    std::string text;
    bool is_terminal = false;
};

/// Runs `nida` with these arguments against the socket.
Ran run_nida(const std::string& socket, const std::vector<std::string>& arguments, const Input& input = {},
             const std::string& locale = "C");

/// A file in a directory of its own, gone with the object.
class TemporaryFile
{
public:
    explicit TemporaryFile(const std::string& content);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const std::string& path() const { return path_; }
private:
    std::string path_;
};

} // namespace nida::daemon::cli
