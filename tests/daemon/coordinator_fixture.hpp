#pragma once
#include "daemon/coordinator/code_messages.hpp"
#include "daemon/coordinator/coordination.hpp"
#include "daemon/coordinator/totp.hpp"
#include "daemon/flow/dialogue.hpp"
#include "daemon/people/groups.hpp"
#include "daemon/people/people.hpp"
#include "tests/daemon/temporary_store.hpp"
#include "tests/daemon/test_languages.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace nida::daemon
{
/// What was done, in the order in which it was.
struct DeskBook {
    struct Known {
        CoordinatorDesk::Campaign campaign;
        std::vector<std::string> groups;
    };
    std::map<CampaignId, Known> campaigns;
    CampaignId next = 1;
    std::int64_t people = 1240, approval_above = 1'000'000;
    unsigned parts = 2;
    std::vector<std::string> done;
};

class FakeDesk : public CoordinatorDesk
{
public:
    FakeDesk(DeskBook& book, Connection& db) : book_{book}, db_{db} {}
    Preview preview(const std::vector<std::string>&, const std::string&, Time) override
    {
        return {book_.people, book_.parts, std::chrono::seconds{41 * 60 - 10}, {{"DT", 12'400}}};
    }
    Launched launch(const std::vector<std::string>& groups, const std::string& text, const Act& act) override
    {
        if (groups.front() == "broken") throw std::runtime_error{"nobody would get this"};
        const auto id = book_.next++;
        // As the real one, it is in the store: requests name it.
        db_.run(
            "INSERT OR REPLACE INTO campaign(id, created_at, actor, audience, text, priority, segments, recipients) "
            "VALUES (?1, ?2, ?3, 'group', ?4, 0, 1, 1)",
            id, act.at, act.actor, text);
        const bool waits = book_.people > book_.approval_above;
        book_.campaigns[id] = {{waits ? State::waiting : State::under_way, *act.actor, book_.people, text, text},
                               groups};
        book_.done.push_back("launch " + joined(groups) + ": " + text + " by " + *act.actor);
        return {id, book_.people, waits};
    }
    std::optional<Campaign> campaign(CampaignId id) override
    {
        const auto found = book_.campaigns.find(id);
        return found == book_.campaigns.end() ? std::nullopt : std::optional{found->second.campaign};
    }
    std::vector<CampaignId> campaigns(State state) override
    {
        std::vector<CampaignId> found;
        for (auto it = book_.campaigns.rbegin(); it != book_.campaigns.rend(); ++it)
            if (it->second.campaign.state == state) found.push_back(it->first);
        return found;
    }
    std::int64_t sent(CampaignId) override { return 310; }
    void approve(CampaignId id, const Act& act) override { enter(id, State::under_way, "approve", act); }
    void pause(CampaignId id, const Act& act) override { enter(id, State::paused, "pause", act); }
    void resume(CampaignId id, const Act& act) override { enter(id, State::under_way, "resume", act); }
    int pause_all(const Act& act) override
    {
        const auto all = campaigns(State::under_way);
        for (const auto id : all)
            enter(id, State::paused, "pause", act);
        return static_cast<int>(all.size());
    }
    Service service() override { return {3, 4, 12}; }
    std::vector<Balance> balances() override { return {{"libyana-1", 12'500, "LYD"}, {"other", {}, {}}}; }
private:
    void enter(CampaignId id, State state, const std::string& how, const Act& act)
    {
        book_.campaigns.at(id).campaign.state = state;
        book_.done.push_back(how + " " + std::to_string(id) + " by " + *act.actor);
    }
    DeskBook& book_;
    Connection& db_;
};

/// A box with coordinators, what they text to it, and what they are answered.
struct CoordinatorFixture : TemporaryStore {
    const std::string amal = "+218911111111", badr = "+218922222222", salma = "+218933333333";
    DeskBook book;
    DialogueSettings settings{"LY", test_languages(), Language::en, 5, {"+218910000000"}};
    LineId line = add_line("one");
    Time now = noon;
    bool sure = true;
    std::size_t heard = 0; ///< answers that were looked at

    CoordinatorFixture()
    {
        settings.coordinators.alarm_numbers = {"+218999999999"};
        settings.coordinators.desk = [this](Connection& db) { return std::make_unique<FakeDesk>(book, db); };
        Groups groups{connection};
        for (const auto* group : {"women-sfax", "youth", "staff", "broken", "members"})
            groups.id_of(group);
        add("amal", amal, {true, false, {"women-sfax", "youth", "broken"}, false, true, true});
        add("badr", badr, {true, true, {}, true, true, false});
    }
    void add(const std::string& name, const std::string& number, const Rights& rights, Factor factor = Factor::code)
    {
        Coordinator one;
        one.name = name;
        one.number = number;
        one.rights = rights;
        one.factor = factor;
        BOOST_TEST(Coordinators{connection}.add(one, done_by("cli", now)) == "");
    }
    /// What the box texts back to that number; empty where it says nothing.
    std::string text(const std::string& from, const std::string& words)
    {
        const auto before = number("SELECT coalesce(max(id), 0) FROM message");
        last = Dialogue{connection, settings}.receive(*protocol::address_from_text(from), words, line, "one", {}, now,
                                                      sure);
        return newest_to(from, before);
    }
    std::string newest_to(const std::string& recipient, std::int64_t after = 0)
    {
        auto row = connection.query(
            "SELECT text FROM message WHERE recipient = ?1 AND id > ?2 ORDER BY id DESC LIMIT 1", recipient, after);
        return row.step() ? row.text(0) : "";
    }
    static std::string code_in(const std::string& answer)
    {
        static const std::regex six{"(^|[^0-9])([0-9]{6})([^0-9]|$)"};
        std::smatch found;
        return std::regex_search(answer, found, six) ? found[2].str() : "";
    }
    static std::string other_than(const std::string& code) { return code == "000000" ? "000001" : "000000"; }
    std::string audit_kinds()
    {
        std::string kinds;
        auto rows = connection.query("SELECT kind FROM audit ORDER BY id");
        while (rows.step())
            kinds += rows.text(0) + ' ';
        return kinds;
    }
    /// The secret out of the URI that is shown once.
    TotpSecret enrol(const std::string& name)
    {
        const auto uri = Coordinators{connection}.enrol(name, done_by("cli", now)).value();
        const auto from = uri.find("secret=") + 7;
        const auto text = uri.substr(from, uri.find('&', from) - from);
        TotpSecret secret;
        unsigned window = 0, bits = 0;
        std::size_t at = 0;
        for (const char c : text) {
            window = window << 5 | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
            for (bits += 5; bits >= 8; bits -= 8)
                secret.at(at++) = static_cast<std::uint8_t>(window >> (bits - 8));
        }
        return secret;
    }
    std::string totp_now(const TotpSecret& secret) const { return totp(secret, totp_step(now)); }

    DialogueOutcome last;
};
} // namespace nida::daemon
