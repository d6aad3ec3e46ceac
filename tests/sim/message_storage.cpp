#include "tests/sim/message_storage.hpp"

namespace nida::sim
{
std::optional<unsigned> MessageStorage::store(StoredPdu message)
{
    if (full()) return std::nullopt;
    auto index = first_;
    for (const auto& [taken, ignored] : messages_) {
        if (taken != index) break;
        ++index;
    }
    messages_.emplace(index, std::move(message));
    return index;
}

void MessageStorage::count_from(unsigned first)
{
    std::map<unsigned, StoredPdu> renumbered;
    for (auto& [index, message] : messages_)
        renumbered.emplace(index - first_ + first, std::move(message));
    messages_ = std::move(renumbered);
    first_ = first;
}

StoredPdu* MessageStorage::find(unsigned index)
{
    const auto at = messages_.find(index);
    return at == messages_.end() ? nullptr : &at->second;
}
} // namespace nida::sim
