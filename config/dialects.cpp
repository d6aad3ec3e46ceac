#include "config/dialects.hpp"

#include "config/lists.hpp"
#include "config/section.hpp"
#include "config/toml_files.hpp"
#include "config/values.hpp"
#include "protocol/at/registration.hpp"

#include <algorithm>
#include <array>

namespace nida::config
{
namespace
{

using protocol::Cnmi;
using protocol::Dialect;
using protocol::UsbPorts;

constexpr std::array<std::string_view, 1> top_keys{"dialect"};
constexpr std::array<std::string_view, 10> dialect_keys{"name", "extends",   "match",   "usb",   "cnmi",
                                                        "ussd", "pin_tries", "silence", "reset", "before_ussd_text"};
constexpr std::array<std::string_view, 3> usb_keys{"vendor", "product", "at_interfaces"};
constexpr std::array<std::pair<std::string_view, Keys>, 2> homes{{{"[[dialect]]", dialect_keys}, {"usb", usb_keys}}};

std::optional<unsigned> number_of(const toml::node& node, unsigned most)
{
    const auto* integer = node.as_integer();
    if (!integer || integer->get() < 0 || integer->get() > most) return std::nullopt;
    return static_cast<unsigned>(integer->get());
}

std::optional<std::string> take_pattern(const toml::node& node)
{
    const auto text = text_of(node);
    const auto printable = [](char c) { return c >= 0x20 && c < 0x7F; };
    if (!text || text->size() < 3 || text->size() > 32 || !std::all_of(text->begin(), text->end(), printable))
        return std::nullopt;
    return std::string{*text};
}

/// mt is always 1: what is delivered directly would be lost when nobody listens.
std::optional<Cnmi> take_cnmi(const toml::node& node)
{
    constexpr Cnmi least{0, 1, 0, 0, 0}, most{3, 1, 0, 2, 1};
    const auto* array = node.as_array();
    if (!array || array->size() != most.size()) return std::nullopt;
    Cnmi rung{};
    for (std::size_t i = 0; i < most.size(); ++i) {
        const auto number = number_of(*array->get(i), most[i]);
        if (!number || *number < least[i]) return std::nullopt;
        rung[i] = *number;
    }
    return rung;
}

std::optional<protocol::UssdForm> take_form(const toml::node& node)
{
    const auto text = text_of(node);
    return text ? protocol::ussd_form_named(*text) : std::nullopt;
}

std::optional<std::string> take_harmless(std::string_view text)
{
    return protocol::is_harmless_command(text) ? std::optional{std::string{text}} : std::nullopt;
}

constexpr const char* harmless =
    "a command that sets something small until the modem restarts, for example \"AT^CURC=0\": \"AT\", a name, \"=\", "
    "numbers of at most two digits or words in quotes. Commands that dial, send, delete, lock, switch off, or touch "
    "the PIN "
    "are refused";

UsbPorts read_usb(const Section& section, Report& report)
{
    UsbPorts ports;
    const auto id = [&](std::string_view key) -> std::optional<std::uint16_t> {
        const auto* node = section.find(key);
        if (!node) return std::nullopt;
        if (const auto number = number_of(*node, 0xFFFF)) return static_cast<std::uint16_t>(*number);
        section.wrong(key, section.name(key) + ": " + shown_node(*node) +
                               " is not accepted; write the number that lsusb shows, for example 0x12d1");
        return std::nullopt;
    };
    ports.vendor = id("vendor").value_or(0);
    ports.product = id("product");
    if (!section.mentions("vendor"))
        section.wrong_as_a_whole("this usb device has no vendor; write for example vendor = 0x12d1");
    read_list(
        section, "at_interfaces", report, [](const toml::node& node) { return number_of(node, 0xFF); },
        "the numbers of the interfaces that speak AT, best first, for example [2, 0]; [] for a device that is no modem",
        ports.at_interfaces);
    if (!section.mentions("at_interfaces"))
        section.wrong_as_a_whole("this usb device does not say which of its interfaces speak AT; write for example "
                                 "at_interfaces = [2, 0], or [] where it is no modem");
    if (ports.at_interfaces.empty()) ports.layout = UsbPorts::Layout::no_modem;
    return ports;
}

void read_usb_list(const Section& section, Report& report, std::vector<UsbPorts>& out)
{
    const auto* node = section.find("usb");
    if (!node) return;
    const std::string accepted =
        "a list of devices, for example [{vendor = 0x12d1, product = 0x1506, at_interfaces = [2, 0]}]";
    const auto* array = node->as_array();
    if (!array) {
        section.wrong_type("usb", *node, accepted);
        return;
    }
    out.clear();
    for (const auto& element : *array) {
        if (const auto* table = element.as_table())
            out.push_back(read_usb({section.name("usb"), *table, usb_keys, report, homes}, report));
        else
            report.add(begin_of(element.source()),
                       section.name("usb") + ": " + shown_node(element) + " is not accepted; write " + accepted);
    }
}

/// The family to start from: the one that `extends` names, or one of which nothing is known.
Dialect base_of(const Section& section, std::span<const Dialect> above, std::span<const Dialect> known)
{
    Dialect base;
    const auto* node = section.find("extends");
    if (!node) return base;
    std::vector<std::string_view> names;
    for (const auto dialects : {above, known, protocol::builtin_dialects()})
        for (const auto& dialect : dialects)
            names.push_back(dialect.name);
    std::string name;
    section.one_of("extends", names, name);
    for (const auto dialects : {above, known, protocol::builtin_dialects()})
        if (const auto* found = protocol::dialect_named(name, dialects); found && !name.empty()) return *found;
    return base;
}

Dialect read_dialect(const Section& section, std::span<const Dialect> above, std::span<const Dialect> known,
                     Report& report)
{
    auto dialect = base_of(section, above, known);
    // Its devices are known by its own row.
    dialect.usb.clear();
    dialect.usb_classes.clear();
    dialect.name.clear();
    section.text("name", parse_line_name, "1 to 32 letters a-z and A-Z, digits, _ and -, for example \"mf79\"",
                 dialect.name);
    if (!section.mentions("name"))
        section.wrong_as_a_whole("this [[dialect]] has no name; write for example name = \"mf79\"");

    read_list(section, "match", report, take_pattern,
              "what the modem's answer to AT+CGMI or AT+CGMM contains, 3 to 32 characters, for example [\"MF79\"]",
              dialect.match);
    const auto* match = section.find("match");
    const bool empty_list = match && match->is_array() && match->as_array()->empty();
    if (empty_list || (!section.mentions("match") && dialect.match.empty()))
        section.wrong_as_a_whole("this [[dialect]] matches no modem; write match = [\"...\"] with what the modem's "
                                 "answer to AT+CGMI or AT+CGMM contains");

    read_usb_list(section, report, dialect.usb);
    read_list(
        section, "cnmi", report, take_cnmi,
        "lists of the five numbers of AT+CNMI, best first, for example [[2, 1, 0, 1, 0]]: 0 to 3, 1, 0, 0 to 2, 0 or 1",
        dialect.cnmi);
    std::vector<std::string_view> forms;
    for (const auto form : protocol::ussd_forms)
        forms.push_back(protocol::ussd_form_name(form));
    read_list(section, "ussd", report, take_form,
              "the forms of USSD requests to try, in their order, of " + join(forms, "\""), dialect.ussd);
    if (dialect.ussd.empty())
        section.wrong("ussd", "[[dialect]] ussd is empty; leave the key out to try the usual forms");

    const auto queries = protocol::pin_try_queries();
    const std::vector<std::string_view> known_queries(queries.begin(), queries.end());
    section.one_of("pin_tries", known_queries, dialect.pin_tries);
    section.text("before_ussd_text", take_harmless, harmless, dialect.before_ussd_text);
    const auto silences = [](const toml::node& node) {
        const auto text = text_of(node);
        return text ? take_harmless(*text) : std::nullopt;
    };
    read_list(section, "silence", report, silences, harmless, dialect.silence);
    const auto resets = [](const toml::node& node) -> std::optional<std::string> {
        const auto text = text_of(node);
        if (!text || !protocol::is_reset_command(*text)) return std::nullopt;
        return std::string{*text};
    };
    const std::string reset = "a command that restarts the modem and does nothing else, for example \"AT^RESET\" or "
                              "\"AT+CFUN=1,1\"";
    // One alone needs no brackets.
    if (const auto* node = section.find("reset"); node && node->is_string()) {
        if (auto command = resets(*node))
            dialect.resets = {std::move(*command)};
        else
            section.wrong("reset", "[[dialect]] reset = " + shown_node(*node) + " is not accepted; write " + reset);
    } else {
        read_list(section, "reset", report, resets, reset, dialect.resets);
    }
    return dialect;
}

std::vector<Dialect> read_dialects(const toml::table& root, std::span<const Dialect> known, Report& report)
{
    std::vector<Dialect> dialects;
    const Section top{"", root, top_keys, report, homes};
    const auto* node = top.find("dialect");
    if (!node) return dialects;
    const auto* array = node->as_array();
    if (!array) {
        top.wrong("dialect", node->is_table()
                                 ? "a dialect is headed by [[dialect]], in double brackets, since there may be several"
                                 : "write each dialect as a section of its own: [[dialect]], and its keys below");
        return dialects;
    }
    for (const auto& element : *array) {
        const auto* table = element.as_table();
        if (!table) {
            report.add(begin_of(element.source()),
                       "a dialect is a section of its own: [[dialect]], and its keys below");
            continue;
        }
        const Section section{"[[dialect]]", *table, dialect_keys, report, homes};
        auto dialect = read_dialect(section, dialects, known, report);
        const bool taken = !dialect.name.empty() && (protocol::dialect_named(dialect.name, dialects) != nullptr ||
                                                     protocol::dialect_named(dialect.name, known) != nullptr);
        if (taken)
            section.wrong("name", "[[dialect]] name = " + shown(dialect.name) +
                                      " is there already; each needs a name of its own");
        dialects.push_back(std::move(dialect));
    }
    return dialects;
}

} // namespace

boost::system::result<std::vector<Dialect>, ConfigErrors> parse_dialects(std::string_view text, const std::string& file,
                                                                         std::span<const Dialect> known)
{
    Report report{file};
    const auto root = parse_toml(text, "name = \"mf79\"", report);
    std::vector<Dialect> dialects;
    if (root) dialects = read_dialects(*root, known, report);
    if (!report.empty()) return std::move(report).by_position();
    return dialects;
}

boost::system::result<std::vector<Dialect>, ConfigErrors> load_dialects(const std::filesystem::path& file_or_folder)
{
    return load_each<Dialect>(file_or_folder, {"the families of modems", "[modems] dialects"}, parse_dialects);
}

} // namespace nida::config
