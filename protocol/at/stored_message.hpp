#pragma once
#include "protocol/at/at_response.hpp"
#include "protocol/errors.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nida::protocol
{
/// <stat> of +CMGL and +CMGR in PDU mode (TS 27.005 §3.1).
enum class StoredStatus { received_unread = 0, received_read = 1, unsent = 2, sent = 3 };

struct StoredMessage {
    unsigned index;      ///< 0 for +CMGR, which does not say it
    StoredStatus status; ///< received_read where the modem gave none
    std::optional<unsigned> tpdu_octet_count;
    std::string pdu; ///< hex; perhaps not decodable
};
/// The messages in a +CMGL response, in its order; lines that are no message are skipped. A header and its PDU may share a line.
std::vector<StoredMessage> parse_message_list(const AtResponse& response);
/// The message in a +CMGR response; none for an empty slot (bare OK, "0,,0", a PDU of "00" or all F).
std::optional<StoredMessage> parse_message_read(const AtResponse& response);

/// Whether the PDU decodes and is as long as the header says: what was torn on its way from the modem is not.
bool is_whole(const StoredMessage& message);

struct StorageUse {
    std::string storage; ///< "SM"
    unsigned used = 0, total = 0;
};
/// mem1, mem2, mem3 of a +CPMS? answer, or of a +CPMS= answer (without names); fewer where the modem says fewer.
std::vector<StorageUse> parse_storage_use(const AtResponse& response);
/// The names that a +CPMS=? answer lists for mem1, mem2 and mem3, odd forms included.
std::vector<std::vector<std::string>> parse_storage_names(const AtResponse& response);
} // namespace nida::protocol
