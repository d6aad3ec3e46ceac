#pragma once
#include <chrono>
#include <map>
#include <string>
#include <utility>

namespace nida::daemon
{
/// The messages that a modem would not delete: they are on disk, are recognised when they are read again, and are tried again.
/// Here stands only what people are told of them.
class Undeletable
{
public:
    using Clock = std::chrono::steady_clock;

    /// @return whether this failure is to be told: the first one, and then less and less often
    bool note(const std::string& storage, unsigned slot, Clock::time_point now);
    void gone(const std::string& storage, unsigned slot) { slots_.erase({storage, slot}); }
    bool any_in(const std::string& storage) const;
    void clear() { slots_.clear(); }
private:
    struct Told {
        Clock::time_point next;
        std::chrono::seconds wait;
    };
    std::map<std::pair<std::string, unsigned>, Told> slots_;
};
} // namespace nida::daemon
