#pragma once
#include "tests/sim/result.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::sim
{
/// What a family of modems says by itself until it is told not to.
struct Noise {
    std::vector<std::string> lines{}; ///< one after the other, over and over; none for a quiet family
    std::chrono::milliseconds every{3000};
    std::string silenced_by{}; ///< a command without its "AT"
    bool in_answers = false;   ///< also between a payload and its +CMGS, and before +CSQ
};

/// How one family departs from TS 27.005 and 27.007, as its real modems were seen to do. What a row leaves alone is as the
/// specifications have it. {…} in texts are filled in where they are said.
struct Family {
    using Milliseconds = std::chrono::milliseconds;
    using Words = std::vector<std::string>;

    std::string name{};
    std::string manufacturer = "Nida", model = "Simulated modem", revision = NIDA_VERSION;
    bool tagged_identity = false; ///< "+CGMI: …" instead of the bare name

    Words vendor{};                    ///< commands beyond the standard
    Words lacks{};                     ///< standard commands that it does not know
    std::string unknown = "ERROR";     ///< the final result of an unknown command
    std::string too_many_parameters{}; ///< the final result of one with too many parameters; empty: an error as any
    std::string prompt = "\r\n> ";     ///< behind +CMGS and +CMGW
    Result escape = ok;                ///< how a payload ends that ESC gave up
    std::vector<unsigned> functions{0, 1, 4}; ///< of +CFUN
    bool function_needs_sim = false;          ///< +CFUN is refused until the SIM serves
    std::string pin_tries{};           ///< {state}, {tries} of what it asks for, {pin}, {puk}; lines end in CR LF
    bool pin_state_without_ok = false; ///< +CPIN? has no final result
    Milliseconds quiet_after_pin{0};   ///< restarts where it is spoken to sooner
    std::string no_sim{};              ///< the answer to +CPIN? without a SIM; empty: CME 10
    std::string sim_gone{};            ///< what it says when the SIM leaves
    Result sim_busy = cme(14), sms_busy = cms(314); ///< while the SIM does not serve yet
    enum class SeesSim { at_once, after_function, after_restart } sees_sim = SeesSim::at_once;

    Words boot{}, sim_open{}, sms_ready{}; ///< after the start; when the SIM is open; when messages can be served
    unsigned deaf_lines = 0;               ///< so many command lines after the start are not answered
    unsigned reboot_times = 1;             ///< of --reboot-time: it comes back as mass storage first
    Noise noise{};

    unsigned first_index = 1;
    bool has_me = true;
    std::array<std::string, 3> memories{"SM", "SM", "SM"}; ///< +CPMS after the start
    unsigned memory_count = 3;                             ///< that +CPMS takes
    Words not_for_new{};                                   ///< memories that may not be the third
    std::string memories_offered{};                        ///< +CPMS=?; empty: all that there are
    bool memory_spaces = false;                            ///< "SM", 0, 50 in +CPMS?
    std::string alpha{};                                   ///< <alpha> of +CMGL and +CMGR
    Result empty_slot = ok;                                ///< of +CMGR
    std::string empty_slot_line{};
    std::string full = "^SMMEMFULL: \"{memory}\""; ///< said when a memory overflows; may be empty

    std::string indications_offered = "(0-2),(0-3),(0,2),(0-2),(0,1)"; ///< +CNMI=?, and what it takes
    std::array<unsigned, 5> indications{2, 0, 0, 0, 0};                ///< +CNMI after the start
    Result indications_refused = cms(303);
    bool reports_stored_only = false; ///< no +CDS: they go into SR even with <ds> 1
    std::string report_stored = "+CDSI: \"SR\",{index}";
    bool reports_unreadable = false; ///< +CMGR in SR fails

    bool ussd_packed = false;               ///< strings of +CUSD are packed septets in hex, until ^USSDMODE=0
    bool ussd_blocks = false;               ///< nothing else is served until the network answers; the OK comes last
    std::string ussd_inside{};              ///< a line before the OK of +CUSD
    bool ussd_cancel_needs_session = false; ///< else +CUSD=2 is an ERROR

    std::string cell = R"("00C3","0001A2F4")"; ///< <lac>,<ci> of +CREG
    unsigned access = 0;                       ///< <AcT> that it begins with: 0 GSM, 2 UMTS, 7 LTE
    bool tells_access = false;                 ///< in +COPS? and +CREG
    std::optional<unsigned> creg_on_lte{};     ///< <stat> of +CREG while only +CEREG tells the truth

    std::string caller = R"(+CLIP: "{number}",{type},,,,0)";
    Words call_end{"NO CARRIER"}; ///< {number}
};

/// huawei, zte, quectel, simcom, simcom-lte, wavecom, cinterion, telit, generic.
std::span<const Family> families();
/// @throws std::invalid_argument which lists the names there are
const Family& family_named(std::string_view name);
/// The n-th modem's of those asked for: the last one repeats, and generic stands for none.
const Family& family_of(unsigned modem, const std::vector<std::string>& asked);
} // namespace nida::sim
