#include "daemon/outbox/lanes.hpp"
#include "tests/daemon/outbox_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

using namespace nida::daemon;
using namespace nida;
using namespace std::chrono_literals;

namespace
{
struct Message {
    MessageId id;
    std::string recipient;
    std::optional<std::size_t> campaign; ///< of campaigns
    Priority priority;
    std::string zone;
    std::optional<LineId> route;
    unsigned segments, left = 0; ///< how many have
    bool on_its_way = false, over = false;
    std::optional<LineId> bound;
    Time not_before{};
};
struct ModelCampaign {
    CampaignId id;
    bool runs = true;
    std::optional<int> per_minute;
    Time throttled_until{};
};
struct ModelLine {
    LineId id;
    LineBudget budget;
    bool up = true, sending = false;
    std::vector<Time> sent; ///< segments that left, or may have
    std::map<std::string, Time> recipients;
};

/// The rules as one would write them without a database: every message is looked at each time.
struct Model {
    std::vector<Message> messages;
    std::vector<ModelCampaign> campaigns;
    std::vector<ModelLine> lines;
    Time now = noon;

    static std::optional<Time> quiet(const std::string& zone, Time at)
    {
        if (zone != "Asia/Gaza") return {};
        const auto minute = std::chrono::floor<std::chrono::minutes>(at - noon).count() % 40; // every 40 minutes for 10
        if (minute >= 10) return {};
        return noon + std::chrono::floor<std::chrono::minutes>(at - noon) + (10 - minute) * 1min;
    }
    bool is_quiet(const Message& message) const
    {
        return message.priority != Priority::alert && quiet(message.zone, now).has_value();
    }
    bool may_go(const Message& message) const
    {
        if (message.campaign) {
            const auto& campaign = campaigns[*message.campaign];
            if (!campaign.runs || campaign.throttled_until > now) return false;
        }
        return !is_quiet(message);
    }
    bool is_open(const Message& message, const ModelLine& line) const
    {
        if (!may_go(message)) return false;
        if (!message.route || *message.route == line.id) return true;
        return std::ranges::none_of(lines, [&](const auto& one) { return one.id == *message.route && one.up; });
    }
    Message* choose(const ModelLine& line)
    {
        const auto waits = [&](const Message& m) { return !m.on_its_way && !m.over && m.not_before <= now; };
        for (const auto priority : {Priority::alert, Priority::reply, Priority::campaign}) {
            Message* best = nullptr;
            for (auto& m : messages)
                if (waits(m) && m.priority == priority && m.bound == line.id)
                    if (!best || std::pair{m.not_before, m.id} < std::pair{best->not_before, best->id}) best = &m;
            if (best) return best;
            for (const bool of_others : {false, true}) {
                if (of_others && priority != Priority::alert) continue;
                for (auto& m : messages)
                    if (waits(m) && m.priority == priority && !m.bound && (of_others ? may_go(m) : is_open(m, line))) {
                        const auto order = [](const Message& one) { // retries before fresh ones
                            return std::tuple{one.not_before == Time{}, one.not_before, one.id};
                        };
                        if (!best || order(m) < order(*best)) best = &m;
                    }
                if (best) return best;
            }
        }
        return nullptr;
    }
    void put_off(Message& message)
    {
        const auto morning = *quiet(message.zone, now);
        auto at = morning;
        for (const auto& m : messages)
            if (!m.on_its_way && !m.over && m.bound == message.bound && m.priority == message.priority &&
                m.not_before >= morning && m.not_before < morning + 1s)
                at = std::max(at, m.not_before + 1us);
        message.not_before = at;
    }
    std::int64_t sent_since(const ModelLine& line, Time since) const
    {
        return std::ranges::count_if(line.sent, [&](Time at) { return at > since; });
    }
    bool may_begin(const Message& message, const ModelLine& line) const
    {
        if (message.bound && message.left > 0) return true;
        const auto& quotas = line.budget.quotas;
        if (quotas.segments_per_hour) {
            std::int64_t reserved = 0;
            for (const auto& m : messages)
                if (!m.over && m.bound == line.id && m.left > 0) reserved += m.segments - m.left;
            if (sent_since(line, now - 1h) + reserved + message.segments > *quotas.segments_per_hour) return false;
        }
        if (quotas.recipients_per_hour) {
            std::int64_t others = 0;
            for (const auto& [recipient, at] : line.recipients)
                if (at > now - 1h && recipient != message.recipient) ++others;
            const auto known = line.recipients.find(message.recipient);
            const bool counted = known != line.recipients.end() && known->second > now - 1h;
            if (!counted && others + 1 > *quotas.recipients_per_hour) return false;
        }
        return true;
    }
    /// What `line` should get now; null: it has to wait.
    Message* claim(ModelLine& line)
    {
        if (line.budget.per_minute && sent_since(line, now - 1min) >= *line.budget.per_minute) return nullptr;
        for (;;) {
            auto* const message = choose(line);
            if (!message) return nullptr;
            if (message->bound && is_quiet(*message)) {
                put_off(*message);
                continue;
            }
            if (!may_begin(*message, line)) return nullptr;
            if (message->left == 0 && message->campaign) {
                auto& campaign = campaigns[*message->campaign];
                if (campaign.per_minute)
                    campaign.throttled_until =
                        std::max(campaign.throttled_until, now) +
                        std::chrono::microseconds{message->segments * 60'000'000LL / *campaign.per_minute};
            }
            message->on_its_way = true;
            message->bound = line.id;
            line.sent.push_back(now);
            if (line.budget.quotas.of_recipients()) line.recipients[message->recipient] = now;
            return message;
        }
    }
};

struct Fixture : OutboxFixture {
    Lanes lanes{connection};
    Model model;
    std::mt19937 random;
    int numbers = 0;

    int any(int most) { return std::uniform_int_distribution<int>{0, most - 1}(random); }
    void begin(unsigned seed)
    {
        random.seed(seed);
        for (int i = 0; i < 3; ++i) {
            ModelLine one{i == 0 ? line : i == 1 ? other : add_line("three"), {}, true, false, {}, {}};
            one.budget.line = one.id;
            if (any(2) == 0) one.budget.per_minute = 1 + any(6);
            if (any(2) == 0) one.budget.quotas.segments_per_hour = 4 + any(20);
            if (any(2) == 0) one.budget.quotas.recipients_per_hour = 1 + any(8);
            model.lines.push_back(std::move(one));
        }
        for (int i = 0; i < 3; ++i) {
            connection.run("INSERT INTO campaign(created_at, audience, text, priority, segments, recipients, state) "
                           "VALUES (?1, 'all', 'x', 2, 1, 0, 3)",
                           noon);
            ModelCampaign campaign{connection.last_id(), true, {}, {}};
            if (any(2) == 0) {
                campaign.per_minute = 1 + any(10);
                connection.run("UPDATE campaign SET per_minute = ?2 WHERE id = ?1", campaign.id, *campaign.per_minute);
            }
            model.campaigns.push_back(campaign);
        }
    }
    void add()
    {
        Message message{};
        if (any(2) == 0) message.campaign = static_cast<std::size_t>(any(3));
        message.recipient = message.campaign ? "+21891" + std::to_string(1'000'000 + numbers++)
                                             : "+21892100000" + std::to_string(any(6));
        message.priority = message.campaign ? Priority::campaign : static_cast<Priority>(any(3));
        if (any(3) == 0) message.zone = "Asia/Gaza";
        if (any(2) == 0) message.route = model.lines[static_cast<std::size_t>(any(3))].id;
        message.segments = any(4) == 0 ? 2 : 1;
        if (any(5) == 0 && !message.campaign) message.bound = model.lines[static_cast<std::size_t>(any(3))].id;
        const auto lane =
            lanes.find_or_make(message.campaign ? std::optional{model.campaigns[*message.campaign].id} : std::nullopt,
                               message.priority, message.zone, message.route);
        connection.run("INSERT INTO message(campaign_id, recipient, text, priority, segments, valid_until, queued_at, "
                       "lane_id, line_id, pinned) SELECT campaign_id, ?2, ?3, priority, ?4, ?5, ?6, id, ?7, ?8 FROM "
                       "lane WHERE id = ?1",
                       lane, message.recipient, std::string(message.segments == 1 ? 5 : 200, 'x'), message.segments,
                       noon + 100 * 24h, noon, message.bound, message.bound.has_value());
        message.id = connection.last_id();
        model.messages.push_back(std::move(message));
    }
    void claim_and_send(ModelLine& with)
    {
        with.budget.others.clear();
        for (const auto& one : model.lines)
            if (one.up && one.id != with.id) with.budget.others.push_back({one.id});
        with.budget.quiet_until = [this](const std::string& zone, const auto&, const auto&) {
            return Model::quiet(zone, model.now);
        };
        auto* const expected = model.claim(with);
        const auto claimed = outbox.claim(with.budget, model.now);
        const auto* const segment = std::get_if<Claim>(&claimed);
        BOOST_REQUIRE_EQUAL(segment ? segment->message : 0, expected ? expected->id : 0);
        if (!segment) {
            // Whoever waits is told when to ask again, and never for nothing that could go at once.
            const auto& wait = std::get<Wait>(claimed);
            if (wait.until) BOOST_TEST((*wait.until > model.now));
            return;
        }
        BOOST_REQUIRE_EQUAL(segment->number, expected->left + 1);
        expected->on_its_way = false;
        const bool refused = any(6) == 0;
        if (refused) {
            const boost::system::error_code congestion{42, protocol::cms_category()};
            outbox.record(*segment, SegmentRefused{congestion, {}}, model.now);
            with.sent.pop_back();
            auto row = connection.query("SELECT not_before, line_id FROM message WHERE id = ?1", expected->id);
            BOOST_REQUIRE(row.step());
            expected->not_before = row.time(0);
            expected->bound = row.optional_integer(1);
            return;
        }
        outbox.record(*segment, SegmentSent{1}, model.now);
        if (++expected->left == expected->segments) expected->over = true;
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(claim_model, Fixture)

BOOST_AUTO_TEST_CASE(what_a_line_is_given_is_what_the_rules_say_whatever_happened_before)
{
    for (unsigned seed = 1; seed <= 12; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            connection.database().exec("BEGIN");
            model = {};
            connection.database().exec("DELETE FROM line_recipient; DELETE FROM segment; DELETE FROM message; DELETE "
                                       "FROM lane; DELETE FROM campaign; DELETE FROM line WHERE name = 'three'; "
                                       "UPDATE line SET last_message = NULL, last_number = NULL");
            begin(seed);
            for (int step = 0; step < 600; ++step) {
                const int what = any(20);
                if (what < 6)
                    add();
                else if (what < 7) {
                    auto& campaign = model.campaigns[static_cast<std::size_t>(any(3))];
                    campaign.runs = !campaign.runs;
                    connection.run("UPDATE campaign SET state = ?2 WHERE id = ?1", campaign.id, campaign.runs ? 3 : 4);
                } else if (what < 8) {
                    auto& changed = model.lines[static_cast<std::size_t>(any(3))];
                    changed.up = !changed.up;
                } else if (what < 10)
                    model.now += std::chrono::seconds{any(400)};
                else {
                    model.now += std::chrono::milliseconds{any(4000)};
                    claim_and_send(model.lines[static_cast<std::size_t>(any(3))]);
                }
            }
            BOOST_TEST(std::ranges::any_of(model.messages, &Message::over));
            connection.database().exec("COMMIT");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
