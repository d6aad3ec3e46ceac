// PDUs as other projects' test suites read and write them.
#include "tests/protocol/vectors.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "protocol/unicode.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/chrono.h>

using namespace nida::protocol;
using namespace nida::protocol::vectors;

namespace
{
/// What a source calls the text of 8-bit data.
std::string from_latin1(const Octets& data)
{
    std::string utf8;
    for (const auto octet : data)
        append_utf8(utf8, octet);
    return utf8;
}
std::string coding_name(Alphabet alphabet)
{
    return alphabet == Alphabet::gsm7 ? "gsm7" : alphabet == Alphabet::ucs2 ? "ucs2" : "8bit";
}
std::string in_utc(const TimeStamp& stamp) { return fmt::format("{:%Y-%m-%dT%H:%M:%S}", stamp.utc); }

/// What we read, under the names and in the form of a record's `expected`.
using Fields = std::map<std::string, json::value>;

void describe(const Address& address, Fields& fields)
{
    fields["address"] = address.text();
    fields["address_digits"] = address.value;
}
void describe(const std::optional<TimeStamp>& stamp, const std::string& name, Fields& fields)
{
    if (!stamp) return;
    fields[name] = zoned(*stamp);
    fields[name + "_utc"] = in_utc(*stamp);
}
void describe(const Validity& validity, Fields& fields)
{
    if (const auto* period = std::get_if<ValidityPeriod>(&validity))
        fields["vp"] = {{"octet", period->octet()}, {"seconds", std::chrono::seconds{period->duration()}.count()}};
    if (const auto* until = std::get_if<TimeStamp>(&validity)) fields["vp"] = {{"time", zoned(*until)}};
}
void describe(const UserData& ud, Fields& fields)
{
    const auto content = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value();
    fields["text"] = content.alphabet == Alphabet::eight_bit ? from_latin1(content.data) : content.text;
    fields["coding"] = coding_name(content.alphabet);
    fields["data_hex"] = to_hex(content.data);
    fields["dcs"] = ud.dcs;
    fields["udl"] = ud.length;
    if (ud.has_udh) fields["udhl"] = ud.octets.at(0);
    json::array elements;
    for (const auto& element : content.udh.elements)
        elements.push_back({{"id", element.id}, {"data", to_hex(element.data)}});
    fields["ies"] = elements;
    if (const auto concat = content.udh.concatenation())
        fields["concat"] = {{"ref", concat->reference},
                            {"total", concat->total},
                            {"seq", concat->number},
                            {"bits", concat->sixteen_bit ? 16 : 8}};
    if (const auto ports = content.udh.ports()) fields["ports"] = {{"dst", ports->destination}, {"src", ports->source}};
}
Fields describe(const DeliverPdu& pdu)
{
    Fields fields;
    describe(pdu.originator, fields);
    fields["pid"] = pdu.protocol_identifier;
    describe(pdu.time, "scts", fields);
    describe(pdu.user_data, fields);
    return fields;
}
Fields describe(const SubmitPdu& pdu)
{
    Fields fields;
    describe(pdu.destination, fields);
    fields["mr"] = pdu.message_reference;
    fields["pid"] = pdu.protocol_identifier;
    if (pdu.validity) describe(*pdu.validity, fields);
    describe(pdu.user_data, fields);
    return fields;
}
Fields describe(const StatusReportPdu& pdu)
{
    Fields fields;
    describe(pdu.recipient, fields);
    fields["mr"] = pdu.message_reference;
    fields["st"] = pdu.status;
    describe(pdu.submitted, "scts", fields);
    describe(pdu.discharged, "dt", fields);
    return fields;
}
Fields describe(const ReceivedPdu& received)
{
    // Nothing else is read without a direction.
    Fields fields;
    if (const auto* deliver = std::get_if<DeliverPdu>(&received.tpdu)) fields = describe(*deliver);
    if (const auto* submit = std::get_if<SubmitPdu>(&received.tpdu)) fields = describe(*submit);
    if (const auto* report = std::get_if<StatusReportPdu>(&received.tpdu)) fields = describe(*report);
    fields["smsc"] = received.smsc.text();
    fields["smsc_digits"] = received.smsc.value;
    return fields;
}

/// Of an object, only the members that the source states must be there.
bool matches(const json::value& ours, const json::value& expected)
{
    if (!expected.is_object() || !ours.is_object())
        return expected.is_number() && ours.is_number()
                   ? expected.to_number<std::int64_t>() == ours.to_number<std::int64_t>()
                   : expected == ours;
    for (const auto& [key, value] : expected.as_object()) {
        const auto* own = ours.as_object().if_contains(key);
        if (!own || !matches(*own, value)) return false;
    }
    return true;
}

/// @return the fields compared
std::size_t compare(const Record& record, const Fields& ours)
{
    std::size_t compared = 0;
    for (const auto& [key, expected] : record.at("expected").as_object()) {
        const auto own = ours.find(std::string{std::string_view{key}});
        const bool same = own != ours.end() && matches(own->second, expected);
        BOOST_TEST(same != excepted(record, key), record.at("id")
                                                      << ' ' << std::string_view{key} << ": expected " << expected
                                                      << ", is " << (own != ours.end() ? own->second : json::value{}));
        ++compared;
    }
    return compared;
}

/// One vector leaves its last digit away; the octets before it are what a modem's line would still yield.
Octets pdu_octets(const Record& record)
{
    std::string hex = text(record, "pdu_hex");
    if (hex.size() % 2 != 0) hex.pop_back();
    return octets(hex);
}
/// What a source encodes. One makes up its 16-bit references: there is a pattern for the reference and the total.
std::vector<std::string> encoded_pdus(const Record& record)
{
    std::vector<std::string> hexes;
    if (const auto* pdus = record.if_contains("pdus"))
        for (const auto& hex : pdus->as_array())
            hexes.emplace_back(std::string_view{hex.as_string()});
    if (const auto* patterns = record.if_contains("patterns"))
        for (const auto& pattern : patterns->as_array()) {
            constexpr std::string_view made_up = "[\\dA-F]{6}";
            std::string hex{std::string_view{pattern.as_string()}};
            hex = hex.substr(1, hex.size() - 2); // without ^ and $
            hexes.push_back(hex.replace(hex.find(made_up), made_up.size(), "6A2102"));
        }
    return hexes;
}
/// With and without an SMSC address, in each direction, under each primitive.
std::vector<std::pair<std::optional<std::size_t>, TpduContext>> ways_to_read(std::size_t size)
{
    std::vector<std::pair<std::optional<std::size_t>, TpduContext>> ways;
    for (const auto length : {std::optional<std::size_t>{}, std::optional{size}})
        for (const auto direction :
             {std::optional<Direction>{}, std::optional{Direction::from_network}, std::optional{Direction::to_network}})
            for (const auto rp : {std::optional<RpPdu>{}, std::optional{RpPdu::ack}, std::optional{RpPdu::error}})
                ways.push_back({length, {direction, rp}});
    return ways;
}
std::optional<std::size_t> length_of(const Record& record, const Octets& pdu)
{
    return flag(record, "has_smsc") ? std::nullopt : std::optional{pdu.size()};
}
} // namespace

BOOST_AUTO_TEST_SUITE(vectors)

BOOST_AUTO_TEST_CASE(every_field_that_a_source_states_of_a_pdu_is_read_as_it_says)
{
    std::size_t pdus = 0, fields = 0, in_tables = 0;
    for (const auto& record : records_of("pdu")) {
        if (text(record, "op") == "reject") continue;
        const auto pdu = pdu_octets(record);
        const auto received = decode_received(pdu, length_of(record, pdu));
        BOOST_REQUIRE_MESSAGE(received.has_value(), record.at("id") << ' ' << received.error().text());
        const char* const directions[] = {"deliver", "status", "submit"};
        BOOST_TEST(text(record, "direction") == directions[received->tpdu.index()], record.at("id"));
        fields += compare(record, describe(*received));
        ++pdus;

        in_tables += record.contains("nl_tables");
    }
    BOOST_TEST(pdus >= 93u);
    BOOST_TEST(fields >= 214u);
    BOOST_TEST(in_tables == 7u); // the next case reads those
}

BOOST_AUTO_TEST_CASE(septets_are_read_in_the_national_tables_that_a_source_names)
{
    std::size_t texts = 0;
    for (const auto& record : records_of("pdu")) {
        const auto* named = record.if_contains("nl_tables");
        if (!named) continue;
        const GsmTables tables{static_cast<NationalLanguage>(number(named->as_object(), "locking")),
                               static_cast<NationalLanguage>(number(named->as_object(), "single"))};
        // The PDUs have no language element: the source hands the tables over beside the septets.
        const auto pdu = pdu_octets(record);
        const auto received = decode_received(pdu, length_of(record, pdu)).value();
        const auto& ud = std::get<DeliverPdu>(received.tpdu).user_data;
        std::string ours;
        append_packed_gsm(ours, ud.octets, ud.length, 0, tables);
        BOOST_TEST(ours == text(record, "text_in_tables"), record.at("id"));
        ++texts;
    }
    BOOST_TEST(texts == 7u);
}

BOOST_AUTO_TEST_CASE(every_pdu_that_was_read_is_written_again_octet_for_octet)
{
    std::size_t written = 0;
    for (const auto& record : records_of("pdu")) {
        if (text(record, "op") == "reject") continue;
        const auto pdu = pdu_octets(record);
        const auto received = decode_received(pdu, length_of(record, pdu)).value();
        Octets again;
        if (flag(record, "has_smsc")) append_smsc(again, received.smsc);
        const auto tpdu = tpdu_octets(received.tpdu);
        again.insert(again.end(), tpdu.begin(), tpdu.end());
        BOOST_TEST((to_hex(again) == to_hex(pdu)) != excepted(record, "octets"),
                   record.at("id") << ": " << to_hex(again) << " of " << to_hex(pdu));
        ++written;
    }
    BOOST_TEST(written >= 93u);
}

BOOST_AUTO_TEST_CASE(what_a_source_refuses_is_refused)
{
    std::size_t refused = 0;
    for (const auto& record : records_of("pdu")) {
        if (text(record, "op") != "reject") continue;
        const auto pdu = from_hex(text(record, "pdu_hex"), "PDU");
        const bool readable = pdu.has_value() && decode_received(*pdu).has_value();
        BOOST_TEST(readable == excepted(record, "reject"), record.at("id"));
        ++refused;
    }
    BOOST_TEST(refused >= 4u);
}

BOOST_AUTO_TEST_CASE(every_prefix_of_every_pdu_is_read_or_refused_inside_it)
{
    std::size_t prefixes = 0;
    for (const auto& record : records_of("pdu")) {
        if (!from_hex(text(record, "pdu_hex"), "PDU")) continue;
        const auto pdu = pdu_octets(record);
        for (std::size_t size = 0; size <= pdu.size(); ++size) {
            const Octets prefix(pdu.begin(), pdu.begin() + static_cast<std::ptrdiff_t>(size));
            for (const auto& [length, context] : ways_to_read(size)) {
                const auto received = decode_received(prefix, length, context);
                if (received.has_error() && received.error().offset > size) BOOST_ERROR(record.at("id") << ' ' << size);
                if (received.has_error()) continue;
                std::visit(
                    [](const auto& tpdu) {
                        if constexpr (requires { tpdu.user_data; }) {
                            const auto& ud = tpdu.user_data;
                            (void)decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets);
                        }
                    },
                    received->tpdu);
            }
            ++prefixes;
        }
    }
    BOOST_TEST(prefixes >= 6016u);
}

BOOST_AUTO_TEST_CASE(what_a_source_encodes_is_read_with_its_meaning_and_written_octet_for_octet)
{
    std::size_t pdus = 0;
    for (const auto& record : records_of("encode")) {
        const auto& input = record.at("input").as_object();
        std::map<unsigned, std::string> parts;
        for (const auto& hex : encoded_pdus(record)) {
            const auto octets_in = octets(hex);
            const auto received = decode_received(octets_in).value();
            const auto pdu = std::get<SubmitPdu>(received.tpdu);
            const auto& ud = pdu.user_data;
            const auto content = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value();
            const auto concat = content.udh.concatenation();
            parts[concat ? concat->number : 1] =
                content.alphabet == Alphabet::eight_bit ? from_latin1(content.data) : content.text;

            BOOST_TEST(pdu.destination.text() == text(input, "number"), record.at("id"));
            BOOST_TEST(received.smsc.text() == text(input, "smsc"), record.at("id"));
            BOOST_TEST(pdu.status_report_request == flag(input, "status_report"), record.at("id"));
            BOOST_TEST(pdu.reject_duplicates == flag(input, "reject_duplicates"), record.at("id"));
            if (input.contains("class"))
                BOOST_TEST(decode_dcs(ud.dcs).message_class.value() == number(input, "class"), record.at("id"));
            if (concat && input.contains("concat_ref")) BOOST_TEST(concat->reference == number(input, "concat_ref"));

            const auto* validity = input.if_contains("validity");
            if (validity && validity->as_object().contains("seconds"))
                BOOST_TEST(std::chrono::seconds{std::get<ValidityPeriod>(pdu.validity.value()).duration()}.count() ==
                               number(validity->as_object(), "seconds"),
                           record.at("id"));
            // A source that names no zone means the one that it writes.
            if (validity && validity->as_object().contains("time"))
                BOOST_TEST(
                    zoned(std::get<TimeStamp>(pdu.validity.value())).starts_with(text(validity->as_object(), "time")),
                    record.at("id"));

            ++pdus;
            Octets written;
            append_smsc(written, received.smsc);
            const auto tpdu = pdu.tpdu();
            written.insert(written.end(), tpdu.begin(), tpdu.end());
            BOOST_TEST(to_hex(written) == to_hex(octets_in), record.at("id"));
        }
        std::string joined;
        for (const auto& [seq, part] : parts)
            joined += part;
        BOOST_TEST(joined == text(input, "text"), record.at("id"));
    }
    BOOST_TEST(pdus >= 29u);
}

BOOST_AUTO_TEST_CASE(segments_are_cut_and_written_as_the_sources_do_where_nothing_is_left_to_choice)
{
    std::size_t messages = 0;
    for (const auto& record : records_of("encode")) {
        const auto& input = record.at("input").as_object();
        if (!record.contains("pdus") || input.contains("class") || input.contains("fmt")) continue;
        std::vector<std::string> theirs, ours;
        for (const auto& hex : record.at("pdus").as_array()) {
            auto ud = std::get<SubmitPdu>(decode_received(octets(hex.as_string())).value().tpdu).user_data;
            theirs.push_back(fmt::format("{:02X} {:02X} {}", ud.dcs, ud.length, to_hex(ud.octets)));
        }
        const auto reference = static_cast<Octet>(number(input, "concat_ref"));
        for (const auto& ud : segment_text(text(input, "text"), reference))
            ours.push_back(fmt::format("{:02X} {:02X} {}", ud.dcs, ud.length, to_hex(ud.octets)));
        BOOST_TEST(ours == theirs, boost::test_tools::per_element());
        ++messages;
    }
    BOOST_TEST(messages >= 18u);
}

BOOST_AUTO_TEST_SUITE_END()
