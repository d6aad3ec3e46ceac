#pragma once
#include "daemon/inbox/inbox.hpp"
#include "daemon/people/people.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"
#include "tests/daemon/temporary_store.hpp"
#include "tests/daemon/test_languages.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace nida::daemon
{
/// An inbox, a line, and what a sender texts to it.
struct InboxFixture : TemporaryStore {
    const std::string sender = "+218911111111";
    DialogueSettings settings{"LY", test_languages(), Language::en, 5, {"+218910000000"}};
    Inbox inbox{connection, settings};
    LineId line = add_line("one");
    unsigned next_slot = 1;

    static std::vector<std::string> pdus(const std::string& text, Time stamp, const std::string& from,
                                         protocol::Octet reference = 7)
    {
        std::vector<std::string> all;
        for (auto& user_data : protocol::segment_text(text, reference)) {
            protocol::DeliverPdu deliver;
            if (const auto number = protocol::address_from_text(from))
                deliver.originator = *number;
            else
                deliver.originator = {0xD0, from};
            deliver.time =
                protocol::TimeStamp{std::chrono::floor<std::chrono::seconds>(stamp), std::chrono::minutes{0}};
            deliver.user_data = std::move(user_data);
            all.push_back("00" + protocol::to_hex(deliver.tpdu()));
        }
        return all;
    }
    std::vector<std::string> pdus(const std::string& text, Time stamp = noon) { return pdus(text, stamp, sender); }
    Taken take(const std::string& pdu, Time now = noon) { return take_from(next_slot++, pdu, now); }
    Taken take_from(unsigned slot, const std::string& pdu, Time now = noon)
    {
        return inbox.take({line, "one", "SM", slot, pdu, {}}, now, true);
    }
    bool left() { return People{connection}.has_left(sender); }
};
} // namespace nida::daemon
