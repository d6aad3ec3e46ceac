// Single fields as other projects' test suites read and write them.
#include "tests/protocol/vectors.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/alphabet/septets.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/pdu/address.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "protocol/unicode.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;
using namespace nida::protocol::vectors;

namespace
{
/// Units, segments and the characters of each, in the tables that the record names.
void as_many_in_their_tables(const Record& record)
{
    const auto language = [&](std::string_view key) { return static_cast<NationalLanguage>(number(record, key)); };
    const Coding coding{Alphabet::gsm7, {language("locking_shift_table"), language("single_shift_table")}};
    const auto pieces = cut(decode_utf8(text(record, "text")), coding, capacities(coding, {})).value();

    std::size_t units = 0;
    std::vector<std::int64_t> characters, theirs;
    for (const auto& piece : pieces) {
        units += piece.units;
        characters.push_back(static_cast<std::int64_t>(piece.end - piece.begin));
    }
    BOOST_TEST(pieces.size() == static_cast<std::size_t>(number(record, "parts")), record.at("id"));
    BOOST_TEST(units == static_cast<std::size_t>(number(record, "units")), record.at("id"));
    if (!record.contains("part_chars")) return;
    for (const auto& count : record.at("part_chars").as_array())
        theirs.push_back(count.as_int64());
    BOOST_TEST(characters == theirs, boost::test_tools::per_element());
}
} // namespace

BOOST_AUTO_TEST_SUITE(field_vectors)

BOOST_AUTO_TEST_CASE(a_text_takes_as_many_segments_as_the_sources_count)
{
    std::size_t counted = 0, in_tables = 0;
    for (const auto& record : records_of("count")) {
        if (record.contains("single_shift_table")) {
            as_many_in_their_tables(record);
            ++in_tables;
        }
        if (number(record, "single_shift_table") != 0) continue;
        const auto count = count_segments(text(record, "text"));
        BOOST_TEST(count.segments == static_cast<std::size_t>(number(record, "parts")), record.at("id"));
        if (record.contains("units")) BOOST_TEST(count.units == static_cast<std::size_t>(number(record, "units")));
        ++counted;
    }
    BOOST_TEST(counted >= 20u);
    BOOST_TEST(in_tables == 5u);

    for (const auto& record : records_of("split")) {
        std::vector<std::string> parts, theirs;
        for (const auto& ud : segment_text(text(record, "text"), 0))
            parts.push_back(decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value().text);
        for (const auto& part : record.at("parts").as_array())
            theirs.emplace_back(std::string_view{part.as_string()});
        BOOST_TEST(parts == theirs, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(parts_in_order_of_their_numbers_make_the_text)
{
    std::size_t messages = 0;
    for (const auto& record : records_of("reassemble-pdus")) {
        std::map<unsigned, std::string> parts;
        for (const auto& hex : record.at("pdus").as_array()) {
            const auto ud = std::get<DeliverPdu>(decode_received(octets(hex.as_string())).value().tpdu).user_data;
            const auto content = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value();
            parts[content.udh.concatenation().value().number] = content.text;
        }
        std::string joined;
        for (const auto& [seq, part] : parts)
            joined += part;
        BOOST_TEST(joined == text(record, "text"), record.at("id"));
        ++messages;
    }
    BOOST_TEST(messages >= 6u);
}

BOOST_AUTO_TEST_CASE(septets_are_packed_and_unpacked_as_the_sources_do)
{
    std::size_t packed = 0, ussd = 0;
    for (const auto& record : records_of("gsm7")) {
        if (flag(record, "ussd")) {
            ++ussd; // padded by CR, since a USSD string has no length of its own
            continue;
        }
        std::vector<Septet> septets;
        for (const auto code_point : decode_utf8(text(record, "text")))
            append_gsm(septets, code_point);
        if (record.contains("septets_hex")) BOOST_TEST(to_hex(septets) == text(record, "septets_hex"), record.at("id"));
        if (record.contains("septets")) BOOST_TEST(std::ssize(septets) == number(record, "septets"), record.at("id"));

        const auto fill_bits = static_cast<unsigned>(number(record, "fill_bits"));
        BOOST_TEST(to_hex(pack_septets(septets, fill_bits)) == text(record, "packed_hex"), record.at("id"));
        const auto unpacked = unpack_septets(octets(text(record, "packed_hex")), septets.size(), fill_bits).value();
        BOOST_TEST(from_gsm(unpacked) == text(record, "text"), record.at("id"));
        ++packed;
    }
    BOOST_TEST(packed >= 30u);
    BOOST_TEST(ussd == 7u);
}

BOOST_AUTO_TEST_CASE(every_character_has_the_septets_that_the_sources_give_it)
{
    std::size_t characters = 0;
    for (const auto& record : records_of("gsm7-char")) {
        const auto septets = octets(text(record, "septets_hex"));
        BOOST_TEST(from_gsm(septets) == text(record, "text"), record.at("id"));
        std::vector<Septet> ours;
        append_gsm(ours, decode_utf8(text(record, "text")).at(0));
        BOOST_TEST(to_hex(ours) == to_hex(septets), record.at("id"));
        ++characters;
    }
    BOOST_TEST(characters >= 274u);

    std::size_t tables = 0;
    for (const auto& record : records_of("gsm7-table")) {
        if (number(record, "language") != 0 || text(record, "table") != "locking") continue;
        const auto table = decode_utf8(text(record, "text"));
        for (Septet septet = 0; septet < 128; ++septet)
            if (septet != 0x1B) BOOST_TEST((decode_utf8(from_gsm(std::vector{septet})) == table.substr(septet, 1)));
        ++tables;
    }
    BOOST_TEST(tables == 1u);

    for (const auto& record : records_of("gsm7-unencodable"))
        for (const auto code_point : decode_utf8(text(record, "text")))
            BOOST_TEST(gsm_septets(code_point) == 0u);
}

BOOST_AUTO_TEST_CASE(addresses_are_read_and_written_as_the_sources_do)
{
    std::size_t addresses = 0;
    for (const auto& record : records_of("address")) {
        const auto hex = text(record, "hex");
        const bool smsc = flag(record, "smsc");
        const auto field_octets = octets(hex + text(record, "followed_by"));
        const auto field = smsc ? decode_smsc(field_octets).value() : decode_address(field_octets, "TP-DA").value();
        if (record.contains("octets"))
            BOOST_TEST(field.octet_count == static_cast<std::size_t>(number(record, "octets")), record.at("id"));

        // Eleven septets are all that an address holds of a name.
        auto theirs = text(record, "number");
        if (field.address.is_alphanumeric() && decode_utf8(theirs).size() > 11) theirs.resize(11);
        BOOST_TEST((field.address.text() == theirs) != excepted(record, "number"), record.at("id")
                                                                                       << field.address.text());

        Octets written;
        const Address address{field.address.type, field.address.is_international() ? theirs.substr(1) : theirs};
        if (address.value.size() <= 20) {
            smsc ? append_smsc(written, address) : append_address(written, address);
            BOOST_TEST((to_hex(written) == hex) != excepted(record, "hex"), record.at("id") << ' ' << to_hex(written));
        } else {
            BOOST_TEST((address_from_text(theirs).error().why == ParseError::too_long));
        }
        ++addresses;
    }
    BOOST_TEST(addresses >= 18u);

    for (const auto& record : records_of("semioctets")) {
        const auto digits = text(record, "digits");
        Octets written;
        append_address(written, {0x81, digits});
        BOOST_TEST(to_hex(written).substr(4) == text(record, "hex"));
    }
}

BOOST_AUTO_TEST_CASE(time_stamps_and_validity_periods_are_read_and_written_as_the_sources_do)
{
    std::size_t times = 0, periods = 0;
    for (const auto& record : records_of("timestamp")) {
        const auto stamp = decode_time_stamp(octets(text(record, "hex")), "TP-SCTS").value();
        BOOST_TEST(zoned(stamp) == text(record, "time"), record.at("id"));
        Octets written;
        append_time_stamp(written, stamp);
        BOOST_TEST(to_hex(written) == text(record, "hex"), record.at("id"));
        ++times;
    }
    for (const auto& record : records_of("vp-relative")) {
        const auto seconds = number(record, "seconds"), octet = number(record, "octet");
        const auto chosen = ValidityPeriod::at_least(std::chrono::minutes{seconds / 60}).octet();
        BOOST_TEST((chosen == octet) != excepted(record, "octet"), record.at("id"));
        if (!excepted(record, "octet")) {
            const auto duration = ValidityPeriod::from_octet(static_cast<Octet>(octet)).duration();
            BOOST_TEST(std::chrono::seconds{duration}.count() == seconds, record.at("id"));
        }
        ++periods;
    }
    BOOST_TEST(times >= 4u);
    BOOST_TEST(periods >= 12u);
}

BOOST_AUTO_TEST_CASE(headers_and_ucs2_are_read_as_the_sources_do)
{
    std::size_t headers = 0, texts = 0;
    for (const auto* kind : {"udh-ie", "udh"})
        for (const auto& record : records_of(kind)) {
            auto field = octets(text(record, "hex"));
            field.insert(field.begin(), static_cast<Octet>(field.size()));
            const auto header = decode_udh(field).value();
            if (const auto* concat = record.if_contains("concat")) {
                const auto own = header.concatenation().value();
                BOOST_TEST(own.reference == number(concat->as_object(), "ref"), record.at("id"));
                BOOST_TEST(own.total == number(concat->as_object(), "total"), record.at("id"));
                BOOST_TEST(own.number == number(concat->as_object(), "seq"), record.at("id"));
            }
            if (const auto* ports = record.if_contains("ports"))
                BOOST_TEST(header.destination_port().value() == number(ports->as_object(), "dst"), record.at("id"));
            Octets written;
            append_udh(written, header);
            BOOST_TEST(to_hex(written) == to_hex(field), record.at("id"));
            ++headers;
        }
    for (const auto& record : records_of("ucs2")) {
        BOOST_TEST(from_ucs2(octets(text(record, "hex"))) == text(record, "text"));
        BOOST_TEST(to_hex(to_ucs2(decode_utf8(text(record, "text")))) == text(record, "hex"));
        ++texts;
    }
    BOOST_TEST(headers >= 6u);
    BOOST_TEST(texts >= 2u);
}

BOOST_AUTO_TEST_SUITE_END()
