#pragma once
#include "modem/modem.hpp"
#include "tests/e2e/process.hpp"
#include "tests/run_to_end.hpp"
#include "tests/sim/simulator.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nida::e2e
{
/// A Modem on the port of a simulated one, on one loop: what nida-modemsim does and what the driver makes of it, without a daemon and
/// its patience of minutes. Silences count as in service; only pauses between two attempts are short.
class ModemOnPort
{
public:
    explicit ModemOnPort(const std::vector<std::string>& faults = {}, sim::Settings settings = {},
                         modem::Timings timings = patient());
    static modem::Timings patient();

    modem::Modem& modem() { return modem_; }
    sim::SimulatedModem& simulated() { return simulator_.modem(0); }
    void fault(const std::string& spec) { sim({{"op", "fault"}, {"spec", spec}}); }
    /// @throws std::runtime_error with what the simulator says against it
    boost::json::object sim(const boost::json::object& request);
    void sms(const std::string& from, const std::string& text) { sim({{"op", "sms"}, {"from", from}, {"text", text}}); }

    void open() { run(modem_.open()); }
    modem::Identity identify();
    /// open() and identify() included.
    modem::Service bring_up(modem::BringUpSettings settings = {});
    modem::Identity& identity() { return identity_; }
    /// Prompt and payload of one segment to a number. @return empty where no prompt came
    std::optional<modem::SubmitOutcome> submit(const std::string& to, const std::string& text);
    boost::system::result<modem::Modem::UssdAnswer> ussd(const std::string& code);

    /// Runs `work` to its end; what it throws comes out here.
    template <class T> T run(boost::asio::awaitable<T> work) { return run_to_end(loop_, std::move(work)); }
    /// Lets the loop run until the condition holds. @return whether it came so
    template <class Condition>
    bool eventually(Condition condition, std::chrono::seconds limit = std::chrono::seconds{60})
    {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end) return false;
            loop_.run_one_for(std::chrono::milliseconds{50});
            if (loop_.stopped()) loop_.restart();
        }
        return true;
    }

    /// The URCs of one kind so far.
    template <class Kind> std::vector<Kind> heard() const
    {
        std::vector<Kind> found;
        for (const auto& urc : urcs_)
            if (const auto* kind = std::get_if<Kind>(&urc)) found.push_back(*kind);
        return found;
    }
    /// All that was sent to the modem.
    const std::string& sent() const { return sent_; }
    bool has_sent(std::string_view text) const { return sent_.find(text) != std::string::npos; }
    unsigned events(std::string_view name) { return static_cast<unsigned>(simulator_.value(name)); }
private:
    TemporaryDirectory directory_;
    std::string sent_;
    std::vector<protocol::Urc> urcs_;
    modem::Identity identity_;
    boost::asio::io_context loop_{1};
    sim::Simulator simulator_;
    modem::Modem modem_;
};
} // namespace nida::e2e
