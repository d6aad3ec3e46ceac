#include "daemon/cli/catalogue.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace nida::daemon::cli;

namespace
{

/// The places of a format string: {"{0}", "{1}"}.
std::set<std::string> places(std::string_view words)
{
    std::set<std::string> found;
    for (auto begin = words.find('{'); begin != std::string_view::npos; begin = words.find('{', begin + 1))
        found.emplace(words.substr(begin, words.find('}', begin) - begin + 1));
    return found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(catalogue)

BOOST_AUTO_TEST_CASE(every_text_exists_in_every_language_with_the_same_places)
{
    for (const auto* catalogue : {&english, &french, &arabic}) {
        BOOST_TEST(is_complete(*catalogue));
        for (std::size_t i = 0; i < text_count; ++i) {
            BOOST_TEST_INFO(english[i].words);
            BOOST_TEST(places((*catalogue)[i].words) == places(english[i].words), boost::test_tools::per_element());
            BOOST_TEST(is_utf8((*catalogue)[i].words));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_catalogue_with_a_gap_is_not_complete)
{
    auto gap = english;
    gap[3].words = {};
    BOOST_TEST(!is_complete(gap));
    auto order = english;
    std::swap(order[0], order[1]);
    BOOST_TEST(!is_complete(order));
}

BOOST_AUTO_TEST_CASE(the_language_is_the_beginning_of_the_locale)
{
    BOOST_TEST((language_of("fr_TN.UTF-8") == Language::fr));
    BOOST_TEST((language_of("ar") == Language::ar));
    BOOST_TEST((language_of("en@quot") == Language::en));
    BOOST_TEST(!language_of("C"));
    BOOST_TEST(!language_of("french"));
    BOOST_TEST(!language_of(""));
}

BOOST_AUTO_TEST_CASE(what_is_filled_in_is_made_printable_and_isolated_in_arabic)
{
    BOOST_TEST(Words{Language::en}(Text::file_unreadable, std::string{"a\x1b"}) == "cannot read a␛");
    BOOST_TEST(Words{Language::ar}(Text::file_unreadable, std::string{"a"}) == "تعذرت قراءة \u2068a\u2069");
    BOOST_TEST(Words{Language::en}(Text::file_unreadable, std::string{"نداء"}) == "cannot read \u2068نداء\u2069");
}

BOOST_AUTO_TEST_CASE(states_have_words_and_new_ones_show_themselves)
{
    BOOST_TEST(state_word(Words{Language::fr}, "in_doubt") == "incertain");
    BOOST_TEST(state_word(Words{Language::fr}, "brand_new") == "brand_new");
}

BOOST_AUTO_TEST_CASE(a_state_is_known_by_its_name_and_by_the_words_of_every_table)
{
    for (const auto* typed : {"in_doubt", "in doubt", "In-Doubt", "incertain", "مشكوك فيها"})
        BOOST_TEST(state_named(typed) == "in_doubt");
    for (const auto* typed : {"suppressed", "held back", "held-back", "held_back", "non envoyé"})
        BOOST_TEST(state_named(typed) == "suppressed");
    for (const auto* name : {"queued", "submitting", "sent", "delivered", "undelivered", "expired", "failed",
                             "in_doubt", "suppressed", "cancelled"}) {
        BOOST_TEST(state_named(name) == name);
        for (const auto language : {Language::en, Language::fr, Language::ar})
            BOOST_TEST(state_named(state_word(Words{language}, name)) == name);
    }
    for (const auto* other : {"maybe", "", "Ready", "alert"})
        BOOST_TEST(state_named(other) == other);
}

BOOST_AUTO_TEST_SUITE_END()
