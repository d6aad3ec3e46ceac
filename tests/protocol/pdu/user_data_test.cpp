#include "protocol/pdu/user_data.hpp"

#include "protocol/alphabet/septets.hpp"
#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
constexpr bool with_udh = true;
constexpr bool without_udh = false;

Decoded<DecodedUserData> decode(Octet dcs, bool has_udh, Octet length, std::string_view hex)
{
    return decode_user_data(dcs, has_udh, length, from_hex(hex, "TP-UD").value());
}

/// The text of septets behind a header of these elements.
std::string in_tables(std::string_view elements_hex, std::string_view septets_hex)
{
    const auto elements = from_hex(elements_hex, "TP-UDH").value();
    const auto septets = from_hex(septets_hex, "septets").value();
    Octets octets{static_cast<Octet>(elements.size())};
    octets.insert(octets.end(), elements.begin(), elements.end());
    const auto header_septets = (octets.size() * 8 + 6) / 7;
    const auto packed = pack_septets(septets, static_cast<unsigned>(header_septets * 7 - octets.size() * 8));
    octets.insert(octets.end(), packed.begin(), packed.end());
    return decode_user_data(0x00, with_udh, static_cast<Octet>(header_septets + septets.size()), octets).value().text;
}
} // namespace

BOOST_AUTO_TEST_SUITE(user_data)

BOOST_AUTO_TEST_CASE(seven_bit_text_takes_the_septets_that_the_length_counts)
{
    const auto decoded = decode(0x00, without_udh, 10, "E8329BFD4697D9EC37").value();
    BOOST_TEST(decoded.text == "hellohello");
    BOOST_TEST((decoded.alphabet == Alphabet::gsm7));
    BOOST_TEST(!decoded.truncated);
    BOOST_TEST(decoded.data.empty());
    BOOST_TEST(decode(0x00, without_udh, 7, "00000000000000").value().text == "@@@@@@@");
    BOOST_TEST(decode(0x00, without_udh, 0, "").value().text == "");
}

BOOST_AUTO_TEST_CASE(behind_a_header_the_text_starts_at_the_next_septet)
{
    // UDHL 5: seven septets with one fill bit; UDHL 6: eight without any.
    const auto eight_bit = decode(0x00, with_udh, 8, "05000317030182").value();
    BOOST_TEST(eight_bit.text == "A");
    BOOST_TEST((eight_bit.udh.concatenation() == Concatenation{0x17, false, 3, 1}));
    BOOST_TEST(decode(0x00, with_udh, 14, "060804123403015774987E9A03").value().text == "What's");
    BOOST_TEST(decode(0x00, with_udh, 7, "050003170301").value().text == "");
}

BOOST_AUTO_TEST_CASE(ucs2_and_its_surrogates_become_utf8_and_an_odd_octet_is_dropped)
{
    BOOST_TEST(decode(0x08, without_udh, 8, "064606390645002E").value().text == "نعم.");
    BOOST_TEST(decode(0x19, without_udh, 4, "D83DDE31").value().text == "😱");
    BOOST_TEST(decode(0x08, without_udh, 3, "064606").value().text == "ن");
    BOOST_TEST(!decode(0x08, without_udh, 3, "064606").value().truncated);
    BOOST_TEST(decode(0x08, with_udh, 8, "0500031703010646").value().text == "ن");
}

BOOST_AUTO_TEST_CASE(eight_bit_data_is_kept_behind_the_header_and_is_no_text)
{
    const auto decoded = decode(0x04, with_udh, 9, "0605040B8423F0CAFE").value();
    BOOST_TEST(to_hex(decoded.data) == "CAFE");
    BOOST_TEST(decoded.text == "");
    BOOST_TEST((decoded.alphabet == Alphabet::eight_bit));
    BOOST_TEST(decoded.udh.destination_port().value() == 2948u);
}

BOOST_AUTO_TEST_CASE(compressed_text_is_kept_as_octets_whatever_its_alphabet)
{
    for (const Octet dcs : {0x20, 0x28}) {
        const auto decoded = decode(dcs, without_udh, 3, "AABBCC").value();
        BOOST_TEST(to_hex(decoded.data) == "AABBCC");
        BOOST_TEST(decoded.text == "");
        BOOST_TEST(!decoded.truncated);
    }
}

BOOST_AUTO_TEST_CASE(octets_past_the_length_are_ignored)
{
    BOOST_TEST(decode(0x00, without_udh, 10, "E8329BFD4697D9EC37FFFF").value().text == "hellohello");
    BOOST_TEST(decode(0x08, without_udh, 2, "06460639").value().text == "ن");
    BOOST_TEST(to_hex(decode(0x04, without_udh, 1, "AABB").value().data) == "AA");
}

BOOST_AUTO_TEST_CASE(a_length_that_promises_more_yields_what_is_there_and_says_so)
{
    const auto seven_bit = decode(0x00, without_udh, 160, "E8329BFD4697D9").value();
    BOOST_TEST(seven_bit.truncated);
    BOOST_TEST(seven_bit.text == "hellohel");
    const auto ucs2 = decode(0x08, without_udh, 140, "06460639").value();
    BOOST_TEST(ucs2.truncated);
    BOOST_TEST(ucs2.text == "نع");
    const auto with_header = decode(0x00, with_udh, 100, "05000317030182").value();
    BOOST_TEST(with_header.truncated);
    BOOST_TEST(with_header.text == "A");
    BOOST_TEST(decode(0x04, without_udh, 5, "").value().truncated);
}

BOOST_AUTO_TEST_CASE(a_header_that_leaves_the_user_data_is_an_error)
{
    BOOST_TEST(decode(0x00, with_udh, 160, "0B0003").error().field == "TP-UDHL");
    BOOST_TEST(decode(0x00, with_udh, 0, "050003170301").error().field ==
               "TP-UDHL"); // TP-UDL says that nothing is there
    BOOST_TEST(decode(0x08, with_udh, 6, "050004170301").error().field == "TP-UDH");
}

BOOST_AUTO_TEST_CASE(the_language_elements_of_the_header_choose_the_tables)
{
    // TS 23.038 §6.2.1.2.2, .3: 24 is the single shift, 25 the locking shift.
    BOOST_TEST(in_tables("240101", "1B5307") == "Şì"); // the default alphabet stays
    BOOST_TEST(in_tables("250101", "1C07") == "Şı");
    BOOST_TEST(in_tables("250101", "1B531B65") == "S€"); // no single shift: the default extension is behind the escape
    BOOST_TEST(in_tables("240103250101", "1B691C") == "íŞ"); // each without the other
    BOOST_TEST(in_tables("250101240103", "1B691C") == "íŞ");
    BOOST_TEST(in_tables("25010D24010D", "001B1C") == "ا۰");
    BOOST_TEST(in_tables("250106", "0304") == "अआ");
}

BOOST_AUTO_TEST_CASE(a_language_element_is_kept_as_it_came)
{
    const auto decoded = decode(0x00, with_udh, 6, "03240101C105").value(); // three fill bits
    BOOST_REQUIRE(decoded.udh.elements.size() == 1u);
    BOOST_TEST((decoded.udh.elements[0] == InformationElement{0x24, {0x01}}));
    BOOST_TEST(decoded.text.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_language_that_annex_a_lacks_or_has_no_table_for_leaves_the_default_tables)
{
    BOOST_TEST(in_tables("25010E", "1C07") == "Æì");
    BOOST_TEST(in_tables("2501FF", "1C07") == "Æì");
    BOOST_TEST(in_tables("24010E", "1B531B65") == "S€");
    BOOST_TEST(in_tables("250102", "1C07") == "Æì"); // Spanish has a single shift table alone
    BOOST_TEST(in_tables("250100", "1C07") == "Æì");
}

BOOST_AUTO_TEST_CASE(of_several_language_elements_the_last_counts_that_is_one_octet_long)
{
    BOOST_TEST(in_tables("250103250101", "1C") == "Ş"); // TS 23.040 §9.2.3.24: the last of several
    BOOST_TEST(in_tables("250101250103", "1C") == "Â");
    BOOST_TEST(in_tables("2501012500", "1C") == "Ş");
    BOOST_TEST(in_tables("25010125020303", "1C") == "Ş");
    BOOST_TEST(in_tables("2500", "1C") == "Æ");
    BOOST_TEST(in_tables("25010125010E", "1C") == "Æ");
}

BOOST_AUTO_TEST_CASE(a_language_element_says_nothing_of_other_alphabets)
{
    BOOST_TEST(decode(0x08, with_udh, 6, "032501010041").value().text == "A");
    BOOST_TEST(to_hex(decode(0x04, with_udh, 6, "03250101001C").value().data) == "001C");
}

BOOST_AUTO_TEST_CASE(a_length_counts_septets_or_octets_by_the_alphabet)
{
    BOOST_TEST(user_data_octets(0x00, 160) == 140u);
    BOOST_TEST(user_data_octets(0x00, 255) == 224u);
    BOOST_TEST(user_data_octets(0x00, 1) == 1u);
    BOOST_TEST(user_data_octets(0x08, 140) == 140u);
    BOOST_TEST(user_data_octets(0x20, 140) == 140u); // compressed
}

BOOST_AUTO_TEST_CASE(every_coding_length_and_number_of_octets_gives_a_value_or_an_error)
{
    for (unsigned dcs = 0; dcs < 256; dcs += 4)
        for (unsigned length = 0; length < 256; length += 3)
            for (const std::size_t size : {0, 1, 2, 6, 7, 20, 140, 141})
                for (const Octet fill : {0x00, 0x05, 0x1B, 0x7F, 0xFF})
                    for (const bool has_udh : {with_udh, without_udh}) {
                        const Octets octets(size, fill);
                        const auto decoded =
                            decode_user_data(static_cast<Octet>(dcs), has_udh, static_cast<Octet>(length), octets);
                        if (decoded.has_error() && !has_udh) BOOST_ERROR("DCS " << dcs << ", TP-UDL " << length);
                        if (decoded.has_error() && decoded.error().offset > size) BOOST_ERROR("offset past the end");
                    }
}

BOOST_AUTO_TEST_SUITE_END()
