#include "protocol/at/stored_message.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace nida::protocol;
using Strings = std::vector<std::string>;

namespace
{
const std::string deliver =
    "07911326040011F5240B911326880736F40000111081017362401654747A0E4ACF41F4329E0E6A97E7F3F0B90C8A01"; // 39
const std::string report = "079124703380160006A80C91247022779920513062908493405130629084544000";      // 25

AtResponse response(Strings lines) { return {std::move(lines), {}}; }
} // namespace

BOOST_AUTO_TEST_SUITE(stored_message)

BOOST_AUTO_TEST_CASE(a_list_holds_headers_and_pdus_by_turns)
{
    const auto list =
        parse_message_list(response({"+CMGL: 1,0,,39", deliver, "+CMGL: 7,1,\"Ali, Tripoli\",25", report}));
    BOOST_REQUIRE(list.size() == 2u);
    BOOST_TEST(list[0].index == 1u);
    BOOST_TEST((list[0].status == StoredStatus::received_unread));
    BOOST_TEST(list[0].tpdu_octet_count.value() == 39u);
    BOOST_TEST(list[0].pdu == deliver);
    BOOST_TEST(list[1].index == 7u);
    BOOST_TEST((list[1].status == StoredStatus::received_read));
    BOOST_TEST(list[1].tpdu_octet_count.value() == 25u);
    BOOST_TEST(list[1].pdu == report);
}

BOOST_AUTO_TEST_CASE(headers_come_in_odd_forms)
{
    const std::pair<const char*, unsigned> headers[] = {
        {"+CMGL: 17,3,39", 39}, // Pantech
        {"+CMGL:17,3,,39", 39},
        {"+CMGL: 17 , 3 , \"\" , 39", 39},
        {"+CMGL: 17,3,,39,0", 39},
    };
    for (const auto& [header, length] : headers) {
        const auto list = parse_message_list(response({header, deliver}));
        BOOST_REQUIRE(list.size() == 1u);
        BOOST_TEST(list[0].index == 17u);
        BOOST_TEST((list[0].status == StoredStatus::sent));
        BOOST_TEST(list[0].tpdu_octet_count.value() == length);
    }
}

BOOST_AUTO_TEST_CASE(a_header_and_its_pdu_may_share_a_line)
{
    for (const auto* separator : {" ", ",", ", ", ""}) {
        const auto list =
            parse_message_list(response({"+CMGL: 3,1,,39" + (separator + deliver), "+CMGL: 4,1,,25", report}));
        BOOST_REQUIRE(list.size() == 2u);
        BOOST_TEST(list[0].index == 3u);
        BOOST_TEST(list[0].tpdu_octet_count.value() == 39u);
        BOOST_TEST(list[0].pdu == deliver);
        BOOST_TEST(list[1].pdu == report);
    }
}

BOOST_AUTO_TEST_CASE(the_next_header_may_follow_a_pdu_without_a_line_end)
{
    const auto list = parse_message_list(response({"+CMGL: 1,0,,39", deliver + "+CMGL: 2,0,,25", report}));
    BOOST_REQUIRE(list.size() == 2u);
    BOOST_TEST(list[0].pdu == deliver);
    BOOST_TEST(list[1].index == 2u);
    BOOST_TEST(list[1].pdu == report);
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_skipped_and_what_cannot_be_read_is_kept)
{
    const auto list = parse_message_list(
        response({"^RSSI:18", "+CMGL: 1,0,,39", "+CMGL: 2,0,,39", deliver + " rubbish", "rubbish", "+CMGL: 3,0,,0",
                  "00FFFFFFFFFFFFFFFFFFFFFF", "+CMGL: x,0,,25", report, "+CMGL: 5,0,,12", "Dear friend"}));
    BOOST_REQUIRE(list.size() == 2u); // 3 is a dummy slot of an MC35i
    BOOST_TEST(list[0].index == 2u);
    BOOST_TEST(list[0].pdu == deliver);
    BOOST_TEST(list[1].index == 5u);
    BOOST_TEST(list[1].pdu == "Dear friend");
    BOOST_TEST(parse_message_list(response({})).empty());
}

BOOST_AUTO_TEST_CASE(a_message_is_read_in_every_form_of_its_header)
{
    struct Form {
        const char* header;
        StoredStatus status;
        unsigned length;
    };
    const Form forms[] = {
        {"+CMGR: 0,,25", StoredStatus::received_unread, 25},
        {"+CMGR:1,\"\",25", StoredStatus::received_read, 25}, // Telit
        {"+CMGR: ,,25", StoredStatus::received_read, 25},
        {"+CMGR: 25", StoredStatus::received_read, 25}, // ES75
        {"+CMGR: 0,25", StoredStatus::received_unread, 25},
        {"+CMGR: 2,2,,25", StoredStatus::unsent, 25},
        {"+CMGR: 0,,25,0", StoredStatus::received_unread, 25},
    };
    for (const auto& form : forms) {
        BOOST_TEST_CONTEXT(form.header)
        {
            const auto message = parse_message_read(response({form.header, report}));
            BOOST_REQUIRE(message);
            BOOST_TEST(message->index == 0u);
            BOOST_TEST((message->status == form.status));
            BOOST_TEST(message->tpdu_octet_count.value() == form.length);
            BOOST_TEST(message->pdu == report);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_empty_slot_holds_no_message)
{
    BOOST_TEST(!parse_message_read(response({})));
    BOOST_TEST(!parse_message_read(response({"+CMGR: 0,,0"})));
    BOOST_TEST(!parse_message_read(response({"+CMGR: 0,,0", "00"})));
    BOOST_TEST(!parse_message_read(response({"+CMGR: 0,,176", "00" + std::string(350, 'F')})));
    BOOST_TEST(!parse_message_read(response({"+CMGR: 0,,176", std::string(352, 'f')})));
}

BOOST_AUTO_TEST_CASE(storage_use_is_read_with_and_without_names)
{
    const auto named =
        parse_storage_use(response({"+CPMS: \"ME\", 0, 50, \"ME\", 1, 50, \"SM\", 2, 20"})); // ZTE MF710M
    BOOST_REQUIRE(named.size() == 3u);
    BOOST_TEST(named[0].storage == "ME");
    BOOST_TEST(named[1].used == 1u);
    BOOST_TEST(named[2].storage == "SM");
    BOOST_TEST(named[2].used == 2u);
    BOOST_TEST(named[2].total == 20u);

    const auto bare = parse_storage_use(response({"+CPMS: 0,23,0,23,1,20"})); // E1750
    BOOST_REQUIRE(bare.size() == 3u);
    BOOST_TEST(bare[2].storage == "");
    BOOST_TEST(bare[2].used == 1u);
    BOOST_TEST(bare[2].total == 20u);

    BOOST_TEST(parse_storage_use(response({"+CPMS: 14,50,14,50"})).size() == 2u); // Wavecom
    BOOST_TEST(parse_storage_use(response({"+CPMS: ,,,,,,,,"})).empty());         // Nokia
    BOOST_TEST(parse_storage_use(response({"+CPMS:"})).empty());
    BOOST_TEST(parse_storage_use(response({"+CPMS: \"SM\",1"})).empty());
}

BOOST_AUTO_TEST_CASE(storage_names_are_found_in_every_form_of_the_list)
{
    using Names = std::vector<Strings>;
    const auto names = [](const char* value) { return parse_storage_names(response({std::string{"+CPMS:"} + value})); };
    BOOST_TEST((names(" (\"ME\",\"SM\"),(\"ME\"),(\"SM\",\"MT\")") == Names{{"ME", "SM"}, {"ME"}, {"SM", "MT"}}));
    BOOST_TEST((names("((\"SM\",\"BM\",\"SR\"),(\"SM\"))") == Names{{"SM", "BM", "SR"}, {"SM"}})); // Wavecom
    BOOST_TEST((names("\"ME\",\"MT\",\"SM\"") == Names(3, {"ME", "MT", "SM"})));                   // MU609
    BOOST_TEST((names(" (\"ME\",\"MT\"),\"ME\",(\"SM\")") == Names{{"ME", "MT"}, {"ME"}, {"SM"}}));
    BOOST_TEST((names("(ME\", \"SR\"),(\"SM\"") == Names{{"ME", "SR"}, {"SM"}}));
    BOOST_TEST((names("(\"SM_P\",\"ME_P\")") == Names{{"SM_P", "ME_P"}})); // Alcatel
    BOOST_TEST((names("(),(),()") == Names(3)));
    BOOST_TEST(names("").empty());
}

BOOST_AUTO_TEST_SUITE_END()
