#include "protocol/alphabet/septets.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <random>

using namespace nida::protocol;

namespace
{
std::vector<Septet> ascii(std::string_view text) { return {text.begin(), text.end()}; }
Octets octets(std::string_view hex) { return from_hex(hex, "octets").value(); }

/// §6.1.2.1 bit by bit, as slow as it is plain.
Octets pack_bits(std::span<const Septet> text, unsigned fill_bits)
{
    std::vector<bool> bits(fill_bits);
    for (const auto septet : text)
        for (unsigned bit = 0; bit < 7; ++bit)
            bits.push_back((septet >> bit & 1) != 0);
    Octets packed((bits.size() + 7) / 8);
    for (std::size_t i = 0; i < bits.size(); ++i)
        if (bits[i]) packed[i / 8] = static_cast<Octet>(packed[i / 8] | 1u << i % 8);
    return packed;
}
std::vector<Septet> random_septets(std::mt19937& random, std::size_t count)
{
    std::vector<Septet> drawn(count);
    for (auto& septet : drawn)
        septet = static_cast<Septet>(random() & 0x7F);
    return drawn;
}
} // namespace

BOOST_AUTO_TEST_SUITE(septets)

BOOST_AUTO_TEST_CASE(eight_septets_fit_into_seven_octets_lowest_bits_first)
{
    BOOST_TEST(to_hex(pack_septets(ascii("1234567"))) == "31D98C56B3DD00");
    BOOST_TEST(to_hex(pack_septets(ascii("12345678"))) == "31D98C56B3DD70");
    BOOST_TEST(to_hex(pack_septets(ascii("123456789"))) == "31D98C56B3DD7039");
    BOOST_TEST(to_hex(pack_septets({})) == "");
}

BOOST_AUTO_TEST_CASE(fill_bits_push_the_first_septet_up)
{
    BOOST_TEST(to_hex(pack_septets(ascii("A"), 1)) == "82"); // behind a UDH of six octets
    BOOST_TEST(to_hex(pack_septets(ascii("abc"), 3)) == "088BC7");
    BOOST_TEST((unpack_septets(octets("088BC7"), 3, 3).value() == ascii("abc")));
}

BOOST_AUTO_TEST_CASE(the_count_tells_a_last_commercial_at_from_padding)
{
    BOOST_TEST((unpack_septets(octets("31D98C56B3DD00"), 7).value() == ascii("1234567")));
    BOOST_TEST((unpack_septets(octets("31D98C56B3DD00"), 8).value().back() == 0x00));
    BOOST_TEST((unpack_septets(octets("00000000000000"), 7).value() == std::vector<Septet>(7)));
}

BOOST_AUTO_TEST_CASE(every_count_and_alignment_survives_the_way_there_and_back)
{
    for (unsigned fill_bits = 0; fill_bits <= 6; ++fill_bits)
        for (std::size_t count = 0; count <= 200; ++count) {
            std::vector<Septet> text(count);
            for (std::size_t i = 0; i < count; ++i)
                text[i] = static_cast<Septet>((i * 37 + 0x55) & 0x7F);
            const auto packed = pack_septets(text, fill_bits);
            if (packed.size() != (count * 7 + fill_bits + 7) / 8 ||
                unpack_septets(packed, count, fill_bits).value() != text)
                BOOST_ERROR(count << " septets behind " << fill_bits << " fill bits");
        }
}

BOOST_AUTO_TEST_CASE(random_septets_are_packed_as_bit_by_bit_at_every_count_and_alignment)
{
    std::mt19937 random{23038};
    for (unsigned fill_bits = 0; fill_bits <= 7; ++fill_bits)
        for (std::size_t count = 0; count <= 180; ++count) {
            const auto text = random_septets(random, count);
            const auto expected = pack_bits(text, fill_bits);
            if (packed_octets(count, fill_bits) != expected.size() || pack_septets(text, fill_bits) != expected ||
                unpack_septets(expected, count, fill_bits).value() != text)
                BOOST_ERROR(count << " septets behind " << fill_bits << " fill bits");
        }
}

BOOST_AUTO_TEST_CASE(the_eighth_bit_of_a_septet_is_not_packed)
{
    const std::vector<Septet> high(9, 0xC1), low(9, 0x41);
    for (unsigned fill_bits = 0; fill_bits <= 6; ++fill_bits)
        BOOST_TEST(to_hex(pack_septets(high, fill_bits)) == to_hex(pack_septets(low, fill_bits)));
}

BOOST_AUTO_TEST_CASE(a_callers_buffer_is_written_as_far_as_needed_and_no_further)
{
    std::mt19937 random{3};
    for (unsigned fill_bits = 0; fill_bits <= 6; ++fill_bits)
        for (std::size_t count = 0; count <= 40; ++count) {
            const auto text = random_septets(random, count);
            const auto expected = pack_bits(text, fill_bits);

            Octets packed(expected.size() + 9, 0xAA);
            BOOST_TEST(pack_septets(text, std::span{packed}, fill_bits) == expected.size());
            BOOST_TEST(std::equal(expected.begin(), expected.end(), packed.begin()));
            BOOST_TEST(std::all_of(packed.end() - 9, packed.end(), [](Octet octet) { return octet == 0xAA; }));
            Octets exact(expected.size()); // the sanitizer watches its end
            BOOST_TEST(pack_septets(text, std::span{exact}, fill_bits) == exact.size());

            std::vector<Septet> unpacked(count + 9, 0xAA);
            BOOST_TEST(unpack_septets_into(expected, std::span{unpacked}.first(count), fill_bits) == count);
            BOOST_TEST(std::equal(text.begin(), text.end(), unpacked.begin()));
            BOOST_TEST(std::all_of(unpacked.end() - 9, unpacked.end(), [](Septet septet) { return septet == 0xAA; }));
        }
}

BOOST_AUTO_TEST_CASE(octets_that_end_early_give_the_whole_septets_that_they_hold)
{
    std::array<Septet, 20> out{};
    for (unsigned fill_bits = 0; fill_bits <= 7; ++fill_bits)
        for (std::size_t size = 0; size <= 20; ++size) {
            const auto held = size * 8 > fill_bits ? (size * 8 - fill_bits) / 7 : 0;
            BOOST_TEST(unpack_septets_into(Octets(size, 0xFF), out, fill_bits) == std::min(held, out.size()));
            BOOST_TEST(unpack_septets(Octets(size, 0xFF), held, fill_bits).has_value());
            BOOST_TEST(unpack_septets(Octets(size, 0xFF), held + 1, fill_bits).has_error());
        }
}

BOOST_AUTO_TEST_CASE(a_count_that_the_octets_cannot_hold_is_truncated_at_their_end)
{
    const auto decoded = unpack_septets(octets("31D98C56B3DD70"), 9);
    BOOST_TEST((decoded.error().why == ParseError::truncated));
    BOOST_TEST(decoded.error().field == "TP-UD");
    BOOST_TEST(decoded.error().offset == 7u);
    BOOST_TEST(unpack_septets(octets("31D98C56B3DD70"), 8, 1).has_error()); // the fill bit takes the room of the last
    BOOST_TEST(unpack_septets({}, 1).has_error());
    BOOST_TEST(unpack_septets(octets("00"), SIZE_MAX / 7 + 2).has_error()); // a count that wraps when multiplied
}

BOOST_AUTO_TEST_SUITE_END()
