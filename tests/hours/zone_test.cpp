#include "daemon/campaign/hours/zone.hpp"

#include "protocol/numbering/time_zone_table.hpp"
#include "tests/hours/local.hpp"

#include <boost/test/unit_test.hpp>
#include <date/tz.h>

#include <cstdlib>
#include <ctime>
#include <random>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
/// TZ for as long as this stands.
struct MachineZone {
    explicit MachineZone(const char* tz)
    {
        ::setenv("TZ", tz, 1);
        ::tzset();
    }
    ~MachineZone()
    {
        ::unsetenv("TZ");
        ::tzset();
    }
};
} // namespace

BOOST_AUTO_TEST_SUITE(zone)

BOOST_AUTO_TEST_CASE(clocks_stand_as_tzdata_says)
{
    const auto instant = utc("2026-07-01T12:00:00Z");
    BOOST_TEST(shown(nida::daemon::zone("Africa/Tripoli").local(instant)) == "2026-07-01 14:00");
    BOOST_TEST(shown(nida::daemon::zone("Africa/Tunis").local(instant)) == "2026-07-01 13:00");
    BOOST_TEST(shown(nida::daemon::zone("Europe/Paris").local(instant)) == "2026-07-01 14:00");
    BOOST_TEST(shown(nida::daemon::zone("Europe/Paris").local(utc("2026-12-01T12:00:00Z"))) == "2026-12-01 13:00");
    BOOST_TEST(shown(nida::daemon::zone("Asia/Kolkata").local(instant)) == "2026-07-01 17:30");
    BOOST_TEST(nida::daemon::zone("Africa/Tripoli").name() == "Africa/Tripoli");
}

BOOST_AUTO_TEST_CASE(summer_time_is_known_until_2037)
{
    // tz.h does not read the rule behind the table of a zone's file; Debian's tables reach until then.
    BOOST_TEST(shown(nida::daemon::zone("Europe/Paris").local(utc("2036-07-01T12:00:00Z"))) == "2036-07-01 14:00");
    BOOST_TEST(shown(nida::daemon::zone("Europe/Paris").local(utc("2036-12-01T12:00:00Z"))) == "2036-12-01 13:00");
}

BOOST_AUTO_TEST_CASE(a_local_time_that_does_not_exist_is_the_first_instant_after_the_gap)
{
    const auto paris = nida::daemon::zone("Europe/Paris"); // 2027-03-28, 02:00 becomes 03:00
    BOOST_TEST(shown(paris.instant(local("2027-03-28 01:59:59"))) == "2027-03-28T00:59:59Z");
    for (const auto* gap : {"2027-03-28 02:00", "2027-03-28 02:30", "2027-03-28 02:59:59", "2027-03-28 03:00"})
        BOOST_TEST(shown(paris.instant(local(gap))) == "2027-03-28T01:00:00Z", gap);
    const auto cairo = nida::daemon::zone("Africa/Cairo"); // 2027-04-30, midnight becomes 01:00
    BOOST_TEST(shown(cairo.instant(local("2027-04-30 00:00"))) == "2027-04-29T22:00:00Z");
    const auto apia = nida::daemon::zone("Pacific/Apia"); // which had no 30 December
    BOOST_TEST(shown(apia.instant(local("2011-12-30 12:00"))) == "2011-12-30T10:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_local_time_that_exists_twice_is_the_first)
{
    const auto paris = nida::daemon::zone("Europe/Paris"); // 2026-10-25, 03:00 becomes 02:00
    BOOST_TEST(shown(paris.instant(local("2026-10-25 02:30"))) == "2026-10-25T00:30:00Z");
    BOOST_TEST(shown(paris.instant(local("2026-10-25 03:00"))) == "2026-10-25T02:00:00Z");
    const auto casablanca = nida::daemon::zone("Africa/Casablanca"); // whose clocks go back for Ramadan
    BOOST_TEST(shown(casablanca.instant(local("2026-02-15 02:30"))) == "2026-02-15T01:30:00Z");
}

BOOST_AUTO_TEST_CASE(in_every_zone_of_a_number_instants_are_those_of_the_librarys_own)
{
    std::minstd_rand random{6};
    const auto last = utc("2035-01-01T00:00:00Z").time_since_epoch() / 1s;
    for (const auto name : nida::protocol::numbering::zones) {
        const auto here = find_zone(name);
        BOOST_REQUIRE_MESSAGE(here, name);
        const auto* theirs = date::locate_zone(name);
        auto change = theirs->get_info(date::sys_seconds{}).end;
        for (int round = 0; round < 300; ++round) {
            std::chrono::seconds at{std::uniform_int_distribution<std::int64_t>{0, last}(random)};
            if (round % 2 && change.time_since_epoch() / 1s < last) { // around the changes of its clocks
                at = change.time_since_epoch() + theirs->get_info(change).offset +
                     std::chrono::seconds{std::uniform_int_distribution{-9000, 9000}(random)};
                change = theirs->get_info(change).end;
            }
            const auto wanted = theirs->to_sys(date::local_seconds{at}, date::choose::earliest);
            const auto found = here->instant(LocalTime{at});
            BOOST_TEST_REQUIRE(found.time_since_epoch() / 1us == wanted.time_since_epoch() / 1us,
                               name << ' ' << at.count());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_later_local_time_is_never_an_earlier_instant)
{
    for (const auto* name :
         {"Europe/Paris", "Africa/Casablanca", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Beirut"}) {
        const auto here = nida::daemon::zone(name);
        auto before = Time::min();
        for (auto at = local("2026-01-01 00:00"); at < local("2028-01-01 00:00"); at += 15min) {
            const auto instant = here.instant(at);
            BOOST_TEST_REQUIRE((instant >= before), name << ' ' << shown(at));
            before = instant;
        }
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_zone_is_none_whatever_it_is_called)
{
    for (const std::string_view name :
         {"Africa/Tunos", "africa/tunis", "../../etc/passwd", "/etc/localtime", "tzdata.zi", "zone.tab", "Africa",
          "Africa/", " ", "UTC+1", "posix/Africa/Tunis/x"})
        BOOST_TEST(!find_zone(name), name);
    BOOST_TEST(!find_zone(std::string(100'000, 'A')));
    BOOST_TEST(!find_zone(std::string_view{"Africa/Tunis\0", 13}));
}

BOOST_AUTO_TEST_CASE(a_name_that_is_nearly_right_is_recognised)
{
    for (const auto& [written, meant] : {std::pair<std::string_view, std::string_view>{"Africa/Tunos", "Africa/Tunis"},
                                         {"africa/tunis", "Africa/Tunis"},
                                         {"tunis", "Africa/Tunis"},
                                         {"Tripolli", "Africa/Tripoli"},
                                         {"New York", "America/New_York"},
                                         {"Nowhere/Atlantis", ""},
                                         {"", ""}})
        BOOST_TEST(nearest_zone_name(written) == meant, written);
}

BOOST_AUTO_TEST_CASE(an_empty_name_is_the_machines_own_zone_as_its_c_library_has_it)
{
    {
        const MachineZone here{"Europe/Paris"};
        BOOST_TEST(shown(find_zone("")->local(utc("2026-07-01T12:00:00Z"))) == "2026-07-01 14:00");
        BOOST_TEST(shown(Zone::machine().instant(local("2026-10-25 02:30"))) == "2026-10-25T00:30:00Z");
        BOOST_TEST(shown(Zone::machine().instant(local("2027-03-28 02:30"))) == "2027-03-28T01:00:00Z");
        BOOST_TEST(Zone::machine().name() == "");
    }
    const MachineZone rule{"XXX-3:30"}; // no IANA name
    BOOST_TEST(shown(Zone::machine().local(utc("2026-07-01T12:00:00Z"))) == "2026-07-01 15:30");
}

BOOST_AUTO_TEST_SUITE_END()
