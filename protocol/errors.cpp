#include "protocol/errors.hpp"

#include "protocol/at/refusals.hpp"

#include <boost/system/system_error.hpp>
#include <fmt/format.h>

namespace nida::protocol
{
namespace
{
// Boost's base has a protected destructor that is not virtual, and never needs one: nobody deletes a category.
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

class RefusalCategory final : public boost::system::error_category
{
public:
    explicit constexpr RefusalCategory(const char* name) : name_{name} {}

    const char* name() const noexcept override { return name_; }
    std::string message(int number) const override
    {
        const auto* refusal = find_refusal({number, *this});
        return refusal ? std::string{refusal->name} : fmt::format("unknown error {}", number);
    }
private:
    const char* name_;
};

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

constinit const RefusalCategory cms{"CMS"};
constinit const RefusalCategory cme{"CME"};
constinit const RefusalCategory at{"AT"};
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
    const auto* known = find_refusal(refusal);
    return known ? known->error_class : ErrorClass::retry_soon;
}

bool blames_recipient(const boost::system::error_code& refusal) noexcept
{
    if (refusal.category() != cms_category()) return false;
    switch (refusal.value()) {
    case 1:   // unassigned number
    case 28:  // unidentified subscriber
    case 30:  // unknown subscriber
    case 195: // invalid SME address
    case 196: // destination SME barred
        return true;
    default: return false;
    }
}

std::string_view name_of(ErrorClass error_class) noexcept
{
    switch (error_class) {
    case ErrorClass::retry_soon: return "retry soon";
    case ErrorClass::retry_later: return "retry later";
    case ErrorClass::outcome_unknown: return "outcome unknown";
    case ErrorClass::permanent: return "permanent for this message";
    case ErrorClass::line_out_of_service: return "line out of service";
    case ErrorClass::sim: return "SIM";
    case ErrorClass::credit_suspicion: return "credit suspicion";
    case ErrorClass::our_bug: return "our bug";
    }
    return {};
}
} // namespace nida::protocol
