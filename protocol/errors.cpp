#include "protocol/errors.hpp"

#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace nida::protocol
{
namespace
{
struct Refusal {
    int number;
    ErrorClass meaning;
    std::string_view text;
};

using enum ErrorClass;

// Several causes are also what an empty prepaid account gets: 8, 10, 29, 50 and 69 pause the line, while 21, 28 and 38
// mostly concern the recipient or the network and so leave the line alone.
constexpr Refusal cms_refusals[] = {
    {1, permanent, "unassigned number"},
    {8, sim, "operator determined barring"},
    {10, sim, "call barred"},
    {17, transient, "network failure"},
    {21, transient, "short message transfer rejected"},
    {22, congestion, "memory capacity exceeded"},
    {27, transient, "destination out of order"},
    {28, permanent, "unidentified subscriber"},
    {29, sim, "facility rejected"},
    {30, permanent, "unknown subscriber"},
    {38, congestion, "network out of order"},
    {41, transient, "temporary failure"},
    {42, congestion, "congestion"},
    {47, transient, "resources unavailable"},
    {50, sim, "requested facility not subscribed"},
    {69, sim, "requested facility not implemented"},
    {81, transient, "invalid transfer reference value"},
    {95, transient, "semantically incorrect message"},
    {96, permanent, "invalid mandatory information"},
    {97, transient, "message type unknown"},
    {98, transient, "message not compatible with the protocol state"},
    {99, transient, "information element unknown"},
    {111, transient, "protocol error"},
    {127, transient, "interworking error"},
    {128, permanent, "telematic interworking not supported"},
    {129, permanent, "short message type 0 not supported"},
    {130, permanent, "cannot replace short message"},
    {143, permanent, "TP-PID error"},
    {144, permanent, "alphabet not supported"},
    {145, permanent, "message class not supported"},
    {159, permanent, "TP-DCS error"},
    {160, permanent, "command cannot be actioned"},
    {161, permanent, "command not supported"},
    {175, permanent, "TP-Command error"},
    {176, permanent, "TPDU not supported"},
    {192, congestion, "service centre busy"},
    {193, sim, "no service centre subscription"},
    {194, transient, "service centre system failure"},
    {195, permanent, "invalid address"},
    {196, permanent, "destination barred"},
    {197, unknown_outcome, "rejected as a duplicate"}, // the service centre has a copy: sending again cannot help
    {198, permanent, "TP-VPF not supported"},
    {199, permanent, "TP-VP not supported"},
    {208, modem, "SIM message storage full"},
    {209, modem, "no message storage in the SIM"},
    {210, transient, "error in the mobile station"},
    {211, modem, "memory capacity exceeded"},
    {212, transient, "SIM application toolkit busy"},
    {213, transient, "SIM data download error"},
    {255, transient, "unspecified error"},
    {256, transient, "temporarily not allowed"},
    {257, sim, "call barred"},
    {258, transient, "phone busy"},
    {300, modem, "modem failure"},
    {301, modem, "SMS service of the modem reserved"},
    {302, modem, "operation not allowed"},
    {303, permanent, "operation not supported"},
    {304, permanent, "invalid PDU mode parameter"},
    {305, permanent, "invalid text mode parameter"},
    {310, sim, "no SIM inserted"},
    {311, sim, "SIM PIN required"},
    {312, sim, "phone-to-SIM PIN required"},
    {313, sim, "SIM failure"},
    {314, transient, "SIM busy"},
    {315, sim, "wrong SIM"},
    {316, sim, "SIM PUK required"},
    {317, sim, "SIM PIN2 required"},
    {318, sim, "SIM PUK2 required"},
    {320, modem, "memory failure"},
    {321, modem, "invalid memory index"},
    {322, modem, "memory full"},
    {330, sim, "service centre address unknown"},
    {331, transient, "no network service"},
    {332, unknown_outcome, "network timeout"},
    {340, transient, "no acknowledgement expected"},
    {500, transient, "unknown error"},
    {512, transient, "connection to the network failed"},
    {513, transient, "lower layer failure"},
    {514, transient, "CP error"},
    {515, transient, "still initialising"},
    {522, transient, "temporarily not allowed"},
    {531, sim, "only fixed dialling numbers allowed"},
    {532, transient, "SIM not ready"},
    {535, transient, "packet service busy"},
    {538, transient, "invalid parameter"},
    {549, permanent, "PDU length wrong"},
    {550, permanent, "TP-MTI wrong"},
    {551, permanent, "PDU is not hexadecimal"},
    {553, permanent, "TP-UDL wrong"},
    {554, permanent, "service centre address wrong"},
    {604, transient, "SIM not ready"},
    {615, transient, "network failure"},
    {616, transient, "network down"},
    {771, transient, "call set-up in progress"},
};

constexpr Refusal cme_refusals[] = {
    {0, modem, "modem failure"},
    {1, modem, "no connection to the modem"},
    {2, modem, "adapter link reserved"},
    {3, modem, "operation not allowed"},
    {4, permanent, "operation not supported"},
    {5, sim, "phone-to-SIM PIN required"},
    {6, sim, "phone-to-first-SIM PIN required"},
    {7, sim, "phone-to-first-SIM PUK required"},
    {10, sim, "no SIM inserted"},
    {11, sim, "SIM PIN required"},
    {12, sim, "SIM PUK required"},
    {13, sim, "SIM failure"},
    {14, transient, "SIM busy"},
    {15, sim, "wrong SIM"},
    {16, sim, "incorrect password"},
    {17, sim, "SIM PIN2 required"},
    {18, sim, "SIM PUK2 required"},
    {20, modem, "memory full"},
    {21, modem, "invalid index"},
    {22, permanent, "not found"},
    {23, modem, "memory failure"},
    {24, permanent, "text too long"},
    {25, permanent, "invalid characters in the text"},
    {26, permanent, "dial string too long"},
    {27, permanent, "invalid characters in the dial string"},
    {30, transient, "no network service"},
    {31, unknown_outcome, "network timeout"},
    {32, sim, "emergency calls only"},
    {40, sim, "network personalisation PIN required"},
    {41, sim, "network personalisation PUK required"},
    {42, sim, "network subset personalisation PIN required"},
    {43, sim, "network subset personalisation PUK required"},
    {44, sim, "service provider personalisation PIN required"},
    {45, sim, "service provider personalisation PUK required"},
    {46, sim, "corporate personalisation PIN required"},
    {47, sim, "corporate personalisation PUK required"},
    {48, sim, "hidden key required"},
    {50, permanent, "incorrect parameters"},
    {100, transient, "unknown error"},
    {103, sim, "illegal mobile station"},
    {106, sim, "illegal modem"},
    {107, sim, "packet service not allowed"},
    {111, sim, "network not allowed"},
    {112, sim, "location area not allowed"},
    {113, sim, "roaming not allowed here"},
    {132, permanent, "service option not supported"},
    {133, sim, "service option not subscribed"},
    {134, congestion, "service option temporarily out of order"},
    {148, transient, "unspecified packet service error"},
    {149, sim, "authentication failure"},
    {258, transient, "phone busy"},
    {515, transient, "still initialising"},
};

constexpr Refusal at_refusals[] = {
    {1, transient, "ERROR"},
    {2, transient, "NO CARRIER"},
    {3, permanent, "COMMAND NOT SUPPORT"},
    {4, permanent, "TOO MANY PARAMETERS"},
    {5, transient, "an error text without a number"},
};

// Boost's base has a protected destructor that is not virtual, and never needs one: nobody deletes a category.
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

class RefusalCategory final : public boost::system::error_category
{
public:
    constexpr RefusalCategory(const char* name, std::span<const Refusal> refusals) : name_{name}, refusals_{refusals} {}

    const char* name() const noexcept override { return name_; }
    std::string message(int number) const override
    {
        const auto* refusal = find(number);
        return refusal ? std::string{refusal->text} : fmt::format("unknown error {}", number);
    }
    ErrorClass meaning(int number) const noexcept
    {
        const auto* refusal = find(number);
        return refusal ? refusal->meaning : transient;
    }
private:
    const Refusal* find(int number) const noexcept
    {
        const auto found = std::ranges::lower_bound(refusals_, number, {}, &Refusal::number);
        return found != refusals_.end() && found->number == number ? &*found : nullptr;
    }

    const char* name_;
    std::span<const Refusal> refusals_;
};

static_assert(std::ranges::is_sorted(cms_refusals, {}, &Refusal::number));
static_assert(std::ranges::is_sorted(cme_refusals, {}, &Refusal::number));

class ParseCategory final : public boost::system::error_category
{
public:
    const char* name() const noexcept override { return "parse"; }
    std::string message(int value) const override
    {
        switch (static_cast<ParseError>(value)) {
        case ParseError::truncated: return "truncated";
        case ParseError::reserved_value: return "reserved value";
        case ParseError::bad_digit: return "bad digit";
        case ParseError::missing_field: return "missing field";
        case ParseError::too_long: return "too long";
        }
        return fmt::format("unknown error {}", value);
    }
};

constinit const RefusalCategory cms{"CMS", cms_refusals};
constinit const RefusalCategory cme{"CME", cme_refusals};
constinit const RefusalCategory at{"AT", at_refusals};
constinit const ParseCategory parse;
} // namespace

std::string DecodeError::text() const
{
    return fmt::format("{}: {} at octet {}", field, make_error_code(why).message(), offset);
}

const boost::system::error_category& parse_category() noexcept { return parse; }
const boost::system::error_category& cms_category() noexcept { return cms; }
const boost::system::error_category& cme_category() noexcept { return cme; }
const boost::system::error_category& at_category() noexcept { return at; }

boost::system::error_code make_error_code(ParseError error) noexcept { return {static_cast<int>(error), parse}; }

void throw_exception_from_error(const DecodeError& error, const boost::source_location&)
{
    throw boost::system::system_error{make_error_code(error.why), error.text()};
}

ErrorClass classify(const boost::system::error_code& refusal) noexcept
{
    for (const auto* category : {&cms, &cme, &at})
        if (refusal.category() == *category) return category->meaning(refusal.value());
    return transient;
}
} // namespace nida::protocol
