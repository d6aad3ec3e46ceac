#include "daemon/line/line.hpp"
#include "daemon/line/mask.hpp"
#include "protocol/hex.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <tuple>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{
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
            [&](const protocol::NewStatusReport& report) { stored(report.at); },
            [&](const protocol::DirectMessage& message) { take_direct(message.pdu, message.length); },
            [&](const protocol::DirectStatusReport& report) { take_direct(report.pdu, report.length); },
            [&](const protocol::CellBroadcast&) { spdlog::debug("{}: a cell broadcast", name); },
            [&](const protocol::UssdUrc&) { spdlog::info("{}: the network sent a USSD text by itself", name); },
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
            [&](const protocol::OtherUrc& other) { spdlog::debug("{}: ignored {}", name, other.text); },
        },
        urc);
    bell_.ring();
}

void Line::take_direct(std::string pdu, std::optional<unsigned> length)
{
    note_network();
    Arrival arrival{id_, settings_.name, {}, {}, std::move(pdu), {}};
    if (length) arrival.tpdu_octets = *length;
    asio::co_spawn(context_.executor, store_direct(std::move(arrival)), asio::detached);
}

asio::awaitable<void> Line::store_direct(Arrival arrival)
{
    // The modem keeps no copy: until the disk takes it, it lives here.
    std::vector<Arrival> only{std::move(arrival)};
    asio::steady_timer again{context_.executor};
    while ((co_await store(only)).empty() && !stopping_) {
        again.expires_after(5s);
        co_await again.async_wait(asio::use_awaitable);
    }
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

/// Reads what the modem has, commits it, and only then deletes it there.
asio::awaitable<void> Line::receive()
{
    const auto named = std::exchange(arrivals_, {});
    const bool sweep = std::exchange(sweep_, false);
    std::set<std::string> storages;
    if (sweep) {
        swept_ = std::chrono::steady_clock::now();
        storages.insert(service_.storages.begin(), service_.storages.end());
        if (service_.status_reports_stored) storages.insert("SR");
    }
    for (const auto& [storage, slot] : named)
        storages.insert(storage);
    if (!sweep && named.size() == 1) {
        const auto [storage, slot] = *named.begin();
        auto message = co_await modem_->read(storage, slot);
        if (message) {
            message->index = slot;
            std::vector<protocol::StoredMessage> only;
            only.push_back(std::move(*message));
            co_await store_and_erase(storage, std::move(only));
            co_return;
        }
        // Some modems announce a message before it can be read, or under another index: the list below finds it.
    }
    for (const auto& storage : storages) {
        auto messages = co_await modem_->list(storage);
        co_await store_and_erase(storage, std::move(messages));
    }
}

/// A slot is used again as soon as it is free, so its number says nothing about the order, and STOP after JOIN is not JOIN after STOP. The
/// SMSC's stamps do, and within one second the announcements.
void Line::sort_by_arrival(const std::string& storage, std::vector<protocol::StoredMessage>& messages)
{
    using Key = std::tuple<std::chrono::sys_seconds, std::uint64_t, unsigned>;
    std::map<unsigned, Key> keys;
    for (const auto& message : messages) {
        auto stamp = std::chrono::sys_seconds::max();
        if (const auto octets = protocol::from_hex(message.pdu, "PDU"))
            if (const auto pdu = protocol::decode_received(*octets, message.tpdu_octet_count))
                if (const auto* deliver = std::get_if<protocol::DeliverPdu>(&pdu->tpdu); deliver && deliver->time)
                    stamp = deliver->time->utc;
        const auto announced = announced_.find({storage, message.index});
        const auto order =
            announced == announced_.end() ? std::numeric_limits<std::uint64_t>::max() : announced->second;
        keys[message.index] = {stamp, order, message.index};
        if (announced != announced_.end()) announced_.erase(announced);
    }
    std::ranges::sort(messages, {}, [&](const auto& message) { return keys[message.index]; });
}

asio::awaitable<void> Line::store_and_erase(std::string storage, std::vector<protocol::StoredMessage> messages)
{
    std::erase_if(messages, [](const auto& message) { return message.status == protocol::StoredStatus::unsent; });
    if (messages.empty()) co_return;
    sort_by_arrival(storage, messages);
    std::vector<Arrival> arrivals;
    for (auto& message : messages) {
        Arrival arrival{id_, settings_.name, storage, message.index, std::move(message.pdu), {}};
        if (message.tpdu_octet_count) arrival.tpdu_octets = *message.tpdu_octet_count;
        arrivals.push_back(std::move(arrival));
    }
    const auto taken = co_await store(std::move(arrivals));
    if (taken.empty()) co_return; // not on disk: it stays in the modem, and the next sweep reads it again

    std::vector<unsigned> erased;
    for (const auto& message : messages) {
        const bool gone = co_await modem_->erase(storage, message.index);
        if (gone)
            erased.push_back(message.index);
        else
            spdlog::warn("{}: {} {} could not be deleted; the next sweep tries again", settings_.name, storage,
                         message.index);
    }
    auto work = [this, storage, erased, dialogue = context_.dialogue()](Connection& db) {
        Inbox inbox{db, dialogue};
        for (const auto slot : erased)
            inbox.forget_slot(id_, storage, slot);
    };
    auto forgotten = co_await context_.store.write(std::move(work));
    if (!forgotten) spdlog::error("{}: {}", settings_.name, forgotten.error().text);
}

/// @return one for each arrival; empty where the disk did not take them
asio::awaitable<std::vector<Taken>> Line::store(std::vector<Arrival> arrivals)
{
    const bool sure = context_.clock.trusted();
    auto work = [arrivals, sure, dialogue = context_.dialogue(), now = context_.clock.now()](Connection& db) {
        Inbox inbox{db, dialogue};
        std::vector<Taken> all;
        for (const auto& arrival : arrivals)
            all.push_back(inbox.take(arrival, now, sure));
        return all;
    };
    auto stored = co_await context_.store.write(std::move(work));
    if (!stored) {
        spdlog::error("{}: {} arrivals are not on disk yet: {}", settings_.name, arrivals.size(), stored.error().text);
        co_return std::vector<Taken>{};
    }
    bool outbox = false, inbox = false;
    const bool listening_for_long = in_service() && std::chrono::steady_clock::now() - in_service_since_ > 10min;
    for (const auto& taken : *stored) {
        spdlog::info("{}: {}", settings_.name, taken.note);
        // What was sent while we were not there may have waited for hours; its stamp looks right only by chance.
        const bool fresh = taken.what == Taken::What::status_report ? taken.changed_outbox : listening_for_long;
        if (taken.smsc_at && fresh)
            context_.clock.confirm(*taken.smsc_at, 10min, "an SMSC's time stamp");
        else if (taken.smsc_at)
            context_.clock.at_least(*taken.smsc_at, 10min, "an SMSC's time stamp");
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
