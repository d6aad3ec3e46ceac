#include "protocol/at/registration.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace nida::protocol;
using namespace std::chrono_literals;

namespace
{
AtResponse response(std::vector<std::string> lines) { return {std::move(lines), {}}; }
AtResponse refusal(std::string_view line) { return {{}, parse_final_result(line).value()}; }
SimLock lock(const char* line) { return parse_sim_lock(response({line})); }
} // namespace

BOOST_AUTO_TEST_SUITE(registration)

BOOST_AUTO_TEST_CASE(a_read_answer_has_the_state_second_and_a_urc_first)
{
    BOOST_TEST((parse_registration("0,1", true) == Registration::home));
    BOOST_TEST((parse_registration("2,1,4CA,81DE445", true) == Registration::home)); // Huawei
    BOOST_TEST((parse_registration("2, 5 ,\"0B,\"0100701\",7", true) == Registration::roaming));
    BOOST_TEST((parse_registration("2,0,00,0", true) == Registration::not_searching));
    BOOST_TEST((parse_registration("0,11", true) == Registration::emergency_bearer)); // A7670
    BOOST_TEST((parse_registration("1", true) == Registration::home));
    BOOST_TEST((parse_registration("1, 5C9, 39E5", false) == Registration::home));
    BOOST_TEST((parse_registration("3", false) == Registration::denied));
    BOOST_TEST((parse_registration("2,,", false) == Registration::searching));
    for (const auto* value : {"", ",", "0,", "0,12", "0,x", "0,-1"})
        BOOST_TEST(!parse_registration(value, true));
    BOOST_TEST(!parse_registration("(0-2)", false));
}

BOOST_AUTO_TEST_CASE(a_report_has_the_place_and_the_technology_in_every_spelling)
{
    using Report = RegistrationReport;
    const auto home = Registration::home;
    const auto read = [](const char* value) { return parse_registration_report(value, true); };
    BOOST_TEST((read("0,1") == Report{home, 0, {}, {}, {}}));
    BOOST_TEST((read("2,1,\"00A1\",\"0100B2C3\",7") == Report{home, 2, 0xA1, 0x100B2C3, 7}));
    BOOST_TEST((read("2,1,4CA,81DE445") == Report{home, 2, 0x4CA, 0x81DE445, {}})); // Huawei, bare
    BOOST_TEST((read("2,1,\"0B,\"0100701\",7") == Report{home, 2, 0x0B, 0x100701, 7}));
    BOOST_TEST((read("2, 1, 1F00, 20 ,79D903 ,7") == Report{home, 2, 0x1F00, 0x79D903, 7})); // <rac> in between
    BOOST_TEST((read("2,1,\"1f00\",\"79d903\",7,\"20\"") == Report{home, 2, 0x1F00, 0x79D903, 7}));
    BOOST_TEST((read("2,0,00,0") == Report{Registration::not_searching, 2, 0, 0, {}}));
    BOOST_TEST((read("2,2,,") == Report{Registration::searching, 2, {}, {}, {}}));
    BOOST_TEST((read("2,1,\"xyz\",\"0\",x") == Report{home, 2, {}, 0, {}}));
    BOOST_TEST((read("2,1,\"000102\",\"FFFFFFFFF\",11") == Report{home, 2, 0x102, 0xFFFFFFFFF, 11})); // +C5GREG

    const auto urc = [](const char* value) { return parse_registration_report(value, false); };
    BOOST_TEST((urc("1, 5C9, 39E5") == Report{home, {}, 0x5C9, 0x39E5, {}}));
    BOOST_TEST((urc("1,\"00A1\",\"B2C3\",2") == Report{home, {}, 0xA1, 0xB2C3, 2}));
    BOOST_TEST((urc("5") == Report{Registration::roaming, {}, {}, {}, {}}));
    for (const auto* value : {"", ",", "12", "x", "(0-2)"})
        BOOST_TEST(!urc(value));
}

BOOST_AUTO_TEST_CASE(a_read_answer_is_told_from_a_urc_by_its_second_field)
{
    for (const auto* value : {"0,1", "2,11", "2,1,4CA,81DE445", "2,0,00,0", "0, 5 "})
        BOOST_TEST(is_registration_read_answer(value), value);
    for (const auto* value : {"1", "", "2,,", "1, 5C9, 39E5", "1,\"01\",\"B2C3\",7", "1,12,39E5", "1,5C,39E5"})
        BOOST_TEST(!is_registration_read_answer(value), value);
}

BOOST_AUTO_TEST_CASE(a_technology_has_a_generation)
{
    BOOST_TEST(access_technology(0) == "2G");
    BOOST_TEST(access_technology(3) == "2G");
    BOOST_TEST(access_technology(2) == "3G");
    BOOST_TEST(access_technology(6) == "3G");
    BOOST_TEST(access_technology(7) == "4G");
    BOOST_TEST(access_technology(11) == "5G");
    BOOST_TEST(access_technology(14) == "");
}

BOOST_AUTO_TEST_CASE(the_operator_is_read_past_what_modems_put_around_it)
{
    using Report = OperatorReport;
    const auto name = [](const char* line) { return parse_operator(response({line})); };
    BOOST_TEST((name("+COPS: 0,0,\"Libyana\",2") == Report{0, 0, "Libyana", 2}));
    BOOST_TEST((name("+COPS:0,2,60600") == Report{0, 2, "60600", {}}));
    BOOST_TEST((name("+COPS: 0") == Report{0, {}, "", {}})); // not registered
    BOOST_TEST((name("+COPS: 0,0,\"MTS@@\",0") == Report{0, 0, "MTS", 0}));
    BOOST_TEST((name("+COPS: 0,0,\"MTS\xFF\xFF\",0") == Report{0, 0, "MTS", 0}));
    BOOST_TEST((name("+COPS: 0,0,\"M\x80TS \",0") == Report{0, 0, "MTS", 0}));
    BOOST_TEST((name("+COPS: 0,0,\"004C0069006200790061006E0061\",2") == Report{0, 0, "Libyana", 2})); // +CSCS="UCS2"
    BOOST_TEST((name("+COPS: 1,0,\"Al-Madar, Tripoli\",0") == Report{1, 0, "Al-Madar, Tripoli", 0}));
    BOOST_TEST(!name("+COPS: (2,\"Libyana\",\"LIB\",\"60600\",2),,(0-4),(0-2)"));
    BOOST_TEST(!name("OK"));
}

BOOST_AUTO_TEST_CASE(signal_is_in_dbm)
{
    const auto dbm = [](const char* line) { return parse_signal_dbm(response({line})); };
    BOOST_TEST(dbm("+CSQ: 0,0").value() == -113);
    BOOST_TEST(dbm("+CSQ:15,99").value() == -83);
    BOOST_TEST(dbm("+CSQ: 31,99").value() == -51);
    BOOST_TEST(dbm("+CSQ: 141,99").value() == -75); // TD-SCDMA
    for (const auto* line : {"+CSQ: 99,99", "+CSQ: 199,99", "+CSQ: 32,0", "+CSQ:", "OK"})
        BOOST_TEST(!dbm(line));
}

BOOST_AUTO_TEST_CASE(the_sim_s_state_is_known_from_every_answer)
{
    for (const auto* line : {"+CPIN: READY", "+CPIN:READY", "+CPIN: \"READY\"", "+CPIN: SIM PIN2", "+CPIN: SIM PUK2"})
        BOOST_TEST((lock(line) == SimLock::ready));
    BOOST_TEST((lock("+CPIN: SIM PIN") == SimLock::pin));
    BOOST_TEST((lock("+CPIN: SIM PUK") == SimLock::puk));
    BOOST_TEST((lock("+CPIN: NOT READY") == SimLock::not_ready));
    BOOST_TEST((lock("+CPIN: NOT INSERTED") == SimLock::not_inserted)); // SIMCom
    BOOST_TEST((lock("+CPIN: EMPTY_EUICC") == SimLock::not_inserted));  // Fibocom FM350
    for (const auto* line : {"+CPIN: PH-NET PIN", "+CPIN: PH-SIM PIN", "+CPIN: something new"})
        BOOST_TEST((lock(line) == SimLock::other_lock));
}

BOOST_AUTO_TEST_CASE(the_sim_s_state_is_known_from_the_refusal_too)
{
    for (const auto* line : {"+CME ERROR: 10", "+CME ERROR: SIM not inserted", "+CMS ERROR: 310"})
        BOOST_TEST((parse_sim_lock(refusal(line)) == SimLock::not_inserted));
    BOOST_TEST((parse_sim_lock(refusal("+CME ERROR: 11")) == SimLock::pin));
    BOOST_TEST((parse_sim_lock(refusal("+CME ERROR: SIM PUK required")) == SimLock::puk));
    BOOST_TEST((parse_sim_lock(refusal("+CME ERROR: 15")) == SimLock::other_lock));
    BOOST_TEST((parse_sim_lock(refusal("+CME ERROR: 40")) == SimLock::other_lock));
    for (const auto* line :
         {"+CME ERROR: 14", "+CME ERROR: SIM failure", "+CMS ERROR: 314", "+CME ERROR: 515", "ERROR", "OK"})
        BOOST_TEST((parse_sim_lock(refusal(line)) == SimLock::not_ready));
}

BOOST_AUTO_TEST_CASE(pin_tries_are_found_in_the_words_of_nine_makers)
{
    BOOST_TEST(parse_pin_tries("AT^CPIN?", response({"^CPIN: READY,,10,3,10,3"})).value() == 3u); // Huawei
    BOOST_TEST(parse_pin_tries("AT^CPIN?", response({"^CPIN: SIM PIN,2,10,2,10,3"})).value() == 2u);
    BOOST_TEST(parse_pin_tries("AT+ZPINPUK=?", response({"+ZPINPUK: 3,10"})).value() == 3u);
    BOOST_TEST(parse_pin_tries("+QPINC?", response({"+QPINC: \"P2\",1,10", "+QPINC: \"SC\",3,10"})).value() == 3u);
    BOOST_TEST(parse_pin_tries("AT+SPIC", response({"+SPIC: 3,10,0,10"})).value() == 3u);
    BOOST_TEST(parse_pin_tries("AT#PCT", response({"#PCT: 1"})).value() == 1u);
    BOOST_TEST(parse_pin_tries("AT+UPINCNT", response({"+UPINCNT: 0,3,10,10"})).value() == 0u);
    BOOST_TEST(parse_pin_tries("AT+CPINR", response({"+CPINR: SIM PUK,10", "+CPINR: SIM PIN,2,3"})).value() == 2u);
    BOOST_TEST(parse_pin_tries("AT^SPIC", response({"^SPIC: 3"})).value() == 3u);
    BOOST_TEST(parse_pin_tries("AT+CPINC?", response({"+CPINC: 3, 3, 10, 10"})).value() == 3u);
}

BOOST_AUTO_TEST_CASE(a_count_that_is_not_the_pin_s_is_none)
{
    BOOST_TEST(!parse_pin_tries("AT#PCT", response({"#PCT: 10"})));
    BOOST_TEST(!parse_pin_tries("AT^CPIN?", response({"^CPIN: READY"})));
    BOOST_TEST(!parse_pin_tries("AT^CPIN?", response({"+CPIN: READY,,10,3,10,3"})));
    BOOST_TEST(!parse_pin_tries("AT+SPIC", refusal("ERROR")));
    BOOST_TEST(!parse_pin_tries("AT+UNKNOWN?", response({"+UNKNOWN: 3"})));
}

BOOST_AUTO_TEST_CASE(every_query_for_the_tries_is_one_whose_answer_is_understood)
{
    const auto queries = pin_try_queries();
    BOOST_TEST(queries.size() == 9u);
    for (const auto& query : queries) {
        const auto name = query.substr(2, query.find_first_of("?=") - 2);
        const auto seen =
            parse_pin_tries(query, response({name + ": SC,1,1,1", name + ": 3,3,3,3", name + ": SIM PIN,3"}));
        BOOST_TEST(seen.has_value() != (query == "AT+SPIC" || query == "AT+ZPINPUK=?" || query == "AT#PCT" ||
                                        query == "AT+UPINCNT" || query == "AT^SPIC" || query == "AT+CPINC?"));
    }
}

BOOST_AUTO_TEST_CASE(an_identity_is_its_digits_in_whatever_form)
{
    const auto identity = [](std::vector<std::string> lines) { return parse_identity(response(std::move(lines))); };
    BOOST_TEST(identity({"860123456789012"}).value() == "860123456789012");
    BOOST_TEST(identity({"+CGSN: \"860123456789012\""}).value() == "860123456789012");
    BOOST_TEST(identity({"Model: E1750", "Revision: 11.126.13.00.00", "IMEI: 350077-52-323751-3"}).value() ==
               "350077523237513");
    BOOST_TEST(identity({"860123456789012,01"}).value() == "860123456789012");
    BOOST_TEST(identity({"^ICCID: 8921801234567890123F"}).value() == "8921801234567890123");
    BOOST_TEST(identity({"+CCID: \"8921801234567890123f\""}).value() == "8921801234567890123");
    BOOST_TEST(!identity({"1234567890123"}));
    BOOST_TEST(!identity({"M6280_V1.0.0 M6280_V1.0.0 1 [Sep 4 2008 12:00:00]"}));
    BOOST_TEST(!identity({}));
}

BOOST_AUTO_TEST_CASE(an_iccid_begins_with_89_and_one_that_begins_with_98_has_its_digits_exchanged)
{
    const auto iccid = [](std::string line) { return parse_iccid(response({std::move(line)})).value_or(""); };
    BOOST_TEST(iccid("^ICCID: 98231420326409614067") == "89324102234690160476");
    BOOST_TEST(iccid("^ICCID: 981208010000000030F1") == "8921801000000000031");
    BOOST_TEST(iccid("+CCID: \"98231420326409614067\"") == "89324102234690160476");
    BOOST_TEST(iccid("98231420326409614067") == "89324102234690160476");
    BOOST_TEST(iccid("^ICCID: 8921801234567890123F") == "8921801234567890123");
    BOOST_TEST(iccid("+ICCID: 89218012345678901298") == "89218012345678901298");
    BOOST_TEST(iccid("+ICCID: 98236") == ""); // too short for one
}

BOOST_AUTO_TEST_CASE(a_clock_is_read_with_its_zone_in_quarters_of_an_hour)
{
    const auto clock = [](const char* line) { return parse_clock(response({line})); };
    const auto noon = std::chrono::sys_days{std::chrono::year{2024} / 5 / 6} + 12h;
    BOOST_TEST((clock("+CCLK: \"24/05/06,14:00:00+08\"") == noon));
    BOOST_TEST((clock("+CCLK:24/05/06,12:00:00+00") == noon));
    BOOST_TEST((clock("+CCLK: \"24/05/06,06:30:00-22\"") == noon));
    BOOST_TEST((clock("+CCLK: \"2024/05/06,12:00:00+00\"") == noon));
    BOOST_TEST((clock("+CCLK: \"24/02/29,23:59:59+00\"").has_value()));
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_never_set_shows_no_time)
{
    for (const auto* line :
         {"+CCLK: \"80/01/06,00:00:10+00\"", "+CCLK: \"04/01/01,00:00:10+00\"", "+CCLK: \"70/01/01,00:00:10+00\"",
          "+CCLK: \"24/02/30,12:00:00+00\"", "+CCLK: \"24/05/06,24:00:00+00\"", "+CCLK: \"24/05/06,12:00:00\"",
          "+CCLK: \"24/05/06,12:00:00+97\"", "+CCLK: \"\"", "+CCLK: 24-05-06,12:00:00+00", "OK"})
        BOOST_TEST(!parse_clock(response({line})), line);
}

BOOST_AUTO_TEST_SUITE_END()
