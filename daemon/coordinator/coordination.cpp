#include "daemon/coordinator/coordination.hpp"

#include "daemon/coordinator/code_messages.hpp"
#include "daemon/coordinator/surveillance.hpp"
#include "daemon/outbox/outbox.hpp"

#include <SQLiteCpp/Savepoint.h>
#include <fmt/format.h>

#include <variant>

namespace nida::daemon
{
using namespace std::chrono_literals;

namespace
{
// An answer is one to what was just sent: hours later it is only a disturbance.
constexpr auto answer_validity = 2h;

/// What may be done in anybody's name, and has to be done even while somebody floods the box.
bool is_harmless(Command command)
{
    return command == Command::pause || command == Command::stop_all || command == Command::no;
}
} // namespace

Coordination::Coordination(Connection& connection, const DialogueSettings& settings, std::optional<LineId> line,
                           Time now, bool sure_clock)
    : db_{connection}, settings_{settings}, line_{line}, now_{now}, sure_clock_{sure_clock}
{
    if (settings.coordinators.desk) desk_ = settings.coordinators.desk(connection);
}

std::optional<DialogueOutcome> Coordination::receive(const std::string& number, const std::string& text)
{
    if (!desk_) return {};
    const auto who = Coordinators{db_}.find_by_number(number);
    if (!who) return {};
    who_ = *who;
    const auto instruction = read_instruction(text, *settings_.languages);
    const auto* order = std::get_if<Order>(&instruction);
    const auto* typed = std::get_if<TypedCode>(&instruction);
    if (!order && !typed) return {};
    if (order && order->command == Command::no && Requests{db_}.open_of(who_.id, now_).empty()) return {};

    std::optional<Outcome> done;
    bool counts = true;
    if (typed) {
        done = take_code(*typed);
        if (!done) return {};
        // A right code is nobody's flood: three wrong ones end what it could be for.
        counts = !done->right_code;
    } else if (is_harmless(order->command))
        done = undone_where_it_fails([&] { return obey(*order); });

    auto said = answer_within_limits(std::move(done), counts, [&] { return obey(*order); });
    said.keyword = order ? std::string{to_string(order->command)} : "code";
    return said;
}

std::optional<DialogueOutcome> Coordination::explain(const std::string& number, const std::string& text)
{
    if (!desk_) return {};
    const auto who = Coordinators{db_}.find_by_number(number);
    if (!who) return {};
    who_ = *who;
    const auto begun = command_begun(text, *settings_.languages);
    if (!begun) return {};
    if (*begun == Command::no && Requests{db_}.open_of(who_.id, now_).empty()) return {};
    return answer_within_limits({}, true, [&] { return how_to_write(*begun); });
}

/// @param done  none where the work is still to be done, if this number's commands are answered. @param counts  whether it is one of them
DialogueOutcome Coordination::answer_within_limits(std::optional<Outcome> done, bool counts,
                                                   const std::function<Outcome()>& work)
{
    auto admission = Contacts::Admission::admitted;
    if (counts) admission = Contacts{db_}.admit(who_, settings_.coordinators.commands_per_hour, now_);
    if (admission == Contacts::Admission::last) {
        if (report_flood(db_, who_, settings_, act_of(who_))) others_told_ = true;
        done = told(CoordinatorText::too_many, {},
                    fmt::format("{}, and a flood from this number: told once", done ? done->note : "not done"));
    } else if (admission == Contacts::Admission::silent)
        done = Outcome{{}, fmt::format("{}, not answered: a flood from this number", done ? done->note : "not done")};
    else if (!done)
        done = undone_where_it_fails(work);

    DialogueOutcome said;
    const bool answered = !done->answer.empty() && send(who_, *done);
    said.answered = answered || others_told_;
    said.note = fmt::format("{}: {}", who_.actor(), done->note);
    return said;
}

bool Coordination::receive_muted(const std::string& number, const std::string& text)
{
    if (!desk_) return false;
    const auto who = Coordinators{db_}.find_by_number(number);
    if (!who) return false;
    who_ = *who;
    const auto instruction = read_instruction(text, *settings_.languages);
    if (const auto* typed = std::get_if<TypedCode>(&instruction)) {
        const auto done = take_code(*typed);
        if (!done || !done->right_code) return others_told_;
        return send(who_, *done) || others_told_;
    }
    if (const auto* order = std::get_if<Order>(&instruction); order && is_harmless(order->command))
        undone_where_it_fails([&] { return obey(*order); });
    else
        return false;
    return true;
}

Coordination::Outcome Coordination::obey(const Order& order)
{
    Audit{db_}.note(act_of(who_), "command", {{"command", to_string(order.command)}});
    switch (order.command) {
    case Command::alert: return alert(order);
    case Command::status: return status();
    case Command::balance: return balance();
    case Command::pause: return pause(order);
    case Command::resume: return resume(order);
    case Command::stop_all: return stop_all();
    case Command::add: return add(order);
    case Command::approve: return approve(order);
    case Command::no: break;
    }
    const auto dropped = Requests{db_}.drop(who_.id, order.number, now_);
    return told(CoordinatorText::dropped, {}, fmt::format("{} requests dropped", dropped));
}

std::optional<Coordination::Outcome> Coordination::take_code(const TypedCode& typed)
{
    Requests::Tried tried{Requests::Verdict::nothing};
    const auto compared = undone_where_it_fails([&]() -> Outcome {
        tried = Requests{db_}.try_code(who_, typed, now_, sure_clock_);
        return {};
    });
    if (compared.failed) return compared;
    switch (tried.verdict) {
    case Requests::Verdict::nothing: return {};
    case Requests::Verdict::right: break;
    case Requests::Verdict::wrong:
    case Requests::Verdict::last:
        Audit{db_}.note(act_of(who_), "command_wrong_code");
        return told(tried.verdict == Requests::Verdict::last ? CoordinatorText::three_wrong_codes
                                                             : CoordinatorText::wrong_code,
                    {}, tried.verdict == Requests::Verdict::last ? "a wrong code, the third" : "a wrong code");
    case Requests::Verdict::used: return told(CoordinatorText::used_code, {}, "a code that was used already");
    case Requests::Verdict::no_hour:
        return told(CoordinatorText::no_hour, {}, "a TOTP code, but the hour is not known");
    case Requests::Verdict::unclear: {
        std::string list;
        for (const auto& request : Requests{db_}.open_of(who_.id, now_))
            list += (list.empty() ? "" : ", ") + std::to_string(request.id);
        return told(CoordinatorText::which_request, {{"{list}", list}}, "a TOTP code that does not say what it is for");
    }
    }
    const auto& request = *tried.request;
    Audit{db_}.note(
        act_of(who_), "command_confirmed",
        {{"command", to_string(request.content.kind)}, {"request", request.id}, {"factor", to_string(request.asks)}});
    auto done = undone_where_it_fails([&] { return carry_out(who_, request.content, {}); });
    if (done.failed) Requests{db_}.failed(request.id);
    wipe_code_messages(db_, now_);
    done.note = fmt::format("confirmed request {}: {}", request.id, done.note);
    done.right_code = true;
    return done;
}

/// What a command did of its work is undone where it cannot do all of it; that it was tried, and how its code went, stays.
Coordination::Outcome Coordination::undone_where_it_fails(const std::function<Outcome()>& work)
{
    const bool told_before = others_told_;
    try {
        SQLite::Savepoint all_or_nothing{db_.database(), "command"};
        auto outcome = work();
        all_or_nothing.release();
        return outcome;
    } catch (const SQLite::Exception&) {
        throw; // the disk's trouble is the whole transaction's
    } catch (const std::exception& e) {
        others_told_ = told_before;
        auto outcome = told(CoordinatorText::failed, {{"{why}", e.what()}}, fmt::format("failed: {}", e.what()));
        outcome.failed = true;
        return outcome;
    }
}

bool Coordination::send(const Coordinator& to, const Outcome& outcome)
{
    NewMessage message;
    message.recipient = to.number;
    message.text = outcome.answer;
    message.priority = Priority::reply;
    message.preferred_line = line_; // people know us by the number that they wrote to
    message.direct = true;
    message.validity =
        outcome.code_of ? std::chrono::seconds{Requests::code_lives} : std::chrono::seconds{answer_validity};
    message.actor = "nidad";
    const auto added = Outbox{db_}.add(message, now_, sure_clock_);
    if (added && outcome.code_of) hide_code_message(db_, added->id, *outcome.code_of);
    return added.has_value();
}

Coordination::Outcome Coordination::told(CoordinatorText which, const Answers::Values& values, std::string note)
{
    return {answers_for(who_).say(which, values), std::move(note)};
}

Answers Coordination::answers_for(const Coordinator& coordinator) const
{
    return {*settings_.languages, coordinator.language.value_or(settings_.language), settings_.language};
}
} // namespace nida::daemon
