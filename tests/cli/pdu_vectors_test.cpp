// What `nida pdu decode` shows of other projects' PDUs is what their suites say.
#include "daemon/cli/pdu_json.hpp"
#include "protocol/unicode.hpp"
#include "tests/protocol/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon::cli;
using namespace nida::protocol;
namespace vectors = nida::protocol::vectors;
namespace json = boost::json;

namespace
{

std::string with_plus(const json::value& address)
{
    if (!address.is_object()) return {};
    const auto& fields = address.as_object();
    if (fields.at("text").is_string()) return std::string{fields.at("text").as_string()};
    const bool international = fields.at("ton").to_number<unsigned>() == 1;
    return (international ? "+" : "") + std::string{fields.at("digits").as_string()};
}

/// What a source calls the text of 8-bit data.
std::string as_latin1(const json::value& hex)
{
    std::string text;
    for (const auto octet : vectors::octets(hex.as_string()))
        append_utf8(text, octet);
    return text;
}

/// The elements under the names that the records have.
json::array elements(const json::value& udh)
{
    json::array all;
    if (udh.is_array())
        for (const auto& element : udh.as_array())
            all.push_back({{"id", element.at("iei")}, {"data", element.at("data")}});
    return all;
}

/// The field of `pdu` that a record's `expected` names; none where the command does not show it, or not in this form.
std::optional<json::value> shown(const json::object& pdu, std::string_view key, const json::object& expected)
{
    if (key == "smsc") return pdu.at(key).is_null() ? json::value("") : pdu.at(key);
    if (key == "smsc_digits") return pdu.at("smsc_address").at("digits");
    if (key == "address") return json::value(with_plus(pdu.at(key)));
    if (key == "address_digits") {
        const auto& address = pdu.at("address");
        return address.at("digits").is_null() ? address.at("text") : address.at("digits");
    }
    if (key == "text" && pdu.at("alphabet") == "8bit") return json::value(as_latin1(pdu.at("data_hex")));
    if (key == "coding") return pdu.at("alphabet");
    if (key == "st") return pdu.at("status").at("code");
    if (key == "dt") return pdu.at("discharge");
    if (key == "ies") return json::value(elements(pdu.at("udh")));
    if (key == "vp" && expected.at("vp").as_object().contains("octet"))
        return json::value{{"octet", pdu.at("vp").at("octet")}};
    if (key == "text" || key == "data_hex" || key == "pid" || key == "dcs" || key == "mr" || key == "scts" ||
        key == "concat" || key == "ports")
        return pdu.at(key);
    return {};
}

/// Of an object only the members that the source states count.
bool agrees(const json::value& ours, const json::value& theirs)
{
    if (ours.is_number() && theirs.is_number())
        return ours.to_number<std::int64_t>() == theirs.to_number<std::int64_t>();
    if (ours.is_array() && theirs.is_array()) return std::ranges::equal(ours.as_array(), theirs.as_array(), agrees);
    if (!ours.is_object() || !theirs.is_object()) return ours == theirs;
    return std::ranges::all_of(theirs.as_object(), [&](const auto& member) {
        const auto* own = ours.as_object().if_contains(member.key());
        return own && agrees(*own, member.value());
    });
}

} // namespace

BOOST_AUTO_TEST_SUITE(pdu_vectors)

BOOST_AUTO_TEST_CASE(every_field_that_a_source_states_is_shown_as_it_says)
{
    std::size_t compared = 0;
    for (const auto& record : vectors::records_of("pdu")) {
        if (vectors::text(record, "op") == "reject") continue;
        const auto hex = vectors::text(record, "pdu_hex");
        const auto pdu = describe_pdu(hex, !vectors::flag(record, "has_smsc"), {});
        const auto& expected = record.at("expected").as_object();
        BOOST_TEST(pdu.at("error").is_null() != (hex.size() % 2 != 0), record.at("id"));
        for (const auto& [key, theirs] : expected) {
            const auto ours = shown(pdu, key, expected);
            if (!ours) continue;
            BOOST_TEST(agrees(*ours, theirs) != vectors::excepted(record, key),
                       record.at("id") << ' ' << std::string_view{key} << ": expected " << theirs << ", is " << *ours);
            ++compared;
        }
    }
    BOOST_TEST(compared >= 190u);
}

BOOST_AUTO_TEST_CASE(what_a_source_refuses_has_an_error)
{
    for (const auto& record : vectors::records_of("pdu"))
        if (vectors::text(record, "op") == "reject")
            BOOST_TEST(describe_pdu(vectors::text(record, "pdu_hex"), false, {}).at("error").is_null() ==
                           vectors::excepted(record, "reject"),
                       record.at("id"));
}

BOOST_AUTO_TEST_CASE(every_prefix_is_answered_with_all_fields_and_an_offset_inside_it)
{
    const auto names = describe_pdu("", false, {}).size();
    for (const auto& record : vectors::records_of("pdu")) {
        const auto hex = vectors::text(record, "pdu_hex");
        for (std::size_t size = 0; size <= hex.size(); ++size)
            for (const bool no_smsc : {false, true}) {
                const auto pdu = describe_pdu(hex.substr(0, size), no_smsc, {});
                if (pdu.size() != names) BOOST_ERROR(record.at("id") << ' ' << size << ": a field more or less");
                if (const auto* error = pdu.at("error").if_object();
                    error && error->at("offset").to_number<std::size_t>() > size / 2)
                    BOOST_ERROR(record.at("id") << ' ' << size << ": the fault lies outside");
            }
    }
}

BOOST_AUTO_TEST_SUITE_END()
