#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/validity_period.hpp"

#include <array>
#include <chrono>
#include <optional>

namespace nida::protocol
{
/// TP-VP in the enhanced format: seven octets, the first of which says what the others mean (TS 23.040 §9.2.3.12.3).
/// Any seven octets are one; what is reserved is kept as it came.
class EnhancedValidity
{
public:
    using Field = std::array<Octet, 7>;
    enum class Form {
        none,     ///< no period: the centre's own, which `single_shot` may still limit to one attempt
        relative, ///< one octet as in the relative format
        seconds,  ///< one octet, 1-255 seconds
        clock,    ///< hours, minutes and seconds in semi-octets
        reserved
    };
    explicit constexpr EnhancedValidity(const Field& octets) : octets_{octets} {}
    static EnhancedValidity none(bool single_shot);
    static EnhancedValidity relative(ValidityPeriod period, bool single_shot = false);
    /// @pre 1-255 s
    static EnhancedValidity seconds(std::chrono::seconds period, bool single_shot = false);
    /// Hours, minutes and seconds. @pre at least zero, less than 24 hours
    static EnhancedValidity clock(std::chrono::seconds period, bool single_shot = false);

    Form form() const noexcept;
    /// The centre makes one attempt to deliver at most.
    bool single_shot() const noexcept { return (octets_[0] & 0x40) != 0; }
    /// More octets of indicators follow the first; the period lies behind them.
    bool extended() const noexcept { return (octets_[0] & 0x80) != 0; }
    /// How long from the submission on; none where the form says nothing, is reserved, or its octets are no period.
    std::optional<std::chrono::seconds> duration() const noexcept;
    const Field& octets() const noexcept { return octets_; }
    bool operator==(const EnhancedValidity&) const = default;
private:
    Field octets_;
};
} // namespace nida::protocol
