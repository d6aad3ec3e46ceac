#pragma once
#include "modem/at_channel.hpp"
#include "modem/modem.hpp"
#include "tests/run_to_end.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nida::modem
{
/// A modem that follows a script at the other end of a socket pair: it waits for one text after the other and answers each.
/// What is received out of turn fails the test, and so does a script that was not played to its end.
class ModemScript
{
public:
    explicit ModemScript(Timings timings = quick());
    ~ModemScript();

    /// Short where a test waits for the end of it, and long enough for a loaded machine where an answer comes first.
    static Timings quick();

    /// What must come next. Commands are written with their CR: "AT\r".
    ModemScript& expect(std::string octets);
    /// What the modem says then; each reply of a row arrives in a read of its own.
    ModemScript& reply(std::string octets);
    /// The same, octet by octet.
    ModemScript& reply_torn(const std::string& octets);
    /// expect(command + CR), reply("\r\nOK\r\n")
    ModemScript& ok(std::string command);
    /// expect(command + CR), reply with the lines and OK
    ModemScript& answer(std::string command, const std::vector<std::string>& lines);
    ModemScript& error(std::string command, std::string result = "ERROR");
    /// The modem is unplugged at this point of the script.
    ModemScript& hang_up();
    /// What lies in the port's buffer before anybody opens it, or comes by itself.
    void say(std::string octets);

    ModemOptions options; ///< of the modem, to be set before it is first used

    AtChannel& channel();
    Modem& modem();
    /// The modem on a port that has been opened: what open() says is no part of the script.
    Modem& opened();

    /// Runs `work` to its end; what it throws comes out here.
    template <class T> T run(boost::asio::awaitable<T> work) { return run_to_end(loop_, std::move(work)); }
    /// Lets the loop run dry for a moment, so that what was said arrives.
    void settle();

    std::vector<protocol::Urc>& urcs() { return urcs_; }
    /// The URCs of one kind.
    template <class Kind> std::vector<Kind> heard() const
    {
        std::vector<Kind> found;
        for (const auto& urc : urcs_)
            if (const auto* kind = std::get_if<Kind>(&urc)) found.push_back(*kind);
        return found;
    }
    /// All that the modem has received so far.
    const std::string& received() const { return all_; }
    /// What the channel's trace showed as sent, line ends and all.
    const std::string& traced() const { return traced_; }
    boost::asio::io_context& loop() { return loop_; }
    void check_played();
private:
    struct Step {
        std::string expect;
        std::vector<std::string> replies;
        bool hang_up = false;
    };
    void listen();
    void play();
    void speak();

    boost::asio::io_context loop_{1};
    boost::asio::posix::stream_descriptor far_end_;
    boost::asio::steady_timer pause_;
    int near_end_ = -1;
    Timings timings_;
    std::deque<Step> steps_;
    std::deque<std::string> to_say_;
    std::string unread_, all_, traced_;
    std::array<char, 4096> input_;
    bool hangs_up_ = false;
    bool out_of_turn_ = false;
    std::vector<protocol::Urc> urcs_;
    std::optional<AtChannel> channel_;
    std::optional<Modem> modem_;
};
} // namespace nida::modem
