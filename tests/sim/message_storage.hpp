#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace nida::sim
{
/// A message as +CMGR shows it (TS 27.005 §3.1).
struct StoredPdu {
    unsigned status = 0; ///< <stat>: 0 unread, 1 read, 2 unsent, 3 sent
    std::string hex;     ///< SMSC address first
    std::size_t tpdu_octets = 0;
    std::string id; ///< of the inbound message in the ledger; empty for what the terminal wrote
};

/// SM, ME or SR: so many places, numbered from `first`; the lowest free one is used next.
class MessageStorage
{
public:
    MessageStorage(std::string name, unsigned capacity, unsigned first)
        : name_{std::move(name)}, capacity_{capacity}, first_{first}
    {
    }
    const std::string& name() const { return name_; }
    unsigned capacity() const { return capacity_; }
    unsigned used() const { return static_cast<unsigned>(messages_.size()); }
    bool full() const { return used() >= capacity_; }
    bool holds(unsigned index) const { return index >= first_ && index < first_ + capacity_; }
    unsigned first() const { return first_; }
    /// The same places, under the numbers that another modem gives them.
    void count_from(unsigned first);

    /// The place it got; none where all are taken.
    std::optional<unsigned> store(StoredPdu message);
    StoredPdu* find(unsigned index);
    bool erase(unsigned index) { return messages_.erase(index) > 0; }
    std::map<unsigned, StoredPdu>& messages() { return messages_; }
private:
    std::string name_;
    unsigned capacity_, first_;
    std::map<unsigned, StoredPdu> messages_;
};
} // namespace nida::sim
