#include "protocol/at/submit_answer.hpp"

#include "protocol/at/at_line.hpp"

#include <algorithm>

namespace nida::protocol
{
std::optional<SubmitAnswer> parse_submit_answer(std::string_view value)
{
    constexpr unsigned most = 255;
    const auto parameters = split_parameters(value);
    const auto reference = parameters.empty() ? std::nullopt : parse_unsigned(parameters[0]);
    if (!reference || *reference > most) return std::nullopt;
    return SubmitAnswer{*reference, parameters.size() > 1 ? parameters[1] : ""};
}

std::optional<unsigned> parse_written_index(std::string_view value)
{
    const auto parameters = split_parameters(value);
    return parameters.empty() ? std::nullopt : parse_unsigned(parameters[0]);
}

std::optional<ServiceCentre> parse_service_centre(const AtResponse& response)
{
    const auto value = response.value("+CSCA");
    if (!value) return std::nullopt;
    const auto parameters = split_parameters(*value);
    if (parameters.empty()) return std::nullopt;
    ServiceCentre centre{text_of(parameters[0]), parameters.size() > 1 ? parse_unsigned(parameters[1]) : std::nullopt};
    if (std::none_of(centre.number.begin(), centre.number.end(), is_digit)) return std::nullopt;
    return centre;
}
} // namespace nida::protocol
