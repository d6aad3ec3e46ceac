// Where modems put messages and reports, and how they tell: field-notes/modems.md §9; the numbers are those of docs/modems.md.
#include "tests/e2e/modem_on_port.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace nida::e2e;
using namespace std::chrono_literals;
namespace protocol = nida::protocol;
namespace sim = nida::sim;

namespace
{
constexpr const char* someone = "+218912000001";

/// Everything that lies in the modem, as a sweep finds it.
std::vector<protocol::StoredMessage> swept(ModemOnPort& port, const nida::modem::Service& service)
{
    std::vector<protocol::StoredMessage> all;
    for (const auto& storage : service.storages)
        for (auto& message : port.run(port.modem().list(storage)))
            all.push_back(std::move(message));
    return all;
}

/// A message that the modem announces after it was brought up with these faults is read where it says, and deleted there.
void receives(const std::vector<std::string>& faults, sim::Settings settings = {})
{
    ModemOnPort port{faults, std::move(settings)};
    port.bring_up();
    port.sms(someone, "hello");
    BOOST_TEST(port.eventually([&] { return !port.heard<protocol::NewMessage>().empty(); }), faults.front());
    for (const auto& told : port.heard<protocol::NewMessage>()) {
        BOOST_REQUIRE(told.at.index.has_value());
        const auto message = port.run(port.modem().read(told.at.storage, *told.at.index));
        BOOST_TEST(message.has_value(), faults.front());
        BOOST_TEST(port.run(port.modem().erase(told.at.storage, *told.at.index)));
    }
    BOOST_TEST(port.events("deleted") == 1u, faults.front());
}
} // namespace

BOOST_AUTO_TEST_SUITE(peculiarities_storages)

BOOST_AUTO_TEST_CASE(a_list_that_never_ends_gives_way_to_a_search_slot_by_slot_no_5)
{
    auto timings = ModemOnPort::patient();
    timings.list = 300ms;
    ModemOnPort port{{"unanswered=+CMGL"}, {}, timings};
    const auto service = port.bring_up();
    port.sms(someone, "hello");
    port.sms(someone, "again");
    BOOST_TEST(swept(port, service).size() == 2u);
    BOOST_TEST(swept(port, service).size() == 2u);
}

BOOST_AUTO_TEST_CASE(new_messages_go_elsewhere_than_they_were_told_to_no_6)
{
    for (const auto* const where : {"mem3_stays=ME", "mem3_stays=SM"}) {
        sim::Settings settings;
        settings.first_index = 0;
        receives({where}, settings);
    }
}

BOOST_AUTO_TEST_CASE(notifications_are_asked_for_until_one_form_is_taken_no_18_no_37_no_48)
{
    receives({"instead=+CNMI=2,>+CMS ERROR: 303"});                           // MU509: mode 1 only
    receives({"instead=+CNMI=2,1,0,2>ERROR", "instead=+CNMI=1,1,0,2>ERROR"}); // SIM800: ds 0 and 1
    receives(
        {"instead=+CNMI=2,1,0,1>ERROR", "instead=+CNMI=2,1,0,2>ERROR", "instead=+CNMI=1>ERROR"}); // A7670: no reports
}

BOOST_AUTO_TEST_CASE(an_ack_bit_that_must_be_one_and_a_memory_that_takes_no_new_messages_no_53)
{
    ModemOnPort port{{"instead=+CGMI>SIEMENS|OK", "instead=+CPMS=\"ME\",\"ME\",\"ME\">+CMS ERROR: 302",
                      "instead=+CNMI=?>+CNMI: (0-3),(0,1),(0,2,3),(0,2),(1)|OK",
                      "instead=+CNMI=2,1,0,2,0>+CMS ERROR: 303", "instead=+CNMI=2,1,0,0,0>+CMS ERROR: 303"}};
    const auto service = port.bring_up();
    BOOST_TEST(service.storage == "SM");
    BOOST_TEST(service.status_reports_stored);
    BOOST_TEST(port.has_sent("AT+CNMI=2,1,0,2,1\r"));
    BOOST_TEST(std::ranges::count(service.storages, "ME") == 1); // swept all the same
}

BOOST_AUTO_TEST_CASE(reports_that_nobody_tells_of_are_found_in_their_own_storage_no_26)
{
    ModemOnPort port{{"instead=+CGMI>ZTE CORPORATION|OK", "reports_in_sr"}};
    const auto service = port.bring_up();
    BOOST_TEST(service.status_reports_stored);
    BOOST_TEST(std::ranges::count(service.storages, "SR") == 1);
    port.sim({{"op", "sms"},
              {"raw_pdu", "06400C9112982143658751119071838400511190718394000"
                          "0"},
              {"report", true}});
    BOOST_TEST(swept(port, service).size() == 1u);
    BOOST_TEST(port.heard<protocol::NewStatusReport>().empty());
}

BOOST_AUTO_TEST_CASE(a_report_announced_with_a_comma_in_front_is_read_no_29)
{
    ModemOnPort port{{"cds_comma"}};
    BOOST_TEST(port.bring_up().status_reports_direct);
    port.sim({{"op", "sms"}, {"raw_pdu", "06400C91129821436587511190718384005111907183940000"}, {"report", true}});
    BOOST_TEST(port.eventually([&] { return !port.heard<protocol::DirectStatusReport>().empty(); }));
    BOOST_TEST(port.heard<protocol::DirectStatusReport>()[0].length.value_or(0) == 25u);
}

BOOST_AUTO_TEST_CASE(a_message_is_read_where_it_was_announced_whatever_was_selected_no_32)
{
    ModemOnPort port;
    port.bring_up();
    port.sms(someone, "hello");
    BOOST_TEST(port.eventually([&] { return !port.heard<protocol::NewMessage>().empty(); }));
    const auto at = port.heard<protocol::NewMessage>()[0].at;
    BOOST_TEST(at.storage == "ME");
    BOOST_TEST(port.run(port.modem().list("SM")).empty());
    BOOST_TEST(port.run(port.modem().read("ME", at.index.value_or(0))).has_value());
}

BOOST_AUTO_TEST_CASE(a_list_that_is_refused_during_the_start_loses_nothing_no_35)
{
    ModemOnPort port{{"list_busy:next=2"}};
    const auto service = port.bring_up();
    port.sms(someone, "hello");
    BOOST_TEST(swept(port, service).size() == 1u);
    BOOST_TEST(swept(port, service).size() == 1u);
}

BOOST_AUTO_TEST_CASE(free_places_that_are_listed_hold_no_messages_no_55)
{
    sim::Settings settings;
    settings.me_slots = settings.sm_slots = 5;
    ModemOnPort port{{"dummy_pdus"}, settings};
    const auto service = port.bring_up();
    port.sms(someone, "hello");
    BOOST_TEST(swept(port, service).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_list_without_line_ends_between_its_messages_is_read)
{
    ModemOnPort port{{"list_glued"}};
    const auto service = port.bring_up();
    for (const auto* const text : {"one", "two", "three"})
        port.sms(someone, text);
    BOOST_TEST(swept(port, service).size() == 3u);
}

BOOST_AUTO_TEST_CASE(storages_go_by_names_of_the_maker_s_own_no_66) { receives({"cpms_names=_P"}); }

BOOST_AUTO_TEST_CASE(nothing_is_received_until_three_memories_were_chosen_and_three_others_no_67)
{
    receives({"deaf_until_cpms"});
}

BOOST_AUTO_TEST_CASE(an_index_that_means_nowhere_sends_one_looking_no_30)
{
    ModemOnPort port{{"cmti_no_index"}};
    const auto service = port.bring_up();
    port.sms(someone, "hello");
    BOOST_TEST(port.eventually([&] { return !port.heard<protocol::NewMessage>().empty(); }));
    BOOST_TEST(!port.heard<protocol::NewMessage>()[0].at.index.has_value());
    BOOST_TEST(swept(port, service).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_deletion_that_fails_is_said_to_have_failed_no_79)
{
    ModemOnPort port{{"delete_fails:next=1"}};
    const auto service = port.bring_up();
    port.sms(someone, "hello");
    const auto messages = swept(port, service);
    BOOST_REQUIRE(messages.size() == 1u);
    BOOST_TEST(!port.run(port.modem().erase(service.storage, messages[0].index)));
    BOOST_TEST(port.run(port.modem().erase(service.storage, messages[0].index)));
    BOOST_TEST(port.eventually([&] { return port.heard<protocol::NewMessage>().size() >= 1; }));
}

BOOST_AUTO_TEST_SUITE_END()
