#include "protocol/pdu/time_stamp.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::protocol;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace
{
Decoded<TimeStamp> decode(std::string_view hex) { return decode_time_stamp(from_hex(hex, "time").value(), "TP-SCTS"); }
std::string encode(const TimeStamp& stamp)
{
    Octets out;
    append_time_stamp(out, stamp);
    return to_hex(out);
}
} // namespace

BOOST_AUTO_TEST_SUITE(time_stamp)

BOOST_AUTO_TEST_CASE(the_stamp_is_local_time_and_its_zone_counts_quarters)
{
    const auto night = sys_days{2015y / 11 / 27};
    BOOST_TEST((decode("51117200000000").value() == TimeStamp{night, 0min}));
    BOOST_TEST((decode("51117200000080").value() == TimeStamp{night - 2h, 2h}));
    BOOST_TEST((decode("70402132522423").value() == TimeStamp{sys_days{2007y / 4 / 12} + 15h + 25min + 42s, 8h}));
    BOOST_TEST((decode("7040213252242B").value() == TimeStamp{sys_days{2007y / 4 / 13} + 7h + 25min + 42s, -8h}));
    BOOST_TEST((decode("51117200000022").value().zone == 5h + 30min)); // India
    BOOST_TEST((decode("5111720000000A").value().zone == -5h));
}

BOOST_AUTO_TEST_CASE(years_from_seventy_on_belong_to_the_last_century)
{
    BOOST_TEST((decode("07101000000000").value().utc == sys_days{1970y / 1 / 1}));
    BOOST_TEST((decode("99101000000000").value().utc == sys_days{1999y / 1 / 1}));
    BOOST_TEST((decode("96101000000000").value().utc == sys_days{2069y / 1 / 1}));
}

BOOST_AUTO_TEST_CASE(digits_that_are_no_date_are_found_where_they_stand)
{
    struct {
        std::string_view hex;
        std::size_t offset;
    } const cases[] = {
        {"00000000000000", 1},                        // no month
        {"FFFFFFFFFFFFFF", 0}, {"51317200000000", 1}, // month 13
        {"51110000000000", 2},                        // day 0
        {"51202300000000", 2},                        // 32 February
        {"51200300000000", 2},                        // 30 February
        {"51209200000000", 2},                        // 29 February of no leap year
        {"51117242000000", 3},                        // 24 o'clock
        {"51117200060000", 4},                        // minute 60
        {"51117200000A00", 5}, {"511172000000F0", 6}, // no digits
        {"511172A0000000", 3},
    };
    for (const auto& [hex, offset] : cases) {
        const auto decoded = decode(hex);
        BOOST_REQUIRE(decoded.has_error());
        BOOST_TEST((decoded.error().why == ParseError::bad_digit));
        BOOST_TEST(decoded.error().offset == offset, hex << ": " << decoded.error().offset);
        BOOST_TEST(decoded.error().field == "TP-SCTS");
    }
    BOOST_TEST((decode("02209200000000").value().utc == sys_days{2020y / 2 / 29}));
}

BOOST_AUTO_TEST_CASE(a_second_too_many_and_a_zone_of_nowhere_leave_the_date)
{
    const auto night = sys_days{2015y / 11 / 27};
    BOOST_TEST((decode("51117200000600").value() == TimeStamp{night + 59s, 0min})); // second 60
    BOOST_TEST((decode("51117200009900").value() == TimeStamp{night + 59s, 0min}));
    BOOST_TEST((decode("51117200000097").value().zone == 79 * 15min)); // 19 h 45 min
    BOOST_TEST((decode("5111720000009F").value().zone == -79 * 15min));
    BOOST_TEST((decode("51117200000008").value() == TimeStamp{night, 0min})); // minus zero
    BOOST_TEST((decode("96211332959900").value().utc == sys_days{2069y / 12 / 31} + 23h + 59min + 59s));
}

BOOST_AUTO_TEST_CASE(a_field_keeps_its_octets_where_the_stamp_would_not_write_them)
{
    const auto written = [](std::string_view hex) {
        const auto field = read_time_field(from_hex(hex, "time").value());
        Octets out;
        append_time_stamp(out, field.stamp, field.came_in);
        return to_hex(out);
    };
    const auto kept = [](std::string_view hex) {
        return read_time_field(from_hex(hex, "time").value()).came_in.has_value();
    };
    for (const auto* hex : {"51117200000600", "51117200000008", "FFFFFFFFFFFFFF", "51317200000000", "00000000000021"}) {
        BOOST_TEST(kept(hex), hex);
        BOOST_TEST(written(hex) == hex);
    }
    for (const auto* hex : {"51117200000000", "5111720000009F", "00000000000000", "96211332959580"}) {
        BOOST_TEST(!kept(hex), hex);
        BOOST_TEST(written(hex) == hex);
    }
}

BOOST_AUTO_TEST_CASE(a_stamp_that_was_changed_counts_more_than_the_octets_it_came_in)
{
    const auto field = read_time_field(from_hex("51117200000600", "time").value());
    Octets out;
    append_time_stamp(out, TimeStamp{sys_days{2015y / 11 / 28}, 0min}, field.came_in);
    BOOST_TEST(to_hex(out) == "51118200000000");
}

BOOST_AUTO_TEST_CASE(fewer_than_seven_octets_are_truncated)
{
    BOOST_TEST((decode("511172000000").error().why == ParseError::truncated));
    BOOST_TEST((decode("").error().why == ParseError::truncated));
}

BOOST_AUTO_TEST_CASE(every_zone_and_the_ends_of_the_calendar_survive_the_way_there_and_back)
{
    for (int quarters = -79; quarters <= 79; ++quarters)
        for (const auto local : {sys_days{1970y / 1 / 1} + 0s, sys_days{2024y / 2 / 29} + 23h + 59min + 59s,
                                 sys_days{2069y / 12 / 31} + 23h + 59min + 59s}) {
            const TimeStamp stamp{local - quarters * 15min, quarters * 15min};
            if (decode(encode(stamp)).value() != stamp) BOOST_ERROR(quarters << " quarters: " << encode(stamp));
        }
    BOOST_TEST(encode({sys_days{2007y / 4 / 13} + 7h + 25min + 42s, -8h}) == "7040213252242B");
}

BOOST_AUTO_TEST_SUITE_END()
