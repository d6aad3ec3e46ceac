#pragma once
#include <chrono>
#include <optional>

namespace nida::modem
{
/// How long a modem may take. The defaults are what real modems need; tests that check silence make them small.
struct Timings {
    using ms = std::chrono::milliseconds;

    ms quiet{100};           ///< so long without an octet means that nothing more comes by itself
    ms first_answer{500};    ///< for each of `first_attempts` AT just after opening
    int first_attempts = 15; ///< Telit's LM9x0 and FN9xx have been seen to need 14
    ms command{5'000};
    ms slow_command{20'000}; ///< what touches the SIM or the radio: +CPIN, +CPMS, +CMGR, +CMGD, +CFUN
    ms list{120'000};        ///< +CMGL
    ms list_silence{30'000}; ///< a +CMGL that has stopped, or never began: the slowest SIM reads its 50 slots faster
    ms prompt{10'000};
    ms doubtful_refusal{
        25'000};       ///< a plain refusal that comes so late reports a timer, not a decision (TS 24.011 TR1M)
    ms lost_ok{5'000}; ///< between "+CMGS: <mr>" and its OK, in either order

    ms retry_pause{1'000};              ///< between two polls of something that is not ready yet
    ms sim_wait{60'000};                ///< for a SIM that is busy
    ms sim_missing_wait{10'000};        ///< some report "no SIM" or "SIM failure" first and READY a moment later
    ms after_pin{3'000};                ///< some firmware restarts when it is spoken to just after its PIN
    std::optional<ms> sms_ready_wait{}; ///< none: as long as the modem's family needs
    ms registration_query{10'000};      ///< backs the +CREG URC, which modems drop

    ms radio_off{3'000};         ///< between radio off and on
    ms radio_on{30'000};         ///< for the answer to radio on
    ms restart_answer{3'000};    ///< to a restart command, if any comes
    ms operator_choice{180'000}; ///< for +COPS=0

    ms call_poll{2'000}; ///< between two looks at a call that we began

    ms ussd_linger{2'000};  ///< after "+CUSD: 2": some networks send the answer behind it
    ms ussd_silence{2'000}; ///< ends a +CUSD of several lines whose quote never closes
};
} // namespace nida::modem
