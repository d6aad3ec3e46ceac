#pragma once
#include "tests/sim/network.hpp"
#include "tests/sim/simulated_modem.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>

#include <functional>
#include <list>
#include <memory>
#include <string_view>
#include <vector>

namespace nida::sim
{
/// The network, its modems and their ledger on one loop, and what the control socket may ask of them.
class Simulator
{
public:
    /// @throws std::system_error, std::invalid_argument
    Simulator(boost::asio::io_context& io, Settings settings);

    /// One request; the answer has "ok", and "error" where that is false. `wait` is not among them: see when().
    boost::json::object request(const boost::json::object& request);
    /// Calls back once the condition holds, at once where it does. @return takes the wait back
    std::function<void()> when(Condition condition, std::function<void()> then);
    /// Counts by name: the ledger's, and "pending" (inbound, not yet taken) and "held" (in the storages of all modems).
    std::uint64_t value(std::string_view name);

    std::function<void()> on_quit;
    std::function<void(std::string_view line)> on_record; ///< every line of the ledger
    Scheduler& scheduler() { return scheduler_; }
    SimulatedModem& modem(unsigned index) { return *modems_.at(index); }
private:
    using Request = boost::json::object;
    using Answer = boost::json::object;
    Answer sms(const Request&), burst(const Request&), call(const Request&), fault(const Request&),
        latency(const Request&);
    Answer swap(const Request&), sim_card(const Request&), network_ussd(const Request&),
        restart_silently(const Request&);
    Answer signal(const Request&), say(const Request&), network_name(const Request&), clock(const Request&);
    Answer plug(const Request&), registration(const Request&), status_report(const Request&), stats(const Request&);
    /// The modems that a request names: "modem", by index or number; all where it names none.
    std::vector<unsigned> chosen(const Request& request) const;
    void add_fault(FaultSpec spec);
    void arm();
    void check_waits();
    void play_script();

    boost::asio::io_context& io_;
    const Settings settings_;
    boost::asio::steady_timer timer_;
    Scheduler scheduler_;
    Ledger ledger_;
    Network network_;
    std::vector<std::unique_ptr<SimulatedModem>> modems_;
    struct Wait {
        Condition condition;
        std::function<void()> then;
    };
    std::list<Wait> waits_;
    bool check_due_ = false;
};
} // namespace nida::sim
