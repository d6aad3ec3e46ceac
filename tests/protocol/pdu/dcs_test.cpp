#include "protocol/pdu/dcs.hpp"

#include "protocol/pdu/user_data.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
/// The spec's table (TS 23.038 §4) written out the other way: by ranges, so that it does not repeat the code.
Alphabet expected_alphabet(unsigned dcs)
{
    if (dcs < 0x80)
        return (dcs & 0x0C) == 0x04 ? Alphabet::eight_bit : (dcs & 0x0C) == 0x08 ? Alphabet::ucs2 : Alphabet::gsm7;
    if (dcs < 0xE0) return Alphabet::gsm7;
    if (dcs < 0xF0) return Alphabet::ucs2;
    return dcs & 0x04 ? Alphabet::eight_bit : Alphabet::gsm7;
}
} // namespace

BOOST_AUTO_TEST_SUITE(dcs)

BOOST_AUTO_TEST_CASE(every_octet_has_the_alphabet_of_its_group)
{
    for (unsigned dcs = 0; dcs < 256; ++dcs) {
        const auto decoded = decode_dcs(static_cast<Octet>(dcs));
        if (decoded.alphabet != expected_alphabet(dcs)) BOOST_ERROR("DCS " << dcs);
        BOOST_TEST(decoded.compressed == (dcs < 0x80 && (dcs & 0x20)));
    }
}

BOOST_AUTO_TEST_CASE(a_class_is_there_only_where_its_bit_or_group_says_so)
{
    BOOST_TEST(!decode_dcs(0x00).message_class);
    BOOST_TEST(!decode_dcs(0x08).message_class);
    BOOST_TEST(!decode_dcs(0x03).message_class); // class bits without bit 4 mean nothing
    BOOST_TEST(!decode_dcs(0xC8).message_class); // message waiting
    BOOST_TEST(decode_dcs(0x10).message_class.value() == 0u);
    BOOST_TEST(decode_dcs(0x19).message_class.value() == 1u); // seen from Beeline, with UCS2
    BOOST_TEST(decode_dcs(0x53).message_class.value() == 3u); // deleted after reading
    BOOST_TEST(decode_dcs(0xF6).message_class.value() == 2u);
}

BOOST_AUTO_TEST_CASE(what_we_write_reads_back)
{
    BOOST_TEST(encode_dcs(Alphabet::gsm7) == 0x00);
    BOOST_TEST(encode_dcs(Alphabet::eight_bit) == 0x04);
    BOOST_TEST(encode_dcs(Alphabet::ucs2) == 0x08);
    for (const auto alphabet : {Alphabet::gsm7, Alphabet::eight_bit, Alphabet::ucs2}) {
        BOOST_TEST((decode_dcs(encode_dcs(alphabet)).alphabet == alphabet));
        for (const auto message_class : {0u, 1u, 2u, 3u}) {
            const auto decoded = decode_dcs(encode_dcs(alphabet, message_class));
            BOOST_TEST((decoded.alphabet == alphabet));
            BOOST_TEST(decoded.message_class.value() == message_class);
            BOOST_TEST((decoded.group == DcsGroup::general));
        }
    }
    BOOST_TEST(encode_dcs(Alphabet::gsm7, 0) == 0x10);
    BOOST_TEST(encode_dcs(Alphabet::eight_bit, 2) == 0x16);
    BOOST_TEST(encode_dcs(Alphabet::ucs2, 1) == 0x19);
}

BOOST_AUTO_TEST_CASE(every_octet_lies_in_its_group)
{
    struct {
        unsigned first, last;
        DcsGroup group;
    } const groups[] = {
        {0x00, 0x3F, DcsGroup::general},        {0x40, 0x7F, DcsGroup::automatic_deletion},
        {0x80, 0xBF, DcsGroup::reserved},       {0xC0, 0xCF, DcsGroup::waiting_discard},
        {0xD0, 0xDF, DcsGroup::waiting_store},  {0xE0, 0xEF, DcsGroup::waiting_store_ucs2},
        {0xF0, 0xFF, DcsGroup::data_and_class},
    };
    unsigned octets = 0;
    for (const auto& [first, last, group] : groups)
        for (unsigned dcs = first; dcs <= last; ++dcs, ++octets) {
            const auto decoded = decode_dcs(static_cast<Octet>(dcs));
            if (decoded.group != group) BOOST_ERROR("DCS " << dcs);
            BOOST_TEST(decoded.automatic_deletion == (group == DcsGroup::automatic_deletion));
            BOOST_TEST(decoded.waiting.has_value() == (dcs >= 0xC0 && dcs <= 0xEF));
        }
    BOOST_TEST(octets == 256u);
}

BOOST_AUTO_TEST_CASE(a_marked_message_is_otherwise_as_in_the_general_group)
{
    for (unsigned dcs = 0; dcs < 0x40; ++dcs) {
        auto marked = decode_dcs(static_cast<Octet>(dcs | 0x40));
        marked.group = DcsGroup::general;
        marked.automatic_deletion = false;
        BOOST_TEST((marked == decode_dcs(static_cast<Octet>(dcs))));
    }
}

BOOST_AUTO_TEST_CASE(a_coding_that_names_no_alphabet_says_so_and_reads_as_the_default)
{
    unsigned reserved = 0;
    for (unsigned dcs = 0; dcs < 256; ++dcs) {
        const auto decoded = decode_dcs(static_cast<Octet>(dcs));
        if (!decoded.reserved) continue;
        ++reserved;
        BOOST_TEST((decoded.alphabet == Alphabet::gsm7));
        BOOST_TEST(((dcs < 0x80 && (dcs & 0x0C) == 0x0C) || (dcs >= 0x80 && dcs < 0xC0)));
    }
    BOOST_TEST(reserved == 64u + 32u);
    BOOST_TEST(decode_dcs(0x0C).reserved);
    BOOST_TEST(decode_dcs(0x1E).message_class.value() == 2u); // its class still counts
    BOOST_TEST(!decode_dcs(0xF9).reserved);                   // bit 3 means nothing there
    BOOST_TEST(!decode_dcs(0xE4).reserved);
}

BOOST_AUTO_TEST_CASE(a_text_of_a_reserved_coding_is_read_in_septets)
{
    for (const Octet reserved : {0x0C, 0x4F, 0x80, 0xBF}) {
        BOOST_TEST(user_data_octets(reserved, 8) == 7u);
        const Octets hi{0xC8, 0x34};
        BOOST_TEST(decode_user_data(reserved, false, 2, hi).value().text == "Hi");
    }
    BOOST_TEST(user_data_octets(0x2C, 8) == 8u); // compressed: octets, whatever the alphabet
}

BOOST_AUTO_TEST_CASE(an_indication_lights_or_puts_out_one_of_four_icons)
{
    using Kind = MessageWaiting::Kind;
    BOOST_TEST((decode_dcs(0xC8).waiting == MessageWaiting{Kind::voicemail, true, false}));
    BOOST_TEST((decode_dcs(0xC0).waiting == MessageWaiting{Kind::voicemail, false, false}));
    BOOST_TEST((decode_dcs(0xD9).waiting == MessageWaiting{Kind::fax, true, true}));
    BOOST_TEST((decode_dcs(0xD2).waiting == MessageWaiting{Kind::email, false, true}));
    BOOST_TEST((decode_dcs(0xEB).waiting == MessageWaiting{Kind::other, true, true}));
    BOOST_TEST((decode_dcs(0xEF).waiting == decode_dcs(0xEB).waiting)); // bit 2 is reserved
    BOOST_TEST((decode_dcs(0xE0).alphabet == Alphabet::ucs2));
    BOOST_TEST((decode_dcs(0xD8).alphabet == Alphabet::gsm7));
}

BOOST_AUTO_TEST_SUITE_END()
