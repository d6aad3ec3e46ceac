#include "daemon/backup/keys.hpp"
#include "daemon/backup/sealing.hpp"
#include "tests/cli/api_server.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <sysexits.h>

using namespace nida::daemon::cli;

namespace
{

std::string content_of(const std::string& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

/// As much of one as tells that it is one.
const std::string an_older_copy = "NIDABACK, cut short";

struct Words : TemporaryFile {
    Words() : TemporaryFile{"correct horse\n"} { ::chmod(path().c_str(), 0600); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(store_commands)

BOOST_AUTO_TEST_CASE(a_copy_is_written_as_it_comes_and_has_its_name_once_it_is_whole)
{
    const std::string octets(200'000, '\x9C');
    ApiServer server{[&](const Asked&) { return Answer{200, octets}; }};
    const Words words;
    const TemporaryFile file{an_older_copy};
    const auto ran = run_nida(server.socket(), {"backup", file.path(), "--passphrase-file", words.path()});
    BOOST_TEST(ran.code == EX_OK);
    BOOST_TEST((content_of(file.path()) == octets));
    BOOST_TEST(server.asked().at(0).target == "/v1/backup");
    BOOST_TEST(server.asked().at(0).body == R"({"passphrase":"correct horse"})");
    BOOST_TEST(!says(ran.out + ran.err, "correct horse"));
    BOOST_TEST(!std::filesystem::exists(file.path() + ".part"));
}

BOOST_AUTO_TEST_CASE(a_copy_that_fails_leaves_the_one_before)
{
    const Words words;
    const TemporaryFile file{an_older_copy};
    const Answer answers[] = {
        {503, R"({"error": {"code": "no_space", "message": "30 MiB are needed", "hint": "make room"}})"},
        {200, "", true},
        {200, "half", false, true},
    };
    for (const auto& answer : answers) {
        ApiServer server{[&](const Asked&) { return answer; }};
        const auto ran = run_nida(server.socket(), {"backup", file.path(), "--passphrase-file", words.path()});
        BOOST_TEST(ran.code == EX_TEMPFAIL);
        BOOST_TEST(content_of(file.path()) == an_older_copy);
        BOOST_TEST(!std::filesystem::exists(file.path() + ".part"));
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_copy_is_not_written_over)
{
    ApiServer server{[](const Asked&) { return Answer{200, "octets"}; }};
    const Words words;
    const TemporaryFile file{"the only list of our members"};
    const auto ran = run_nida(server.socket(), {"backup", file.path(), "--passphrase-file", words.path()});
    BOOST_TEST(ran.code == EX_CANTCREAT);
    BOOST_TEST(says(ran.err, file.path()));
    BOOST_TEST(content_of(file.path()) == "the only list of our members");
    BOOST_TEST(run_nida(server.socket(), {"backup", "/dev/null", "--passphrase-file", words.path()}).code ==
               EX_CANTCREAT);
    BOOST_TEST(!std::filesystem::is_regular_file("/dev/null"));
    BOOST_TEST(server.asked().empty());
}

BOOST_AUTO_TEST_CASE(a_copy_without_a_key_is_not_asked_for)
{
    ApiServer server{[](const Asked&) { return Answer{200, ""}; }};
    const TemporaryFile file{"before"}, open{"correct horse\n"};
    BOOST_TEST(run_nida(server.socket(), {"backup", file.path()}).code == EX_USAGE);
    ::chmod(open.path().c_str(), 0644);
    const auto ran = run_nida(server.socket(), {"backup", file.path(), "--passphrase-file", open.path()});
    BOOST_TEST(ran.code == EX_NOINPUT);
    BOOST_TEST(says(ran.err, "chmod 600"));
    BOOST_TEST(server.asked().size() == 0u);
}

BOOST_AUTO_TEST_CASE(findings_are_told_in_the_reader_s_language_with_what_to_do)
{
    ApiServer server{[](const Asked&) {
        return Answer{
            200, R"({"findings": [{"code": "doubt_overdue", "warning": false, "count": 2, "examples": ["17", "18"]},
                              {"code": "brand_new", "warning": true, "count": 1, "examples": []}]})"};
    }};
    const auto english = run_nida(server.socket(), {"check", "--quick"});
    BOOST_TEST(english.code == EX_DATAERR);
    BOOST_TEST(says(english.out, "nida resolve (2): 17, 18"));
    BOOST_TEST(says(english.out, "brand_new (1)"));
    BOOST_TEST(says(run_nida(server.socket(), {"--lang", "fr", "check"}).out, "incertains depuis plus d'un jour"));
    BOOST_TEST(says(run_nida(server.socket(), {"--lang", "ar", "check"}).out, "مشكوك فيها"));
    BOOST_TEST(says(run_nida(server.socket(), {"check", "--json"}).out, R"("code":"doubt_overdue")"));
    BOOST_TEST(server.asked().at(0).target == "/v1/check?quick=1");
    BOOST_TEST(server.asked().at(1).target == "/v1/check");
}

BOOST_AUTO_TEST_CASE(a_warning_alone_is_no_failure_and_nothing_is_all_well)
{
    bool warn = true;
    ApiServer server{[&](const Asked&) {
        return Answer{
            200, warn ? R"({"findings": [{"code": "left_but_queued", "warning": true, "count": 1, "examples": ["3"]}]})"
                      : R"({"findings": []})"};
    }};
    const auto warned = run_nida(server.socket(), {"check"});
    BOOST_TEST(warned.code == EX_OK);
    BOOST_TEST(says(warned.out, "have left"));
    warn = false;
    BOOST_TEST(says(run_nida(server.socket(), {"check"}).out, "All is well."));
}

BOOST_AUTO_TEST_CASE(restoring_what_is_no_copy_touches_nothing)
{
    const TemporaryFile file{"no copy"};
    const Words words;
    const auto store = file.path() + ".db";
    const auto ran =
        run_nida("/nowhere", {"restore", file.path(), "--store", store, "--passphrase-file", words.path()});
    BOOST_TEST(ran.code == EX_DATAERR);
    BOOST_TEST(says(ran.err, "no copy made by Nida"));
    BOOST_TEST(!std::filesystem::exists(store));
    BOOST_TEST(run_nida("/nowhere", {"restore", file.path(), "--key", "a", "--passphrase-file", "b"}).code == EX_USAGE);
    BOOST_TEST(run_nida("/nowhere", {"restore", store, "--store", store}).code == EX_NOINPUT);
}

BOOST_AUTO_TEST_CASE(a_sealed_copy_is_not_called_damaged_but_told_how_to_look_into)
{
    const std::string content = "a store, or so";
    const auto sealed_to = [&](const nida::daemon::SealTo& key) {
        std::size_t at = 0;
        std::string sealed;
        const nida::daemon::Source in = [&](std::span<std::uint8_t> to) {
            const auto count = content.copy(reinterpret_cast<char*>(to.data()), to.size(), at);
            at += count;
            return count;
        };
        nida::daemon::seal(key, {}, in, content.size(),
                           [&](nida::daemon::Octets octets) { sealed.append(octets.begin(), octets.end()); });
        return sealed;
    };
    const TemporaryFile words{sealed_to(nida::daemon::Passphrase{"correct horse"})};
    const auto command = "nida restore " + words.path() + " --store check.db && nida check check.db";
    for (const std::string language : {"en", "fr", "ar"}) {
        const auto ran = run_nida("/nowhere", {"--lang", language, "check", words.path()});
        BOOST_TEST(ran.code == EX_DATAERR);
        BOOST_TEST(says(ran.err, command));
        BOOST_TEST(ran.out == "");
    }
    BOOST_TEST(says(run_nida("/nowhere", {"check", words.path()}).err, "a sealed copy of Nida, not a store"));

    const auto odd = words.path() + " of Amina's";
    std::filesystem::copy(words.path(), odd);
    BOOST_TEST(
        says(run_nida("/nowhere", {"check", odd}).err, "nida restore '" + words.path() + " of Amina'\\''s' --store"));

    const TemporaryFile keys{""};
    nida::daemon::make_key_pair(keys.path() + ".key");
    const TemporaryFile key{sealed_to(nida::daemon::read_public_key(keys.path() + ".key.pub"))};
    BOOST_TEST(says(run_nida("/nowhere", {"check", key.path()}).err, key.path() + " --key KEYFILE --store check.db"));

    const TemporaryFile cut{sealed_to(nida::daemon::Passphrase{"correct horse"}).substr(0, 20)};
    BOOST_TEST(says(run_nida("/nowhere", {"check", cut.path()}).err, "ends too early"));
    const TemporaryFile damaged{std::string(8192, 'x')};
    BOOST_TEST(says(run_nida("/nowhere", {"check", damaged.path()}).out, "The file is damaged"));
}

BOOST_AUTO_TEST_CASE(a_directory_is_no_store_and_that_is_said)
{
    ApiServer server{[](const Asked&) { return Answer{200, ""}; }};
    const auto ran = run_nida(server.socket(), {"check", "/tmp"});
    BOOST_TEST(ran.code == EX_IOERR);
    BOOST_TEST(says(ran.err, "/tmp"));
}

BOOST_AUTO_TEST_SUITE_END()
