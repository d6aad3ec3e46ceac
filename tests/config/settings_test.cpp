#include "config/settings.hpp"

#include "tests/config/temporary_file.hpp"

#include <boost/test/unit_test.hpp>

#include <iterator>

using namespace nida::config;
using namespace std::chrono_literals;

namespace
{

constexpr auto reference_file = NIDA_TEST_DATA "/../../config/nida.toml";

bool known_region(std::string_view code) { return code == "LY" || code == "TN"; }

auto parse(std::string_view text) { return nida::config::parse(text, "nida.toml", known_region); }

/// Everything that the reference file shows, its commented-out line too.
std::string uncommented_reference()
{
    std::ifstream stream{reference_file};
    std::string text, row;
    bool line_section = false;
    while (std::getline(stream, row)) {
        line_section = line_section || row == "# [[line]]";
        text += (line_section && row.size() > 1 ? row.substr(2) : row) + '\n';
    }
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(the_reference_file_loads)
{
    const auto settings = load(reference_file, known_region).value();
    BOOST_TEST(settings.store.path == "/var/lib/nida/nida.db");
    BOOST_TEST(settings.api.socket == "/run/nida/nida.sock");
    BOOST_TEST(settings.defaults.country == "LY");
    BOOST_CHECK((settings.defaults.quiet_hours == QuietHours{21h, 8h}));
    BOOST_TEST(settings.lines.empty());
}

BOOST_AUTO_TEST_CASE(the_reference_file_shows_the_defaults)
{
    const auto shown = load(reference_file, known_region).value();
    const auto built_in = parse("[defaults]\ncountry = 'LY'\n").value();
    BOOST_TEST(shown.store.path == built_in.store.path);
    BOOST_TEST(shown.api.socket == built_in.api.socket);
    BOOST_CHECK(shown.defaults.language == built_in.defaults.language);
    BOOST_TEST(shown.defaults.reply_limit_per_hour == built_in.defaults.reply_limit_per_hour);
    BOOST_TEST(shown.defaults.sender_limit_per_hour == built_in.defaults.sender_limit_per_hour);
    BOOST_TEST(shown.defaults.give_up_after == built_in.defaults.give_up_after);
    BOOST_CHECK(shown.store.keep_messages == built_in.store.keep_messages);
    BOOST_CHECK(shown.store.keep_bodies == built_in.store.keep_bodies);
    BOOST_CHECK(shown.defaults.stop_wait == built_in.defaults.stop_wait);
    BOOST_TEST(shown.log.level == built_in.log.level);
    BOOST_CHECK(!built_in.defaults.quiet_hours);
}

BOOST_AUTO_TEST_CASE(the_reference_files_line_holds_once_its_pin_file_exists)
{
    const TemporaryDirectory directory;
    auto text = uncommented_reference();
    const std::string_view shown = "/etc/nida/libyana-1.pin";
    text.replace(text.find(shown), shown.size(), directory.file("pin", "1234\n").string());

    const auto lines = parse(text).value().lines;

    BOOST_REQUIRE(lines.size() == 1);
    const auto& line = lines.front();
    BOOST_TEST(line.name == "libyana-1");
    BOOST_TEST(line.port.value() == "/dev/ttyUSB2");
    BOOST_TEST(line.iccid.value() == "8921800000000000001");
    BOOST_TEST(line.number.value() == "+218911234567");
    BOOST_TEST(line.segments_per_minute.value() == 20);
    BOOST_TEST(line.segments_per_day.value() == 1000);
    BOOST_TEST(line.segments_per_hour.value() == 200);
    BOOST_TEST(line.segments_per_month.value() == 20'000);
    BOOST_TEST(line.recipients_per_hour.value() == 100);
    BOOST_TEST(line.recipients_per_day.value() == 500);
    BOOST_TEST(line.recipients_per_month.value() == 5000);
    BOOST_TEST(line.billing_day == 1);
    BOOST_TEST(!line.alerts_pass_quota);
    BOOST_TEST(line.status_reports);
    BOOST_TEST(line.roaming);
    BOOST_TEST(!line.store_then_send);
    BOOST_CHECK(line.jitter == 5s);
    BOOST_TEST(line.operator_name.value() == "ly-libyana");
    BOOST_TEST(line.balance_floor.value() == 1500);
}

BOOST_AUTO_TEST_CASE(limits_of_operators_and_prices_are_lists_of_sections)
{
    const auto settings =
        parse("[defaults]\ncountry = 'LY'\n"
              "[[operator_limit]]\noperator = 'ly-libyana'\nsegments_per_minute = 30\n"
              "[[price]]\nfrom = 'ly-libyana'\nto = 'ly-almadar'\nper_segment = 0.05\ncurrency = 'LYD'\n"
              "[[price]]\nfrom = 'ly-libyana'\nto = '+216'\nper_segment = 1\ncurrency = 'LYD'\n"
              "[[price]]\nfrom = 'ly-libyana'\nbundle = 1000\nper_bundle = 20\ncurrency = 'LYD'\n")
            .value();
    BOOST_TEST(settings.prices.at(2).segments == 1000);
    BOOST_TEST(settings.prices.at(2).milli == 20'000);
    BOOST_REQUIRE(settings.operator_limits.size() == 1u);
    BOOST_TEST(settings.operator_limits[0].operator_name == "ly-libyana");
    BOOST_TEST(settings.operator_limits[0].segments_per_minute == 30);
    BOOST_REQUIRE(settings.prices.size() == 3u);
    BOOST_TEST(settings.prices[0].to == "ly-almadar");
    BOOST_TEST(settings.prices[0].milli == 50);
    BOOST_TEST(settings.prices[1].to == "+216");
    BOOST_TEST(settings.prices[2].to == "");
    BOOST_TEST(settings.prices[2].currency == "LYD");
}

BOOST_AUTO_TEST_CASE(modems_credit_calls_and_alarms_have_sections)
{
    const auto settings = parse("[defaults]\ncountry = 'LY'\n"
                                "[modems]\nports = ['/dev/ttyAMA0', '/tmp/sim/modem*']\ntransmit_at_once = 1\n"
                                "usb_reset = false\nhub_power = ['1-1.2']\n"
                                "[credit]\ncheck_every = '7d'\ncheck_after_refusals = 5\n"
                                "[calls]\nkeyword = 'JOIN'\nhang_up = false\n"
                                "[alarms]\nnumbers = ['+218911234567']\n"
                                "[audit]\nnumbers = ['+218911234568']\nat = '07:30'\n")
                              .value();
    BOOST_TEST(settings.modems.ports.size() == 2);
    BOOST_TEST(settings.modems.transmit_at_once == 1);
    BOOST_TEST(!settings.modems.usb_reset);
    BOOST_TEST(settings.modems.hub_power.at(0) == "1-1.2");
    BOOST_CHECK(settings.credit.check_every == 168h);
    BOOST_TEST(settings.credit.check_after_refusals == 5);
    BOOST_TEST(settings.calls.keyword.value() == "JOIN");
    BOOST_TEST(!settings.calls.hang_up);
    BOOST_TEST(settings.alarms.numbers.at(0) == "+218911234567");
    BOOST_TEST(settings.audit.numbers.at(0) == "+218911234568");
    BOOST_CHECK(settings.audit.at == 450min);
}

BOOST_AUTO_TEST_CASE(copies_by_themselves_have_a_section)
{
    const auto given = parse("[defaults]\ncountry = 'LY'\n[backup]\nfolder = '/media/stick'\nevery = '7d'\nkeep = 3\n"
                             "key = '/etc/nida/backup.key.pub'\n")
                           .value()
                           .backup;
    BOOST_TEST(given.folder.value() == "/media/stick");
    BOOST_CHECK(given.every == 168h);
    BOOST_TEST(given.keep == 3);
    BOOST_TEST(given.key == "/etc/nida/backup.key.pub");
    const auto none = parse("[defaults]\ncountry = 'LY'\n").value().backup;
    BOOST_CHECK(!none.folder && none.every == 24h && none.keep == 7);
}

BOOST_AUTO_TEST_CASE(what_is_left_out_has_its_default)
{
    const auto settings = parse("[defaults]\ncountry = 'ly'\n[[line]]\nname = 'a'\nport = '/dev/ttyUSB2'\n").value();
    BOOST_TEST(settings.defaults.country == "LY");
    BOOST_CHECK(settings.defaults.language == nida::daemon::Language::en);
    BOOST_TEST(settings.defaults.reply_limit_per_hour == 5);
    BOOST_CHECK(settings.defaults.stop_wait == 10s);
    BOOST_CHECK(!settings.defaults.quiet_hours);
    BOOST_TEST(settings.log.level == "info");
    const auto& line = settings.lines.front();
    BOOST_TEST(line.status_reports);
    BOOST_CHECK(!line.iccid && !line.number && !line.pin_file && !line.segments_per_minute && !line.segments_per_day);
}

BOOST_AUTO_TEST_CASE(what_is_kept_is_counted_in_days)
{
    const auto keep = [](const std::string& values) {
        return parse("[defaults]\ncountry = 'LY'\n[store]\n" + values).value().store;
    };
    BOOST_CHECK(keep("").keep_messages == 0s);
    BOOST_CHECK(keep("keep_messages = '365d'").keep_messages == 365 * 24h);
    BOOST_CHECK(keep("keep_bodies = '7d'").keep_bodies == 7 * 24h);
    BOOST_CHECK(keep("keep_messages = 0\nkeep_bodies = 0").keep_bodies == 0s);
}

BOOST_AUTO_TEST_CASE(stop_wait_is_seconds_or_text_with_a_unit)
{
    const auto stop_wait = [](const std::string& value) {
        return parse("[defaults]\ncountry = 'LY'\nstop_wait = " + value).value().defaults.stop_wait;
    };
    BOOST_CHECK(stop_wait("0") == 0s);
    BOOST_CHECK(stop_wait("3") == 3s);
    BOOST_CHECK(stop_wait("'3s'") == 3s);
    BOOST_CHECK(stop_wait("'10m'") == 10min);
}

BOOST_AUTO_TEST_CASE(any_country_is_believed_where_nobody_knows_better)
{
    BOOST_TEST(nida::config::parse("[defaults]\ncountry = 'XX'", "nida.toml", {}).value().defaults.country == "XX");
}

BOOST_AUTO_TEST_CASE(a_path_in_another_script_is_written_in_escapes)
{
    const auto settings =
        parse("[defaults]\ncountry = 'LY'\n[store]\npath = \"/srv/\\u0646\\u062F\\u0627\\u0621\"").value();
    BOOST_TEST(settings.store.path == "/srv/نداء");
}

BOOST_AUTO_TEST_CASE(every_prefix_of_the_reference_file_gets_a_value_or_errors)
{
    const auto text = uncommented_reference();
    for (std::size_t length = 0; length <= text.size(); ++length) {
        const auto settings = parse(text.substr(0, length));
        BOOST_REQUIRE(settings.has_value() || !settings.error().empty());
    }
}

BOOST_AUTO_TEST_CASE(campaigns_avoid_calendars_and_weekdays)
{
    const auto none = parse("[defaults]\ncountry = 'LY'\n").value().campaigns;
    BOOST_TEST(none.calendars.size() == 4u); // those that are built in
    BOOST_TEST(none.avoid.empty());
    BOOST_TEST(none.no_weekdays.empty());

    const TemporaryDirectory folder;
    folder.file("exams.toml", "name = 'exams'\nwhy = { en = 'Exams' }\n[[times]]\ndates = ['2027-06-10']\n");
    const auto some = parse("[defaults]\ncountry = 'LY'\n[campaigns]\ncalendars = '" + folder.path().string() +
                            "'\navoid = ['exams', 'friday-prayer']\nno_weekdays = ['sunday']")
                          .value()
                          .campaigns;
    BOOST_TEST(some.calendars.size() == 5u);
    BOOST_TEST(some.avoid == (std::vector<std::string>{"exams", "friday-prayer"}), boost::test_tools::per_element());
    BOOST_TEST(some.no_weekdays.has(std::chrono::Sunday));
    BOOST_TEST(!some.no_weekdays.has(std::chrono::Monday));
}

BOOST_AUTO_TEST_SUITE_END()
