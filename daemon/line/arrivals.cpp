#include "daemon/line/line.hpp"
#include "daemon/line/mask.hpp"
#include "modem/crash_point.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
/// The storage that a message has in the store while its network waits for our acknowledgement.
const std::string unacknowledged{"+CMT"};
// A report can overtake the result that it belongs to, but hardly by more.
constexpr auto result_after_report = 10s;

template <class... Cases> struct Match : Cases... {
    using Cases::operator()...;
};
template <class... Cases> Match(Cases...) -> Match<Cases...>;
} // namespace

void Line::take_urc(protocol::Urc urc)
{
    const auto& name = settings_.name;
    const auto stored = [this](const protocol::StoredAt& at) {
        note_network();
        if (!at.index) {
            sweep_ = true;
            return;
        }
        announced_[{at.storage, *at.index}] = ++announcements_;
        arrivals_.emplace(at.storage, *at.index);
    };
    std::visit(
        Match{
            [&](const protocol::NewMessage& message) { stored(message.at); },
            [&](const protocol::NewStatusReport& report) {
                // Several families name a wrong storage or a wrong place.
                list_reports_ = true;
                if (report.at.storage != "SR") stored(report.at);
            },
            [&](const protocol::DirectMessage& message) { take_direct(Direct::message, message.pdu, message.length); },
            [&](const protocol::DirectStatusReport& report) { take_direct(Direct::report, report.pdu, report.length); },
            [&](const protocol::CellBroadcast&) { spdlog::debug("{}: a cell broadcast", name); },
            [&](const protocol::UssdUrc& unasked) {
                if (auto text = modem_->read_ussd(unasked); text && !text->text.empty())
                    ussd_.take_unasked(std::move(*text));
            },
            [&](const protocol::RegistrationUrc& changed) {
                spdlog::info("{}: registration {}", name, changed.text);
                const auto said = protocol::parse_registration(changed.text.substr(changed.text.find(':') + 1), false);
                // One domain may be lost while the other still serves: a bad word is checked, a good one believed.
                if (said && protocol::can_send_sms(*said)) {
                    if (registration_ != said) note_network();
                    registration_ = said;
                } else
                    looked_after_ = {};
            },
            [&](const protocol::StorageFull& full) {
                spdlog::warn("{}: storage {} is full: reading it out", name, full.storage);
                full_ = full.storage;
                sweep_ = true;
            },
            [&](const protocol::Ring&) {
                spdlog::debug("{}: a call rings", name);
                calls_.take(urc, std::chrono::steady_clock::now());
            },
            [&](const protocol::CallerId&) { calls_.take(urc, std::chrono::steady_clock::now()); },
            [&](const protocol::CallEnded&) { calls_.take(urc, std::chrono::steady_clock::now()); },
            [&](const protocol::Restarted& restarted) {
                // Its settings are gone; before it was in service, this is only the noise of its start.
                if (!in_service()) return;
                spdlog::warn("{}: the modem restarted by itself ({}): bringing it up anew", name, restarted.text);
                reopen_ = true;
            },
            [&](const protocol::SimState& sim) {
                spdlog::info("{}: SIM {}", name, sim.text);
                const bool out = sim.lock ? *sim.lock == protocol::SimLock::not_inserted
                                          : sim.text == "^SIMST:0" || sim.text == "^SIMST:255" ||
                                                sim.text == "^SIMST: 0" || sim.text == "^SIMST: 255";
                if (out && in_service()) sim_suspected_ = true;
            },
            [&](const protocol::LateError& error) {
                spdlog::warn("{}: {} came too late for its command", name, error.text);
            },
            [&](const protocol::LateSubmitResult& late) {
                asio::co_spawn(context_.executor, store_late_result(late.reference), asio::detached);
            },
            [&](const protocol::OtherUrc& other) {
                if (!other.known) spdlog::debug("{}: ignored {}", name, other.text);
            },
        },
        urc);
    bell_.ring();
}

void Line::take_direct(Direct what, std::string pdu, std::optional<unsigned> length)
{
    note_network();
    Arrival arrival{id_, settings_.name, {}, {}, std::move(pdu), {}};
    if (length) arrival.tpdu_octets = *length;
    ++handed_over_;
    acknowledgement_.reset();
    const bool acknowledge = modem_ && modem_->acknowledges();
    if (acknowledge || (modem_ && !modem_->knows_whether_it_acknowledges())) {
        // Until the network knows that we have it, it may send it again: it is in a place of its own.
        arrival.storage = unacknowledged;
        arrival.slot = 0;
    }
    if (acknowledge) {
        asio::co_spawn(context_.executor, store_acknowledged(std::move(arrival)), asio::detached);
        return;
    }
    // In a campaign each segment has its report, and each commit wears the card: a report goes with the next result.
    const auto now = std::chrono::steady_clock::now();
    const auto until = what == Direct::report ? context_.gathering.next_result(now) : now;
    asio::co_spawn(context_.executor, store_direct(std::move(arrival), until), asio::detached);
}

/// The network keeps it until it is acknowledged, and so this takes it or leaves it.
asio::awaitable<void> Line::store_acknowledged(Arrival arrival)
{
    std::vector<Arrival> only{std::move(arrival)};
    const auto number = handed_over_;
    const auto taken = co_await store(only);
    if (number == handed_over_) acknowledgement_ = {only.front().pdu, !taken.empty()};
    bell_.ring();
}

/// Nobody keeps a copy: until the disk takes it, it lives here.
asio::awaitable<void> Line::store_direct(Arrival arrival, SteadyTime may_wait_until)
{
    const std::vector<Arrival> only{std::move(arrival)};
    asio::steady_timer again{context_.executor};
    while ((co_await store(only, may_wait_until)).empty() && !stopping_) {
        again.expires_after(5s);
        co_await again.async_wait(asio::use_awaitable);
    }
}

asio::awaitable<void> Line::acknowledge()
{
    const auto [pdu, kept] = *std::exchange(acknowledgement_, std::nullopt);
    modem::crash_point("receiving.acknowledging");
    const bool passed_on = co_await modem_->acknowledge(kept);
    modem::crash_point("receiving.acknowledged");
    if (!kept || !passed_on) {
        // It will come again, and is recognised where it is on disk. Meanwhile the modem may have stopped direct delivery
        // (TS 27.005 §3.4.4).
        spdlog::warn("{}: a message was not acknowledged: {}", settings_.name,
                     kept ? "it was too late" : "it is not on disk");
        co_await modem_->notifications_hold();
        sweep_ = true; // and what came meanwhile was stored without a word
        co_return;
    }
    auto work = [id = id_, handed_over = pdu, dialogue = context_.dialogue()](Connection& db) {
        Inbox{db, dialogue}.forget_slot(id, unacknowledged, 0, handed_over);
    };
    auto forgotten = co_await context_.store.write(std::move(work));
    if (!forgotten) spdlog::error("{}: {}", settings_.name, forgotten.error().text);
}

asio::awaitable<void> Line::store_late_result(unsigned reference)
{
    auto work = [id = id_, reference, now = context_.clock.now()](Connection& db) {
        return Outbox{db}.late_result(id, reference, now);
    };
    auto message = co_await context_.store.write(work);
    // It is evidence that nobody repeats: it waits for the disk.
    asio::steady_timer again{context_.executor};
    while (!message && !stopping_) {
        spdlog::error("{}: a late result is not on disk yet: {}", settings_.name, message.error().text);
        again.expires_after(5s);
        co_await again.async_wait(asio::use_awaitable);
        message = co_await context_.store.write(work);
    }
    if (!message) co_return;
    if (!*message) {
        spdlog::warn("{}: +CMGS: {} came late, and no segment is in doubt", settings_.name, reference);
        co_return;
    }
    spdlog::info("{}: message {}: its result came late: sent, reference {}", settings_.name, **message, reference);
    context_.outbox_changed.ring();
    context_.wake_lines();
}

/// @return one for each arrival; empty where the disk did not take them
asio::awaitable<std::vector<Taken>> Line::store(std::vector<Arrival> arrivals, SteadyTime may_wait_until)
{
    const bool sure = context_.clock.trusted();
    auto work = [arrivals, sure, dialogue = context_.dialogue(), now = context_.clock.now()](Connection& db) {
        Inbox inbox{db, dialogue};
        std::vector<Taken> all;
        for (const auto& arrival : arrivals)
            all.push_back(inbox.take(arrival, now, sure));
        return all;
    };
    modem::crash_point("receiving.read", static_cast<std::int64_t>(arrivals.size()));
    auto stored = co_await context_.store.write(std::move(work), may_wait_until);
    modem::crash_point("receiving.committed");
    if (!stored) {
        spdlog::error("{}: {} arrivals are not on disk yet: {}", settings_.name, arrivals.size(), stored.error().text);
        co_return std::vector<Taken>{};
    }
    bool outbox = false, inbox = false;
    const bool listening_for_long = in_service() && std::chrono::steady_clock::now() - in_service_since_ > 10min;
    for (const auto& taken : *stored) {
        if (!taken.note.empty())
            spdlog::info("{}: {}", settings_.name, taken.note); // of a flood nothing but its begin and end
        // What was sent while we were not there may have waited for hours; its stamp looks right only by chance.
        const bool fresh = taken.what == Taken::What::status_report ? taken.changed_outbox : listening_for_long;
        if (taken.smsc_at && fresh)
            context_.clock.confirm(*taken.smsc_at, 10min, "an SMSC's time stamp");
        else if (taken.smsc_at)
            context_.clock.at_least(*taken.smsc_at, 10min, "an SMSC's time stamp");
        // The segment on the air has arrived, it seems: a result that has not come by now may never come.
        if (in_flight_to_ && taken.unexplained_report_to == *in_flight_to_)
            modem_->expect_no_result(result_after_report);
        outbox |= taken.changed_outbox;
        inbox |= taken.changed_inbox;
    }
    if (inbox) context_.inbox_changed.ring();
    if (outbox) {
        context_.outbox_changed.ring();
        context_.wake_lines();
    }
    co_return std::move(*stored);
}
} // namespace nida::daemon
