#include "protocol/sms/dcs.hpp"

namespace nida::protocol
{
Dcs decode_dcs(Octet dcs) noexcept
{
    Dcs decoded;
    if (dcs < 0x80) { // general group; 40-7F only adds "delete after reading"
        decoded.compressed = (dcs & 0x20) != 0;
        if (dcs & 0x10) decoded.message_class = dcs & 0x03;
        switch (dcs >> 2 & 0x03) {
        case 1: decoded.alphabet = Alphabet::eight_bit; break;
        case 2: decoded.alphabet = Alphabet::ucs2; break;
        default: break;
        }
    } else if ((dcs & 0xF0) == 0xE0) { // message waiting, stored, with a UCS2 text
        decoded.alphabet = Alphabet::ucs2;
    } else if ((dcs & 0xF0) == 0xF0) { // data coding and message class
        if (dcs & 0x04) decoded.alphabet = Alphabet::eight_bit;
        decoded.message_class = dcs & 0x03;
    }
    return decoded;
}

Octet encode_dcs(Alphabet alphabet) noexcept
{
    switch (alphabet) {
    case Alphabet::gsm7: return 0x00;
    case Alphabet::eight_bit: return 0x04;
    case Alphabet::ucs2: return 0x08;
    }
    return 0x00;
}
} // namespace nida::protocol
