#include "protocol/pdu/dcs.hpp"

#include <boost/assert.hpp>

namespace nida::protocol
{
namespace
{
constexpr Octet class_mask = 0x03;

// The general group and its twin for automatic deletion.
constexpr Octet compressed_bit = 0x20;
constexpr Octet has_class_bit = 0x10;

// The message-waiting groups.
constexpr Octet active_bit = 0x08;
constexpr Octet kind_mask = 0x03;

// Data coding and message class.
constexpr Octet eight_bit_bit = 0x04;

constexpr DcsGroup group_of(Octet dcs)
{
    switch (dcs >> 4) {
    case 0x0:
    case 0x1:
    case 0x2:
    case 0x3: return DcsGroup::general;
    case 0x4:
    case 0x5:
    case 0x6:
    case 0x7: return DcsGroup::automatic_deletion;
    case 0xC: return DcsGroup::waiting_discard;
    case 0xD: return DcsGroup::waiting_store;
    case 0xE: return DcsGroup::waiting_store_ucs2;
    case 0xF: return DcsGroup::data_and_class;
    default: return DcsGroup::reserved;
    }
}

void read_general(Dcs& decoded, Octet dcs)
{
    decoded.compressed = (dcs & compressed_bit) != 0;
    if (dcs & has_class_bit) decoded.message_class = dcs & class_mask;
    switch (dcs >> 2 & 0x03) {
    case 1: decoded.alphabet = Alphabet::eight_bit; break;
    case 2: decoded.alphabet = Alphabet::ucs2; break;
    case 3: decoded.reserved = true; break;
    default: break;
    }
}

MessageWaiting waiting_of(Octet dcs, bool store)
{
    return {static_cast<MessageWaiting::Kind>(dcs & kind_mask), (dcs & active_bit) != 0, store};
}
} // namespace

Dcs decode_dcs(Octet dcs) noexcept
{
    Dcs decoded;
    decoded.group = group_of(dcs);
    switch (decoded.group) {
    case DcsGroup::automatic_deletion: decoded.automatic_deletion = true; [[fallthrough]];
    case DcsGroup::general: read_general(decoded, dcs); break;
    case DcsGroup::reserved: decoded.reserved = true; break;
    case DcsGroup::waiting_discard: decoded.waiting = waiting_of(dcs, false); break;
    case DcsGroup::waiting_store_ucs2: decoded.alphabet = Alphabet::ucs2; [[fallthrough]];
    case DcsGroup::waiting_store: decoded.waiting = waiting_of(dcs, true); break;
    case DcsGroup::data_and_class:
        if (dcs & eight_bit_bit) decoded.alphabet = Alphabet::eight_bit;
        decoded.message_class = dcs & class_mask;
        break;
    }
    return decoded;
}

Octet encode_dcs(Alphabet alphabet, std::optional<unsigned> message_class) noexcept
{
    Octet dcs = 0x00;
    switch (alphabet) {
    case Alphabet::gsm7: break;
    case Alphabet::eight_bit: dcs = 0x04; break;
    case Alphabet::ucs2: dcs = 0x08; break;
    }
    if (message_class) {
        BOOST_ASSERT(*message_class <= class_mask);
        dcs = static_cast<Octet>(dcs | has_class_bit | *message_class);
    }
    return dcs;
}
} // namespace nida::protocol
