#include "tests/daemon/inbox_fixture.hpp"

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
/// A box to which one file has added Kabyle, and that answers strangers in French.
struct Fixture : InboxFixture {
    Fixture()
    {
        nida::config::ConfigErrors warnings;
        settings.languages = std::make_shared<const Languages>(
            nida::config::load_languages(NIDA_TEST_DATA "/languages/kab.toml", warnings).value());
        settings.language = Language::fr;
    }
    const Language kabyle = parse_language("kab").value();
    Time at = noon;

    /// What the sender is answered to a text.
    std::string answer_to(const std::string& text)
    {
        take(pdus(text, at).front(), at);
        at += 1min;
        auto row = connection.query("SELECT text FROM message WHERE direct = 1 ORDER BY id DESC LIMIT 1");
        BOOST_REQUIRE(row.step());
        return row.text(0);
    }
    std::string reply(Reply which, const Language& language)
    {
        return settings.languages->reply(which, language, language);
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(languages, Fixture)

BOOST_AUTO_TEST_CASE(who_joins_in_an_added_language_is_answered_in_it_and_remembered_so)
{
    BOOST_TEST(answer_to("kcem") == reply(Reply::welcome, kabyle));
    BOOST_CHECK(People{connection}.find(sender)->language == kabyle);
    BOOST_TEST(number("SELECT count(*) FROM person WHERE language = 'kab'") == 1);
    BOOST_TEST(answer_to("ffeɣ") == reply(Reply::goodbye, kabyle));
}

BOOST_AUTO_TEST_CASE(a_word_that_leaves_everywhere_is_answered_in_the_language_of_the_person)
{
    answer_to("kcem");
    BOOST_TEST(answer_to("İPTAL") == reply(Reply::goodbye, kabyle));
    BOOST_TEST(left());
}

BOOST_AUTO_TEST_CASE(a_word_that_leaves_everywhere_is_answered_to_strangers_in_the_default_language)
{
    BOOST_TEST(answer_to("baja") == reply(Reply::was_not_member, Language::fr));
    BOOST_TEST(left());
}

BOOST_AUTO_TEST_CASE(a_text_that_the_language_lacks_is_said_in_the_default_one)
{
    answer_to("kcem");
    BOOST_TEST(answer_to("TALLELT") == reply(Reply::help, Language::fr));
}

BOOST_AUTO_TEST_CASE(a_language_that_the_box_has_no_more_gives_way_to_the_default_one)
{
    answer_to("kcem");
    settings.languages = test_languages();
    BOOST_TEST(answer_to("STOP") == reply(Reply::goodbye, Language::fr));
    BOOST_CHECK(People{connection}.find(sender)->language == kabyle); // for when it comes back
}

BOOST_AUTO_TEST_CASE(a_word_such_as_not_means_the_opposite_in_its_own_language_alone)
{
    const auto es = parse_language("es").value();
    const Vocabulary english{
        Language::en, "English", false, {{Intent::leave, Language::en, Weight::strong, "STOP"}}, {}, {"never"},
        {},           {},        {}};
    const Vocabulary spanish{es, "Español", false, {{Intent::leave, es, Weight::strong, "PARAR"}}, {}, {"no"},
                             {}, {},        {}};
    const Languages all{{english, spanish}};
    BOOST_TEST(!match_keyword("no parar", all));
    BOOST_TEST(!match_keyword("never stop", all));
    BOOST_TEST(match_keyword("No! STOP", all).has_value());
}

BOOST_AUTO_TEST_CASE(texts_fall_back_to_the_default_language_and_then_to_english)
{
    Vocabulary bare{kabyle, "Taqbaylit", false, {}, {}, {}, {}, {{Reply::help, "kab"}}, {}};
    Vocabulary french{
        Language::fr, "Français", false, {}, {}, {}, {}, {{Reply::help, "fr"}, {Reply::goodbye, "fr"}}, {}};
    Vocabulary english{Language::en,
                       "English",
                       false,
                       {},
                       {},
                       {},
                       {},
                       {{Reply::help, "en"}, {Reply::goodbye, "en"}, {Reply::welcome, "en"}},
                       {{Alarm::line_down, "{line} {line}"}}};
    const Languages all{{bare, french, english}};
    BOOST_TEST(all.reply(Reply::help, kabyle, Language::fr) == "kab");
    BOOST_TEST(all.reply(Reply::goodbye, kabyle, Language::fr) == "fr");
    BOOST_TEST(all.reply(Reply::welcome, kabyle, Language::fr) == "en");
    BOOST_TEST(all.reply(Reply::was_not_member, kabyle, Language::fr) == "");
    BOOST_TEST(all.alarm(Alarm::line_down, "{line}", kabyle) ==
               "{line} {line}"); // what is filled in is not filled again
    BOOST_TEST(Languages{}.reply(Reply::help, Language::en, Language::en) == "");
}

BOOST_AUTO_TEST_SUITE_END()
