#pragma once
#include "tests/e2e/box.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace nida::torture
{
/// A message that a caller gave to the API, and what the caller was told.
struct Called {
    std::string to, text, priority;
    std::optional<std::string> key;
    std::optional<std::int64_t> id; ///< that it was told: accepted. None where no answer came
    unsigned attempts = 0;
    std::string refusal; ///< an answer that was neither 201 nor 200
};

/// Programs that queue messages, one after another each, whether the daemon lives or not. What was not answered is asked again under its key,
/// as docs/api.md tells clients to; without a key its fate stays unknown to them.
class Callers
{
public:
    /// @param count   how many programs ask at the same time
    /// @param alerts  how many of ten messages are alerts
    Callers(std::string socket, std::uint64_t seed, unsigned count, unsigned alerts);
    ~Callers();
    Callers(const Callers&) = delete;
    Callers& operator=(const Callers&) = delete;

    /// So many messages more may be queued.
    void grant(unsigned messages);
    /// Waits until all that was granted is queued. @return everything that was asked for
    std::vector<Called> finish();
private:
    void work(std::uint64_t seed);
    Called next(std::mt19937_64& random);
    void post(Called& message);

    const std::string socket_;
    const unsigned alerts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    unsigned granted_ = 0, begun_ = 0;
    bool ending_ = false;
    std::vector<Called> all_;
    std::vector<std::thread> threads_;
};
} // namespace nida::torture
