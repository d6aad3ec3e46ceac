#include "daemon/flow/dialogue.hpp"

#include "daemon/campaign/alerts.hpp"
#include "daemon/coordinator/coordination.hpp"
#include "daemon/coordinator/surveillance.hpp"
#include "daemon/flow/charge.hpp"
#include "daemon/flow/fold.hpp"
#include "daemon/inbox/blocked.hpp"
#include "daemon/outbox/outbox.hpp"
#include "daemon/people/people.hpp"
#include "protocol/numbering/numbering_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::daemon
{
using namespace std::chrono_literals;

namespace
{
// An answer is one to what was just sent: hours later it is only a disturbance, perhaps at night.
constexpr auto answer_validity = 2h;
constexpr auto time_to_confirm = 48h;
// Whoever is in a conversation with people must not be answered by a machine.
constexpr auto conversation = std::chrono::days{7};
constexpr auto words_are_remembered = std::chrono::days{30};

/// A question, or whatever says more, is for people to read.
bool looks_like_a_keyword(const std::string& text)
{
    constexpr std::size_t most_words = 2;
    const auto count = folded_words(text, most_words + 1).size();
    return count > 0 && count <= most_words && text.find('?') == text.npos && text.find("؟") == text.npos;
}
} // namespace

DialogueOutcome Dialogue::receive(const protocol::Address& sender, const std::string& text, LineId line,
                                  const std::string& line_name, std::optional<Time> smsc_at, Time now, bool sure_clock)
{
    return answer_to(sender, {text, text}, line, line_name, smsc_at, now, sure_clock);
}

DialogueOutcome Dialogue::receive_call(const protocol::Address& caller, const std::string& keyword, LineId line,
                                       const std::string& line_name, Time now, bool sure_clock)
{
    const std::string words = "missed call";
    return answer_to(caller, {keyword, words, false}, line, line_name, {}, now, sure_clock);
}

DialogueOutcome Dialogue::answer_to(const protocol::Address& sender, const Said& said, LineId line,
                                    const std::string& line_name, std::optional<Time> smsc_at, Time now,
                                    bool sure_clock)
{
    const auto match = match_keyword(said.text, *settings_.languages);
    DialogueOutcome outcome;
    if (match) outcome.keyword = match->keyword;

    // Machines write from short codes and names: answering them costs credit and can loop for ever.
    if (sender.is_alphanumeric()) {
        outcome.note = "from a name, not a number: kept, not answered";
        return outcome;
    }
    const auto parsed = protocol::parse_number(sender.text(), settings_.country);
    if (!parsed || !parsed->possible) {
        outcome.note = "from a short code: kept, not answered";
        return outcome;
    }
    const auto number = parsed->text();
    if (std::find(settings_.own_numbers.begin(), settings_.own_numbers.end(), number) != settings_.own_numbers.end()) {
        outcome.note = "from one of our own numbers: kept, not answered";
        return outcome;
    }
    if (Blocked{db_}.contains(number)) {
        outcome.note = "from a blocked number: kept, not answered";
        // Nobody may be kept on a list against their will.
        if (match && match->intent == Intent::leave && !People{db_}.has_left(number))
            leave_all(number, said.words, line_name, smsc_at, {{}, now, sure_clock});
        else
            outcome.keyword.reset();
        return outcome;
    }
    People{db_}.note_line(number, line);
    if (said.texted)
        if (auto commanded = Coordination{db_, settings_, line, now, sure_clock}.receive(number, said.text))
            return std::move(*commanded);

    if (said.texted) {
        const bool takes = match && match->intent == Intent::take;
        if (auto charge = take_charge(db_, settings_, line, number, said.text, takes, {{}, now, sure_clock}))
            return std::move(*charge);
    }

    Turn turn{number, said.words, line_name, smsc_at, {{}, now, sure_clock}, settings_.language, {}};
    if (match) {
        turn.language = language_of(number, *match);
        turn.rest = match->rest;
    } else if (const auto known = People{db_}.find(number); known && known->language)
        turn.language = *known->language;

    std::optional<Outcome> done;
    if (match) switch (match->intent) {
        case Intent::join: done = join(turn); break;
        case Intent::leave: done = leave(turn); break;
        case Intent::help: done = Outcome{Reply::help, "asked for help"}; break;
        case Intent::confirm:
            done = confirm(turn);
            if (!done) done = acknowledge(turn);
            break;
        case Intent::acknowledge: done = acknowledge(turn); break;
        case Intent::take: break; // of whom nobody asked it
        }
    const bool only_to_alerts = match && (match->intent == Intent::acknowledge || match->intent == Intent::take);
    if (!done && (!match || only_to_alerts))
        if (const auto group = Groups{db_}.find_by_word(said.text)) {
            outcome.keyword = said.text;
            done = join_group(turn, *group);
        }
    if (!done) {
        outcome.keyword.reset();
        outcome.note = "no keyword";
        if (said.texted)
            if (auto explained = Coordination{db_, settings_, line, now, sure_clock}.explain(number, said.text))
                return std::move(*explained);
        if (!said.texted || !is_to_be_told_words(number, said.text, now)) return outcome;
        done = Outcome{Reply::help, "no keyword: told once what is understood"};
    }
    outcome.note = done->note;
    outcome.counted = done->counted;
    if (!done->reply) return outcome;
    const auto text = settings_.languages->reply(*done->reply, turn.language, settings_.language, done->group);
    outcome.answered = answer(number, text, line, now, sure_clock);
    if (!outcome.answered) outcome.note += ", no answer: the hour's limit for this number is reached";
    return outcome;
}

Language Dialogue::language_of(const std::string& number, const KeywordMatch& match)
{
    if (!match.language_is_neutral) return match.language;
    const auto known = People{db_}.find(number);
    return known && known->language ? *known->language : settings_.language;
}

Dialogue::Outcome Dialogue::join(const Turn& turn)
{
    if (sent_before_leaving(turn.number, turn.smsc_at))
        return {{}, "wrote this before they left, and it came late: they stay out"};
    Groups groups{db_};
    if (const auto group = groups.find_spelt(turn.rest)) {
        // What somebody left by texting they come back to so, also where nobody else can join.
        const auto person = People{db_}.find(turn.number);
        if (group->is_open || (person && !group->rule && groups.was_left(person->id, group->id)))
            return join_group(turn, *group);
    }
    if (const auto members = groups.find(members_group)) return enter(turn, *members);
    return enter(turn, {0, members_group, {}});
}

Dialogue::Outcome Dialogue::join_group(const Turn& turn, const Group& group)
{
    if (sent_before_leaving(turn.number, turn.smsc_at))
        return {{}, "wrote this before they left, and it came late: they stay out"};
    return enter(turn, group);
}

Dialogue::Outcome Dialogue::enter(const Turn& turn, const Group& group)
{
    const bool was_in = Groups{db_}.has(turn.number, group.id);
    if (group.confirm && !was_in) return ask_to_confirm(turn, group);
    const bool everything = group.name == members_group;
    People people{db_};
    if (everything) {
        const bool was_member = people.join(turn.number, turn.language, turn.words, turn.line, turn.act).was_member;
        return {was_member ? Reply::already_member : Reply::welcome, was_member ? "had joined before" : "joined"};
    }
    people.join_group(turn.number, group.id, turn.language, turn.words, turn.line, turn.act);
    return {Reply::group_welcome, was_in ? "had joined this group before" : "joined a group", group.name};
}

/// Whoever has the telephone in hand may not be who wrote the number into somebody's form.
Dialogue::Outcome Dialogue::ask_to_confirm(const Turn& turn, const Group& group)
{
    db_.run("DELETE FROM join_request WHERE at <= ?1", turn.act.at - time_to_confirm);
    db_.run(
        "INSERT OR REPLACE INTO join_request(number, group_id, at, sure, language, words, line) VALUES (?1, ?2, ?3, "
        "?4, ?5, ?6, ?7)",
        turn.number, group.id, turn.act.at, turn.act.sure_clock, to_string(turn.language), turn.words, turn.line);
    if (group.name == members_group) return {Reply::asked, "wants to join: was asked to confirm it"};
    return {Reply::group_asked, "wants to join a group: was asked to confirm it", group.name};
}

/// A "yes" to what was asked last; nothing where nothing was, or too long ago.
std::optional<Dialogue::Outcome> Dialogue::confirm(const Turn& turn)
{
    struct Request {
        std::string group, words, line;
        std::optional<Language> language;
        Act act;
    };
    std::optional<Request> request;
    {
        auto row =
            db_.query("SELECT g.name, r.words, r.line, r.language, r.at, r.sure FROM join_request r JOIN people_group "
                      "g ON g.id = r.group_id WHERE r.number = ?1 AND r.at > ?2 ORDER BY r.at DESC LIMIT 1",
                      turn.number, turn.act.at - time_to_confirm);
        if (row.step())
            request = Request{row.text(0), row.text(1), row.text(2), parse_language(row.text(3)),
                              Act{{}, row.time(4), row.integer(5) != 0}};
    }
    db_.run("DELETE FROM join_request WHERE number = ?1", turn.number);
    if (!request) return {};
    const auto group = Groups{db_}.find(request->group);
    const auto language = request->language.value_or(turn.language);
    People people{db_};
    const bool everything = group->name == members_group;
    if (everything)
        people.join(turn.number, language, request->words, request->line, request->act, "asked");
    else
        people.join_group(turn.number, group->id, language, request->words, request->line, request->act, "asked");
    Audit{db_}.note_of(people.find(turn.number)->token, turn.act, "confirmed",
                       {{"line", turn.line}, {"group", group->name}}, turn.words);
    if (everything) return Outcome{Reply::welcome, "confirmed that they join"};
    return Outcome{Reply::group_welcome, "confirmed that they join a group", group->name};
}

/// "OK" where an alert asked for it. It is counted, and costs no answer.
std::optional<Dialogue::Outcome> Dialogue::acknowledge(const Turn& turn)
{
    const auto counted = Alerts{db_}.acknowledge(turn.number, turn.act.at);
    if (!counted) return {};
    return Outcome{{},
                   fmt::format("answers campaign {}{}", counted->campaign, counted->first ? "" : ", once more"),
                   {},
                   counted->first};
}

Dialogue::Outcome Dialogue::leave(const Turn& turn)
{
    People people{db_};
    Groups groups{db_};
    // A list that nobody can join by texting, and that they are not in, is none of their business: all of it is meant then.
    if (const auto group = groups.find_spelt(turn.rest); group &&
                                                         (group->is_open || groups.has(turn.number, group->id)) &&
                                                         people.find(turn.number) && !people.has_left(turn.number)) {
        people.leave_group(turn.number, group->id, turn.words, turn.line, turn.act);
        return {Reply::group_goodbye, "left a group", group->name};
    }
    const bool had_left = people.has_left(turn.number) || people.was_erased(turn.number);
    const bool was_member = leave_all(turn.number, turn.words, turn.line, turn.smsc_at, turn.act);
    if (!had_left) report_surge_of_leavings(db_, settings_, turn.act);
    if (had_left) return {{}, "had left already: was told so once"};
    return {was_member ? Reply::goodbye : Reply::was_not_member, was_member ? "left" : "left without having joined"};
}

/// Notes it where they are. Who has left is left alone, and who is in a conversation, too.
bool Dialogue::is_to_be_told_words(const std::string& number, const std::string& text, Time now)
{
    if (!settings_.tells_words || !looks_like_a_keyword(text)) return false;
    People people{db_};
    if (people.has_left(number) || people.was_erased(number)) return false;
    if (db_.query(
               "SELECT 1 FROM coordinator WHERE number = ?1 UNION ALL SELECT 1 FROM message WHERE recipient = ?1 AND "
               "direct = 0 AND queued_at > ?2 LIMIT 1",
               number, now - conversation)
            .step())
        return false;
    db_.run("DELETE FROM told_words WHERE at < ?1", now - words_are_remembered);
    db_.run("INSERT INTO told_words(number, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", number, now);
    return db_.changes() > 0;
}

/// @return whether they were a member
bool Dialogue::leave_all(const std::string& number, const std::string& words, const std::string& line_name,
                         std::optional<Time> smsc_at, const Act& act)
{
    // Who had left waits for nothing but the confirmation of that.
    if (!People{db_}.has_left(number)) Outbox{db_}.drop_answers(number, act.at);
    const bool was_member = People{db_}.leave(number, words, line_name, act);
    db_.run("UPDATE leaving SET smsc_at = coalesce(max(coalesce(smsc_at, 0), ?2), smsc_at) WHERE number = ?1", number,
            smsc_at);
    return was_member;
}

bool Dialogue::receive_muted(const protocol::Address& sender, const std::string& text, LineId line,
                             const std::string& line_name, std::optional<Time> smsc_at, Time now, bool sure_clock)
{
    if (sender.is_alphanumeric()) return false;
    const auto parsed = protocol::parse_number(sender.text(), settings_.country);
    if (parsed && parsed->possible && !Blocked{db_}.contains(parsed->text()) &&
        Coordination{db_, settings_, line, now, sure_clock}.receive_muted(parsed->text(), text))
        return true;
    const auto match = match_keyword(text, *settings_.languages);
    if (!match || match->intent != Intent::leave) return false;
    // A flood of leavings is one leaving.
    if (!parsed || !parsed->possible || People{db_}.has_left(parsed->text())) return false;
    leave_all(parsed->text(), text, line_name, smsc_at, {{}, now, sure_clock});
    return true;
}

bool Dialogue::sent_before_leaving(const std::string& number, std::optional<Time> smsc_at)
{
    if (!smsc_at) return false;
    return db_.query("SELECT 1 FROM leaving WHERE number = ?1 AND smsc_at > ?2", number, *smsc_at).step();
}

bool Dialogue::answer(const std::string& number, const std::string& text, LineId line, Time now, bool sure_clock)
{
    {
        auto row = db_.query("SELECT count(*) FROM message WHERE direct = 1 AND recipient = ?1 AND queued_at > ?2",
                             number, now - 1h);
        if (row.step() && row.integer(0) >= settings_.reply_limit_per_hour) return false;
    }
    NewMessage message;
    message.recipient = number;
    message.text = text;
    message.priority = Priority::reply;
    message.preferred_line = line; // people know us by the number that they wrote to
    message.direct = true;
    message.validity = answer_validity;
    message.actor = "nidad";
    return Outbox{db_}.add(message, now, sure_clock).has_value();
}
} // namespace nida::daemon
