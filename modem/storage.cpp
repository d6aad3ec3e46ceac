#include "modem/modem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nida::modem
{
namespace asio = boost::asio;

namespace
{
bool holds(const std::vector<std::string>& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

/// Whether +CPMS=? lists it for all memories, or says nothing.
bool in_all(const std::vector<std::vector<std::string>>& names, std::string_view name)
{
    return std::ranges::all_of(names, [name](const auto& mem) { return mem.empty() || holds(mem, name); });
}

/// +CMS ERROR: 321, invalid memory index: there is no such message.
bool is_empty_slot(const protocol::FinalResult& result)
{
    return result.error == boost::system::error_code{321, protocol::cms_category()};
}

/// "SIM busy" in the two numberings (TS 27.005 §3.2.5, 27.007 §9.2).
bool is_busy(const protocol::FinalResult& result)
{
    using boost::system::error_code;
    return result.error == error_code{314, protocol::cms_category()} ||
           result.error == error_code{14, protocol::cme_category()} ||
           result.error == error_code{515, protocol::cms_category()} || // "please wait", of several makers
           result.error == error_code{515, protocol::cme_category()};
}

/// Where the modem does not say how many it has: more than any SIM that we know of holds.
constexpr unsigned slots_where_unknown = 50;
/// Sagem counts from here.
constexpr unsigned odd_first_slot = 900;

/// Of a message that came torn.
constexpr int further_readings = 3;

unsigned capacity(const std::vector<protocol::StorageUse>& use)
{
    return use.empty() ? 0 : use.back().total; // mem3, where new messages go
}
} // namespace

/// Where new messages go: what the modem's family is known for, else the larger.
asio::awaitable<void> Modem::choose_storage(Service& service)
{
    const auto test_answer = co_await ask_slow("AT+CPMS=?");
    const auto names = protocol::parse_storage_names(test_answer);
    reading_storages_ = names.empty() ? std::vector<std::string>{} : names.front();
    cpms_arity_ = names.size() == 1 || names.size() == 2 ? static_cast<int>(names.size()) : 3;

    for (const auto& name : dialect_.storages) {
        if (!in_all(names, name)) continue;
        const bool selected = co_await select_for_all(name);
        if (!selected) continue;
        const auto use = co_await storage_use();
        if (!use.empty() && capacity(use) == 0) continue;
        service.storage = name;
        break;
    }
    if (service.storage.empty()) co_await choose_largest_storage(names, service);

    service.storages = {service.storage};
    for (const char* other : {"SM", "ME"})
        if (other != service.storage && holds(reading_storages_, other)) service.storages.push_back(other);
}

/// The modem's own memory, where it is larger, is faster and spares the SIM.
asio::awaitable<void> Modem::choose_largest_storage(const std::vector<std::vector<std::string>>& names,
                                                    Service& service)
{
    std::vector<std::string> candidates;
    for (const char* name : {"SM", "ME"})
        if (in_all(names, name)) candidates.push_back(name);
    if (!names.empty())
        for (const auto& name : names.back())
            if (!holds(candidates, name) && name != "SR" && name != "BM") candidates.push_back(name);

    unsigned largest = 0;
    for (const auto& name : candidates) {
        if (name != "SM" && name != "ME" && !service.storage.empty()) break; // odd names only where there is no other
        const bool selected = co_await select_for_all(name);
        if (!selected) continue;
        const auto use = co_await storage_use();
        if (!service.storage.empty() && capacity(use) <= largest) continue;
        service.storage = name;
        largest = capacity(use);
    }
    if (service.storage.empty()) { // it takes no choice: what it uses now will do
        const auto use = co_await storage_use();
        service.storage = use.empty() ? "SM" : use.back().storage;
        mem1_ = use.empty() ? "" : use.front().storage;
        mem3_ = service.storage;
    } else if (mem3_ != service.storage) {
        co_await select_for_all(service.storage);
    }
}

asio::awaitable<bool> Modem::select_for_all(std::string storage)
{
    for (int arity = cpms_arity_; arity > 0; --arity) {
        auto command = fmt::format("AT+CPMS=\"{}\"", storage);
        for (int further = 1; further < arity; ++further)
            command += fmt::format(",\"{}\"", storage);
        const auto response = co_await ask_when_free(command);
        if (!response.result.ok()) continue;
        cpms_arity_ = arity;
        mem1_ = mem3_ = storage;
        co_return true;
    }
    co_return false;
}

/// Moves mem1 alone. mem2 and mem3 are said again as they are: with fewer arguments some firmware moves mem3 as well.
asio::awaitable<bool> Modem::select_for_reading(std::string storage)
{
    if (mem1_ == storage) co_return true;
    auto command = fmt::format("AT+CPMS=\"{}\"", storage);
    for (int further = 1; further < cpms_arity_ && !mem3_.empty(); ++further)
        command += fmt::format(",\"{}\"", mem3_);
    auto response = co_await ask_slow(command);
    if (!response.result.ok() && cpms_arity_ > 1) response = co_await ask_slow(fmt::format("AT+CPMS=\"{}\"", storage));
    if (!response.result.ok()) co_return false;
    mem1_ = storage;
    co_return true;
}

asio::awaitable<std::vector<protocol::StoredMessage>> Modem::list(std::string storage)
{
    const bool selected = co_await select_for_reading(storage);
    if (!selected) co_return std::vector<protocol::StoredMessage>{};
    if (lists_) {
        const auto response = co_await at().try_command("AT+CMGL=4", timings_.list, timings_.list_silence);
        if (response && response->result.ok()) {
            auto messages = co_await confirm_all(protocol::parse_message_list(*response));
            co_return messages;
        }
        if (!response) {
            // Some firmware never ends a list. The port is usable only if a command is answered after that.
            lists_ = false;
            co_await recover();
        }
    }
    auto messages = co_await read_slot_by_slot();
    co_return messages;
}

asio::awaitable<std::vector<protocol::StoredMessage>> Modem::confirm_all(std::vector<protocol::StoredMessage> messages)
{
    std::vector<protocol::StoredMessage> sure;
    for (auto& message : messages) {
        auto confirmed = co_await confirm(std::move(message));
        if (confirmed) sure.push_back(std::move(*confirmed));
    }
    co_return sure;
}

/// @return none where no two readings agree: the message stays where it is, for the next time
asio::awaitable<std::optional<protocol::StoredMessage>> Modem::confirm(protocol::StoredMessage message)
{
    for (int further = 0; further < further_readings && !protocol::is_whole(message); ++further) {
        auto again = co_await read_slot_once(message.index);
        if (!again) continue;
        if (again->pdu == message.pdu) {
            co_await throw_if_text_mode();
            co_return again;
        }
        message = std::move(*again);
    }
    if (!protocol::is_whole(message)) co_return std::nullopt;
    co_return message;
}

/// What lies in mem1. Some count from 0 and some from 1, so there is one index more than there are slots.
asio::awaitable<std::vector<protocol::StoredMessage>> Modem::read_slot_by_slot()
{
    std::vector<protocol::StoredMessage> messages;
    const auto use = co_await storage_use();
    const bool known = !use.empty() && use.front().total > 0;
    const unsigned total = known ? use.front().total : slots_where_unknown;
    const unsigned used = known ? use.front().used : slots_where_unknown;
    if (used == 0) co_return messages;
    const std::array beginnings{first_slot_, odd_first_slot - first_slot_};
    for (const unsigned first : beginnings) {
        for (unsigned index = first; index <= first + total && messages.size() < used; ++index) {
            auto message = co_await read_slot(index);
            if (message) messages.push_back(std::move(*message));
        }
        if (!known) break;
        if (messages.empty()) continue;
        first_slot_ = first;
        break;
    }
    co_return messages;
}

asio::awaitable<std::optional<protocol::StoredMessage>> Modem::read(std::string storage, unsigned index)
{
    const bool selected = co_await select_for_reading(storage);
    if (!selected) co_return std::nullopt;
    auto message = co_await read_slot(index);
    if (message) co_return message;
    // What looks like an empty slot may lie in another storage: somebody else may have moved mem1.
    mem1_.clear();
    const bool again = co_await select_for_reading(storage);
    if (again) message = co_await read_slot(index);
    co_return message;
}

asio::awaitable<std::optional<protocol::StoredMessage>> Modem::read_slot(unsigned index)
{
    auto message = co_await read_slot_once(index);
    if (message) message = co_await confirm(std::move(*message));
    co_return message;
}

asio::awaitable<std::optional<protocol::StoredMessage>> Modem::read_slot_once(unsigned index)
{
    const auto response = co_await ask_sim(fmt::format("AT+CMGR={}", index), 2);
    if (!response.result.ok()) co_return std::nullopt;
    auto message = protocol::parse_message_read(response);
    if (message) message->index = index;
    co_return message;
}

asio::awaitable<bool> Modem::erase(std::string storage, unsigned index)
{
    const bool selected = co_await select_for_reading(storage);
    if (!selected) co_return false;
    // Once only: its answer may be what was lost, and the slot have taken another message meanwhile.
    const auto response = co_await ask_sim(fmt::format("AT+CMGD={}", index), 1);
    co_return response.result.ok() || is_empty_slot(response.result);
}

asio::awaitable<protocol::AtResponse> Modem::ask_sim(std::string command, int attempts)
{
    protocol::AtResponse response;
    for (int attempt = 0; attempt < 3; ++attempt) {
        response = co_await ask_within(command, timings_.slow_command, attempts);
        if (!is_busy(response.result)) break;
        co_await pause(timings_.retry_pause);
    }
    co_return response;
}

/// The same, for as long as a SIM may be busy with its start: what is refused then would be missed until the next one.
asio::awaitable<protocol::AtResponse> Modem::ask_when_free(std::string command)
{
    auto response = co_await ask_slow(command);
    while (is_busy(response.result) && std::chrono::steady_clock::now() < busy_until_) {
        co_await pause(timings_.retry_pause);
        response = co_await ask_slow(command);
    }
    if (is_busy(response.result)) was_busy_ = true;
    co_return response;
}
} // namespace nida::modem
