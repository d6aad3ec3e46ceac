#include "daemon/campaign/templates.hpp"

#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

BOOST_FIXTURE_TEST_SUITE(templates, TemporaryStore)

BOOST_AUTO_TEST_CASE(texts_are_kept_under_a_name_however_it_is_spelt)
{
    const auto act = done_by("a test", noon);
    Templates templates{connection};
    templates.set("Réunion", {{"ar", "", 1, "اجتماع"}, {"fr", "A", 3, "Réunion"}}, act);
    const auto kept = templates.row("REUNION").value();
    BOOST_TEST(kept.at("name") == "Réunion");
    const auto& texts = kept.at("texts").as_array();
    BOOST_REQUIRE(texts.size() == 2U);
    BOOST_TEST(texts[0] == (boost::json::object{{"language", "ar"}, {"text", "اجتماع"}}));
    BOOST_TEST(texts[1] ==
               (boost::json::object{{"language", "fr"}, {"variant", "A"}, {"share", 3}, {"text", "Réunion"}}));

    templates.set("reunion", {{"", "", 1, "Meeting"}}, act);
    BOOST_TEST(templates.rows().size() == 1U);
    BOOST_TEST(templates.row("Réunion")->at("texts").as_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_removed_is_gone_and_the_audit_says_who_did_it)
{
    const auto act = done_by("a test", noon);
    Templates templates{connection};
    BOOST_TEST(!templates.remove("call", act));
    templates.set("call", {{"", "", 1, "x"}}, act);
    BOOST_TEST(templates.remove("CALL", act));
    BOOST_TEST(!templates.row("call"));
    BOOST_TEST(number("SELECT count(*) FROM audit WHERE kind IN ('template', 'template_remove')") == 2);
}

BOOST_AUTO_TEST_SUITE_END()
