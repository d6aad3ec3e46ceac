#include "protocol/sms/dcs.hpp"

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
    for (const auto alphabet : {Alphabet::gsm7, Alphabet::eight_bit, Alphabet::ucs2})
        BOOST_TEST((decode_dcs(encode_dcs(alphabet)).alphabet == alphabet));
}

BOOST_AUTO_TEST_SUITE_END()
