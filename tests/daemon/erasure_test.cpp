#include "daemon/people/erasure.hpp"

#include "daemon/outbox/outbox.hpp"
#include "daemon/people/imports.hpp"
#include "daemon/people/people.hpp"
#include "daemon/people/person_fields.hpp"
#include "tests/daemon/started_campaign.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
const std::string amal = "+218911111111";

struct Fixture : TemporaryStore {
    Fixture() : line{add_line("one")}
    {
        BOOST_REQUIRE(PersonFields{connection}.define({0, "city", FieldKind::place}, act) == "");
        const auto import = imports.open({"list.csv", "signed", false}, act);
        const std::vector<ImportRow> rows{
            {2, {amal, "Amal Zawawi", Language::ar, {"medics"}, "lives by the river", {{"city", "Zuwara"}}}}};
        imports.take(import, rows, act);
        imports.close(import);
        people.join(amal, {}, "انضم من فضلكم", "one", texted(noon));
        connection.run("INSERT INTO inbox(sender, number, text, line_id, received_at, complete) VALUES ('0911111111', "
                       "?1, 'hello from Zuwara', "
                       "?2, ?3, 1)",
                       amal, line, noon);
        connection.run("INSERT INTO part(line_id, pdu, received_at, sender, inbox_id) VALUES (?1, x'0791129876543210', "
                       "?2, '0911111111', 1)",
                       line, noon);
        // They command by text as well, and another coordinator is about to add them.
        connection.run("INSERT INTO coordinator(number, name, created_at) VALUES (?1, 'amal', ?2), ('+218900000000', "
                       "'badr', ?2)",
                       amal, noon);
        connection.run("INSERT INTO coordinator_request(coordinator_id, kind, number, person, asks, created_at, "
                       "expires_at) SELECT id, 'add', ?1, 'Amal Zawawi', 'second', ?2, ?2 FROM coordinator",
                       amal, noon);
    }
    MessageId queue(const std::string& text)
    {
        NewMessage message;
        message.recipient = amal;
        message.text = text;
        message.key = "key of " + amal;
        return Outbox{connection}.add(message, noon, true)->id;
    }
    std::optional<Claim> claim()
    {
        auto claimed = Outbox{connection}.claim({line, {}, {}}, noon);
        if (auto* found = std::get_if<Claim>(&claimed)) return std::move(*found);
        return {};
    }
    /// Whether these octets stand anywhere in the file or its journal.
    bool on_disk(const std::string& what)
    {
        connection.database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
        for (const auto* const file : {"nida.db", "nida.db-wal"}) {
            std::ifstream stream{directory / file, std::ios::binary};
            const std::string octets{std::istreambuf_iterator<char>{stream}, {}};
            if (octets.find(what) != octets.npos) return true;
        }
        return false;
    }

    LineId line;
    Act act = done_by("a test", noon);
    People people{connection};
    Imports imports{connection};
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(erasure, Fixture)

BOOST_AUTO_TEST_CASE(nothing_of_a_person_is_left_in_the_file_or_its_journal)
{
    queue("Amal, the clinic is open.");
    LineRecipients{connection}.note(line, amal, noon);
    std::string pdu = "\x07\x91\x12\x98\x76";
    for (const auto& what :
         {amal, std::string{"Zawawi"}, std::string{"zawawi"}, std::string{"river"}, std::string{"Zuwara"},
          std::string{"فضلكم"}, std::string{"clinic"}, std::string{"0911111111"}, pdu})
        BOOST_TEST_REQUIRE(on_disk(what), what << " should be there before");

    const auto erased = erase_person(connection, amal, act);
    BOOST_TEST(erased.anything);
    BOOST_TEST(erased.messages == 1);
    BOOST_TEST(erased.cancelled == 1);
    BOOST_TEST(erased.texts == 1);
    for (const auto& what :
         {amal, amal.substr(1), std::string{"Zawawi"}, std::string{"zawawi"}, std::string{"river"},
          std::string{"Zuwara"}, std::string{"فضلكم"}, std::string{"clinic"}, std::string{"0911111111"}, pdu})
        BOOST_TEST(!on_disk(what), what << " is still there");
    BOOST_TEST(number("SELECT count(*) FROM line_recipient") == 1, "the operator has counted them all the same");
    BOOST_TEST(connection.database().execAndGet("PRAGMA integrity_check").getString() == "ok");
}

BOOST_AUTO_TEST_CASE(nothing_of_a_person_is_left_in_the_campaigns_that_meant_or_excepted_them)
{
    CampaignDefinition definition;
    definition.audience.everyone = definition.audience.listed = true;
    definition.audience.except_numbers = {amal, "+218912222222"};
    definition.texts.push_back({{}, {}, 1, "{name}, the gate is {gate}"});
    Campaigns campaigns{connection};
    const auto id = campaigns.draft(definition, {}, act);
    campaigns.add_to_list(id, {{amal, {{"gate", "Bab Bhar"}}}});
    auto open = text_for("", "{name}, come");
    start_campaign(connection, open, noon);
    BOOST_TEST_REQUIRE(on_disk("Bab Bhar"));
    BOOST_TEST_REQUIRE(on_disk("Zawawi, come"));
    erase_person(connection, amal, act);
    for (const auto& what : {amal, std::string{"Bab Bhar"}, std::string{"Zawawi"}})
        BOOST_TEST(!on_disk(what), what << " is still there");
    BOOST_TEST(campaigns.find(id)->definition.audience.except_numbers == std::vector<std::string>{"+218912222222"});
}

BOOST_AUTO_TEST_CASE(the_chain_of_the_audit_survives)
{
    erase_person(connection, amal, act);
    Audit::Walk walk;
    while (!walk.over)
        walk = Audit{connection}.verify(walk, 100);
    BOOST_TEST(walk.broken.value_or("") == "");
    BOOST_TEST(walk.without_words == 1);
}

BOOST_AUTO_TEST_CASE(only_they_themselves_come_back)
{
    erase_person(connection, amal, act);
    BOOST_TEST(people.was_erased(amal));
    BOOST_TEST((people.add({amal, "Amal", {}, {}}, "import", act) == People::Change::left));
    const auto import = imports.open({"again.csv", "", false}, act);
    const auto tally = imports.take(import, std::vector<ImportRow>{{7, {amal, "Amal", {}, {}}}}, act);
    BOOST_TEST(tally.left == 1);
    BOOST_TEST(tally.passed_over.at(0).line == 7);
    BOOST_TEST(tally.passed_over.at(0).text.starts_with("they were erased at their wish"));
    BOOST_TEST(!people.find(amal));
    BOOST_TEST(!on_disk(amal));

    people.join(amal, Language::ar, "انضم", "one", texted(noon + 1h));
    BOOST_TEST(!people.was_erased(amal));
    BOOST_TEST((people.add({amal, "Amal", {}, {}}, "import", act) == People::Change::updated));
}

BOOST_AUTO_TEST_CASE(nobody_texts_an_erased_person_but_in_answer)
{
    erase_person(connection, amal, act);
    const auto id = queue("You again?");
    BOOST_TEST(!claim().has_value());
    auto row = connection.query("SELECT state, error_code FROM message WHERE id = ?1", id);
    BOOST_REQUIRE(row.step());
    BOOST_TEST((row.as<State>(0) == State::suppressed));
    BOOST_TEST(row.text(1) == "erased");
}

BOOST_AUTO_TEST_CASE(a_leaving_goes_too_and_the_hash_keeps_it)
{
    people.leave(amal, "STOP", "one", texted(noon));
    erase_person(connection, amal, act);
    BOOST_TEST(!people.has_left(amal));
    BOOST_TEST(people.was_erased(amal));
    BOOST_TEST(!people.leave(amal, "STOP", "one", texted(noon)));
    BOOST_TEST(!people.has_left(amal)); // the hash says enough
}

BOOST_AUTO_TEST_CASE(what_a_modem_has_in_hand_ends_well_and_leaves_nothing)
{
    queue(std::string(200, 'a'));
    auto first = claim();
    BOOST_REQUIRE(first.has_value());
    BOOST_TEST(erase_person(connection, amal, act).under_way == 1);
    Outbox{connection}.record(*first, SegmentSent{7}, noon + 1s);
    // A report of delivery comes later than the wish.
    BOOST_TEST(Outbox{connection}.report(line, 7, amal, 0, noon + 2s, {1, 2, 3}, noon + 3s, true).repeated);
    BOOST_TEST(!claim().has_value()); // its second segment
    BOOST_TEST(number("SELECT count(*) FROM message WHERE error_code = 'erased'") == 1);
    BOOST_TEST(!on_disk(amal));
    BOOST_TEST(number("SELECT count(*) FROM message WHERE state IN (0, 1, 6)") == 0);
}

BOOST_AUTO_TEST_CASE(a_text_that_a_sim_still_holds_is_named_and_goes_the_next_time)
{
    connection.run("UPDATE part SET slot = 3, storage = 'SM'");
    BOOST_TEST(erase_person(connection, amal, act).in_sim == 1);
    connection.run("UPDATE part SET slot = NULL");
    const auto again = erase_person(connection, amal, act);
    BOOST_TEST(again.anything);
    BOOST_TEST(again.in_sim == 0);
    BOOST_TEST(!on_disk("Zuwara"));
    BOOST_TEST(!erase_person(connection, "+218933333333", act).anything);
}

BOOST_AUTO_TEST_CASE(the_key_is_a_file_of_its_own_that_nobody_else_reads)
{
    const auto file = directory / "nida.db.erasure-key";
    BOOST_TEST(!std::filesystem::exists(file));
    erase_person(connection, amal, act);
    struct stat about {
    };
    BOOST_REQUIRE(::stat(file.c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 07777) == 0600u);
    std::ifstream stream{file, std::ios::binary};
    const std::string key{std::istreambuf_iterator<char>{stream}, {}};
    BOOST_TEST(key.size() == 32u);
    BOOST_TEST(!on_disk(key));
    BOOST_TEST(erased_under_another_key(connection) == 0);

    std::filesystem::remove(file);
    Connection without{directory / "nida.db", Connection::Mode::write};
    BOOST_TEST(erased_under_another_key(without) == 1);
    std::filesystem::create_directory(file);
    BOOST_CHECK_THROW(erase_person(without, amal, act), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(who_was_erased_since_a_copy_was_made_is_erased_once_more_when_it_is_restored)
{
    connection.erasure_key().require();
    connection.run("INSERT INTO erased(hash, at, key_check) VALUES (erasure_hash(?1), ?2, ?3)", amal, noon,
                   connection.erasure_key().check());
    queue("from the copy");
    BOOST_TEST(erase_again_after_restoring(connection, act) == 0); // nothing was restored
    connection.run("INSERT INTO setting(name, value) VALUES ('restored', 1)");
    BOOST_TEST(erase_again_after_restoring(connection, act) == 1);
    BOOST_TEST(!on_disk(amal));
    BOOST_TEST(erase_again_after_restoring(connection, act) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
