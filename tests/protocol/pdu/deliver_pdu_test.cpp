#include "protocol/pdu/tpdu.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
DeliverPdu deliver(std::string_view hex)
{
    return std::get<DeliverPdu>(decode_tpdu(from_hex(hex, "TPDU").value()).value());
}
// Laid out by TS 23.040 §9.2.2.1: TP-OA +4512, TP-PID, TP-DCS, TP-SCTS, two septets.
constexpr std::string_view behind_first = "0491542100005110907183032202C834";
} // namespace

BOOST_AUTO_TEST_SUITE(deliver_pdu)

BOOST_AUTO_TEST_CASE(each_bit_of_the_first_octet_is_one_flag)
{
    const auto with = [](std::string_view first) { return deliver(std::string{first} + std::string{behind_first}); };
    struct {
        std::string_view first;
        bool more, loop_prevention, indication, udh, reply_path;
    } const cases[] = {
        {"04", false, false, false, false, false}, {"00", true, false, false, false, false},
        {"0C", false, true, false, false, false},  {"24", false, false, true, false, false},
        {"44", false, false, false, true, false},  {"84", false, false, false, false, true},
        {"E8", true, true, true, true, true},
    };
    for (const auto& [first, more, loop_prevention, indication, udh, reply_path] : cases) {
        const auto pdu = with(first);
        BOOST_TEST(pdu.more_messages == more, first);
        BOOST_TEST(pdu.loop_prevention == loop_prevention, first);
        BOOST_TEST(pdu.status_report_indication == indication, first);
        BOOST_TEST(pdu.user_data.has_udh == udh, first);
        BOOST_TEST(pdu.reply_path == reply_path, first);
        BOOST_TEST(to_hex(pdu.tpdu()) == std::string{first} + std::string{behind_first});
    }
    BOOST_TEST(to_hex(with("14").tpdu()).starts_with("04")); // bit 4 is nobody's
}

BOOST_AUTO_TEST_CASE(a_time_that_is_no_date_is_written_as_it_came)
{
    for (const auto* time : {"FFFFFFFFFFFFFF", "51310071830322", "51109071830608", "00000000000000"}) {
        const auto hex = "040491542100" + std::string{"00"} + time + "02C834";
        BOOST_TEST(to_hex(deliver(hex).tpdu()) == hex);
    }
    BOOST_TEST(!deliver("04049154210000FFFFFFFFFFFFFF02C834").time);
}

BOOST_AUTO_TEST_SUITE_END()
