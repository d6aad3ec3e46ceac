#pragma once
#include "tests/sim/at_command.hpp"
#include "tests/sim/oddities.hpp"
#include "tests/sim/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::sim
{
class Faults;

/// The terminal interface of a modem (ITU-T V.250): octets in, command lines run one by one, answers and unsolicited result
/// codes out. It knows no command's meaning.
///
/// While a command runs, further input waits, and so do unsolicited result codes; while a prompt is open, all input is payload.
class AtEngine
{
public:
    /// V.250 parameters, as after a power-up.
    struct Format {
        bool echo = true;    ///< E
        bool quiet = false;  ///< Q
        bool verbose = true; ///< V
        unsigned cmee = 0;   ///< +CMEE (TS 27.007 §9.1)
    };
    using Write = std::function<void(std::string_view octets)>;
    using Execute = std::function<Result(const AtCommand&)>;
    /// The octets before Ctrl-Z; none where ESC cancelled. It is to call complete(), or to return what is not `deferred`.
    using PayloadEnd = std::function<Result(std::optional<std::string>)>;

    AtEngine(Faults& faults, Write write, Execute execute);

    /// What a family of modems says in words of its own.
    struct Words {
        std::string unknown = "ERROR", too_many_parameters = "ERROR", prompt = "\r\n> ";
    };

    Format format;
    Words words;
    unsigned deaf_lines = 0;                            ///< so many command lines get no answer
    std::function<void(std::string_view line)> on_line; ///< every command line, before it runs
    /// What a fault makes of the answer to a command line, given without its "AT".
    std::function<OddAnswer(std::string_view line)> odd_answer;
    bool mute = false; ///< URCs are lost

    void receive(std::string_view octets);
    /// One or more lines of information text of the command that runs; lines inside `text` are separated by CR LF.
    void info(std::string_view text);
    /// Ends the command whose handler returned `deferred`, and goes on with the line.
    void complete(Result result);
    /// Opens the payload mode for the running command, whose handler returns `deferred`.
    /// @param lines  each CR shows the prompt again (text mode)
    void open_prompt(bool lines, bool show, PayloadEnd end);
    /// An unsolicited result code, held until no command runs; it may be of two lines.
    void urc(std::string text);
    /// Octets as they are.
    void raw(std::string_view octets);

    /// Stops taking input until resume(); what comes meanwhile waits.
    void pause() { paused_ = true; }
    void resume();
    /// Neither takes nor gives anything until reset() or revive().
    void fall_silent() { silent_ = true; }
    void revive();
    bool silent() const { return silent_; }
    /// As after a power-up: settings, input and everything held are gone.
    void reset();
    bool busy() const { return running_ || payload_; }
private:
    void pump();
    bool take_line();
    bool take_payload();
    void run_line(std::string line);
    void run_commands();
    void finish(Result result);
    void say(std::string_view lines);
    void flush();

    Faults& faults_;
    Write write_;
    Execute execute_;

    std::string input_;
    std::size_t taken_ = 0; ///< of input_
    std::string line_, last_line_;
    std::vector<AtCommand> commands_;
    std::size_t next_command_ = 0;
    bool running_ = false; ///< a command line has begun and its final result is not out
    bool executing_ = false, completed_early_ = false;
    Result early_{};
    bool pumping_ = false, paused_ = false, silent_ = false;
    bool line_held_ = false; ///< a whole line waits for resume()

    bool payload_ = false, payload_lines_ = false;
    std::string payload_text_;
    PayloadEnd payload_end_;

    std::string out_, after_;
    std::vector<std::string> held_urcs_;
};

/// The text of +CME ERROR and +CMS ERROR with +CMEE=2.
std::string_view cme_text(unsigned code);
std::string_view cms_text(unsigned code);
} // namespace nida::sim
