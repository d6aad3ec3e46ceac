#include "protocol/pdu/tpdu.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace
{
SubmitPdu submit(std::string_view hex) { return decode_submit(from_hex(hex, "TPDU").value()).value(); }
/// By TS 23.040 §9.2.2.2: TP-MR 7, TP-DA +4512, TP-PID, TP-DCS, the validity, two septets.
std::string with(std::string_view first, std::string_view validity)
{
    return std::string{first} + "0704915421" + "0000" + std::string{validity} + "02C834";
}
} // namespace

BOOST_AUTO_TEST_SUITE(submit_pdu)

BOOST_AUTO_TEST_CASE(each_bit_of_the_first_octet_is_one_flag)
{
    struct {
        std::string_view first;
        bool reject_duplicates, request, udh, reply_path;
    } const cases[] = {
        {"01", false, false, false, false}, {"05", true, false, false, false}, {"21", false, true, false, false},
        {"41", false, false, true, false},  {"81", false, false, false, true}, {"E5", true, true, true, true},
    };
    for (const auto& [first, reject_duplicates, request, udh, reply_path] : cases) {
        const auto pdu = submit(with(first, ""));
        BOOST_TEST(pdu.reject_duplicates == reject_duplicates, first);
        BOOST_TEST(pdu.status_report_request == request, first);
        BOOST_TEST(pdu.user_data.has_udh == udh, first);
        BOOST_TEST(pdu.reply_path == reply_path, first);
        BOOST_TEST(pdu.message_reference == 7);
        BOOST_TEST(!pdu.validity);
        BOOST_TEST(to_hex(pdu.tpdu()) == with(first, ""));
    }
}

BOOST_AUTO_TEST_CASE(the_validity_has_the_format_that_its_two_bits_name)
{
    const auto relative = submit(with("11", "A7"));
    BOOST_TEST((std::get<ValidityPeriod>(relative.validity.value()).duration() == 24h));
    BOOST_TEST(to_hex(relative.tpdu()) == with("11", "A7"));

    const auto absolute = submit(with("19", "31700131930080"));
    const TimeStamp until{sys_days{2013y / 7 / 10} + 11h + 39min, 2h};
    BOOST_TEST((std::get<TimeStamp>(absolute.validity.value()) == until));
    BOOST_TEST(to_hex(absolute.tpdu()) == with("19", "31700131930080"));

    const auto enhanced = submit(with("09", "43105423000000"));
    const auto& period = std::get<EnhancedValidity>(enhanced.validity.value());
    BOOST_TEST((period.duration() == 1h + 45min + 32s));
    BOOST_TEST(period.single_shot());
    BOOST_TEST(to_hex(enhanced.tpdu()) == with("09", "43105423000000"));
}

BOOST_AUTO_TEST_CASE(an_absolute_validity_that_is_no_date_is_kept_and_the_message_is_read)
{
    for (const auto* until : {"FFFFFFFFFFFFFF", "00000000000000", "31310131930080"}) {
        const auto pdu = submit(with("19", until));
        BOOST_TEST(!pdu.validity);
        BOOST_TEST(pdu.user_data.length == 2);
        BOOST_TEST(to_hex(pdu.tpdu()) == with("19", until));
    }
    const auto late = submit(with("19", "31700131936008")); // 39:06 and a zone of minus zero
    BOOST_TEST(late.validity.has_value());
    BOOST_TEST(to_hex(late.tpdu()) == with("19", "31700131936008"));
}

BOOST_AUTO_TEST_CASE(a_validity_of_another_format_takes_the_place_of_what_came)
{
    auto pdu = submit(with("19", "FFFFFFFFFFFFFF"));
    pdu.validity = ValidityPeriod::at_least(24h);
    BOOST_TEST(to_hex(pdu.tpdu()) == with("11", "A7"));
    pdu.validity = EnhancedValidity::seconds(30s);
    BOOST_TEST(to_hex(pdu.tpdu()) == with("09", "021E0000000000"));
    pdu.validity = TimeStamp{sys_days{2013y / 7 / 10} + 11h + 39min, 2h};
    BOOST_TEST(to_hex(pdu.tpdu()) == with("19", "31700131930080"));
}

BOOST_AUTO_TEST_SUITE_END()
