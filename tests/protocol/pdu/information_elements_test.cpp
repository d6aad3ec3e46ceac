#include "protocol/pdu/information_elements.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>
#include <string>

using namespace nida::protocol;

namespace
{
/// @param hex  an element as it stands in a header: id, length, data
InformationElement element(std::string_view hex)
{
    const auto octets = from_hex(hex, "IE").value();
    BOOST_REQUIRE(octets.size() == 2u + octets.at(1));
    return {octets[0], {octets.begin() + 2, octets.end()}};
}
DescribedElement described(std::string_view hex) { return describe(element(hex)); }
bool invalid(std::string_view hex) { return std::holds_alternative<InvalidElement>(described(hex)); }
template <class T> bool says(std::string_view hex, const T& expected)
{
    const auto what = described(hex);
    const auto* value = std::get_if<T>(&what);
    return value && *value == expected;
}
} // namespace

BOOST_AUTO_TEST_SUITE(information_elements)

BOOST_AUTO_TEST_CASE(concatenation_has_a_reference_of_eight_or_sixteen_bits)
{
    BOOST_TEST(says("0003170301", Concatenation{0x17, false, 3, 1}));
    BOOST_TEST(says("080401800402", Concatenation{0x0180, true, 4, 2}));
    BOOST_TEST(says("0003FFFFFF", Concatenation{0xFF, false, 255, 255}));
    BOOST_TEST(says("0804FFFF0101", Concatenation{0xFFFF, true, 1, 1}));
    for (const auto* hex : {"0003170001", "0003170000", "0003170300", "0003170304", "080401800001", "080401800405"})
        BOOST_TEST(invalid(hex), hex);
}

BOOST_AUTO_TEST_CASE(a_special_indication_says_type_profile_count_and_whether_to_store)
{
    BOOST_TEST(says("01020002", SpecialMessageIndication{false, WaitingType::voice, 1, 2}));
    BOOST_TEST(says("01028100", SpecialMessageIndication{true, WaitingType::fax, 1, 0}));
    BOOST_TEST(says("010222FF", SpecialMessageIndication{false, WaitingType::email, 2, 255}));
    BOOST_TEST(says("0102E301", SpecialMessageIndication{true, WaitingType::other, 4, 1}));
    BOOST_TEST(says("01020701", SpecialMessageIndication{false, WaitingType::video, 1, 1}));
    BOOST_TEST(says("01021F01", SpecialMessageIndication{false, WaitingType::other, 1, 1})); // reserved
}

BOOST_AUTO_TEST_CASE(ports_name_destination_and_source)
{
    BOOST_TEST(says("04026432", Ports{100, 50, false}));
    BOOST_TEST(says("05040B8423F0", Ports{2948, 9200, true}));
}

BOOST_AUTO_TEST_CASE(control_parameters_and_source_tell_the_smsc)
{
    BOOST_TEST(says("0601C3", SmscControl{true, true, false, false, true, true}));
    BOOST_TEST(says("06010C", SmscControl{false, false, true, true, false, false}));
    BOOST_TEST(says("070101", HeaderSource::original_sender));
    BOOST_TEST(says("070103", HeaderSource::smsc));
    BOOST_TEST(invalid("070100"));
    BOOST_TEST(invalid("070104"));
}

BOOST_AUTO_TEST_CASE(text_formatting_with_and_without_colours)
{
    using Alignment = TextFormatting::Alignment;
    using Size = TextFormatting::Size;
    // From ofono/ems_udh_test_1 and _2.
    BOOST_TEST(
        says("0A03190620", TextFormatting{0x19, 6, Alignment::left, Size::normal, false, true, false, false, {}}));
    BOOST_TEST(
        says("0A03210410", TextFormatting{0x21, 4, Alignment::left, Size::normal, true, false, false, false, {}}));
    BOOST_TEST(
        says("0A032E0508", TextFormatting{0x2E, 5, Alignment::left, Size::small, false, false, false, false, {}}));
    BOOST_TEST(
        says("0A043807002B", TextFormatting{0x38, 7, Alignment::left, Size::normal, false, false, false, false, 0x2B}));
    BOOST_TEST(says("0A035104F6", TextFormatting{0x51, 4, Alignment::right, Size::large, true, true, true, true, {}}));
}

BOOST_AUTO_TEST_CASE(objects_have_a_position_and_their_size)
{
    BOOST_TEST(says("0B020A03", PredefinedObject{10, 3}));
    BOOST_TEST(says("0D020004", PredefinedObject{0, 4}));
    BOOST_TEST(says("0C03050102", UserDefinedObject{5, {1, 2}}));
    BOOST_TEST(says("180205AA", UserDefinedObject{5, {0xAA}}));
    BOOST_TEST(says("190105", UserDefinedObject{5, {}}));
    BOOST_TEST(says("1205070102AABB", VariablePicture{7, 8, 2, {0xAA, 0xBB}}));
    BOOST_TEST(invalid("1205070202AABB")); // 16 by 2 pixels want four octets

    const std::map<std::string, std::size_t> sizes{{"0E", 128}, {"10", 128}, {"0F", 32}, {"11", 32}};
    for (const auto& [id, octets] : sizes) {
        InformationElement object{from_hex(id, "id").value()[0], Octets(1 + octets, 0x5A)};
        const auto what = describe(object);
        BOOST_REQUIRE(std::holds_alternative<UserDefinedObject>(what));
        BOOST_TEST(std::get<UserDefinedObject>(what).data.size() == octets);
        object.data.pop_back();
        BOOST_TEST(std::holds_alternative<InvalidElement>(describe(object)), id);
    }
}

BOOST_AUTO_TEST_CASE(extended_objects_are_grouped_and_reused)
{
    BOOST_TEST(says("130102", UserPrompt{2}));
    BOOST_TEST(says("1503070102", ReusedExtendedObject{7, 0x0102}));
    BOOST_TEST(says("17020301", ObjectDistribution{3, false}));
    BOOST_TEST(says("17020000", ObjectDistribution{0, true}));
    BOOST_TEST(says("1A00", Verbatim{}));
    BOOST_TEST(says("1403AABBCC", Verbatim{})); // its head may have come in the segment before
    BOOST_TEST(says("1600", Verbatim{}));
}

BOOST_AUTO_TEST_CASE(links_mail_headers_and_answers)
{
    BOOST_TEST(says("200114", EmailHeader{20}));
    BOOST_TEST(says("210401020A14", Hyperlink{0x0102, 10, 20}));
    BOOST_TEST(says("22080C91128919325476", ReplyAddress{{0x91, "219891234567"}}));
}

BOOST_AUTO_TEST_CASE(a_national_shift_names_its_language)
{
    BOOST_TEST(says("240101", NationalShift{false, 1}));
    BOOST_TEST(says("25010D", NationalShift{true, 13}));
    BOOST_TEST(says("2501FF", NationalShift{true, 255})); // a language of the future
}

BOOST_AUTO_TEST_CASE(an_enhanced_voice_mail_notification_lists_its_messages)
{
    // Profile 2, to be stored, almost full; box 1234, 3 waiting, 2 of them listed: 258, 60 s, kept 7 days, urgent, from
    // +21891; 259, 255 s, kept 31 days, from nobody, with an extension of two octets.
    const EnhancedVoiceMail expected{
        false, 2,
        true,  true,
        false, {0x81, "1234"},
        3,     {VoiceMessage{0x0102, 60, 7, true, {0x91, "21891"}}, VoiceMessage{0x0103, 255, 31, false, {0x81, ""}}}};
    BOOST_TEST(says("23193404812143030201023C4705911298F10103FF9F008102AABB", expected));

    // The second is cut off: the first is told.
    auto cut = expected;
    cut.messages.pop_back();
    BOOST_TEST(says("23143404812143030201023C4705911298F10103FF9F", cut));
    cut.messages.clear();
    BOOST_TEST(says("23063404812143"
                    "03",
                    cut));
    BOOST_TEST(invalid("23053404812143")); // how many wait is not there
    BOOST_TEST(invalid("23023404"));

    // With an extension of the box's own state.
    cut.full = true;
    cut.almost_full = true;
    cut.messages = {expected.messages[0]};
    BOOST_TEST(says("2314F404812143030103AABBCC01023C4705911298F1", cut));
}

BOOST_AUTO_TEST_CASE(an_enhanced_delete_confirmation_lists_numbers_alone)
{
    BOOST_TEST(says(
        "230A01048121430001010200",
        EnhancedVoiceMail{true, 1, false, false, false, {0x81, "1234"}, 0, {VoiceMessage{0x0102, 0, 0, false, {}}}}));
}

BOOST_AUTO_TEST_CASE(every_other_length_makes_an_element_invalid_and_nothing_worse)
{
    const std::map<Octet, std::set<std::size_t>> lengths{
        {0x00, {3}}, {0x01, {2}}, {0x04, {2}},   {0x05, {4}},   {0x06, {1}},  {0x07, {1}},  {0x08, {4}}, {0x0A, {3, 4}},
        {0x0B, {2}}, {0x0D, {2}}, {0x13, {1}},   {0x15, {3}},   {0x17, {2}},  {0x1A, {0}},  {0x20, {1}}, {0x21, {4}},
        {0x24, {1}}, {0x25, {1}}, {0x0E, {129}}, {0x10, {129}}, {0x0F, {33}}, {0x11, {33}},
    };
    for (const auto& [id, valid] : lengths)
        for (std::size_t length = 0; length <= 140; ++length) {
            // 1 is a good value in every one of them.
            const auto what = describe({id, Octets(length, 0x01)});
            BOOST_TEST(std::holds_alternative<InvalidElement>(what) == !valid.contains(length),
                       "element " << unsigned{id} << " with " << length << " octets");
        }
    BOOST_TEST(invalid("0C00"));
    BOOST_TEST(invalid("1800"));
    BOOST_TEST(invalid("12020101"));
    BOOST_TEST(invalid("2200"));
    BOOST_TEST(invalid("22070C911289193254"));     // a digit pair too short
    BOOST_TEST(invalid("22090C9112891932547600")); // an octet too many
}

BOOST_AUTO_TEST_CASE(what_only_others_understand_stays_as_it_is)
{
    for (unsigned id = 0; id <= 0xFF; ++id) {
        const bool known = id <= 0x25 && name_of(static_cast<Octet>(id)).find("eserved") == std::string_view::npos &&
                           id != 0x03 && id != 0x09 && id != 0x14 && id != 0x16;
        const auto what = describe({static_cast<Octet>(id), {0xDE, 0xAD, 0xBE, 0xEF, 0x00}});
        BOOST_TEST(std::holds_alternative<Verbatim>(what) == !known, id);
    }
}

BOOST_AUTO_TEST_CASE(every_identifier_has_the_name_of_the_specification)
{
    BOOST_TEST(name_of(0x00) == "Concatenated short messages, 8-bit reference number");
    BOOST_TEST(name_of(0x05) == "Application port addressing scheme, 16 bit address");
    BOOST_TEST(name_of(0x0A) == "Text Formatting");
    BOOST_TEST(name_of(0x16) == "Compression Control");
    BOOST_TEST(name_of(0x1A) == "Extended Object Data Request Command");
    BOOST_TEST(name_of(0x1F) == "Reserved for future EMS features");
    BOOST_TEST(name_of(0x20) == "RFC 5322 E-Mail Header");
    BOOST_TEST(name_of(0x25) == "National Language Locking Shift");
    BOOST_TEST(name_of(0x26) == "Reserved for future use");
    BOOST_TEST(name_of(0x6F) == "Reserved for future use");
    BOOST_TEST(name_of(0x70) == "(U)SIM Toolkit Security Headers");
    BOOST_TEST(name_of(0x7F) == "(U)SIM Toolkit Security Headers");
    BOOST_TEST(name_of(0x80) == "SME to SME specific use");
    BOOST_TEST(name_of(0xA0) == "Reserved for future use");
    BOOST_TEST(name_of(0xC0) == "SC specific use");
    BOOST_TEST(name_of(0xDF) == "SC specific use");
    BOOST_TEST(name_of(0xE0) == "Reserved for future use");
    for (unsigned id = 0; id <= 0xFF; ++id)
        BOOST_TEST(!name_of(static_cast<Octet>(id)).empty());
}

BOOST_AUTO_TEST_SUITE_END()
