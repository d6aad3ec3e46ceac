#pragma once
#include "modem/timings.hpp"
#include "protocol/at/at_response.hpp"
#include "protocol/at/dialect.hpp"
#include "protocol/at/line_splitter.hpp"
#include "protocol/at/urc.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::modem
{
/// The AT conversation on one descriptor: a tty, a pty or one end of a socket pair. One operation at a time; whatever comes that
/// does not answer it is a URC. All of it runs on the descriptor's executor.
///
/// @throws boost::system::system_error from every operation: `timed_out` on silence, `no_such_device` once the port is gone
///         (end of file, EIO, ENODEV, closed, whatever it was; what() says), `operation_aborted` when the coroutine is cancelled.
class AtChannel
{
public:
    using milliseconds = std::chrono::milliseconds;
    using UrcSink = std::function<void(protocol::Urc)>;
    using TraceSink = std::function<void(char direction, std::string_view octets)>; ///< '>' sent, '<' received

    /// Takes the open descriptor over and listens from now on.
    AtChannel(boost::asio::posix::stream_descriptor port, UrcSink urcs, TraceSink trace = {}, Timings timings = {});
    ~AtChannel();
    AtChannel(const AtChannel&) = delete;

    /// Reads from now on what the family's modems say in their own way: noise, and answers without a final result.
    void speak(const protocol::Dialect& dialect);

    /// Sends `text` and CR, and collects the lines up to the final result.
    boost::asio::awaitable<protocol::AtResponse> command(std::string text, milliseconds timeout);
    /// The same, but none on silence. A final result that comes later still could answer the next command: see `escape_and_ask`.
    boost::asio::awaitable<std::optional<protocol::AtResponse>> try_command(std::string text, milliseconds timeout);
    /// The same for a long answer: none, too, once no line of it has come for `silence`. URCs do not count.
    boost::asio::awaitable<std::optional<protocol::AtResponse>> try_command(std::string text, milliseconds timeout,
                                                                            milliseconds silence);

    /// Sends `text` and CR, and waits for `>` alone on its line. @return OK where it stands open, else the refusal
    boost::asio::awaitable<protocol::FinalResult> prompt(std::string text, milliseconds timeout);

    /// What came after a payload. Without `response.result.text` there was no final result, and `trouble` says why.
    struct SubmitReply {
        protocol::AtResponse response;
        std::string trouble;
        milliseconds elapsed{};
    };
    /// Writes `hex` and Ctrl-Z, at once or with a pause between them, and waits for the result. Throws only where not one octet
    /// could be written.
    boost::asio::awaitable<SubmitReply> payload(std::string hex, milliseconds timeout, milliseconds before_ctrl_z = {});
    /// A command that sends by itself (AT+CMSS=3), likewise.
    boost::asio::awaitable<SubmitReply> submit_command(std::string text, milliseconds timeout);
    /// The result that is waited for will hardly come any more: wait so long at the most. Does nothing where none is awaited.
    void expect_no_result(milliseconds limit);
    /// Goes on waiting for the result of a payload that was written before.
    boost::asio::awaitable<SubmitReply> late_result(milliseconds timeout);

    /// The answer of a command that names itself ("+CMGF: 0"), and the lines that came before it: results of earlier commands.
    struct NamedAnswer {
        protocol::AtResponse response; ///< without lines where it did not come in time
        std::vector<std::string> before;
    };
    /// Writes ESC and CR, and `pause` later `text` and CR. Only a final result behind a line that begins with `prefix` answers it,
    /// so that nothing that is still on its way from an earlier command can.
    boost::asio::awaitable<NamedAnswer> escape_and_ask(std::string text, std::string prefix, milliseconds pause,
                                                       milliseconds timeout);

    /// Writes ESC and CR: leaves a prompt without sending.
    void escape();
    /// Lets what comes reach the sink, until nothing has come for `quiet` or `limit` is over.
    boost::asio::awaitable<void> listen(milliseconds quiet, milliseconds limit);
    /// Returns once the port is gone; never throws but on cancellation. It may outlive the channel.
    boost::asio::awaitable<void> gone();
    void throw_if_gone() const;
    bool is_gone() const { return !fate_->lost.empty(); }

    /// Ends the conversation: what waits throws "port gone", and the descriptor (-1 where there is none any more) is the
    /// caller's to close.
    int release() noexcept;
private:
    struct Fate {
        explicit Fate(boost::asio::any_io_executor executor)
            : gone{executor, boost::asio::steady_timer::time_point::max()}
        {
        }
        boost::asio::steady_timer gone; ///< never expires; cancelled when the port is lost
        std::string lost;               ///< why the port is gone; empty while it is there
    };
    enum class Waiting { nothing, response, prompt, submit_result, named };
    protocol::FinalRules final_rules() const;
    bool is_noise(std::string_view line) const;

    void read();
    void take_octets(std::string_view octets);
    void take_line(std::string line);
    void take_answer_line(std::string line);
    void take_prompt();
    void finish_ussd();
    void await_ussd_lines();
    std::size_t write(std::string_view octets);
    void write_rest();
    void lose(const boost::system::error_code& why);

    void expect(Waiting what, std::string pending);
    void complete();
    void move_deadline(milliseconds from_now);
    boost::asio::awaitable<bool> answered(milliseconds timeout);
    boost::asio::awaitable<SubmitReply> submit_result(milliseconds timeout,
                                                      std::chrono::steady_clock::time_point since);

    boost::asio::posix::stream_descriptor port_;
    boost::asio::steady_timer deadline_;     // of the operation in flight; cancelled when it is answered
    boost::asio::steady_timer ussd_silence_; // of a +CUSD that has not closed its quote
    UrcSink urcs_;
    TraceSink trace_;
    Timings timings_;
    protocol::LineSplitter splitter_;
    std::array<char, 4096> input_;
    std::string output_; // what the port has not taken yet

    Waiting waiting_ = Waiting::nothing;
    std::string pending_; // the command in flight, as sent
    std::string prefix_;  // of the line that a named answer needs
    std::vector<std::string> noise_;
    bool cpin_ends_itself_ = false;
    bool done_ = false;
    bool moved_ = false;    // the deadline was set anew while the operation waits for it
    bool hopeless_ = false; // a result is not expected any more
    protocol::AtResponse response_;
    std::vector<std::string> before_;

    std::string announced_; // "+CDS: 25", whose PDU is the next line
    std::string ussd_;      // the lines so far
    std::chrono::steady_clock::time_point last_octet_{};
    std::chrono::steady_clock::time_point last_answer_{}; // URCs are no sign that a command is being answered
    std::shared_ptr<Fate> fate_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};
} // namespace nida::modem
