#include "config/languages.hpp"

#include "daemon/flow/keywords.hpp"
#include "tests/config/temporary_file.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace nida::config;
using nida::daemon::Alarm;
using nida::daemon::Intent;
using nida::daemon::Language;
using nida::daemon::Languages;
using nida::daemon::match_keyword;
using nida::daemon::parse_language;
using nida::daemon::Reply;

namespace
{

constexpr auto kabyle_file = NIDA_TEST_DATA "/languages/kab.toml";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// Files in a folder of their own, as an organisation has them.
struct Own {
    TemporaryDirectory folder;
    ConfigErrors warnings;

    boost::system::result<Languages, ConfigErrors> load() { return load_languages(folder.path(), warnings); }
    Languages with(const std::string& text)
    {
        folder.file("own.toml", text);
        auto read = load();
        if (!read) BOOST_FAIL(read.error().front().text());
        return std::move(*read);
    }
    std::string wrong(const std::string& text)
    {
        folder.file("own.toml", text);
        const auto read = load();
        BOOST_REQUIRE_MESSAGE(!read, text);
        BOOST_TEST(read.error().size() == 1u, text);
        return read.error().front().text();
    }
    /// The one error of a new language in which all is right but `lines`.
    std::string wrong_with(const std::string& lines)
    {
        return wrong("code = \"es\"\nname = \"Español\"\n" + lines + "\n");
    }
    std::string warning_of(const std::string& lines)
    {
        with("code = \"es\"\nname = \"Español\"\n" + lines + "\n");
        BOOST_REQUIRE(warnings.size() == 1u);
        return warnings.front().text();
    }
};

Intent intent_of(std::string_view text, const Languages& languages)
{
    const auto match = match_keyword(text, languages);
    BOOST_REQUIRE_MESSAGE(match, text);
    return match->intent;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(languages, Own)

BOOST_AUTO_TEST_CASE(three_languages_are_built_in_and_whole)
{
    const auto& built_in = *builtin_languages();
    BOOST_TEST(built_in.codes() == "ar, en, fr");
    for (const auto& one : built_in.all()) {
        BOOST_TEST(!one.name.empty());
        BOOST_TEST(one.right_to_left == (one.language == Language::ar));
        for (const auto reply : nida::daemon::all_replies)
            BOOST_TEST(one.replies.contains(reply), one.name << " lacks " << to_string(reply));
        for (const auto alarm : nida::daemon::all_alarms)
            BOOST_TEST(one.alarms.contains(alarm), one.name << " lacks " << to_string(alarm));
    }
}

BOOST_AUTO_TEST_CASE(the_built_in_files_give_no_warning)
{
    BOOST_TEST(with_builtin_languages({}, warnings).has_value());
    for (const auto& warning : warnings)
        BOOST_ERROR(warning.text());
}

BOOST_AUTO_TEST_CASE(a_file_with_a_new_code_adds_a_language)
{
    const auto all = load_languages(kabyle_file, warnings).value();
    BOOST_TEST(all.codes() == "ar, en, fr, kab");
    BOOST_TEST(warnings.empty());
    const auto kabyle = parse_language("kab").value();
    const auto match = match_keyword("Azul, KCEM", all).value();
    BOOST_CHECK(match.intent == Intent::join);
    BOOST_CHECK(match.language == kabyle);
    BOOST_CHECK(intent_of("rnu-iyi", all) == Intent::join);
    BOOST_CHECK(intent_of("ffeɣ", all) == Intent::leave);
    BOOST_CHECK(intent_of("Tallelt!", all) == Intent::help);
    BOOST_TEST(has(all.reply(Reply::welcome, kabyle, Language::fr), "Ansuf"));
    // What it lacks comes from [defaults] language, then from English.
    BOOST_TEST(has(all.reply(Reply::help, kabyle, Language::fr), "REJOINDRE"));
    BOOST_TEST(has(all.alarm(Alarm::line_down, "one", kabyle), "line one is not plugged in"));
}

BOOST_AUTO_TEST_CASE(the_example_of_the_documentation_is_whole_and_gives_no_warning)
{
    std::ifstream page{NIDA_TEST_DATA "/../../docs/languages.md"};
    const std::string text{std::istreambuf_iterator<char>{page}, {}};
    const std::string fence = "```toml\n";
    const auto begin = text.find(fence) + fence.size();
    const auto all = with(text.substr(begin, text.find("```", begin) - begin));
    for (const auto& warning : warnings)
        BOOST_ERROR(warning.text());
    const auto* spanish = all.find(parse_language("es").value());
    BOOST_REQUIRE(spanish);
    BOOST_TEST(spanish->replies.size() == std::size(nida::daemon::all_replies));
    BOOST_TEST(spanish->alarms.size() == std::size(nida::daemon::all_alarms));
    // The words that its answers tell people to send.
    BOOST_CHECK(intent_of("UNIRME", all) == Intent::join);
    BOOST_CHECK(intent_of("BAJA", all) == Intent::leave);
    BOOST_CHECK(intent_of("AYUDA", all) == Intent::help);
    BOOST_CHECK(intent_of("Quiero darme de baja, por favor", all) == Intent::leave);
    BOOST_TEST(!match_keyword("baja a la plaza hoy", all));
}

BOOST_AUTO_TEST_CASE(keywords_of_a_file_are_found_in_any_spelling)
{
    const auto all = with("code = \"es\"\nname = \"Español\"\n[keywords.join]\nstrong = [\"Únete\", \"Alta YA\"]\n");
    for (const auto* text : {"unete", "ÚNETE", "Únete!", "u\u0301nete", "alta ya", "ALTA-YA", "altaya"})
        BOOST_CHECK(intent_of(text, all) == Intent::join);
    BOOST_TEST(match_keyword("unete", all)->keyword == "Únete");
    BOOST_TEST(!match_keyword("alta", all));
}

BOOST_AUTO_TEST_CASE(a_file_with_a_built_in_code_replaces_key_by_key)
{
    const auto all = with("code = \"fr\"\ncourtesies = [\"ohé\"]\n[keywords.join]\nweak = [\"PARTICIPER\"]\n"
                          "[replies]\nwelcome = \"Bienvenue au comité !\"\n"
                          "[alarms]\ndisk_low = \"Plus de place.\"\n");
    BOOST_TEST(all.codes() == "ar, en, fr");
    BOOST_TEST(all.reply(Reply::welcome, Language::fr, Language::en) == "Bienvenue au comité !");
    BOOST_TEST(has(all.reply(Reply::goodbye, Language::fr, Language::en), "REJOINDRE"));
    BOOST_TEST(all.alarm(Alarm::disk_low, "", Language::fr) == "Plus de place.");
    BOOST_CHECK(intent_of("participer", all) == Intent::join);
    BOOST_CHECK(intent_of("rejoindre", all) == Intent::join);
    BOOST_TEST(!match_keyword("abonner", all)); // was weak
    BOOST_CHECK(intent_of("ohé rejoindre", all) == Intent::join);
    BOOST_TEST(all.find(Language::fr)->name == "Français");
    BOOST_TEST(!all.find(Language::fr)->right_to_left);
}

BOOST_AUTO_TEST_CASE(no_file_takes_the_words_away_that_leave_everywhere)
{
    const auto all =
        with("code = \"en\"\n[keywords]\nneutral = []\n[keywords.leave]\nstrong = [\"BYE\"]\nweak = [\"STOP\"]\n");
    BOOST_CHECK(intent_of("bye", all) == Intent::leave);
    BOOST_CHECK(intent_of("STOP it now and for ever please", all) == Intent::leave);
    BOOST_TEST(match_keyword("STOP SMS", all)->language_is_neutral);
}

BOOST_AUTO_TEST_CASE(a_word_of_several_languages_belongs_to_none)
{
    folder.file("es.toml",
                "code = \"es\"\nname = \"Español\"\n[keywords.leave]\nweak = [\"PARAR\"]\nstrong = [\"BAJA\"]\n");
    folder.file("pt.toml", "code = \"pt\"\nname = \"Português\"\n[keywords.leave]\nstrong = [\"PARAR\"]\n");
    const auto all = load().value();
    BOOST_TEST(match_keyword("parar", all)->language_is_neutral);
    BOOST_CHECK(intent_of("parar de mandar tantas mensagens hoje", all) == Intent::leave); // the stronger of the two
    BOOST_TEST(!match_keyword("baja", all)->language_is_neutral);
    BOOST_CHECK(match_keyword("baja", all)->language == parse_language("es"));
}

BOOST_AUTO_TEST_CASE(a_word_with_two_meanings_is_an_error_that_names_both_files)
{
    folder.file("a.toml", "code = \"it\"\nname = \"Italiano\"\n[keywords.help]\nstrong = [\"UNETE\"]\n");
    const auto text = wrong_with("[keywords.join]\nstrong = [\"Alta\",\n  \"ÚNETE\"]\n");
    BOOST_TEST(has(text, "own.toml:5:3: "));
    BOOST_TEST(has(text, "\"ÚNETE\" is a word to join here, and to help in " + (folder.path() / "a.toml").string()));
    BOOST_TEST(has(text, "(line 4)"));
}

BOOST_AUTO_TEST_CASE(an_error_about_a_built_in_word_stands_in_the_own_file)
{
    // "ar" is read before "en" has its words.
    const auto text = wrong("code = \"ar\"\n[keywords.join]\nweak = [\"HELP\"]\n");
    BOOST_TEST(has(text, "own.toml:3:"));
    BOOST_TEST(has(text, "to help in languages/en.toml"));
    BOOST_TEST(has(wrong_with("[keywords.help]\nstrong = [\"stop\"]"), "to leave in leaving_words.toml"));
}

BOOST_AUTO_TEST_CASE(a_wrong_key_is_reported_with_what_was_meant)
{
    BOOST_TEST(has(wrong_with("nmae = \"x\""), "did you mean name?"));
    BOOST_TEST(has(wrong_with("[keywords.leave]\nstrnog = []"), "did you mean strong?"));
    BOOST_TEST(has(wrong_with("[keywords.stop]\nstrong = []"), "Accepted here: neutral, join, leave, help"));
    BOOST_TEST(has(wrong_with("[replies]\nwellcome = \"x\""), "own.toml:4:1: "));
    BOOST_TEST(has(wrong_with("[replies]\nwellcome = \"x\""), "did you mean welcome?"));
    BOOST_TEST(has(wrong_with("[alarms]\ndisk_full = \"x\""), "did you mean disk_fails?"));
    BOOST_TEST(has(wrong_with("strong = [\"x\"]"), "it belongs under [keywords.leave]"));
}

BOOST_AUTO_TEST_CASE(a_wrong_value_is_reported_with_what_is_accepted)
{
    BOOST_TEST(has(wrong("name = \"x\"\n"), "has no code"));
    BOOST_TEST(has(wrong("code = \"es\"\n"), "own.toml:1:8: this language has no name"));
    BOOST_TEST(has(wrong("code = \"spanish\"\nname = \"x\"\n"), "two or three letters"));
    BOOST_TEST(has(wrong("code = \"es\"\nname = \"\"\n"), "in the language itself"));
    BOOST_TEST(has(wrong_with("direction = \"left\""), "\"ltr\", \"rtl\""));
    BOOST_TEST(has(wrong_with("courtesies = \"hola\""), "in brackets"));
    BOOST_TEST(has(wrong_with("courtesies = [\"hola\", \"!\"]"), "\"!\" is not accepted"));
    BOOST_TEST(has(wrong_with("negations = [\"para nada\"]"), "single words"));
    BOOST_TEST(has(wrong_with("keywords = [\"BAJA\"]"), "[keywords.join], and its keys below"));
    BOOST_TEST(has(wrong_with("[keywords]\nleave = [\"BAJA\"]"), "[keywords.leave], and its keys below"));
    BOOST_TEST(has(wrong_with("[keywords.leave]\nstrong = [\"quiero darme de baja\"]"), "one to three parts"));
    BOOST_TEST(has(wrong_with("[keywords]\nneutral = [\"BAJA\"]"), "\"BAJA\" is no keyword of this language"));
    BOOST_TEST(has(wrong_with("[replies]\nwelcome = 7"), "is a whole number"));
    BOOST_TEST(has(wrong_with("[replies]\nwelcome = \" \""), "a text in quotes"));
    BOOST_TEST(has(wrong_with("name = \"x\""), "this is not TOML"));
}

BOOST_AUTO_TEST_CASE(placeholders_are_those_that_mean_something)
{
    BOOST_TEST(has(wrong_with("[alarms]\nline_down = \"{linea} falta\""),
                   "\"{linea}\", which means nothing here; write {line}"));
    BOOST_TEST(has(wrong_with("[alarms]\nline_down = \"{line} {falta\""), "\"{falta\""));
    BOOST_TEST(has(wrong_with("[alarms]\ndisk_low = \"{line}\""), "this text has no placeholders"));
    BOOST_TEST(has(wrong_with("[alarms]\nalert_unanswered = \"{line}\""), "write {campaign}"));
    BOOST_TEST(has(wrong_with("[replies]\nwelcome = \"Hola {name}\""), "this text has no placeholders"));
    BOOST_TEST(has(warning_of("[alarms]\nline_down = \"falta\""),
                   "warning: [alarms] line_down does not name what it is about"));
}

BOOST_AUTO_TEST_CASE(a_text_of_several_segments_is_a_warning_that_says_so_and_too_many_are_an_error)
{
    const auto reply = [](const std::string& text) { return "[replies]\nwelcome = \"" + text + "\""; };
    with("code = \"es\"\nname = \"x\"\n" + reply(std::string(160, 'x')));
    BOOST_TEST(warnings.empty());
    const auto warning = warning_of(reply("¿" + std::string(100, 'x') + "ça")); // "¿" is of the alphabet
    BOOST_TEST(has(warning, "own.toml:4:11: warning: [replies] welcome takes 2 segments"));
    BOOST_TEST(has(warning, "only 70 characters fit into one because of ç"));
    BOOST_TEST(has(wrong_with(reply(std::string(460, 'x'))), "takes 4 segments"));
    BOOST_TEST(has(wrong_with(reply(std::string(1001, 'x'))), "at most 1000 octets"));
}

BOOST_AUTO_TEST_CASE(a_line_s_name_counts_in_its_alarms)
{
    BOOST_TEST(has(warning_of("[alarms]\nline_down = \"{line}" + std::string(141, 'x') + "\""), "takes 2 segments"));
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_itself_a_keyword_is_a_warning)
{
    BOOST_TEST(has(warning_of("[replies]\ngoodbye = \"STOP? Adiós.\""), "is itself understood as \"STOP\""));
}

BOOST_AUTO_TEST_CASE(a_folder_has_one_file_for_each_language)
{
    folder.file("es.toml", "code = \"es\"\nname = \"Español\"\n");
    BOOST_TEST(has(wrong_with(""), "es.toml already; put both into one file"));
    const auto missing = load_languages(folder.path() / "none.toml", warnings);
    BOOST_REQUIRE(!missing);
    BOOST_TEST(has(missing.error().front().text(), "[texts] languages"));
}

BOOST_AUTO_TEST_CASE(the_configuration_names_them_and_its_language_may_be_one_of_them)
{
    const auto settings_of = [&](const std::string& language) {
        return parse("[defaults]\ncountry = \"LY\"\nlanguage = \"" + language + "\"\n[texts]\nlanguages = \"" +
                         folder.path().string() + "\"\n",
                     "nida.toml", {});
    };
    folder.file("es.toml", "code = \"es\"\nname = \"Español\"\n[replies]\nhelp = \"" + std::string(161, 'x') + "\"\n");
    const auto settings = settings_of("es").value();
    BOOST_CHECK(settings.defaults.language == parse_language("es"));
    BOOST_TEST(settings.texts.languages->codes() == "ar, en, fr, es");
    BOOST_REQUIRE(settings.warnings.size() == 1u);
    BOOST_TEST(has(settings.warnings.front().text(), "es.toml:4:8: warning: "));
    BOOST_TEST(has(settings_of("pt").error().front().text(), "nida.toml:3:12: [defaults] language = \"pt\""));
    // Its own errors alone, and not that a language is missing because of them.
    folder.file("es.toml", "code = \"es\"\n");
    BOOST_REQUIRE(settings_of("es").error().size() == 1u);
    BOOST_TEST(has(settings_of("es").error().front().text(), "es.toml:1:8: "));
}

BOOST_AUTO_TEST_CASE(commands_are_words_of_their_own_and_what_everybody_texts_is_none)
{
    Own own;
    const auto languages = own.with("code = \"es\"\nname = \"Español\"\n[commands]\nalert = [\"ALERTA\"]\n"
                                    "stop_all = [\"STOP TODO\"]\n");
    BOOST_REQUIRE(languages.command("alerta"));
    BOOST_TEST((languages.command("alerta")->command == nida::daemon::Command::alert));
    BOOST_TEST(languages.command("alert"));
    BOOST_TEST(has(Own{}.wrong_with("[commands]\npause = [\"STOP\"]"), "what everybody may text"));
    BOOST_TEST(has(Own{}.wrong_with("[commands]\nstop_all = [\"STOP\"]"), "what everybody may text"));
    BOOST_TEST(has(Own{}.wrong_with("[commands]\npause = [\"STATUS\"]"), "is also a word for"));
    BOOST_TEST(has(Own{}.wrong_with("[commands]\nshout = [\"HEY\"]"), "unknown key"));
}

BOOST_AUTO_TEST_CASE(answers_to_coordinators_say_what_they_are_there_to_say)
{
    BOOST_TEST(has(Own{}.wrong_with("[coordinators]\nsend_code = \"Responde\""), "lacks {code}"));
    BOOST_TEST(has(Own{}.wrong_with("[coordinators]\ndropped = \"Nada {code}\""), "means nothing here"));
    Own own;
    const auto languages = own.with("code = \"en\"\n[coordinators]\nsend_code = \"Text {code} now.\"\n");
    const std::vector<std::pair<std::string_view, std::string>> values{{"{code}", "{code}1"}};
    BOOST_TEST(
        languages.coordinator_text(nida::daemon::CoordinatorText::send_code, Language::fr, Language::en, values) != "");
    BOOST_TEST(languages.coordinator_text(nida::daemon::CoordinatorText::send_code, Language::en, Language::en,
                                          values) == "Text {code}1 now.");
}

BOOST_AUTO_TEST_SUITE_END()
