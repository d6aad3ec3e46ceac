#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace nida::sim
{
/// What a modem and its SIM are called. All of it follows from the modem's number, so that runs can be compared.
struct Identity {
    std::string manufacturer, model, revision;
    std::string imei, imsi, iccid; ///< the ICCID without the filler
    std::string number;            ///< +218...
    std::string network = "Nida Mobile";
};

/// From the command line; the same for all modems except the identity.
struct Settings {
    using Milliseconds = std::chrono::milliseconds;

    unsigned modems = 1;
    std::string directory;
    std::string control, ledger;
    std::uint64_t seed = 1;

    std::vector<std::string> families; ///< see family_of()

    Milliseconds latency{0}, jitter{0}, prompt_latency{0};
    unsigned octets_per_second = 0; ///< 0: as fast as the pty

    std::string pin; ///< empty: the SIM asks for none
    unsigned sm_slots = 50, me_slots = 100, sr_slots = 20;
    std::optional<unsigned> first_index; ///< none: as the family has it
    Milliseconds registration_delay{0}, sim_delay{0}, reboot_time{1000};

    std::optional<Milliseconds> status_report_delay{100}; ///< none: the network sends no reports
    Milliseconds delivery_latency{0};                     ///< before each inbound message
    std::chrono::minutes zone{120};                       ///< of SCTS and +CCLK
    bool network_time = true;

    std::string own_number = "+218910000000"; ///< of modem 0; the others count on from it
    std::string country_prefix = "218";
    std::string smsc = "+218910009999";

    std::string ussd_file, script;
    Milliseconds ussd_delay{0}, ussd_timeout{30000}, ring_interval{5000};

    std::vector<std::string> faults;
};

Identity identity_of(unsigned modem, const Settings& settings);
/// As a network reads a dialled number: "+..." for national and 00 forms; short codes stay as they are.
std::string normalise_number(std::string_view dialled, std::string_view country_prefix);
} // namespace nida::sim
