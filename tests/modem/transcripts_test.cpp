// What modems said to other projects' drivers (tests/data/vectors, kind at-script), said to ours: each answer to the command
// that it answered, and whole modems to the operations that ask so.
#include "tests/modem/modem_script.hpp"
#include "tests/modem/pin_guard_in_memory.hpp"
#include "tests/protocol/vectors.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <array>
#include <map>
#include <random>

using namespace nida::modem;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace vectors = nida::protocol::vectors;
using boost::test_tools::per_element;

namespace
{
/// One exchange as it stood on the wire.
struct Exchange {
    std::string modem, command;     ///< without its CR
    std::string answer;             ///< with all line ends
    std::vector<std::string> lines; ///< of the answer, the final result being the last
};

std::string without_line_end(std::string text)
{
    while (!text.empty() && (text.back() == '\r' || text.back() == '\n'))
        text.pop_back();
    return text;
}

std::vector<Exchange> exchanges()
{
    std::vector<Exchange> all;
    for (const auto& record : vectors::records_of("at-script")) {
        Exchange one{vectors::text(record, "modem"), without_line_end(vectors::text(record, "command")), "\r\n", {}};
        for (const auto& piece : record.at("response").as_array()) {
            const std::string text{piece.as_string()};
            one.lines.push_back(without_line_end(text));
            one.answer += text.ends_with('\n') ? text : text + "\r\n"; // some records hold lines, some octets
        }
        all.push_back(std::move(one));
    }
    return all;
}

/// The answer in pieces of 1 to 9 octets.
void reply_in_pieces(ModemScript& modem, std::string_view answer, std::mt19937& random)
{
    while (!answer.empty()) {
        const auto count = std::min<std::size_t>(1 + random() % 9, answer.size());
        modem.reply(std::string{answer.substr(0, count)});
        answer.remove_prefix(count);
    }
}

/// A modem that answers every command by its table, in whatever order they come, and what it does not know with ERROR.
class AnsweringModem
{
public:
    explicit AnsweringModem(std::map<std::string, std::string> answers) : answers_{std::move(answers)}, far_end_{loop_}
    {
        int ends[2];
        BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        far_end_.assign(ends[0]);
        ModemOptions options;
        options.timings = ModemScript::quick();
        options.open_port = [near = ends[1]](const std::string&) { return near; };
        modem_.emplace(
            loop_.get_executor(), "/dev/transcript", [](nida::protocol::Urc) {}, Modem::TraceSink{}, options);
        listen();
    }

    Modem& modem() { return *modem_; }
    void run(asio::awaitable<void> work) { nida::run_to_end(loop_, std::move(work)); }
private:
    void listen()
    {
        far_end_.async_read_some(asio::buffer(input_), [this](const boost::system::error_code& ec, std::size_t count) {
            if (ec) return;
            unread_.append(input_.data(), count);
            for (auto end = unread_.find('\r'); end != unread_.npos; end = unread_.find('\r')) {
                answer(unread_.substr(0, end));
                unread_.erase(0, end + 1);
            }
            listen();
        });
    }
    void answer(const std::string& command)
    {
        if (command == "\x1b") return;
        const auto known = answers_.find(command);
        asio::write(far_end_, asio::buffer(known == answers_.end() ? "\r\nERROR\r\n" : known->second));
    }

    std::map<std::string, std::string> answers_;
    asio::io_context loop_{1};
    asio::posix::stream_descriptor far_end_;
    std::array<char, 4096> input_;
    std::string unread_;
    std::optional<Modem> modem_;
};

struct BroughtUp {
    Identity identity;
    Service service;
};

/// Opens, identifies and brings up a modem that says what the transcript says, and what no transcript holds as most do.
BroughtUp bring_up(const std::string& name)
{
    std::map<std::string, std::string> answers{
        {"AT+CREG?", "\r\n+CREG: 0,1\r\n\r\nOK\r\n"},
        {"AT+CPMS?", "\r\n+CPMS: \"SM\",1,20,\"SM\",1,20,\"SM\",1,20\r\n\r\nOK\r\n"},
        {"AT+CPMS=\"SM\",\"SM\",\"SM\"", "\r\n+CPMS: 1,20,1,20,1,20\r\n\r\nOK\r\n"},
        {"AT+CSCA?", "\r\n+CSCA: \"+27831000002\",145\r\n\r\nOK\r\n"},
    };
    for (const char* command : {"AT", "ATE0", "ATV1", "AT+CMEE=1", "AT+CREG=1", "AT+CSCS=\"GSM\"", "AT+CMGF=0"})
        answers[command] = "\r\nOK\r\n";
    for (const auto& exchange : exchanges())
        if (exchange.modem == name) answers[exchange.command] = exchange.answer;

    AnsweringModem modem{answers};
    BroughtUp result;
    PinGuardInMemory guard;
    const auto work = [&]() -> asio::awaitable<void> {
        co_await modem.modem().open();
        result.identity = co_await modem.modem().identify();
        result.service = co_await modem.modem().bring_up({std::nullopt, true, 0s}, result.identity, guard);
    };
    modem.run(work());
    return result;
}
using Names = std::vector<std::string>;
} // namespace

BOOST_AUTO_TEST_SUITE(transcripts)

BOOST_AUTO_TEST_CASE(every_answer_reaches_its_command_however_it_is_torn_and_urcs_between_its_lines_are_told)
{
    std::mt19937 random{27005};
    unsigned played = 0;
    for (const auto& exchange : exchanges()) {
        BOOST_TEST_CONTEXT(exchange.modem << " answers " << exchange.command)
        {
            const auto result = nida::protocol::parse_final_result(exchange.lines.back());
            if (!result) continue; // "+CPIN: READY" without OK and a +CUSD behind its OK: below
            ++played;

            // +CMTI may come before any line (TS 27.005 §3.4.1), but never inside one.
            auto answer = exchange.answer;
            const auto lines = exchange.lines.size();
            const auto before = random() % lines;
            auto at = answer.find("\n") + 1;
            for (std::size_t line = 0; line < before; ++line)
                at = answer.find('\n', at) + 1;
            answer.insert(at, "+CMTI: \"SM\",3\r\n");

            ModemScript modem;
            modem.expect(exchange.command + '\r');
            reply_in_pieces(modem, answer, random);
            const auto response = modem.run(modem.channel().try_command(exchange.command, 10s));

            BOOST_REQUIRE(response);
            BOOST_TEST(response->result.text == result->text);
            BOOST_TEST(response->result.ok() == result->ok());
            Names expected{exchange.lines.begin(), exchange.lines.end() - 1};
            BOOST_TEST(response->lines == expected, per_element());
            const auto told = modem.heard<nida::protocol::NewMessage>();
            BOOST_REQUIRE(told.size() == 1u);
            BOOST_TEST(told.front().at.index.value() == 3u);
        }
    }
    BOOST_TEST(played > 90u);
}

BOOST_AUTO_TEST_CASE(all_that_modems_said_comes_through_unasked_without_harm)
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random{seed};
        std::string said;
        for (const auto& exchange : exchanges())
            if (random() % 3 != 0) said += exchange.answer.substr(random() % 3); // the first octets may be lost
        ModemScript modem;
        modem.channel();
        while (!said.empty()) {
            const auto count = std::min<std::size_t>(1 + random() % 700, said.size());
            modem.say(said.substr(0, count));
            said.erase(0, count);
            modem.loop().restart();
            modem.loop().poll();
        }
        modem.say("\r\n+CMTI: \"ME\",7\r\n");
        modem.settle();
        const auto told = modem.heard<nida::protocol::NewMessage>();
        BOOST_TEST_REQUIRE(told.size() == 1u);
        BOOST_TEST(told.front().at.index.value() == 7u);
        modem.answer("AT+CSQ", {"+CSQ: 17,99"}); // and the conversation goes on
        const auto response = modem.run(modem.channel().try_command("AT+CSQ", 10s));
        BOOST_REQUIRE(response);
        BOOST_TEST(response->value("+CSQ").value_or("") == "17,99");
    }
}

BOOST_AUTO_TEST_CASE(modems_of_four_makers_are_known_by_what_they_said)
{
    struct Row {
        std::string modem, manufacturer, model, revision, storage;
    };
    const std::array rows{
        Row{"HuaweiK3715", "huawei", "K3715", "11.104.05.00.00", "SM"},
        Row{"HuaweiE1752", "huawei", "E1752", "11.126.13.00.00", "SM"},
        Row{"QualcommM6280", "QUALCOMM INCORPORATED", "M6280", "M6280_V1.0.0 M6280_V1.0.0 1 [Sep 4 2008 12:00:00]",
            "SM"},
        Row{"ZteK3565Z", "ZTE INCORPORATED", "K3565-Z", "BD_P673A2V1.0.0B09", "SM"},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.modem)
        {
            const auto up = bring_up(row.modem);
            BOOST_TEST(up.identity.manufacturer == row.manufacturer);
            BOOST_TEST(up.identity.model == row.model);
            BOOST_TEST(up.identity.revision == row.revision);
            BOOST_TEST(up.identity.imei == "111111111111111");
            BOOST_TEST(up.identity.imsi == "111111111111111");
            BOOST_TEST(up.service.storage == row.storage);
            BOOST_TEST(up.service.smsc == "+27831000002");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_wavecom_with_two_storages_and_no_ok_behind_its_pin_state_comes_up)
{
    const auto up = bring_up("WavecomMultiband900E1800");
    BOOST_TEST(up.identity.manufacturer == "WAVECOM MODEM");
    BOOST_TEST(up.identity.model == "MULTIBAND  900E  1800");
    BOOST_TEST(up.identity.revision == "");
    BOOST_TEST(up.service.storage == "SM");
}

BOOST_AUTO_TEST_CASE(a_nokia_that_offers_no_storage_and_takes_no_notifications_comes_up)
{
    const auto up = bring_up("NokiaN79");
    BOOST_TEST(up.identity.model == "Nokia N79");
    BOOST_TEST(!up.service.storage.empty());
    BOOST_TEST(!up.service.status_reports_direct);
    BOOST_TEST(!up.service.status_reports_stored);
}

BOOST_AUTO_TEST_CASE(a_message_list_is_read_as_another_driver_s_test_has_it)
{
    std::mt19937 random{1};
    for (const auto& exchange : exchanges()) {
        if (exchange.command != "AT+CMGL=4") continue;
        ModemScript modem;
        modem.ok("AT+CPMS=\"SM\"");
        modem.expect("AT+CMGL=4\r");
        reply_in_pieces(modem, exchange.answer, random);
        const auto messages = modem.run(modem.opened().list("SM"));
        BOOST_REQUIRE(messages.size() == 2u);
        BOOST_TEST(messages[0].index == 1u);
        BOOST_TEST(messages[1].index == 2u);
        BOOST_TEST(messages[1].pdu == exchange.lines[3]);
    }
}

BOOST_AUTO_TEST_CASE(a_balance_behind_the_ok_of_its_request_is_the_answer)
{
    for (const auto& exchange : exchanges()) {
        if (!exchange.command.starts_with("AT+CUSD=1")) continue;
        AnsweringModem modem{{{"AT", "\r\nOK\r\n"}, {exchange.command, exchange.answer}}};
        std::string text;
        const auto work = [&]() -> asio::awaitable<void> {
            co_await modem.modem().open();
            const auto answer = co_await modem.modem().ussd("*100#", 10s);
            if (answer) text = answer->text;
        };
        modem.run(work());
        BOOST_TEST(text == "Your balance is R48.70. Out of Airtime? Dial *111# for Airtime Advance. T&Cs apply.");
    }
}

BOOST_AUTO_TEST_SUITE_END()
