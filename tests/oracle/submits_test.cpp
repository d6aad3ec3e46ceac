// An independent reader of what we write: Wireshark's dissector. Without tshark these cases do not run, and say so.
#include "tests/oracle/tshark.hpp"

#include "protocol/encoding/planner.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "protocol/unicode.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <iostream>
#include <random>

using namespace nida::protocol;
using namespace nida::tests;

namespace
{
boost::test_tools::assertion_result tshark(boost::unit_test::test_unit_id)
{
    if (has_tshark()) return true;
    std::cout << "SKIPPED: tshark is not installed (.ci/install-packages oracles)\n"; // CTest counts it as such
    return false;
}

/// What a SUBMIT was made from.
struct Sent {
    std::string number;
    UserData user_data;
    bool status_report;
};

void compare(const std::vector<Sent>& sent)
{
    std::vector<Octets> submits;
    for (const auto& one : sent) {
        SubmitPdu pdu;
        pdu.destination = address_from_text(one.number).value();
        pdu.status_report_request = one.status_report;
        pdu.user_data = one.user_data;
        submits.push_back(pdu.tpdu());
    }
    const auto dissected = dissect(submits);
    BOOST_TEST_REQUIRE(dissected.size() == sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const auto& ours = sent[i];
        const auto& theirs = dissected[i];
        const auto& ud = ours.user_data;
        const auto content = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value();
        BOOST_TEST_CONTEXT("segment " << i)
        {
            // Wireshark names the national tables but reads the text by the default one.
            const bool national = content.udh.single_shift() || content.udh.locking_shift();
            if (!national) BOOST_TEST(theirs.text == content.text);
            BOOST_TEST(theirs.destination == ours.number.substr(ours.number.starts_with('+') ? 1 : 0));
            BOOST_TEST(theirs.dcs == std::to_string(ud.dcs));
            BOOST_TEST(theirs.status_report == (ours.status_report ? "1" : "0"));
            const auto concatenation = content.udh.concatenation();
            BOOST_TEST(theirs.reference.has_value() == concatenation.has_value());
            if (concatenation && theirs.reference) {
                BOOST_TEST(*theirs.reference == std::to_string(concatenation->reference));
                BOOST_TEST(theirs.total.value() == std::to_string(concatenation->total));
                BOOST_TEST(theirs.number.value() == std::to_string(concatenation->number));
            }
            std::vector<std::string> ids;
            for (const auto& element : content.udh.elements)
                ids.push_back(fmt::format("{:#04x}", element.id));
            BOOST_TEST(theirs.element_ids == ids, boost::test_tools::per_element());
        }
    }
}

std::string random_text(std::mt19937& random, std::u32string_view characters, std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        append_utf8(text, characters[random() % characters.size()]);
    return text;
}

constexpr std::u32string_view gsm =
    U"@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà^{}\\[~]|€";
constexpr std::u32string_view arabic = U"ابتثجحخدذرزسشصضطظعغفقكلمنهوي ءآأؤإئةى،؛؟0123456789٠١٢٣";
constexpr std::u32string_view beyond = U"😀🇱🇾🕊𐍈𝄞aé";
} // namespace

BOOST_AUTO_TEST_SUITE(submits, *boost::unit_test::precondition(tshark))

BOOST_AUTO_TEST_CASE(tshark_reads_in_our_submits_the_text_the_destination_and_the_header_that_we_put_there)
{
    std::mt19937 random{23'040};
    std::vector<Sent> sent;
    for (const auto characters : {gsm, arabic, beyond})
        for (const std::size_t count : {1, 7, 8, 9, 69, 70, 71, 134, 159, 160, 161, 200, 306, 307, 500}) {
            const auto number =
                random() % 2 ? fmt::format("+2189{}", random() % 100'000'000) : std::to_string(random() % 1'000'000);
            for (const auto& segment :
                 segment_text(random_text(random, characters, count), static_cast<Octet>(random())))
                sent.push_back({number, segment, random() % 2 == 0});
        }
    BOOST_TEST_REQUIRE(sent.size() > 100u);
    compare(sent);
}

BOOST_AUTO_TEST_CASE(tshark_finds_the_shift_elements_and_a_16_bit_reference_where_a_plan_says_so)
{
    std::mt19937 random{23'038};
    constexpr std::u32string_view turkish = U"ığşİĞŞçabc ", mixed = U"abcáéíóú 123";
    PlanRequest request;
    request.languages = {NationalLanguage::turkish, NationalLanguage::spanish, NationalLanguage::portuguese};
    request.header.sixteen_bit_reference = true;

    std::vector<Sent> sent;
    std::size_t shifted = 0;
    for (const auto characters : {turkish, mixed, gsm, arabic})
        for (const std::size_t count : {5, 100, 155, 156, 300, 600}) {
            const auto plan = plan_text(random_text(random, characters, count), request).value();
            if (plan.coding.tables != GsmTables{}) ++shifted;
            for (const auto& segment : segments_of(plan, static_cast<unsigned>(random() % 65'536)))
                sent.push_back({"+905321234567", segment, false});
        }
    BOOST_TEST(shifted >= 8u);
    compare(sent);
}

BOOST_AUTO_TEST_SUITE_END()
