#include "protocol/at/cbs_dcs.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace nida::protocol;

BOOST_AUTO_TEST_SUITE(cbs_dcs)

BOOST_AUTO_TEST_CASE(the_first_group_names_the_language)
{
    const std::string_view languages[] = {"de", "en", "it", "fr", "es", "nl", "sv", "da",
                                          "pt", "fi", "no", "el", "tr", "hu", "pl", ""};
    for (unsigned dcs = 0x00; dcs <= 0x0F; ++dcs) {
        const auto meaning = decode_cbs_dcs(static_cast<Octet>(dcs));
        BOOST_TEST((meaning.group == CbsGroup::language));
        BOOST_TEST((meaning.alphabet == Alphabet::gsm7));
        BOOST_TEST(meaning.language == languages[dcs]);
        BOOST_TEST(!meaning.reserved);
        BOOST_TEST(!meaning.message_class);
    }
    BOOST_TEST(cbs_language_name("fr") == "French");
    BOOST_TEST(cbs_language_name("pl") == "Polish");
    BOOST_TEST(cbs_language_name("") == "");
    BOOST_TEST(cbs_language_name("zz") == "");
}

BOOST_AUTO_TEST_CASE(the_second_group_puts_the_language_in_front_of_the_text)
{
    for (unsigned dcs = 0x10; dcs <= 0x1F; ++dcs) {
        const auto meaning = decode_cbs_dcs(static_cast<Octet>(dcs));
        BOOST_TEST((meaning.group == CbsGroup::language_in_front));
        BOOST_TEST((meaning.alphabet == (dcs == 0x11 ? Alphabet::ucs2 : Alphabet::gsm7)));
        BOOST_TEST(meaning.reserved == (dcs > 0x11));
    }
}

BOOST_AUTO_TEST_CASE(the_next_two_name_more_languages_or_none_yet)
{
    const std::string_view languages[] = {"cs", "he", "ar", "ru", "is"};
    for (unsigned dcs = 0x20; dcs <= 0x3F; ++dcs) {
        const auto meaning = decode_cbs_dcs(static_cast<Octet>(dcs));
        BOOST_TEST((meaning.group == CbsGroup::language));
        BOOST_TEST((meaning.alphabet == Alphabet::gsm7));
        BOOST_TEST(meaning.language == (dcs <= 0x24 ? languages[dcs - 0x20] : ""));
        BOOST_TEST(meaning.reserved == (dcs > 0x24));
    }
    BOOST_TEST(cbs_language_name("ar") == "Arabic");
}

BOOST_AUTO_TEST_CASE(the_general_groups_are_coded_as_in_a_short_message)
{
    for (unsigned dcs = 0x40; dcs <= 0x7F; ++dcs) {
        const auto meaning = decode_cbs_dcs(static_cast<Octet>(dcs));
        BOOST_TEST((meaning.group == CbsGroup::general));
        BOOST_TEST(meaning.compressed == (dcs >= 0x60));
        const bool has_class = (dcs & 0x10) != 0;
        BOOST_TEST(meaning.message_class.has_value() == has_class);
        if (has_class) BOOST_TEST(*meaning.message_class == (dcs & 3));
        const Alphabet alphabets[] = {Alphabet::gsm7, Alphabet::eight_bit, Alphabet::ucs2, Alphabet::gsm7};
        BOOST_TEST((meaning.alphabet == alphabets[dcs >> 2 & 3]));
        BOOST_TEST(meaning.reserved == ((dcs & 0x0C) == 0x0C));
    }
    BOOST_TEST((decode_cbs_dcs(72).alphabet == Alphabet::ucs2));
    BOOST_TEST((decode_cbs_dcs(68).alphabet == Alphabet::eight_bit));
}

BOOST_AUTO_TEST_CASE(one_group_has_a_header_in_front)
{
    for (unsigned dcs = 0x90; dcs <= 0x9F; ++dcs) {
        const auto meaning = decode_cbs_dcs(static_cast<Octet>(dcs));
        BOOST_TEST((meaning.group == CbsGroup::with_header));
        BOOST_TEST(meaning.message_class.value() == (dcs & 3));
        BOOST_TEST(!meaning.compressed);
    }
    BOOST_TEST((decode_cbs_dcs(0x98).alphabet == Alphabet::ucs2));
    BOOST_TEST((decode_cbs_dcs(0x95).alphabet == Alphabet::eight_bit));
}

BOOST_AUTO_TEST_CASE(the_last_group_has_no_class_zero)
{
    for (unsigned dcs = 0xF0; dcs <= 0xFF; ++dcs) {
        const auto meaning = decode_cbs_dcs(static_cast<Octet>(dcs));
        BOOST_TEST((meaning.group == CbsGroup::data_coding));
        BOOST_TEST((meaning.alphabet == ((dcs & 4) != 0 ? Alphabet::eight_bit : Alphabet::gsm7)));
        BOOST_TEST(meaning.message_class.value_or(0) == (dcs & 3));
        BOOST_TEST(meaning.message_class.has_value() == ((dcs & 3) != 0));
        BOOST_TEST(meaning.reserved == ((dcs & 8) != 0));
    }
}

BOOST_AUTO_TEST_CASE(the_rest_belongs_to_others_or_to_nobody_yet_and_reads_as_gsm)
{
    for (const unsigned group : {0x8u, 0xAu, 0xBu, 0xCu, 0xDu, 0xEu})
        for (unsigned low = 0; low < 16; ++low) {
            const auto meaning = decode_cbs_dcs(static_cast<Octet>(group << 4 | low));
            BOOST_TEST((meaning.alphabet == Alphabet::gsm7));
            BOOST_TEST(!meaning.compressed);
            BOOST_TEST(meaning.reserved == (group < 0xD));
            const auto expected = group == 0xD   ? CbsGroup::i1_protocol
                                  : group == 0xE ? CbsGroup::wap
                                                 : CbsGroup::reserved;
            BOOST_TEST((meaning.group == expected));
        }
}

BOOST_AUTO_TEST_SUITE_END()
