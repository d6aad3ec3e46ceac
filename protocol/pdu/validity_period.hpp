#pragma once
#include "protocol/octets.hpp"

#include <chrono>

namespace nida::protocol
{
/// How long the SMSC keeps trying: TP-VP, relative format (TS 23.040 §9.2.3.12.1).
/// Invariant: one of the 256 periods that an octet can say, from 5 minutes to 63 weeks.
class ValidityPeriod
{
public:
    /// The shortest period that lasts `wanted` or longer; 63 weeks where none does.
    static constexpr ValidityPeriod at_least(std::chrono::minutes wanted)
    {
        Octet vp = 0;
        while (vp < 255 && ValidityPeriod{vp}.duration() < wanted)
            ++vp;
        return ValidityPeriod{vp};
    }
    static constexpr ValidityPeriod from_octet(Octet vp) { return ValidityPeriod{vp}; }

    constexpr std::chrono::minutes duration() const
    {
        using namespace std::chrono_literals;
        if (octet_ <= 143) return (octet_ + 1) * 5min;
        if (octet_ <= 167) return 12h + (octet_ - 143) * 30min;
        if (octet_ <= 196) return (octet_ - 166) * std::chrono::days{1};
        return (octet_ - 192) * std::chrono::weeks{1};
    }
    constexpr Octet octet() const { return octet_; }
    bool operator==(const ValidityPeriod&) const = default;
private:
    explicit constexpr ValidityPeriod(Octet vp) : octet_{vp} {}
    Octet octet_;
};
} // namespace nida::protocol
