#pragma once
#include <boost/system/error_code.hpp>

#include <optional>
#include <string>
#include <variant>

namespace nida::modem
{
/// The TP-MR that the modem gave a segment and that its status report will carry (TS 23.040 §9.2.3.6).
class MessageReference
{
public:
    explicit constexpr MessageReference(unsigned octet) : octet_{static_cast<unsigned char>(octet)} {}
    constexpr unsigned octet() const { return octet_; }
    bool operator==(const MessageReference&) const = default;
private:
    unsigned char octet_;
};

struct Sent {
    MessageReference mr;
};
/// The network or the modem said no.
struct Refused {
    boost::system::error_code why;
    std::string text; ///< the final result as it came
};
/// Nobody knows whether the segment left.
struct Unknown {
    std::string seen; ///< what is known instead of a result: "no result in 120 s", "port lost: …"
};
using SubmitOutcome = std::variant<Sent, Refused, Unknown>;

/// The modem is alive, but only a person can bring it into service.
enum class BringUpTrouble {
    no_sim = 1,
    puk_required,
    pin_required,
    pin_held_back,
    pin_refused,
    other_lock,
    sim_failure,
    not_a_modem
};
struct BringUpError {
    BringUpTrouble why;
    std::string text;                       ///< what happened and what to do, for the log and `nida status`
    std::optional<unsigned> pin_tries = {}; ///< left, where a PIN was refused or held back and the modem tells
};
} // namespace nida::modem
