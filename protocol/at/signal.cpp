#include "protocol/at/signal.hpp"

#include "protocol/at/at_line.hpp"
#include "protocol/at/at_response.hpp"

#include <vector>

namespace nida::protocol
{
namespace
{
std::optional<unsigned> number(const std::vector<std::string>& parameters, std::size_t i, unsigned most)
{
    const auto value = i < parameters.size() ? parse_unsigned(parameters[i]) : std::nullopt;
    return value && *value <= most ? value : std::nullopt;
}

/// Step `first` stands for `base`, and each one after it for `step` more.
std::optional<int> scaled(std::optional<unsigned> value, int base, int step = 1)
{
    if (!value) return std::nullopt;
    return base + step * static_cast<int>(*value);
}

std::optional<unsigned> bit_error(const std::vector<std::string>& parameters) { return number(parameters, 1, 7); }

/// Huawei's scales run over the same ranges as those of +CESQ, but for the finer steps of <sinr> and the wider ones of <ecio>.
SignalReport hcsq(const std::vector<std::string>& parameters)
{
    constexpr unsigned unknown = 255;
    const auto at = [&](std::size_t i) { return number(parameters, i, unknown - 1); };
    SignalReport report;
    report.system = parameters.empty() ? "" : upper_case(parameters[0]);
    report.rssi = scaled(at(1), -121);
    if (report.system == "WCDMA") {
        report.rscp = scaled(at(2), -121);
        report.ecno_tenths = scaled(at(3), -325, 5);
    } else if (report.system == "LTE") {
        report.rsrp = scaled(at(2), -141);
        report.sinr_tenths = scaled(at(3), -202, 2);
        report.rsrq_tenths = scaled(at(4), -200, 5);
    }
    return report;
}
} // namespace

std::optional<int> rssi_dbm(unsigned rssi)
{
    if (rssi <= 31) return -113 + 2 * static_cast<int>(rssi);
    if (rssi >= 100 && rssi <= 191) return -116 + static_cast<int>(rssi - 100); // TD-SCDMA's scale
    return std::nullopt;
}

std::optional<SignalReport> parse_signal(std::string_view line)
{
    for (const std::string_view name : {"+CSQ", "^RSSI", "+CSQN"}) {
        const auto value = behind(line, name);
        if (!value) continue;
        const auto parameters = split_parameters(*value);
        SignalReport report;
        if (const auto rssi = number(parameters, 0, 199)) report.rssi = rssi_dbm(*rssi);
        report.bit_error = bit_error(parameters);
        return report;
    }
    if (const auto value = behind(line, "+CESQ")) {
        const auto parameters = split_parameters(*value);
        SignalReport report;
        report.rssi = scaled(number(parameters, 0, 63), -111);
        report.bit_error = bit_error(parameters);
        report.rscp = scaled(number(parameters, 2, 96), -121);
        report.ecno_tenths = scaled(number(parameters, 3, 49), -245, 5);
        report.rsrq_tenths = scaled(number(parameters, 4, 34), -200, 5);
        report.rsrp = scaled(number(parameters, 5, 97), -141);
        return report;
    }
    if (const auto value = behind(line, "^HCSQ")) return hcsq(split_parameters(*value));
    return std::nullopt;
}
} // namespace nida::protocol
