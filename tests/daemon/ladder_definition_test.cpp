#include "daemon/campaign/definition.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
CampaignDefinition read(const std::string& more)
{
    return definition_from(
        boost::json::parse(R"({"texts":[{"text":"a"}],"priority":"alert")" + more + "}").as_object());
}
} // namespace

BOOST_AUTO_TEST_SUITE(ladder_definition)

BOOST_AUTO_TEST_CASE(a_ladder_is_read_and_written_as_it_was)
{
    const auto definition = read(R"(,"acknowledge":true,"ladder":{"flash":true,"repeat":{"every":15,"times":3},
        "ring":{"after":30,"seconds":20},"escalate":{"to":["+218911111111","nadia"],"after":5,"every":10,
        "text":"Who opens?","stop_word":"jasmine"}})");
    const auto& ladder = definition.ladder.value();
    BOOST_TEST(ladder.flash);
    BOOST_TEST((ladder.repeat->every == 15min && ladder.repeat->times == 3));
    BOOST_TEST((ladder.ring->after == 30min && ladder.ring->time == 20s));
    BOOST_TEST((ladder.escalation->after == 5min && ladder.escalation->every == 10min));
    BOOST_TEST(ladder.escalation->to.size() == 2);
    BOOST_TEST((definition_from(to_json(definition)) == definition));
    BOOST_TEST((read("") == definition_from(to_json(read("")))));
    BOOST_TEST(!to_json(read("")).contains("ladder"));
}

BOOST_AUTO_TEST_CASE(what_a_ladder_cannot_be_is_refused)
{
    BOOST_CHECK_THROW(read(R"(,"priority":"campaign","ladder":{})"), BadDefinition);
    for (const auto* wrong : {R"({"flash":1})", R"({"repeat":{"every":15}})", R"({"repeat":{"every":0,"times":1}})",
                              R"({"repeat":{"every":15,"times":11}})", R"({"ring":{"after":5,"seconds":4}})",
                              R"({"ring":{}})", R"({"escalate":{"to":[],"every":5}})", R"({"escalate":{"to":["a"]}})",
                              R"({"escalate":{"to":["a","a"],"every":5}})", R"({"again":true})"})
        BOOST_CHECK_THROW(read(std::string{R"(,"ladder":)"} + wrong), BadDefinition);
}

BOOST_AUTO_TEST_SUITE_END()
