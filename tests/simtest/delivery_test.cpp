#include "tests/simtest/terminal.hpp"

#include "protocol/at/at_response.hpp"
#include "protocol/at/stored_message.hpp"
#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::sim;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(delivery)

namespace
{
constexpr std::string_view arabic =
    "السلام عليكم، أريد الانضمام إلى المجموعة وأن تصلني كل التنبيهات العاجلة من فضلكم، ولكم جزيل الشكر والتقدير";

Settings small_sim(unsigned slots)
{
    Settings settings;
    settings.sm_slots = slots;
    return settings;
}

std::string text_of(const std::string& hex)
{
    const auto pdu = nida::protocol::decode_received(nida::protocol::from_hex(hex, "PDU").value()).value();
    const auto& data = std::get<nida::protocol::DeliverPdu>(pdu.tpdu).user_data;
    return nida::protocol::decode_user_data(data.dcs, data.has_udh, data.length, data.octets).value().text;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_message_is_stored_announced_read_and_deleted)
{
    Terminal t;
    t.send("ATE0+CNMI=2,1,0,1,0\r");
    t.network.send(0, {.from = "+218921111111", .text = "JOIN"});
    BOOST_TEST(t.seen() == "\r\n+CMTI: \"SM\",1\r\n");
    const auto first = t.send("AT+CMGR=1\r");
    BOOST_TEST(first.starts_with("\r\n+CMGR: 0,,"));
    const auto pdu = std::string{t.events("stored").at(0).at("pdu").as_string()};
    BOOST_TEST(first.find("\r\n" + pdu + "\r\n\r\nOK\r\n") != std::string::npos);
    BOOST_TEST(text_of(pdu) == "JOIN");
    BOOST_TEST(t.send("AT+CMGR=1\r").starts_with("\r\n+CMGR: 1,,"));
    BOOST_TEST(t.send("AT+CPMS?\r") == "\r\n+CPMS: \"SM\",1,50,\"SM\",1,50,\"SM\",1,50\r\n\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CMGD=1\r") == "\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CMGR=1\r") == "\r\nOK\r\n");
    BOOST_TEST(t.events("deleted").at(0).at("id") == t.events("inbound").at(0).at("id"));
    BOOST_TEST(t.send("AT+CMGD=51\r") == "\r\n+CMS ERROR: 321\r\n");
}

BOOST_AUTO_TEST_CASE(mem3_says_where_messages_go_and_mem1_what_is_listed)
{
    Terminal t;
    t.send("ATE0+CNMI=2,1\r");
    BOOST_TEST(t.send("AT+CPMS=\"SM\",\"SM\",\"ME\"\r") == "\r\n+CPMS: 0,50,0,50,0,100\r\n\r\nOK\r\n");
    t.network.send(0, {.from = "1234", .text = "hello"});
    BOOST_TEST(t.seen() == "\r\n+CMTI: \"ME\",1\r\n");
    BOOST_TEST(t.send("AT+CMGL=4\r") == "\r\nOK\r\n");
    t.send("AT+CPMS=\"ME\"\r");
    BOOST_TEST(t.send("AT+CMGL=4\r").starts_with("\r\n+CMGL: 1,0,,"));
    BOOST_TEST(t.send("AT+CMGL=0\r") == "\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CPMS=\"XX\"\r") == "\r\n+CMS ERROR: 302\r\n");
}

BOOST_AUTO_TEST_CASE(a_long_arabic_message_comes_in_segments_in_the_order_asked_for)
{
    Terminal t;
    t.send("ATE0\r");
    t.network.send(0, {.from = "+218921111111", .text = std::string{arabic}, .reference = 77, .order = {1, 0}});
    const auto stored = t.events("stored");
    BOOST_TEST(stored.size() == 2u);
    const auto second = std::string{stored.at(0).at("pdu").as_string()},
               first = std::string{stored.at(1).at("pdu").as_string()};
    BOOST_TEST(text_of(first) + text_of(second) == arabic);
    BOOST_TEST(t.events("inbound").at(0).at("parts") == 2);
    BOOST_TEST(t.events("inbound").at(0).at("text").as_string().c_str() == arabic);

    t.network.send(0, {.from = "Nida", .text = std::string{arabic}, .reference = 78, .only = {1}});
    BOOST_TEST(t.events("stored").size() == 3u);
    BOOST_CHECK_THROW(t.network.send(0, {.from = "Nida", .text = "x", .only = {1}}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_full_storage_is_said_once_and_the_network_brings_the_rest_when_there_is_room)
{
    Terminal t{small_sim(3)};
    t.send("ATE0+CNMI=2,1\r");
    for (int i = 0; i < 5; ++i)
        t.network.send(0, {.from = "+218921111111", .text = std::to_string(i)});
    const auto seen = t.seen();
    BOOST_TEST(seen.find("\"SM\",3") != std::string::npos);
    BOOST_TEST(seen.find("^SMMEMFULL: \"SM\"") == seen.rfind("^SMMEMFULL: \"SM\""));
    BOOST_TEST(t.events("stored").size() == 3u);
    BOOST_TEST(t.network.pending(0) == 2u);

    const auto freed = t.send("AT+CMGD=2\r");
    BOOST_TEST(freed.starts_with("\r\nOK\r\n\r\n+CMTI: \"SM\",2\r\n"));
    BOOST_TEST(t.events("stored").at(3).at("index") == 2);
    t.send("AT+CMGD=1,4\r");
    BOOST_TEST(t.network.pending(0) == 0u);
    std::vector<std::string> texts;
    for (const auto& record : t.events("stored"))
        texts.push_back(text_of(std::string{record.at("pdu").as_string()}));
    BOOST_TEST(texts == (std::vector<std::string>{"0", "1", "2", "3", "4"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_comes_until_the_mobile_is_registered)
{
    Terminal t;
    t.send("ATE0+CNMI=2,1\r");
    t.modem.set_registration(2);
    t.network.send(0, {.from = "+218921111111", .text = "JOIN"});
    BOOST_TEST(t.network.pending(0) == 1u);
    t.modem.set_registration(5);
    BOOST_TEST(t.seen() == "\r\n+CMTI: \"SM\",1\r\n");
}

BOOST_AUTO_TEST_CASE(urcs_wait_for_the_end_of_a_payload)
{
    Terminal t;
    t.send("ATE0+CNMI=2,1\r");
    const auto pdu = submit_of("+218911234567", "Hello");
    t.send(cmgs(pdu));
    t.network.send(0, {.from = "+218921111111", .text = "JOIN"});
    BOOST_TEST(t.seen() == "");
    const auto seen = t.send(payload(pdu));
    BOOST_TEST(seen.ends_with("OK\r\n\r\n+CMTI: \"SM\",1\r\n"));
}

BOOST_AUTO_TEST_CASE(direct_messages_want_an_acknowledgement_with_csms_1)
{
    Terminal t;
    t.send("ATE0+CSMS=1;+CNMI=2,2,0,1,0\r");
    t.network.send(0, {.from = "+218921111111", .text = "one"});
    t.network.send(0, {.from = "+218921111111", .text = "two"});
    BOOST_TEST(t.seen().starts_with("\r\n+CMT: ,"));
    BOOST_TEST(t.events("direct").size() == 1u);
    BOOST_TEST(t.send("AT+CNMA\r").starts_with("\r\nOK\r\n\r\n+CMT: ,"));
    BOOST_TEST(t.send("AT+CNMA=1\r") == "\r\nOK\r\n");
    BOOST_TEST(t.send("AT+CNMA\r") == "\r\n+CMS ERROR: 340\r\n");
    BOOST_TEST(t.network.pending(0) == 0u);
}

BOOST_AUTO_TEST_CASE(without_the_acknowledgement_direct_delivery_ends_after_15_seconds_and_the_message_is_stored)
{
    Terminal t;
    t.send("ATE0+CSMS=1;+CNMI=2,2,0,1,0\r");
    t.network.send(0, {.from = "+218921111111", .text = "one"});
    t.seen();
    t.advance(14s);
    BOOST_TEST(t.events("unacknowledged").empty());
    t.advance(1s);
    BOOST_TEST(t.events("unacknowledged").size() == 1u);
    BOOST_TEST(t.send("AT+CNMI?\r") == "\r\n+CNMI: 2,0,0,0,0\r\n\r\nOK\r\n");
    t.advance(1s);
    BOOST_TEST(t.events("stored").size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_message_to_another_simulated_modem_arrives_there)
{
    Terminal t;
    t.send("ATE0+CNMI=2,1\r");
    const auto pdu = submit_of("0910000000", "to myself");
    t.send(cmgs(pdu));
    BOOST_TEST(t.send(payload(pdu)).ends_with("\r\n+CMTI: \"SM\",1\r\n"));
    BOOST_TEST(text_of(std::string{t.events("stored").at(0).at("pdu").as_string()}) == "to myself");
}

BOOST_AUTO_TEST_CASE(notifications_can_be_lost_or_doubled)
{
    Terminal t;
    t.send("ATE0+CNMI=2,1\r");
    t.modem.faults().add(FaultSpec::parse("drop_cmti:next=1"));
    t.network.send(0, {.from = "1", .text = "a"});
    BOOST_TEST(t.seen() == "");
    t.modem.faults().add(FaultSpec::parse("dup_cmti:next=1"));
    t.network.send(0, {.from = "1", .text = "b"});
    BOOST_TEST(t.seen() == "\r\n+CMTI: \"SM\",2\r\n\r\n+CMTI: \"SM\",2\r\n");
    t.modem.faults().add(FaultSpec::parse("storage_full:next=1"));
    t.network.send(0, {.from = "1", .text = "c"});
    BOOST_TEST(t.seen() == "\r\n^SMMEMFULL: \"SM\"\r\n");
    BOOST_TEST(t.advance(500ms) == "\r\n+CMTI: \"SM\",3\r\n");
}

BOOST_AUTO_TEST_CASE(text_mode_shows_sender_time_and_text)
{
    Terminal t;
    t.send("ATE0+CMGF=1\r");
    const nida::protocol::TimeStamp time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 10h, 120min};
    t.network.send(0, {.from = "Nida", .text = "Hello", .time = time});
    BOOST_TEST(t.send("AT+CMGL=\"ALL\"\r") ==
               "\r\n+CMGL: 1,\"REC UNREAD\",\"Nida\",,\"26/03/01,12:00:00+08\"\r\nHello\r\n\r\nOK\r\n");
}

BOOST_AUTO_TEST_CASE(a_sender_may_be_a_number_a_short_code_or_a_name_of_11_characters)
{
    Terminal t;
    for (const auto* const from : {"+218921111111", "1234", "Al-Madar", "Eleven char"})
        BOOST_TEST(t.network.send(0, {.from = from, .text = "x"}).size() == 1u);
    for (const auto* const from : {"", "Twelve chars", "نداء"})
        BOOST_CHECK_THROW(t.network.send(0, {.from = from, .text = "x"}), std::invalid_argument);
    const auto hex = std::string{t.events("stored").at(3).at("pdu").as_string()};
    const auto pdu = nida::protocol::decode_received(nida::protocol::from_hex(hex, "PDU").value()).value();
    BOOST_TEST(std::get<nida::protocol::DeliverPdu>(pdu.tpdu).originator.text() == "Eleven char");
}

BOOST_AUTO_TEST_CASE(what_the_sim_holds_outlives_a_restart)
{
    Terminal t;
    t.network.send(0, {.from = "1", .text = "kept"});
    t.modem.power_off();
    t.modem.power_on(false);
    t.send("ATE0\r");
    BOOST_TEST(t.send("AT+CMGL=4\r").starts_with("\r\n+CMGL: 1,0,,"));
}

BOOST_AUTO_TEST_SUITE_END()
