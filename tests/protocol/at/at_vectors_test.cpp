// Conversations that other projects recorded: tests/data/vectors/README.md says which and how.
#include "protocol/at/at_response.hpp"
#include "protocol/at/line_splitter.hpp"
#include "protocol/at/registration.hpp"
#include "protocol/at/stored_message.hpp"
#include "protocol/at/transcript.hpp"
#include "protocol/at/urc.hpp"
#include "protocol/at/ussd.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace nida::protocol;

namespace
{
struct Script {
    std::string id, command, octets;
};

std::vector<Script> scripts()
{
    std::vector<Script> result;
    for (const auto& entry : std::filesystem::directory_iterator{NIDA_TEST_DATA "/vectors"}) {
        if (entry.path().extension() != ".jsonl") continue;
        std::ifstream file{entry.path()};
        for (std::string line; std::getline(file, line);) {
            const auto record = boost::json::parse(line).as_object();
            if (record.at("kind") != "at-script") continue;
            Script script{record.at("id").as_string().c_str(), record.at("command").as_string().c_str(), {}};
            for (const auto& piece : record.at("response").as_array()) {
                script.octets += piece.as_string().c_str();
                if (!script.octets.ends_with('\n')) script.octets += "\r\n"; // txgsm's stand without their line ends
            }
            result.push_back(std::move(script));
        }
    }
    return result;
}

/// What a channel makes of the octets that came after a command.
struct Conversation {
    AtResponse response;
    std::vector<std::string> urcs;
    bool finished = false;
};

Conversation converse(const Script& script, std::size_t piece)
{
    LineSplitter splitter;
    Conversation conversation;
    for (std::size_t i = 0; i < script.octets.size(); i += piece) {
        splitter.feed(std::string_view{script.octets}.substr(i, piece));
        while (const auto line = splitter.next_line()) {
            if (is_urc(*line, conversation.finished ? "" : script.command)) {
                conversation.urcs.push_back(*line);
            } else if (auto result = parse_final_result(*line)) {
                conversation.response.result = *result;
                conversation.finished = true;
            } else {
                conversation.response.lines.push_back(*line);
            }
        }
    }
    return conversation;
}

const Script& script(const std::vector<Script>& all, std::string_view id)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.id == id; });
    BOOST_REQUIRE_MESSAGE(found != all.end(), id);
    return *found;
}
} // namespace

BOOST_AUTO_TEST_SUITE(at_vectors)

BOOST_AUTO_TEST_CASE(every_response_ends_and_no_line_of_it_is_taken_for_a_urc)
{
    const auto all = scripts();
    BOOST_TEST(all.size() >= 97u);
    for (const auto& one : all) {
        BOOST_TEST_CONTEXT(one.id)
        {
            const auto conversation = converse(one, one.octets.size());
            // Wavecom leaves the OK after +CPIN out.
            BOOST_TEST(conversation.finished == (one.id != "python-gsmmodem/modem_WavecomMultiband900E1800#15"));
            BOOST_TEST(conversation.urcs.size() == (one.id == "txgsm/test_ussd_session" ? 1u : 0u));
            const auto lines = std::count(one.octets.begin(), one.octets.end(), '\n');
            BOOST_TEST(conversation.response.lines.size() + conversation.urcs.size() + conversation.finished ==
                       static_cast<std::size_t>(lines));
        }
    }
}

BOOST_AUTO_TEST_CASE(torn_reads_change_nothing)
{
    for (const auto& one : scripts()) {
        const auto whole = converse(one, one.octets.size());
        for (const std::size_t piece : {1u, 2u, 3u, 7u, 64u}) {
            const auto torn = converse(one, piece);
            BOOST_TEST(torn.response.lines == whole.response.lines, boost::test_tools::per_element());
            BOOST_TEST(torn.urcs == whole.urcs, boost::test_tools::per_element());
            BOOST_TEST((torn.response.result.error == whole.response.result.error));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_answers_mean_what_the_modems_meant)
{
    for (const auto& one : scripts()) {
        const auto response = converse(one, one.octets.size()).response;
        BOOST_TEST_CONTEXT(one.id)
        {
            if (one.command == "AT+CPIN?\r") BOOST_TEST((parse_sim_lock(response) == SimLock::ready));
            if (one.command == "AT+CIMI\r" || one.command == "AT+CGSN\r")
                BOOST_TEST(parse_identity(response).value() == "111111111111111");
            if (one.octets == "COMMAND NOT SUPPORT\r\n") BOOST_TEST(response.result.error.value() == 3);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_log_of_each_conversation_is_one_command_its_answer_and_its_result)
{
    for (const auto& one : scripts()) {
        const auto conversation = converse(one, one.octets.size());
        const auto records = parse_transcript(one.command + "\n" + one.octets);
        BOOST_TEST_CONTEXT(one.id)
        {
            const auto count = [&](LineKind kind) {
                return static_cast<std::size_t>(std::ranges::count(records, kind, &ParsedLine::kind));
            };
            BOOST_TEST(count(LineKind::command) == 1u);
            BOOST_TEST(count(LineKind::final_result) == (conversation.finished ? 1u : 0u));
            BOOST_TEST(count(LineKind::urc) == conversation.urcs.size());
            BOOST_TEST(count(LineKind::unknown) + count(LineKind::noise) + count(LineKind::echo) == 0u);
            for (const auto& record : records)
                if (record.name == "+CMGL") BOOST_TEST(record.pdu.size() == (39u + 8u) * 2u);
        }
    }
}

BOOST_AUTO_TEST_CASE(wavecom_s_answer_without_an_ok_ends_where_it_is_known_for_it)
{
    const auto all = scripts();
    const auto& pin = script(all, "python-gsmmodem/modem_WavecomMultiband900E1800#15");
    const auto response = converse(pin, 1).response;
    BOOST_REQUIRE(response.lines.size() == 1u);
    BOOST_TEST(!parse_final_result(response.lines[0]));
    BOOST_TEST(parse_final_result(response.lines[0], FinalRules{.ends_too = "+CPIN"}).value().ok());
}

BOOST_AUTO_TEST_CASE(names_of_makers_models_and_firmware)
{
    const auto all = scripts();
    const auto text = [&](std::string_view id) {
        const auto& one = script(all, id);
        return first_text(converse(one, 1).response, one.command.substr(2, one.command.find('\r') - 2));
    };
    BOOST_TEST(text("python-gsmmodem/modem_WavecomMultiband900E1800") == "WAVECOM MODEM");
    BOOST_TEST(text("python-gsmmodem/modem_WavecomMultiband900E1800#2") == "MULTIBAND  900E  1800");
    BOOST_TEST(text("python-gsmmodem/modem_HuaweiE1752#3") == "11.126.13.00.00");
    BOOST_TEST(text("python-gsmmodem/modem_QualcommM6280") == "QUALCOMM INCORPORATED");
    BOOST_TEST(text("python-gsmmodem/modem_ZteK3565Z#2") == "K3565-Z");
    BOOST_TEST(text("python-gsmmodem/modem_NokiaN79#3") == "V ICPR72_08w44.1");
}

BOOST_AUTO_TEST_CASE(storage_lists_of_three_modems)
{
    using Names = std::vector<std::vector<std::string>>;
    const auto all = scripts();
    const auto names = [&](std::string_view id) { return parse_storage_names(converse(script(all, id), 1).response); };
    BOOST_TEST((names("python-gsmmodem/modem_HuaweiK3715#6") == Names(3, {"ME", "MT", "SM", "SR"})));
    BOOST_TEST((names("python-gsmmodem/modem_WavecomMultiband900E1800#11") == Names{{"SM", "BM", "SR"}, {"SM"}}));
    BOOST_TEST((names("python-gsmmodem/modem_NokiaN79#12") == Names(3)));
    const auto use =
        parse_storage_use(converse(script(all, "python-gsmmodem/modem_WavecomMultiband900E1800#12"), 1).response);
    BOOST_REQUIRE(use.size() == 2u);
    BOOST_TEST(use[1].used == 14u);
    BOOST_TEST(use[1].total == 50u);
    BOOST_TEST(parse_storage_use(converse(script(all, "python-gsmmodem/modem_NokiaN79#13"), 1).response).empty());
}

BOOST_AUTO_TEST_CASE(a_list_of_two_messages)
{
    const auto list = parse_message_list(converse(script(scripts(), "txgsm/test_receive_sms"), 5).response);
    BOOST_REQUIRE(list.size() == 2u);
    BOOST_TEST(list[1].index == 2u);
    BOOST_TEST(list[1].tpdu_octet_count.value() == 39u);
    BOOST_TEST(list[1].pdu.size() == (39u + 8u) * 2u);
}

BOOST_AUTO_TEST_CASE(a_ussd_reply_after_the_ok)
{
    const auto conversation = converse(script(scripts(), "txgsm/test_ussd_session"), 5);
    BOOST_REQUIRE(conversation.urcs.size() == 1u);
    const auto reply = parse_cusd(conversation.urcs[0]).value();
    BOOST_TEST((reply.mode == CusdMode::terminated));
    BOOST_TEST(reply.dcs.value() == 255u);
    BOOST_TEST(decode_ussd(reply, UssdDialect::packed) ==
               "Your balance is R48.70. Out of Airtime? Dial *111# for Airtime Advance. T&Cs apply.");
}

BOOST_AUTO_TEST_CASE(every_beginning_of_every_line_has_a_meaning_or_none_but_never_a_fault)
{
    for (const auto& one : scripts())
        for (const auto& line : converse(one, one.octets.size()).response.lines) {
            if (line.size() > 200) continue;
            for (std::size_t length = 0; length <= line.size(); ++length) {
                const AtResponse response{{line.substr(0, length)}, {}};
                parse_message_list(response);
                parse_message_read(response);
                parse_storage_use(response);
                parse_storage_names(response);
                parse_identity(response);
                parse_clock(response);
                BOOST_CHECK_NO_THROW(parse_sim_lock(response));
                BOOST_CHECK_NO_THROW(parse_urc(response.lines[0]));
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()
