#pragma once
#include "protocol/octets.hpp"

#include <optional>

namespace nida::protocol
{
enum class Alphabet { gsm7, eight_bit, ucs2 };

/// The coding group, bits 7-4 of a TP-DCS (TS 23.038 §4).
enum class DcsGroup {
    general,            ///< 00-3F
    automatic_deletion, ///< 40-7F: as general; the sender wishes the message deleted once it is read
    reserved,           ///< 80-BF
    waiting_discard,    ///< C0-CF: an indication alone, its text may go
    waiting_store,      ///< D0-DF: an indication and a GSM 7-bit text to keep
    waiting_store_ucs2, ///< E0-EF: an indication and a UCS2 text to keep
    data_and_class      ///< F0-FF
};

/// What a message-waiting group says: light an icon, or put it out.
struct MessageWaiting {
    enum class Kind { voicemail, fax, email, other };
    Kind kind;
    bool active; ///< light it
    bool store;  ///< keep the message, too
    bool operator==(const MessageWaiting&) const = default;
};

/// TP-DCS (TS 23.038 §4).
struct Dcs {
    DcsGroup group = DcsGroup::general;
    Alphabet alphabet = Alphabet::gsm7;    ///< GSM 7-bit also where `reserved`, as §4 asks of a receiver
    bool reserved = false;                 ///< the octet names no alphabet that there is: groups 80-BF, or alphabet 3
    bool compressed = false;               ///< TS 23.042; cannot be read, the text is kept raw
    bool automatic_deletion = false;       ///< group 40-7F
    std::optional<unsigned> message_class; ///< 0 flash, 1 ME, 2 SIM, 3 TE
    std::optional<MessageWaiting> waiting;
    bool operator==(const Dcs&) const = default;
};
/// Total over the 256 octets. Single reserved bits (2 of the waiting groups, 3 of F0-FF, the class bits without bit 4) mean
/// nothing and are passed over.
Dcs decode_dcs(Octet dcs) noexcept;
/// The octet of the general group (TS 23.038 §4): 00, 04 or 08, or 10-1B with a class. @pre message_class is 0-3
Octet encode_dcs(Alphabet alphabet, std::optional<unsigned> message_class = {}) noexcept;
} // namespace nida::protocol
