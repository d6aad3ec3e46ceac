#include "tests/sim/command_line.hpp"

#include "tests/sim/family.hpp"
#include "tests/sim/faults.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <stdexcept>

namespace nida::sim
{
namespace json = boost::json;

namespace
{
constexpr int usage = 64, data_error = 65; // sysexits(3)

std::string fault_help()
{
    std::string text = "Faults (--fault SPEC, SPEC is NAME[=VALUE][:p=P][:next=N][:skip=N][:modem=K]):\n";
    for (const auto& fault : known_faults())
        text += fmt::format("  {:<20} {}\n", fault.name, fault.meaning);
    return text;
}

std::string family_help()
{
    std::string names;
    for (const auto& family : families())
        names += fmt::format("{}{}", names.empty() ? "" : ", ", family.name);
    return fmt::format("whose modems these are, one for each, the last one for the rest: {} (generic)", names);
}

std::optional<std::chrono::milliseconds> delay_or_off(const std::string& text)
{
    if (text == "off") return std::nullopt;
    std::uint32_t ms = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (wrong != std::errc{} || end != text.data() + text.size())
        throw std::invalid_argument{fmt::format("\"{}\" is neither milliseconds nor off", text)};
    return std::chrono::milliseconds{ms};
}

/// The friendlier forms of a request. CLI11 fills them in; `request` is built once the line is read.
struct Asked {
    std::string socket, text, from, spec, until, to, on, delay, raw, octets, clear = "-", as, urc, name, plmn;
    std::optional<unsigned> modem, with, reference, count, first, stat, status, jitter, duration_ms, gone_ms, mode, csq,
        act;
    std::optional<std::int64_t> ahead;
    unsigned ms = 0;
    double timeout = 30;
    std::vector<unsigned> order, only;
    bool detail = false, boot = false;
};

template <class T> void put(json::object& request, std::string_view key, const std::optional<T>& value)
{
    if (value) request[key] = *value;
}
void put(json::object& request, std::string_view key, const std::string& value)
{
    if (!value.empty()) request[key] = value;
}
void put(json::object& request, std::string_view key, const std::vector<unsigned>& value)
{
    if (!value.empty()) request[key] = json::array(value.begin(), value.end());
}

json::object build(const std::string& op, const Asked& asked)
{
    if (op == "ctl") {
        boost::system::error_code wrong;
        const auto value = json::parse(asked.text, wrong);
        if (wrong || !value.is_object())
            throw std::invalid_argument{fmt::format("\"{}\" is no JSON object", asked.text)};
        return value.as_object();
    }
    json::object request{{"op", op == "ledger" ? "stats" : op}};
    put(request, "modem", asked.modem);
    put(request, "from", asked.from);
    put(request, "text", asked.text);
    put(request, "to", asked.to);
    put(request, "reference", asked.reference);
    put(request, "count", asked.count);
    put(request, "first", asked.first);
    put(request, "order", asked.order);
    put(request, "only", asked.only);
    put(request, "raw_pdu", asked.raw);
    put(request, "octets", asked.octets);
    put(request, "duration_ms", asked.duration_ms);
    put(request, "stat", asked.stat);
    put(request, "status", asked.status);
    put(request, "spec", asked.spec);
    put(request, "until", asked.until);
    put(request, "with", asked.with);
    put(request, "ms", asked.gone_ms);
    put(request, "as", asked.as);
    put(request, "mode", asked.mode);
    put(request, "urc", asked.urc);
    put(request, "csq", asked.csq);
    put(request, "act", asked.act);
    put(request, "name", asked.name);
    put(request, "plmn", asked.plmn);
    put(request, "ahead_s", asked.ahead);
    if (asked.boot) request["boot"] = true;
    if (op == "clock") request["on"] = asked.on != "off";
    if (op == "fault" && asked.clear != "-") request["clear"] = asked.clear;
    if (op == "wait") request["timeout_ms"] = static_cast<std::int64_t>(asked.timeout * 1000);
    if (op == "latency") request["ms"] = asked.ms;
    if (op == "latency") put(request, "jitter_ms", asked.jitter);
    if (op == "credit") request["on"] = asked.on == "on";
    if (op == "status_report" && !asked.delay.empty()) {
        if (const auto delay = delay_or_off(asked.delay))
            request["delay_ms"] = delay->count();
        else
            request["delay_ms"] = nullptr;
    }
    if (op == "ledger") request["detail"] = asked.detail;
    return request;
}

void add_requests(CLI::App& app, Asked& asked)
{
    const auto add = [&](const char* name, const char* help) {
        auto* const command = app.add_subcommand(name, help);
        command->add_option("--control", asked.socket,
                            "control socket of the running simulator ($NIDA_MODEMSIM_CONTROL, control.sock)");
        return command;
    };
    const auto with_modem = [&](CLI::App* command, const char* help) {
        command->add_option("--modem", asked.modem, help);
    };

    auto* command = add("ctl", "send a request as it is: one JSON object");
    command->add_option("json", asked.text)->required();

    command = add("sms", "an SMS arrives from the network");
    with_modem(command, "which modem (0)");
    command->add_option("--from", asked.from, "sender: number, short code or name");
    command->add_option("--text", asked.text, "any length, any script");
    command->add_option("--count", asked.count, "so many times");
    command->add_option("--reference", asked.reference, "of the concatenation");
    command->add_option("--order", asked.order, "segments in this order, from 0")->delimiter(',');
    command->add_option("--only", asked.only, "only these segments, from 0")->delimiter(',');
    command->add_option("--raw-pdu", asked.raw, "a TPDU in hex instead of --from and --text");

    command = add("burst", "many SMS from distinct senders");
    with_modem(command, "which modem (spread over all)");
    command->add_option("--count", asked.count, "how many (100)");
    command->add_option("--first", asked.first, "the first number {n} (0)");
    command->add_option("--from", asked.from, "sender, with {n}");
    command->add_option("--text", asked.text, "text, with {n}");

    command = add("call", "somebody calls, and gives up after a while");
    with_modem(command, "which modem (0)");
    command->add_option("--from", asked.from, "the caller; withheld where left out");
    command->add_option("--duration", asked.duration_ms, "ms until the caller gives up (20000)");

    command = add("fault", "add a fault, or take faults away");
    with_modem(command, "which modem (all)");
    command->add_option("spec", asked.spec, "as of --fault");
    command->add_option("--clear", asked.clear, "take away the faults of that name; all where none is given")
        ->expected(0, 1)
        ->default_str("");

    command = add("latency", "change the time that a submit takes");
    with_modem(command, "which modem (all)");
    command->add_option("ms", asked.ms)->required();
    command->add_option("--jitter", asked.jitter, "± ms");

    command = add("network_ussd", "the network says something that nobody asked for");
    with_modem(command, "which modem (all)");
    command->add_option("--mode", asked.mode, "<m> of +CUSD: 1 where an answer is wanted (0)");
    command->add_option("--text", asked.text)->required();

    for (const auto& [name, help] : {std::pair{"unplug", "pull modems out"},
                                     {"reboot", "restart them"},
                                     {"sim_out", "take the SIMs out"},
                                     {"sim_in", "put them in again"}})
        with_modem(add(name, help), "which modem (all)");

    command = add("say", "a modem says something by itself");
    with_modem(command, "which modem (all)");
    command->add_option("octets", asked.octets, "line ends and all: $'\\r\\nRING\\r\\n'")->required();
    command = add("plug", "put modems back");
    with_modem(command, "which modem (all)");
    command->add_option("--as", asked.as, "under another name in the directory, such as modem7; of one modem");

    command = add("swap", "two modems exchange their SIMs, pulled out meanwhile");
    with_modem(command, "which modem (0)");
    command->add_option("--with", asked.with, "and which other (1)");
    command->add_option("--ms", asked.gone_ms, "for how long both are gone (--reboot-time)");

    command = add("restart_silently", "modems restart, and their ports stay: only the settings are lost");
    with_modem(command, "which modem (all)");
    command->add_option("--urc", asked.urc, "a line that they say then (none)");
    command->add_flag("--boot", asked.boot, "they say what their family says when it starts");

    command = add("signal", "how well the network is received");
    with_modem(command, "which modem (all)");
    command->add_option("csq", asked.csq, "<rssi> of +CSQ: 0 to 31, or 99 (21)")->required();

    command = add("operator", "the network's name");
    with_modem(command, "which modem (all)");
    command->add_option("name", asked.name, "as +COPS has it")->required();
    command->add_option("plmn", asked.plmn, "MCC and MNC, such as 60601");

    command = add("access", "the network's technology");
    with_modem(command, "which modem (all)");
    command->add_option("act", asked.act, "<AcT> of +COPS: 0 GSM, 2 UMTS, 7 LTE")->required();

    command = add("clock", "what the network says of the time");
    with_modem(command, "which modem (all)");
    command->add_option("on", asked.on, "on or off: whether it tells the time at all")
        ->check(CLI::IsMember({"on", "off"}));
    command->add_option("--ahead", asked.ahead, "by so many seconds it is wrong (0)");

    command = add("registration", "what the network says to a modem");
    with_modem(command, "which modem (all)");
    command->add_option("stat", asked.stat, "<stat> of +CREG: 1 home, 2 searching, 3 denied, 5 roaming, 11 ...")
        ->required();

    command = add("credit", "whether the account can pay");
    with_modem(command, "which modem (all)");
    command->add_option("on", asked.on, "on or off")->required()->check(CLI::IsMember({"on", "off"}));

    command = add("status_report", "what becomes of sent messages");
    command->add_option("--to", asked.to, "recipients whose number begins so (all)");
    command->add_option("--status", asked.status, "TP-Status: 0 delivered, 70 expired, 67 not obtainable ...");
    command->add_option("--delay", asked.delay, "ms, or off");

    command = add("ledger", "the ledger in numbers");
    command->add_flag("--detail", asked.detail, "also by recipient");

    command = add("wait", "until a condition on the ledger's numbers holds; exit 75 after the time-out");
    command->add_option("--until", asked.until, "such as accepted>=10,pending==0")->required();
    command->add_option("--timeout", asked.timeout, "seconds (30)");

    add("quit", "end the simulator");
}

void add_settings(CLI::App& app, Settings& s, bool& quiet)
{
    const auto ms = [&](const char* name, Settings::Milliseconds& value, const char* help) {
        return app
            .add_option_function<unsigned>(
                name, [&value](unsigned n) { value = Settings::Milliseconds{n}; }, help)
            ->type_name("MS");
    };
    app.add_option("--modems", s.modems, "how many")->capture_default_str()->check(CLI::Range(1, 256))->group("Modems");
    app.add_option("--dir", s.directory, "directory for modem0, modem1, ...; made where it is missing")
        ->group("Modems");
    app.add_option("--control", s.control, "control socket (DIR/control.sock)")->group("Modems");
    app.add_option("--ledger", s.ledger, "the ledger, appended to (DIR/ledger.jsonl)")->group("Modems");
    app.add_option("--seed", s.seed, "of faults, jitter and references")->capture_default_str()->group("Modems");
    app.add_option("--family", s.families, family_help())
        ->delimiter(',')
        ->type_name("NAME[,NAME...]")
        ->group("Modems")
        ->check([](const std::string& text) {
            try {
                family_named(text);
                return std::string{};
            } catch (const std::invalid_argument& e) {
                return std::string{e.what()};
            }
        });
    app.add_flag("--quiet", quiet, "say nothing on standard output")->group("Modems");

    ms("--latency", s.latency, "time that a submit takes (0)")->group("Speed");
    ms("--jitter", s.jitter, "plus or minus (0)")->group("Speed");
    ms("--prompt-latency", s.prompt_latency, "time until the prompt (0)")->group("Speed");
    app.add_option("--byte-rate", s.octets_per_second, "octets a second on the line; 0: no limit")
        ->capture_default_str()
        ->group("Speed");

    app.add_option("--pin", s.pin, "the SIMs ask for it; PUK 12345678")->group("SIM and storage");
    app.add_option("--sim-slots", s.sm_slots, "messages in SM")->capture_default_str()->group("SIM and storage");
    app.add_option("--me-slots", s.me_slots, "messages in ME; 0: no ME")
        ->capture_default_str()
        ->group("SIM and storage");
    app.add_option("--sr-slots", s.sr_slots, "status reports in SR")->capture_default_str()->group("SIM and storage");
    app.add_option("--first-index", s.first_index, "index of the first place (as the family has it, mostly 1)")
        ->group("SIM and storage");
    ms("--sim-delay", s.sim_delay, "until the SIM serves after power-up or PIN (0)")->group("SIM and storage");
    ms("--registration-delay", s.registration_delay, "until the network is found (0)")->group("SIM and storage");
    ms("--reboot-time", s.reboot_time, "a restarting modem's port is gone so long (1000)")->group("SIM and storage");

    app.add_option_function<std::string>(
           "--status-report-delay", [&s](const std::string& text) { s.status_report_delay = delay_or_off(text); },
           "ms until a report comes (100), or off")
        ->group("Network");
    ms("--delivery-latency", s.delivery_latency, "before each message to a modem (0)")->group("Network");
    app.add_option_function<std::string>(
           "--scts-zone", [&s](const std::string& text) { s.zone = parse_zone(text); },
           "of time stamps and +CCLK (+02:00)")
        ->group("Network");
    app.add_option_function<std::string>(
           "--clock", [&s](const std::string& text) { s.network_time = text != "off"; },
           "network time in +CCLK: on or off (on)")
        ->check(CLI::IsMember({"on", "off"}))
        ->group("Network");
    app.add_option("--own-number", s.own_number, "of modem 0; the others count on")
        ->capture_default_str()
        ->group("Network");
    app.add_option("--country-prefix", s.country_prefix, "of national numbers")
        ->capture_default_str()
        ->group("Network");
    app.add_option("--smsc", s.smsc, "service centre in the SIM; empty: none")->capture_default_str()->group("Network");
    app.add_option("--ussd", s.ussd_file, "the USSD menu, a JSON file")->group("Network");
    ms("--ussd-delay", s.ussd_delay, "before each answer (0)")->group("Network");
    ms("--ussd-timeout", s.ussd_timeout, "an open session ends after so long (30000)")->group("Network");
    ms("--ring-interval", s.ring_interval, "between RINGs (5000)")->group("Network");
    app.add_option("--script", s.script, "what arrives by itself: JSON lines with at_ms")->group("Network");
    app.add_option("--fault", s.faults, "a fault; may be repeated, see below")
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false)
        ->type_name("SPEC")
        ->group("Faults")
        ->check([](const std::string& text) {
            try {
                FaultSpec::parse(text);
                return std::string{};
            } catch (const std::invalid_argument& e) {
                return std::string{e.what()};
            }
        });
}
} // namespace

std::chrono::minutes parse_zone(const std::string& text)
{
    int hours = 0;
    unsigned minutes = 0;
    if (std::sscanf(text.c_str(), "%d:%u", &hours, &minutes) < 1 || hours < -14 || hours > 14 || minutes > 59 ||
        minutes % 15 != 0)
        throw std::invalid_argument{fmt::format("\"{}\" is no time zone such as +02:00", text)};
    const int sign = text.front() == '-' ? -1 : 1;
    return std::chrono::minutes{hours * 60 + sign * static_cast<int>(minutes)};
}

std::optional<Wish> read_command_line(int argc, char** argv, int& exit_code)
{
    Wish wish;
    Asked asked;
    CLI::App app{"nida-modemsim: simulated GSM modems on ptys, with a network, a ledger and faults.", "nida-modemsim"};
    app.set_version_flag("--version", NIDA_VERSION);
    app.footer(fault_help());
    app.require_subcommand(0, 1);
    add_settings(app, wish.settings, wish.quiet);
    add_requests(app, asked);
    try {
        app.parse(argc, argv);
        if (app.get_subcommands().empty() && wish.settings.directory.empty())
            throw CLI::RequiredError{"--dir (or a request: sms, wait, ledger, ...; see --help)"};
    } catch (const CLI::ParseError& e) {
        const int code = app.exit(e);
        exit_code = code == 0 ? 0 : usage;
        return std::nullopt;
    } catch (const std::invalid_argument& e) {
        fmt::print(stderr, "nida-modemsim: {}\n", e.what());
        exit_code = usage;
        return std::nullopt;
    }
    if (const auto commands = app.get_subcommands(); !commands.empty()) {
        const char* const usual = std::getenv("NIDA_MODEMSIM_CONTROL");
        wish.socket = !asked.socket.empty()            ? asked.socket
                      : !wish.settings.control.empty() ? wish.settings.control
                      : usual != nullptr               ? usual
                                                       : "control.sock";
        try {
            wish.request = build(commands.front()->get_name(), asked);
        } catch (const std::exception& e) {
            fmt::print(stderr, "nida-modemsim: {}\n", e.what());
            exit_code = data_error;
            return std::nullopt;
        }
        return wish;
    }
    auto& s = wish.settings;
    if (s.control.empty()) s.control = s.directory + "/control.sock";
    if (s.ledger.empty()) s.ledger = s.directory + "/ledger.jsonl";
    return wish;
}
} // namespace nida::sim
