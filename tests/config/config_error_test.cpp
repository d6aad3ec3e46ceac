#include "config/settings.hpp"

#include "tests/config/temporary_file.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>
#include <sys/un.h>

using namespace nida::config;

namespace
{

bool known_region(std::string_view code) { return code == "LY"; }

/// Begins in line 1 with what is required, so that a case's own text begins in line 3.
ConfigErrors errors_of(const std::string& text)
{
    return parse("[defaults]\ncountry = 'LY'\n" + text, "nida.toml", known_region).error();
}

/// The one error of `text`, as people see it.
std::string error_of(const std::string& text)
{
    const auto errors = errors_of(text);
    BOOST_REQUIRE(errors.size() == 1);
    return errors.front().text();
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// Checks where the only error is and that its text says each of these.
void check(const std::string& text, const std::string& where, std::initializer_list<std::string_view> parts)
{
    const auto error = error_of(text);
    BOOST_TEST(error.rfind(where + ": ", 0) == 0, error << " should begin with " << where);
    for (const auto part : parts)
        BOOST_TEST(contains(error, part), error << " should say " << part);
}

const std::string line = "[[line]]\nname = 'a'\nport = '/dev/a'\n"; // its next key stands in line 6

} // namespace

BOOST_AUTO_TEST_SUITE(config_error)

BOOST_AUTO_TEST_CASE(an_unknown_key_is_shown_where_it_stands_with_the_one_that_was_meant)
{
    check("  langauge = 'en'", "nida.toml:3:3",
          {"\"langauge\" in [defaults]", "did you mean language?", "quiet_hours, stop_wait"});
    check("[api]\nsokcet = '/run/x'", "nida.toml:4:1", {"did you mean socket?"});
    check(line + "pin = '1234'", "nida.toml:6:1", {"\"pin\" in [[line]]", "did you mean pin_file?", "status_reports"});
    check("[loging]", "nida.toml:3:2",
          {"unknown key \"loging\"", "did you mean log?",
           "store, api, defaults, line, modems, texts, campaigns, credit, calls, alarms, backup, log"});
    check("zzz = 1", "nida.toml:3:1", {"unknown key \"zzz\" in [defaults]. Accepted here: country"});
}

BOOST_AUTO_TEST_CASE(a_key_in_the_wrong_section_is_sent_home)
{
    check("[log]\nquiet_hours = '21:00-08:00'", "nida.toml:4:1", {"belongs under [defaults]"});
    check("iccid = '8921800000000000001'", "nida.toml:3:1", {"belongs under [[line]]"});
}

BOOST_AUTO_TEST_CASE(a_wrong_type_says_what_was_found_and_what_is_accepted)
{
    check("reply_limit_per_hour = 'five'", "nida.toml:3:24",
          {"[defaults] reply_limit_per_hour is text", "whole number from 0 to 10000"});
    check("reply_limit_per_hour = 5.0", "nida.toml:3:24", {"is a number with a fraction"});
    check("quiet_hours = 21:00:00", "nida.toml:3:15", {"is a time of day", "\"HH:MM-HH:MM\""});
    check("stop_wait = true", "nida.toml:3:13", {"is a true-or-false value", "\"10s\" or \"2m\""});
    check("language = ['en']", "nida.toml:3:12", {"is a list", "\"ar\", \"en\", \"fr\""});
    check("[store]\npath = 1", "nida.toml:4:8", {"is a whole number", "database file"});
    check(line + "status_reports = 'yes'", "nida.toml:6:18", {"is text", "true or false, without quotes"});
    check(line + "segments_per_day = 2024-01-01", "nida.toml:6:20", {"is a date", "from 1 to"});
}

BOOST_AUTO_TEST_CASE(a_bad_value_is_shown_with_what_is_accepted)
{
    check("language = 'fra'", "nida.toml:3:12", {"\"fra\"", "did you mean \"fr\"?"});
    check("reply_limit_per_hour = -1", "nida.toml:3:24", {"= -1", "from 0 to 10000"});
    check("quiet_hours = '21:00-21:00'", "nida.toml:3:15", {"\"21:00-21:00\"", "two different times"});
    check("stop_wait = 601", "nida.toml:3:13", {"= 601", "from 0 to 600"});
    check("stop_wait = '11m'", "nida.toml:3:13", {"\"11m\"", "from 0 to 600"});
    check("[log]\nlevel = 'warning'", "nida.toml:4:9", {"did you mean \"warn\"?"});
    check("[store]\nkeep_messages = '6d'", "nida.toml:4:17", {"\"6d\"", "\"7d\" or more days"});
    check("[store]\nkeep_bodies = 90", "nida.toml:4:15", {"bare number", "\"365d\""});
    check("sender_limit_per_hour = -1", "nida.toml:3:25", {"= -1", "from 0 to 100000"});
    check("give_up_after = 1001", "nida.toml:3:17", {"= 1001", "from 0 to 1000"});
    check("[store]\npath = ''", "nida.toml:4:8", {"\"\"", "database file"});
    check(line + "number = '0911234567'", "nida.toml:6:10", {"\"0911234567\"", "+218911234567"});
    check(line + "iccid = '1234'", "nida.toml:6:9", {"\"1234\"", "18 to 22 digits"});
    check(line + "segments_per_minute = 0", "nida.toml:6:23", {"= 0", "from 1 to 100000"});
    check(line + "segments_per_day = 9223372036854775807", "nida.toml:6:20", {"from 1 to 10000000"});
    check(line + "segments_per_month = 0", "nida.toml:6:22", {"= 0", "from 1 to 100000000"});
    check(line + "billing_day = 29", "nida.toml:6:15", {"= 29", "from 1 to 28"});
    check(line + "recipients_per_day = 'many'", "nida.toml:6:22", {"is text", "from 1 to"});
    check("[store]\nkeep_messages = '7d'\n" + line + "segments_per_month = 5", "nida.toml:4:17",
          {"too short for segments_per_month", "\"32d\" or more"});
    check("[[price]]\nfrom = 'ly-libyanna'\nper_segment = 1\ncurrency = 'LYD'", "nida.toml:4:8",
          {"\"ly-libyanna\" is not known", "did you mean \"ly-libyana\"?"});
    check("[[price]]\nfrom = 'ly-libyana'\nto = '+'\nper_segment = 1\ncurrency = 'LYD'", "nida.toml:5:6",
          {"\"+\"", "\"ly-almadar\" or \"+216\""});
    check("[[price]]\nfrom = 'ly-libyana'\ncurrency = 'LYD'", "nida.toml:3:1", {"no per_segment"});
    check("[[price]]\nfrom = 'ly-libyana'\nper_segment = -1\ncurrency = 'LYD'", "nida.toml:5:15", {"amount of money"});
    check("[[price]]\nfrom = 'ly-libyana'\nper_segment = 1\ncurrency = 'dinar'", "nida.toml:6:12", {"ISO 4217"});
    check("[operator_limit]\noperator = 'ly-libyana'", "nida.toml:3:1", {"[[operator_limit]]", "double brackets"});
    check("[[operator_limit]]\noperator = 'ly-libyana'", "nida.toml:3:1", {"no segments_per_minute"});
    check("[[line]]\nname = 'a b'\nport = '/dev/a'", "nida.toml:4:8", {"\"a b\"", "1 to 32 letters"});
}

BOOST_AUTO_TEST_CASE(a_value_is_shown_short_and_without_what_a_terminal_would_obey)
{
    const auto error = error_of("language = \"\\u001b[2J" + std::string(55, 'x') + "\\u0644\\u0644\\u0644" +
                                std::string(1000, 'x') + '"');
    BOOST_TEST(!contains(error, "\x1b"));
    BOOST_TEST(contains(error, "...\""));
    BOOST_TEST(error.size() < 300U);
}

BOOST_AUTO_TEST_CASE(a_socket_fits_the_address_that_the_kernel_takes)
{
    const auto longest = sizeof(sockaddr_un::sun_path) - 1;
    BOOST_TEST(parse("[defaults]\ncountry = 'LY'\n[api]\nsocket = '" + std::string(longest, 'x') + "'", "nida.toml", {})
                   .has_value());
    check("[api]\nsocket = '" + std::string(longest + 1, 'x') + "'", "nida.toml:4:10", {"at most 107"});
}

BOOST_AUTO_TEST_CASE(the_country_must_be_there_and_exist)
{
    const auto text_of = [](const std::string& text) {
        return parse(text, "nida.toml", known_region).error().at(0).text();
    };
    BOOST_TEST(contains(text_of(""), "nida.toml: [defaults] country is missing"));
    BOOST_TEST(contains(text_of("\n[defaults]\n"), "nida.toml:2:1: [defaults] country is missing"));
    BOOST_TEST(
        contains(text_of("[defaults]\ncountry = 'XX'"), "nida.toml:2:11: [defaults] country = \"XX\" is not accepted"));
    BOOST_TEST(contains(text_of("[defaults]\ncountry = 218"), "nida.toml:2:11: [defaults] country is a whole number"));
}

BOOST_AUTO_TEST_CASE(copies_are_sealed_or_not_made)
{
    check("[backup]\nfolder = '/media/a'", "nida.toml:4:10", {"[backup] folder without key", "nida backup-key"});
    check("[backup]\nfolder = 'copies'\nkey = '/k'", "nida.toml:4:10", {"the full name of a folder"});
    check("[backup]\nfolder = '/a'\nkey = '/k'\nevery = '30s'", "nida.toml:6:9", {"too short", "\"24h\""});
    check("[backup]\nkeep = 0", "nida.toml:4:8", {"1 to 1000"});
}

BOOST_AUTO_TEST_CASE(a_misspelt_key_is_not_reported_as_missing_too)
{
    BOOST_TEST(parse("[defaults]\ncontry = 'LY'", "nida.toml", known_region).error().size() == 1U);
    BOOST_TEST(parse("[defualts]\ncountry = 'LY'", "nida.toml", known_region).error().size() == 1U);
    check("[[line]]\nname = 'a'\nprot = '/dev/a'", "nida.toml:5:1", {"did you mean port?"});
}

BOOST_AUTO_TEST_CASE(a_line_needs_a_name_and_a_modem)
{
    check("[[line]]\nport = '/dev/a'", "nida.toml:3:1", {"has no name"});
    check("[[line]]\nname = 'a'", "nida.toml:3:1", {"neither port nor iccid"});
}

BOOST_AUTO_TEST_CASE(two_lines_share_neither_name_nor_port_nor_sim)
{
    check(line + "[[line]]\nname = 'a'\nport = '/dev/b'", "nida.toml:7:8", {"[[line]] name", "line 4 of this file"});
    check(line + "[[line]]\nname = 'b'\nport = '/dev//a'", "nida.toml:8:8", {"[[line]] port", "line 5 of this file"});
    check(line + "iccid = '8921800000000000001'\n[[line]]\nname = 'b'\niccid = '8921800000000000001F'", "nida.toml:9:9",
          {"[[line]] iccid", "line 6 of this file"});
}

BOOST_AUTO_TEST_CASE(sections_have_their_brackets)
{
    check("[line]\nname = 'a'", "nida.toml:3:1", {"[[line]], in double brackets"});
    check("[[log]]", "nida.toml:3:1", {"log is a list", "[log]"});
    BOOST_TEST(contains(parse("line = [7]\n[defaults]\ncountry='LY'", "nida.toml", known_region).error().at(0).text(),
                        "nida.toml:1:9: a line is a section of its own"));
}

BOOST_AUTO_TEST_CASE(a_pin_file_must_be_there_for_the_daemon_alone_and_hold_a_pin)
{
    const TemporaryDirectory directory;
    const auto pin_file = [](const std::string& file) { return line + "pin_file = '" + file + "'"; };
    check(pin_file("/nowhere/pin"), "nida.toml:6:12",
          {"/nowhere/pin cannot be read", "Create it", "chmod 600 /nowhere/pin"});
    check(pin_file(directory.file("open", "1234\n", 0644).string()), "nida.toml:6:12",
          {"open to every user", "chmod 600 "});
    check(pin_file(directory.file("words", "secret\n").string()), "nida.toml:6:12", {"4 to 8 digits"});
}

BOOST_AUTO_TEST_CASE(a_pin_written_into_the_configuration_is_never_shown)
{
    for (const std::string text : {"pin_file = '8624'", "pin_file = 8624", "pin_file = ' 8624'", "pin = '8624'",
                                   "pin_file = 08624", "pin_file = '8624"}) {
        const auto error = error_of(line + text);
        BOOST_TEST(!contains(error, "8624"), error);
        BOOST_TEST(contains(error, "nida.toml:6:"), error);
    }
    check(line + "pin_file = '8624'", "nida.toml:6:12", {"not the PIN itself", "/etc/nida/a.pin"});
}

BOOST_AUTO_TEST_CASE(all_errors_are_reported_in_the_order_of_the_file)
{
    const auto errors =
        errors_of("language = 'xx'\nfoo = 1\nstop_wait = []\n[[line]]\n[log]\nlevel = 1\n[api]\nsocket = ''\n");
    std::vector<unsigned> lines;
    for (const auto& error : errors)
        lines.push_back(error.line);
    BOOST_TEST(lines == (std::vector<unsigned>{3, 4, 5, 6, 6, 8, 10}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_toml_is_shown_in_its_line)
{
    // The column is the parser's affair, and differs from version to version.
    for (const std::string text : {"\nlanguage = en", "\n[api\n", "\ncountry = 'LY'", "\n# \xFF", "\nlanguage = \"en",
                                   "\n[[[line]]]", "\n[[=", "\n[[", "\n[[["}) {
        const auto error = error_of(text);
        BOOST_TEST(error.rfind("nida.toml:4:", 0) == 0U, error);
        BOOST_TEST(contains(error, "this is not TOML"), error);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_would_overflow_the_stack_is_refused)
{
    std::string deep = "a";
    for (int i = 0; i < 30'000; ++i)
        deep += ".a";
    check(deep + " = 1", "nida.toml:3:2002", {"dots"});
    check('[' + deep + ']', "nida.toml:3:2003", {"dots"});
    BOOST_TEST(contains(error_of("a = " + std::string(60'000, '[')), "nested"));
    BOOST_TEST(parse("[defaults]\ncountry = 'LY'\n  # " + std::string(30'000, '.'), "nida.toml", {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_says_why)
{
    const TemporaryDirectory directory;
    const auto error_when_loading = [](const std::filesystem::path& file) {
        return load(file, {}).error().at(0).text();
    };
    BOOST_TEST(contains(error_when_loading("/nowhere/nida.toml"),
                        "/nowhere/nida.toml: cannot read the configuration: No such file"));
    BOOST_TEST(contains(error_when_loading(directory.path()), "Is a directory"));
    BOOST_TEST(contains(error_when_loading(directory.file("big", std::string(65'537, '\n'))), "longer than 64 KiB"));
    BOOST_TEST(contains(error_when_loading(directory.file("full", std::string(65'536, '\n'))), "country is missing"));
}

BOOST_AUTO_TEST_CASE(value_throws_all_texts)
{
    const auto both_texts = [](const std::runtime_error& error) {
        return contains(error.what(), "nida.toml:3:1: ") && contains(error.what(), "\nnida.toml:4:1: ");
    };
    const auto settings = parse("[defaults]\ncountry='LY'\nfoo=1\nbar=1", "nida.toml", known_region);
    BOOST_CHECK_EXCEPTION(settings.value(), std::runtime_error, both_texts);
}

BOOST_AUTO_TEST_CASE(what_campaigns_avoid_has_a_name_that_there_is)
{
    check("[campaigns]\navoid = ['friday-prayers']", "nida.toml:4:10",
          {"no calendar \"friday-prayers\"", "did you mean \"friday-prayer\"?", "There are: exam-days, friday-prayer"});
    check("[campaigns]\navoid = 'friday-prayer'", "nida.toml:4:9", {"is text in quotes", "a list, in brackets"});
    check("[campaigns]\nno_weekdays = ['sundays']", "nida.toml:4:16", {"\"sundays\"", "\"sunday\""});
    check("[campaigns]\nno_weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']",
          "nida.toml:4:15", {"no campaign could go"});
    check("[campaigns]\ncalendar = '/etc/nida/calendars'", "nida.toml:4:1", {"did you mean calendars?"});
}

BOOST_AUTO_TEST_CASE(errors_of_calendars_stand_in_their_own_files)
{
    const TemporaryDirectory folder;
    folder.file("exams.toml", "name = 'exams'\nwhy = { en = 'x' }\n[[times]]\ndates = ['june']\n");
    const auto errors = errors_of("[campaigns]\ncalendars = '" + folder.path().string() + "'\navoid = ['exams']");
    BOOST_REQUIRE(errors.size() == 1);
    BOOST_TEST(contains(errors.front().text(), "exams.toml:4:10: "));
    check("[campaigns]\ncalendars = '/nowhere/at/all.toml'", "/nowhere/at/all.toml",
          {"cannot read the calendars", "[campaigns] calendars"});
}

BOOST_AUTO_TEST_SUITE_END()
