#include "daemon/cli/arguments.hpp"
#include "daemon/cli/failures.hpp"
#include "tests/cli/api_server.hpp"

#include <boost/test/unit_test.hpp>

#include <sysexits.h>

using namespace nida::daemon::cli;
using Arguments = std::vector<std::string>;

namespace
{

bool refused(const Arguments& arguments) { return run_nida("/nowhere", arguments).code == EX_USAGE; }

} // namespace

BOOST_AUTO_TEST_SUITE(arguments)

BOOST_AUTO_TEST_CASE(what_cannot_be_done_as_written_is_refused_before_anybody_is_asked)
{
    for (const auto& arguments : {
             Arguments{},
             {"dance"},
             {"send"},
             {"send", "--to", "1"},
             {"send", "--text", "x"},
             {"send", "--to", "1", "--text", "x", "--text-file", "f"},
             {"send", "--batch", "f", "--to", "1"},
             {"send", "--batch", "f", "--wait"},
             {"send", "--to", "1", "--text", "x", "--priority", "urgent"},
             {"send", "--to", "1", "--text", "x", "--priority", "alert|reply"},
             {"broadcast", "--text", "x"},
             {"broadcast", "--all", "--group", "g", "--text", "x"},
             {"broadcast", "--rule", "everyone", "--group", "g", "--text", "x"},
             {"people", "list", "--group", "g", "--rule", "everyone"},
             {"people", "search"},
             {"people", "edit"},
             {"people", "edit", "1", "--field", "city"},
             {"people", "add", "1", "--field", "=Sfax"},
             {"people", "history", "1", "--limit", "0"},
             {"people", "renumber", "1"},
             {"people", "undo-import", "last"},
             {"groups", "set"},
             {"groups", "set", "g", "--open", "--closed"},
             {"groups", "set", "g", "--rule", "everyone", "--no-rule"},
             {"groups", "set", "g", "--word", "w", "--no-words"},
             {"fields", "add"},
             {"fields", "add", "city", "--kind", "colour"},
             {"audit", "verify", "--row", "3"},
             {"audit", "verify", "--hash", "0c5e"},
             {"outbox", "--state", "gone"},
             {"inbox", "--since", "-1"},
             {"inbox", "--since", "many"},
             {"why"},
             {"why", "0"},
             {"cancel"},
             {"cancel", "1", "--campaign", "2"},
             {"resolve", "1", "maybe"},
             {"ussd", "line"},
             {"status", "inbox"},
             {"status", "--lang", "de"},
         }) {
        BOOST_TEST_INFO((arguments.empty() ? std::string{"nothing"} : arguments.front() + " ... " + arguments.back()));
        BOOST_TEST(refused(arguments));
    }
}

BOOST_AUTO_TEST_CASE(every_command_has_help_with_an_example_in_every_language)
{
    for (const auto& command : {Arguments{"status"},
                                {"inbox"},
                                {"outbox"},
                                {"people"},
                                {"people", "list"},
                                {"people", "import"},
                                {"people", "export"},
                                {"people", "add"},
                                {"people", "remove"},
                                {"people", "show"},
                                {"people", "edit"},
                                {"people", "search"},
                                {"people", "history"},
                                {"people", "proof"},
                                {"people", "renumber"},
                                {"people", "merge"},
                                {"people", "erase"},
                                {"people", "imports"},
                                {"people", "undo-import"},
                                {"groups", "set"},
                                {"groups", "remove"},
                                {"fields"},
                                {"fields", "add"},
                                {"fields", "remove"},
                                {"audit"},
                                {"audit", "verify"},
                                {"audit", "hash"},
                                {"groups"},
                                {"send"},
                                {"broadcast"},
                                {"campaigns"},
                                {"why"},
                                {"cancel"},
                                {"resolve"},
                                {"ussd"},
                                {"line"},
                                {"line", "pin"},
                                {"line", "events"}}) {
        std::string typed = "nida";
        for (const auto& word : command)
            typed += ' ' + word;
        for (const auto* locale : {"en", "fr", "ar"}) {
            auto arguments = command;
            arguments.emplace_back("--help");
            const auto ran = run_nida("/nowhere", arguments, {}, locale);
            BOOST_TEST(ran.code == EX_OK);
            BOOST_TEST(ran.out.find("\n  " + typed) != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_language_of_the_option_passes_that_of_the_locale)
{
    BOOST_TEST((language_asked_for({"status", "--lang", "ar"}) == Language::ar));
    BOOST_TEST((language_asked_for({"--lang=fr", "status"}) == Language::fr));
    BOOST_TEST(!language_asked_for({"status"}));
    BOOST_TEST(run_nida("/nowhere", {"status", "--lang", "fr"}, {}, "ar").err.find("le service de Nida") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(general_options_stand_before_or_after_the_command)
{
    const Words words{Language::en};
    for (const auto& arguments : {Arguments{"--json", "--socket", "/s", "people", "show", "1"},
                                  {"people", "show", "1", "--json", "--socket", "/s"}}) {
        const auto invocation = read_arguments(arguments, words);
        BOOST_TEST(invocation.json);
        BOOST_TEST(invocation.socket.value_or("") == "/s");
        BOOST_TEST(static_cast<bool>(invocation.command));
    }
}

BOOST_AUTO_TEST_CASE(the_version_is_that_of_the_project)
{
    BOOST_TEST(run_nida("/nowhere", {"--version"}).out == "nida " NIDA_VERSION "\n");
}

BOOST_AUTO_TEST_SUITE_END()
