#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace nida::protocol
{
/// How well the modem hears the network. Powers are in dBm, ratios in tenths of a dB; each is the lower end of the step that the
/// modem gave, and none where it gave none or "not known".
struct SignalReport {
    std::string system;                ///< "GSM", "WCDMA", "LTE" of ^HCSQ; empty elsewhere
    std::optional<int> rssi;           ///< all that is received
    std::optional<int> rscp;           ///< UMTS: the pilot's power
    std::optional<int> ecno_tenths;    ///< UMTS: the pilot against everything
    std::optional<int> rsrp;           ///< LTE: the reference signal's power
    std::optional<int> rsrq_tenths;    ///< LTE: its quality
    std::optional<int> sinr_tenths;    ///< LTE: signal against noise
    std::optional<unsigned> bit_error; ///< <ber> as the modem gave it, 0-7
    bool operator==(const SignalReport&) const = default;
};
/// "+CSQ: <rssi>,<ber>" (TS 27.007 §8.5), "+CESQ: <rxlev>,<ber>,<rscp>,<ecno>,<rsrq>,<rsrp>" (§8.69), Huawei's "^RSSI:<rssi>" and
/// "^HCSQ: "<system>",…", answers and URCs alike; none for other lines.
std::optional<SignalReport> parse_signal(std::string_view line);
/// <rssi> of +CSQ as dBm: 0-31, and 100-191 of TD-SCDMA; none for 99 and the like.
std::optional<int> rssi_dbm(unsigned rssi);
} // namespace nida::protocol
