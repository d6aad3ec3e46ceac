#pragma once
#include "daemon/outbox/outbox.hpp"
#include "modem/modem.hpp"

#include <optional>
#include <string>

namespace nida::daemon
{
class Line;

/// Who a SIM is, which makes a line what it is, in whichever modem. Either may be empty: some modems never tell the ICCID, and
/// none tells the IMSI before the PIN.
struct Sim {
    std::string iccid, imsi;
    bool known() const { return !iccid.empty() || !imsi.empty(); }
};
inline Sim sim_of(const modem::Identity& identity) { return {identity.iccid, identity.imsi}; }

/// Whether the two are the same, by what both sides tell; none where they tell nothing in common. Some modems leave an ICCID's check
/// digit out, or show a filler behind it.
std::optional<bool> compare(const Sim& a, const Sim& b);
inline bool same_sim(const Sim& a, const Sim& b) { return compare(a, b).value_or(false); }

/// What a line has to know of the others.
class Neighbours
{
public:
    virtual ~Neighbours() = default;
    /// Whether another line's SIM is this one.
    virtual bool is_another_s(const Line& asking, const Sim& sim) const = 0;
    /// Under which name the modem at this line's port is remembered beside its IMEI: empty but where several claim that IMEI.
    virtual std::string modem_port(const Line& asking, const std::string& imei) const = 0;
    /// The SIM at the line's port is not the line's: it is to be looked for elsewhere.
    virtual void found_other_sim(Line& line, const std::string& port) = 0;
    /// The other lines that can send now.
    virtual std::vector<LineBudget::Other> that_can_send(const Line& asking) const = 0;
    /// What all lines of this line's operator may send together; none where there is no such limit.
    virtual std::optional<SharedPace> shared_pace(const Line& asking) const = 0;
};
} // namespace nida::daemon
