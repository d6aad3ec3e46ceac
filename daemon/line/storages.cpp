// The part of Line that empties the modem's storages: read, committed, and only then deleted there.
#include "daemon/line/line.hpp"
#include "modem/crash_point.hpp"
#include "protocol/hex.hpp"

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
constexpr auto notifications_every = 1min;
// Some announce a message before their storage shows it.
constexpr auto appearance = 500ms;
// So many are committed and deleted at a time: a full storage has room again soon, and a commit still serves several.
constexpr std::size_t batch = 16;
constexpr auto store_retry = 2s;

/// What the terminal, or the modem by itself, wrote; none where it is no SMS-SUBMIT.
std::optional<Outbox::StoredCopy> copy_in(const std::string& storage, const protocol::StoredMessage& message)
{
    const auto octets = protocol::from_hex(message.pdu, "PDU");
    if (!octets) return {};
    const auto pdu = protocol::decode_received(*octets, message.tpdu_octet_count);
    const auto* submit = pdu ? std::get_if<protocol::SubmitPdu>(&pdu->tpdu) : nullptr;
    if (!submit) return {};
    return Outbox::StoredCopy{storage, message.index, submit->destination.text(), submit->user_data,
                              message.status == protocol::StoredStatus::sent};
}

/// Whether it went out, or was to. What is said to be sent and is no SMS-SUBMIT is treated like all that arrives.
bool is_copy(const std::string& storage, const protocol::StoredMessage& message)
{
    if (message.status == protocol::StoredStatus::unsent) return true;
    return message.status == protocol::StoredStatus::sent && copy_in(storage, message);
}
} // namespace

asio::awaitable<void> Line::look_after_storages()
{
    for (const auto& use : co_await modem_->storage_use())
        if (use.used > 0) sweep_ = true;
    const auto now = std::chrono::steady_clock::now();
    if (!in_service()) { // bring_up has just set them
        notifications_checked_ = now;
        co_return;
    }
    if (now - notifications_checked_ < notifications_every) co_return;
    notifications_checked_ = now;
    const bool hold = co_await modem_->notifications_hold();
    if (hold || modem_->acknowledges()) co_return; // a modem that waits for +CNMA drops them by itself
    spdlog::warn("{}: the modem does not notify as it was set to, after a restart that it did not tell or with a SIM "
                 "that was busy: bringing it up anew",
                 settings_.name);
    reopen_ = true;
}

/// Reads what the modem has, commits it, and only then deletes it there.
asio::awaitable<void> Line::receive()
{
    while (acknowledgement_)
        co_await acknowledge();
    const auto named = std::exchange(arrivals_, {});
    const bool sweep = std::exchange(sweep_, false);
    const bool reports = std::exchange(list_reports_, false);
    if (!sweep && !reports && named.empty()) co_return;
    co_await recall_listing();

    // The one that is full comes first: it receives nothing until it has room.
    std::vector<std::string> order;
    const auto add = [&order](const std::string& storage) {
        if (!storage.empty() && std::ranges::find(order, storage) == order.end()) order.push_back(storage);
    };
    add(std::exchange(full_, {}));
    for (const auto& [storage, slot] : named)
        add(storage);
    if (sweep) {
        swept_ = std::chrono::steady_clock::now();
        // Where new messages go comes last, so that it is the one that is selected when the next is announced.
        std::for_each(service_.storages.rbegin(), service_.storages.rend(), add);
    }
    if (reports) add("SR");

    for (const auto& storage : order) {
        std::set<unsigned> slots;
        for (const auto& slot : named)
            if (slot.first == storage) slots.insert(slot.second);
        const bool in_sweep = sweep || (reports && storage == "SR");
        if (in_sweep || !slots.empty()) co_await receive_from(storage, std::move(slots), in_sweep);
    }
    co_await remember_listing();
}

/// @param named  what was announced. @param all  whatever else there is
asio::awaitable<void> Line::receive_from(std::string storage, std::set<unsigned> named, bool all)
{
    std::vector<protocol::StoredMessage> messages;
    if (named.size() == 1 && !all) {
        auto message = co_await modem_->read(storage, *named.begin());
        if (message) messages.push_back(std::move(*message));
    }
    // Some modems announce a message under another index, or before it is there.
    if (messages.empty()) messages = co_await modem_->list(storage);
    if (messages.empty() && !named.empty()) {
        asio::steady_timer soon{context_.executor, appearance};
        co_await soon.async_wait(asio::use_awaitable);
        messages = co_await modem_->list(storage);
    }
    messages = co_await set_copies_apart(storage, std::move(messages));
    sort_by_arrival(storage, messages);
    while (!messages.empty()) {
        const auto count = static_cast<std::ptrdiff_t>(std::min(batch, messages.size()));
        std::vector<protocol::StoredMessage> some{std::make_move_iterator(messages.begin()),
                                                  std::make_move_iterator(messages.begin() + count)};
        messages.erase(messages.begin(), messages.begin() + count);
        const bool kept = co_await store_and_erase(storage, std::move(some));
        if (!kept) break;
    }
    co_await judge_room(storage);
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

/// Messages that went out are no arrivals. @return those that are
asio::awaitable<std::vector<protocol::StoredMessage>>
Line::set_copies_apart(std::string storage, std::vector<protocol::StoredMessage> messages)
{
    std::vector<protocol::StoredMessage> arrived, copies;
    for (auto& message : messages)
        (is_copy(storage, message) ? copies : arrived).push_back(std::move(message));
    if (!copies.empty()) co_await take_copies(storage, std::move(copies));
    co_return arrived;
}

/// A copy that went to the network is evidence for a segment in doubt (design: "Evidence"). Then it has done its work, and so has
/// what the modem keeps by itself of each message that it sends.
asio::awaitable<void> Line::take_copies(std::string storage, std::vector<protocol::StoredMessage> messages)
{
    std::vector<Outbox::StoredCopy> copies;
    for (const auto& message : messages)
        if (auto copy = copy_in(storage, message)) copies.push_back(std::move(*copy));
    auto work = [id = id_, copies, now = context_.clock.now()](Connection& db) {
        Outbox outbox{db};
        std::vector<Outbox::CopyTaken> all;
        for (const auto& copy : copies)
            all.push_back(outbox.take_copy(id, copy, now));
        return all;
    };
    const auto taken = co_await context_.store.write(std::move(work));
    if (!taken) {
        spdlog::error("{}: {}", settings_.name, taken.error().text);
        co_return;
    }
    bool settled = false;
    for (std::size_t i = 0; i < copies.size(); ++i) {
        const auto& one = (*taken)[i];
        if (one.settled) {
            spdlog::info("{}: message {}: the modem's copy shows that it was sent", settings_.name, *one.settled);
            settled = true;
        }
        if (!one.may_be_deleted) continue;
        const auto slot = copies[i].slot;
        const bool gone = co_await modem_->erase(storage, slot);
        auto note = [id = id_, storage, slot, gone](Connection& db) {
            if (gone)
                Outbox{db}.forget_copy(id, storage, slot);
            else
                Outbox{db}.distrust_copy(id, storage, slot);
        };
        auto noted = co_await context_.store.write(std::move(note));
        if (!noted) spdlog::error("{}: {}", settings_.name, noted.error().text);
    }
    if (!settled) co_return;
    context_.outbox_changed.ring();
    context_.wake_lines();
}

/// @return false where the disk takes nothing: then the modem keeps them, and is asked again after a moment
asio::awaitable<bool> Line::store_and_erase(std::string storage, std::vector<protocol::StoredMessage> messages)
{
    std::vector<Arrival> arrivals;
    std::vector<unsigned> slots;
    for (auto& message : messages) {
        Arrival arrival{id_, settings_.name, storage, message.index, std::move(message.pdu), {}};
        if (message.tpdu_octet_count) arrival.tpdu_octets = *message.tpdu_octet_count;
        arrivals.push_back(std::move(arrival));
        slots.push_back(message.index);
    }
    auto taken = co_await store(std::move(arrivals));
    if (taken.empty()) {
        receive_again_ = std::chrono::steady_clock::now() + store_retry;
        co_return false;
    }
    co_await erase(storage, std::move(slots), std::move(taken));
    co_return true;
}

asio::awaitable<void> Line::erase(std::string storage, std::vector<unsigned> slots, std::vector<Taken> taken)
{
    std::vector<unsigned> forget;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const auto slot = slots[i];
        modem::crash_point("receiving.deleting", slot);
        const bool gone = co_await modem_->erase(storage, slot);
        modem::crash_point("receiving.deleted", slot);
        const auto now = std::chrono::steady_clock::now();
        if (gone) {
            undeletable_.gone(storage, slot);
            // What was there before may have been "deleted" before: its place stays known, in case it comes back once more.
            if (taken[i].what != Taken::What::repeated) forget.push_back(slot);
        } else if (undeletable_.note(storage, slot, now)) {
            spdlog::warn("{}: {} {} could not be deleted; it is on disk, and the next sweeps try again", settings_.name,
                         storage, slot);
        }
    }
    auto work = [this, storage, forget, dialogue = context_.dialogue()](Connection& db) {
        Inbox inbox{db, dialogue};
        for (const auto slot : forget)
            inbox.forget_slot(id_, storage, slot);
    };
    auto forgotten = co_await context_.store.write(std::move(work));
    modem::crash_point("receiving.forgotten");
    if (!forgotten) spdlog::error("{}: {}", settings_.name, forgotten.error().text);
}

/// A storage that is full of what cannot be deleted receives nothing more: somebody has to know.
asio::awaitable<void> Line::judge_room(std::string storage)
{
    const bool trouble = !room_trouble_.empty();
    if (!trouble && !undeletable_.any_in(storage)) co_return;
    std::string now;
    if (undeletable_.any_in(storage)) {
        const auto all = co_await modem_->storage_use();
        if (!all.empty() && all.front().total > 0 &&
            all.front().used >= all.front().total) // of mem1, which was just read
            now = fmt::format(
                "storage {} is full, and the modem deletes nothing of it: it receives no messages; empty the SIM "
                "in a telephone, or take another modem",
                storage);
    }
    if (now.empty() && trouble && room_trouble_.find(' ' + storage + ' ') == std::string::npos) co_return; // another's
    room_trouble_ = now;
    if (!now.empty())
        context_.alarms.raise(Alarm::storage_full, id_, settings_.name, now);
    else if (trouble)
        context_.alarms.over(Alarm::storage_full, id_, settings_.name);
}

namespace
{
/// The name under which the store remembers that a model's lists never end.
std::string slot_by_slot(const modem::Identity& identity)
{
    return fmt::format("slot by slot: {} {} {}", identity.manufacturer, identity.model, identity.revision);
}
} // namespace

asio::awaitable<void> Line::recall_listing()
{
    if (listing_recalled_at_ == in_service_since_) co_return;
    listing_recalled_at_ = in_service_since_;
    auto ask = [name = slot_by_slot(identity_)](Connection& db) {
        auto row = db.query("SELECT 1 FROM setting WHERE name = ?1", name);
        return row.step();
    };
    const auto known = co_await context_.store.read(std::move(ask));
    slot_by_slot_known_ = known && *known;
    if (slot_by_slot_known_) modem_->list_slot_by_slot();
}

/// A list that does not end costs two minutes, and this modem's next life would lose them again.
asio::awaitable<void> Line::remember_listing()
{
    if (modem_->lists() || slot_by_slot_known_) co_return;
    slot_by_slot_known_ = true;
    spdlog::info("{}: lists of messages do not end on this model: its slots are read one by one", settings_.name);
    auto note = [name = slot_by_slot(identity_)](Connection& db) {
        db.run("INSERT OR REPLACE INTO setting(name, value) VALUES (?1, '')", name);
    };
    auto noted = co_await context_.store.write(std::move(note));
    if (!noted) spdlog::error("{}: {}", settings_.name, noted.error().text);
}
} // namespace nida::daemon
