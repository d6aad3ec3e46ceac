#include "tests/modem/modem_script.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <sys/socket.h>

namespace nida::modem
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

Timings ModemScript::quick()
{
    Timings timings;
    timings.command = timings.slow_command = timings.list = timings.prompt = 2s;
    timings.sim_wait = timings.sim_missing_wait = 2s;
    timings.sms_ready_wait = 2s;
    timings.first_answer = timings.registration_query = 100ms;
    timings.ussd_linger = timings.ussd_silence = 100ms;
    timings.lost_ok = 20ms;
    timings.quiet = 5ms;
    timings.retry_pause = timings.after_pin = 1ms;
    return timings;
}

ModemScript::ModemScript(Timings timings) : far_end_{loop_}, pause_{loop_}, timings_{timings}
{
    std::signal(SIGPIPE, SIG_IGN);
    int ends[2];
    BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    far_end_.assign(ends[0]);
    near_end_ = ends[1];
    listen();
}

ModemScript::~ModemScript()
{
    if (!std::uncaught_exceptions()) check_played();
}

void ModemScript::check_played()
{
    for (const auto& step : steps_)
        BOOST_ERROR("the modem still waits for \"" << step.expect << "\"");
    steps_.clear();
}

ModemScript& ModemScript::expect(std::string octets)
{
    steps_.push_back({std::move(octets), {}, false});
    return *this;
}

ModemScript& ModemScript::reply(std::string octets)
{
    steps_.back().replies.push_back(std::move(octets));
    return *this;
}

ModemScript& ModemScript::reply_torn(const std::string& octets)
{
    for (const char octet : octets)
        reply(std::string(1, octet));
    return *this;
}

ModemScript& ModemScript::ok(std::string command) { return answer(std::move(command), {}); }

ModemScript& ModemScript::answer(std::string command, const std::vector<std::string>& lines)
{
    std::string text;
    for (const auto& line : lines)
        text += "\r\n" + line + "\r\n";
    return expect(command + '\r').reply(text + "\r\nOK\r\n");
}

ModemScript& ModemScript::error(std::string command, std::string result)
{
    return expect(command + '\r').reply("\r\n" + result + "\r\n");
}

ModemScript& ModemScript::hang_up()
{
    steps_.back().hang_up = true;
    return *this;
}

void ModemScript::say(std::string octets) { asio::write(far_end_, asio::buffer(octets)); }

AtChannel& ModemScript::channel()
{
    if (!channel_)
        channel_.emplace(
            asio::posix::stream_descriptor{loop_, near_end_},
            [this](protocol::Urc urc) { urcs_.push_back(std::move(urc)); },
            [this](char direction, std::string_view octets) {
                if (direction == '>') traced_ += octets;
            },
            timings_);
    return *channel_;
}

Modem& ModemScript::modem()
{
    if (!modem_) {
        options.timings = timings_;
        options.open_port = [this](const std::string&) { return near_end_; };
        modem_.emplace(
            loop_.get_executor(), "/dev/script", [this](protocol::Urc urc) { urcs_.push_back(std::move(urc)); },
            Modem::TraceSink{}, options);
    }
    return *modem_;
}

Modem& ModemScript::opened()
{
    if (modem_) return *modem_;
    auto after = std::exchange(steps_, {});
    expect("\x1b\r").ok("AT");
    run(modem().open());
    steps_.insert(steps_.end(), after.begin(), after.end());
    return *modem_;
}

void ModemScript::settle()
{
    loop_.restart();
    loop_.run_for(10ms);
}

void ModemScript::listen()
{
    far_end_.async_read_some(asio::buffer(input_), [this](const boost::system::error_code& ec, std::size_t count) {
        if (ec) return;
        unread_.append(input_.data(), count);
        all_.append(input_.data(), count);
        play();
        if (far_end_.is_open()) listen();
    });
}

void ModemScript::play()
{
    while (!unread_.empty() && !out_of_turn_) {
        if (steps_.empty()) {
            BOOST_ERROR("the script is over, and the modem received \"" << unread_ << "\"");
            out_of_turn_ = true;
            return;
        }
        auto& step = steps_.front();
        if (unread_.size() < step.expect.size() && step.expect.starts_with(unread_)) return;
        if (!unread_.starts_with(step.expect)) {
            BOOST_ERROR("the modem waited for \"" << step.expect << "\" and received \"" << unread_ << "\"");
            out_of_turn_ = true;
            return;
        }
        unread_.erase(0, step.expect.size());
        const bool silent = to_say_.empty();
        to_say_.insert(to_say_.end(), step.replies.begin(), step.replies.end());
        hangs_up_ = hangs_up_ || step.hang_up;
        steps_.pop_front();
        if (silent) speak();
    }
}

void ModemScript::speak()
{
    if (to_say_.empty()) {
        if (hangs_up_) far_end_.close();
        return;
    }
    say(to_say_.front());
    to_say_.pop_front();
    pause_.expires_after(std::chrono::microseconds{to_say_.empty() ? 0 : 200});
    pause_.async_wait([this](const boost::system::error_code& ec) {
        if (!ec && far_end_.is_open()) speak();
    });
}
} // namespace nida::modem
