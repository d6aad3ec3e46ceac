#pragma once
// The records of tests/data/vectors: what other projects' test suites expect. Their README has the format.
#include "protocol/hex.hpp"
#include "protocol/octets.hpp"
#include "protocol/pdu/time_stamp.hpp"

#include <boost/json.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol::vectors
{
namespace json = boost::json;
using Record = json::object;

/// Where we differ from a source on purpose: "<id> <field>".
inline const std::map<std::string_view, std::string_view> exceptions{
    {"python-gsmmodem/decode#11 address", "semi-octet B is printed as b there; 23.040 §9.1.2.3 has #"},
    {"python-messaging/test_decoding_delivery_status_report scts_utc", "the source forgets the zone (§9.2.3.11)"},
    {"python-messaging/test_decoding_delivery_status_report dt_utc", "the same"},
    {"python-messaging/test_decoding_delivery_status_report_without_smsc_address scts_utc", "the same"},
    {"python-messaging/test_decoding_delivery_status_report_without_smsc_address dt_utc", "the same"},
    {"python-gsmmodem/test_decode_invalidPduType reject", "§9.2.3.1: a mobile reads a reserved TP-MTI as a DELIVER"},
    {"python-messaging/test_converting_timedelta_to_validity#2 octet",
     "§9.2.3.12.1 has no octet for that period; it is rounded up here, down there"},
    {"android-telephony/testCingularVoiceMail octets", "§9.1.2.3: an odd number is filled up with 1111"},
    {"android-telephony/testCingularVoiceMail#2 octets", "the same"},
    {"ofono/sms_charset_default octets", "the same"},
    {"ofono/sms_charset_default_ext octets", "the same"},
    {"ofono/sms_charset_turkey octets", "the same"},
    {"ofono/sms_charset_turkey_ext octets", "the same"},
    {"ofono/sms_charset_portugal octets", "the same"},
    {"ofono/sms_charset_portugal_ext octets", "the same"},
    {"ofono/sms_charset_spain octets", "the same"},
    {"python-gsmmodem/decode#8 octets", "§9.1.2.3: a filler is no digit; the length there counts it"},
    {"libosmocore/gen_oa#3 number", "§9.1.2.5: at most 20 digits; 21 are no address, the source writes an empty one"},
    {"libosmocore/gen_oa#3 hex", "the same"},
    {"libosmocore/gen_oa#4 hex", "§9.1.2.5: the length counts useful semi-octets, 13 of seven septets; there 14"},
};
inline bool excepted(const Record& record, std::string_view field)
{
    return exceptions.contains(fmt::format("{} {}", std::string_view{record.at("id").as_string()}, field));
}

inline const std::vector<Record>& records()
{
    static const auto all = [] {
        std::vector<Record> read;
        for (const auto& entry : std::filesystem::directory_iterator{NIDA_TEST_DATA "/vectors"}) {
            if (entry.path().extension() != ".jsonl") continue;
            std::ifstream file{entry.path()};
            for (std::string line; std::getline(file, line);)
                read.push_back(json::parse(line).as_object());
        }
        return read;
    }();
    return all;
}
inline std::vector<Record> records_of(std::string_view kind)
{
    std::vector<Record> found;
    for (const auto& record : records())
        if (record.at("kind").as_string() == kind) found.push_back(record);
    return found;
}

inline std::string text(const Record& record, std::string_view key)
{
    const auto* value = record.if_contains(key);
    return value && value->is_string() ? std::string{std::string_view{value->as_string()}} : std::string{};
}
inline std::int64_t number(const Record& record, std::string_view key)
{
    const auto* value = record.if_contains(key);
    return value && value->is_int64() ? value->as_int64() : 0;
}
inline bool flag(const Record& record, std::string_view key)
{
    const auto* value = record.if_contains(key);
    return value && value->is_bool() && value->as_bool();
}
inline Octets octets(std::string_view hex) { return from_hex(hex, "vector").value(); }
/// As the records write a time with its zone.
inline std::string zoned(const TimeStamp& stamp)
{
    const auto zone = stamp.zone.count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}{}{:02}:{:02}", stamp.utc + stamp.zone, zone < 0 ? '-' : '+',
                       std::abs(zone) / 60, std::abs(zone) % 60);
}
} // namespace nida::protocol::vectors
