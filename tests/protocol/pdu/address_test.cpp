#include "protocol/pdu/address.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;

namespace
{
Decoded<AddressField> decode(std::string_view hex) { return decode_address(from_hex(hex, "address").value(), "TP-OA"); }
std::string encode(const Address& address)
{
    Octets out;
    append_address(out, address);
    return to_hex(out);
}
std::string encode_smsc(const Address& address)
{
    Octets out;
    append_smsc(out, address);
    return to_hex(out);
}
} // namespace

BOOST_AUTO_TEST_SUITE(address)

BOOST_AUTO_TEST_CASE(a_plus_makes_a_number_international)
{
    BOOST_TEST((address_from_text("+218912345678").value() == Address{0x91, "218912345678"}));
    BOOST_TEST((address_from_text("1234").value() == Address{0x81, "1234"}));
    BOOST_TEST((address_from_text("*#abc").value() == Address{0x81, "*#abc"}));
    BOOST_TEST(address_from_text("+218912345678").value().text() == "+218912345678");
    BOOST_TEST(address_from_text("1234").value().text() == "1234");
}

BOOST_AUTO_TEST_CASE(a_text_that_is_no_number_is_refused_where_it_goes_wrong)
{
    const auto spaced = address_from_text("+218 91");
    BOOST_TEST((spaced.error().why == ParseError::bad_digit));
    BOOST_TEST(spaced.error().offset == 4u);
    BOOST_TEST((address_from_text("12+34").error().why == ParseError::bad_digit));
    BOOST_TEST((address_from_text("Beeline").error().why == ParseError::bad_digit));
    BOOST_TEST((address_from_text("").error().why == ParseError::missing_field));
    BOOST_TEST((address_from_text("+").error().why == ParseError::missing_field));
    BOOST_TEST(address_from_text("+12345678901234567890").has_value());
    BOOST_TEST((address_from_text("+123456789012345678901").error().why == ParseError::too_long));
}

BOOST_AUTO_TEST_CASE(digits_are_swapped_and_padded_and_come_back)
{
    BOOST_TEST(encode({0x91, "46708251358"}) == "0B916407281553F8");
    BOOST_TEST(encode({0x81, "1234"}) == "04812143");
    BOOST_TEST(encode({0x81, ""}) == "0081");
    const auto field = decode("0B916407281553F8FFFF").value();
    BOOST_TEST((field.address == Address{0x91, "46708251358"}));
    BOOST_TEST(field.octet_count == 8u);
}

BOOST_AUTO_TEST_CASE(the_type_octet_is_kept_as_it_came)
{
    for (const Octet type : {0x81, 0x91, 0xA1, 0xB1, 0xC8, 0xE1, 0x00, 0xFF}) {
        const auto hex = encode({type, "0126541234"});
        BOOST_TEST((decode(hex).value().address == Address{type, "0126541234"}));
        BOOST_TEST(encode(decode(hex).value().address) == hex);
    }
}

BOOST_AUTO_TEST_CASE(semi_octets_past_nine_are_the_keys_of_a_phone)
{
    BOOST_TEST(decode("0581BADCFE").value().address.value == "*#abc");
    BOOST_TEST(encode({0x81, "*#abc"}) == "0581BADCFE");
}

BOOST_AUTO_TEST_CASE(a_filler_inside_a_number_ends_it_but_not_the_field)
{
    const auto field = decode("068121F343").value();
    BOOST_TEST(field.address.value == "123");
    BOOST_TEST(field.octet_count == 5u);
}

BOOST_AUTO_TEST_CASE(an_alphanumeric_length_counts_semi_octets)
{
    // From a Beeline message: 13 semi-octets hold 7 septets and three bits of padding.
    const auto beeline = decode("0DD0C272999D769701").value();
    BOOST_TEST(beeline.address.value == "Beeline");
    BOOST_TEST(beeline.address.is_alphanumeric());
    BOOST_TEST(beeline.address.text() == "Beeline");
    BOOST_TEST(beeline.octet_count == 9u);
    BOOST_TEST(encode({0xD0, "Beeline"}) == "0DD0C272999D769701");
    BOOST_TEST(decode("14D0E10D6FE3DBA036A94D19").value().address.value == "a[]{}€");
}

BOOST_AUTO_TEST_CASE(a_name_of_any_length_survives_up_to_eleven_septets)
{
    const std::string name = "abcdefghijklmn";
    for (std::size_t length = 0; length <= name.size(); ++length) {
        const auto kept = std::min<std::size_t>(length, 11);
        const auto hex = encode({0xD0, name.substr(0, length)});
        BOOST_TEST(decode(hex).value().address.value == name.substr(0, kept));
        BOOST_TEST(decode(hex).value().octet_count == hex.size() / 2);
    }
    BOOST_TEST(decode(encode({0xD0, "نداء"})).value().address.value == "????");
    BOOST_TEST(decode(encode({0xD0, "0123456789€"})).value().address.value == "0123456789"); // no half pair
}

BOOST_AUTO_TEST_CASE(seven_septets_may_be_counted_as_thirteen_semi_octets_or_with_their_padding)
{
    BOOST_TEST(decode("0DD04F78D92D9C0E01").value().address.value == "OpenBSC");
    BOOST_TEST(decode("0ED04F78D92D9C0E01").value().address.value == "OpenBSC");
    BOOST_TEST(decode("0ED04F78D92D9C0E01").value().octet_count == 9u);
    // An eighth septet that is none of padding, and one that is an @ on purpose.
    BOOST_TEST(decode(encode({0xD0, "OpenBSCs"})).value().address.value == "OpenBSCs");
    BOOST_TEST(encode({0xD0, "OpenBSCs"}).starts_with("0ED0"));
    BOOST_TEST(decode(encode({0xD0, "OpenBSC@"})).value().address.value == "OpenBSC@");
    BOOST_TEST(decode(encode({0xD0, "Open@"})).value().address.value == "Open@");
    // Six are enough for three septets; a seventh makes room for a fourth.
    BOOST_TEST(decode("06D0E1F118").value().address.value == "acc");
    BOOST_TEST(decode("07D0E1F11800").value().address.value == "acc@");
}

BOOST_AUTO_TEST_CASE(the_type_octet_says_type_and_plan)
{
    struct {
        Octet type;
        TypeOfNumber ton;
        std::string_view name;
    } const types[] = {
        {0x81, TypeOfNumber::unknown, "unknown"},         {0x91, TypeOfNumber::international, "international"},
        {0xA1, TypeOfNumber::national, "national"},       {0xB1, TypeOfNumber::network_specific, "network-specific"},
        {0xC1, TypeOfNumber::subscriber, "subscriber"},   {0xD0, TypeOfNumber::alphanumeric, "alphanumeric"},
        {0xE1, TypeOfNumber::abbreviated, "abbreviated"}, {0xF1, TypeOfNumber::reserved, "reserved"},
    };
    for (const auto& [type, ton, name] : types) {
        const Address address{type, "12"};
        BOOST_TEST((address.ton() == ton));
        BOOST_TEST(to_string(address.ton()) == name);
        BOOST_TEST((address.npi() == (type == 0xD0 ? NumberingPlan::unknown : NumberingPlan::isdn)));
    }
    const std::string_view plans[] = {"unknown",     "isdn",     "reserved", "data",    "telex", "sc-specific",
                                      "sc-specific", "reserved", "national", "private", "ermes", "reserved",
                                      "reserved",    "reserved", "reserved", "reserved"};
    for (unsigned npi = 0; npi < 16; ++npi)
        BOOST_TEST(to_string(Address{static_cast<Octet>(0x80 | npi), ""}.npi()) == plans[npi]);
}

BOOST_AUTO_TEST_CASE(numbers_of_every_length_survive)
{
    const std::string keys = "0123456789*#abc98765";
    for (std::size_t length = 0; length <= keys.size(); ++length)
        for (const Octet type : {0x81, 0x91, 0xA1, 0xB8, 0xC1, 0xE9, 0xFF}) {
            const Address address{type, keys.substr(0, length)};
            const auto hex = encode(address);
            const auto field = decode(hex).value();
            BOOST_TEST((field.address == address), hex);
            BOOST_TEST(field.octet_count == hex.size() / 2);
            BOOST_TEST(field.octet_count == 2 + (length + 1) / 2);
        }
}

BOOST_AUTO_TEST_CASE(every_prefix_of_an_address_is_truncated_at_its_end)
{
    const auto octets = from_hex("0B916407281553F8", "address").value();
    for (std::size_t size = 0; size < octets.size(); ++size) {
        const auto field = decode_address(std::span{octets}.first(size), "TP-DA");
        BOOST_TEST((field.error().why == ParseError::truncated));
        BOOST_TEST(field.error().field == "TP-DA");
        BOOST_TEST(field.error().offset == size);
    }
}

BOOST_AUTO_TEST_CASE(more_than_twenty_semi_octets_are_no_address)
{
    BOOST_TEST((decode("1581" + std::string(40, '1')).error().why == ParseError::too_long));
    BOOST_TEST(decode("1481" + std::string(40, '1')).value().address.value == std::string(20, '1'));
}

BOOST_AUTO_TEST_CASE(an_smsc_length_counts_octets)
{
    const auto smsc = [](std::string_view hex) { return decode_smsc(from_hex(hex, "smsc").value()); };
    BOOST_TEST((smsc("07911326040000F0FFFF").value().address == Address{0x91, "31624000000"}));
    BOOST_TEST(smsc("07911326040000F0FFFF").value().octet_count == 8u);
    BOOST_TEST(smsc("00FF").value().octet_count == 1u);
    BOOST_TEST(smsc("00FF").value().address.value == "");
    BOOST_TEST(smsc("0191").value().octet_count == 2u);
    BOOST_TEST((smsc("").error().why == ParseError::truncated));
    BOOST_TEST((smsc("0791").error().why == ParseError::truncated));
    BOOST_TEST((smsc("0C91" + std::string(22, '1')).error().why == ParseError::too_long));

    BOOST_TEST(encode_smsc({0x91, "31624000000"}) == "07911326040000F0");
    BOOST_TEST(encode_smsc({0xA1, "12345"}) == "04A12143F5");
    BOOST_TEST(encode_smsc({}) == "00");
}

BOOST_AUTO_TEST_SUITE_END()
