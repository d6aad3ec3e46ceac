#include "tests/sim/simulator.hpp"

#include "protocol/hex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nida::sim
{
namespace json = boost::json;

namespace
{
std::string text_in(const json::object& request, std::string_view key, std::string otherwise = {})
{
    const auto* const value = request.if_contains(key);
    if (value == nullptr || value->is_null()) return otherwise;
    if (!value->is_string()) throw std::invalid_argument{fmt::format("\"{}\" wants a string", key)};
    return std::string{value->as_string()};
}

std::optional<std::int64_t> number_of(const json::object& request, std::string_view key)
{
    const auto* const value = request.if_contains(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    if (!value->is_int64() && !value->is_uint64())
        throw std::invalid_argument{fmt::format("\"{}\" wants a whole number", key)};
    return value->to_number<std::int64_t>();
}

unsigned unsigned_in(const json::object& request, std::string_view key, unsigned otherwise)
{
    const auto value = number_of(request, key).value_or(otherwise);
    if (value < 0 || value > 0x7FFFFFFF) throw std::invalid_argument{fmt::format("\"{}\" is out of range", key)};
    return static_cast<unsigned>(value);
}

std::vector<unsigned> numbers_in(const json::object& request, std::string_view key)
{
    std::vector<unsigned> numbers;
    const auto* const value = request.if_contains(key);
    if (value == nullptr) return numbers;
    if (!value->is_array()) throw std::invalid_argument{fmt::format("\"{}\" wants an array of numbers", key)};
    for (const auto& number : value->as_array())
        numbers.push_back(number.to_number<unsigned>());
    return numbers;
}

std::string with_number(std::string text, std::uint64_t n)
{
    for (auto at = text.find("{n}"); at != text.npos; at = text.find("{n}", at + 1))
        text.replace(at, 3, std::to_string(n));
    return text;
}
bool truth_in(const json::object& request, std::string_view key, bool otherwise)
{
    const auto* const value = request.if_contains(key);
    if (value == nullptr || value->is_null()) return otherwise;
    if (!value->is_bool()) throw std::invalid_argument{fmt::format("\"{}\" wants true or false", key)};
    return value->as_bool();
}
} // namespace

json::object Simulator::request(const json::object& request)
{
    try {
        const auto op = text_in(request, "op");
        json::object answer;
        if (op == "sms") {
            answer = sms(request);
        } else if (op == "burst") {
            answer = burst(request);
        } else if (op == "call") {
            answer = call(request);
        } else if (op == "fault") {
            answer = fault(request);
        } else if (op == "latency") {
            answer = latency(request);
        } else if (op == "plug" || op == "unplug" || op == "reboot") {
            answer = plug(request);
        } else if (op == "swap") {
            answer = swap(request);
        } else if (op == "sim_out" || op == "sim_in") {
            answer = sim_card(request);
        } else if (op == "network_ussd") {
            answer = network_ussd(request);
        } else if (op == "restart_silently") {
            answer = restart_silently(request);
        } else if (op == "signal") {
            answer = signal(request);
        } else if (op == "operator" || op == "access") {
            answer = network_name(request);
        } else if (op == "clock") {
            answer = clock(request);
        } else if (op == "registration" || op == "credit") {
            answer = registration(request);
        } else if (op == "status_report") {
            answer = status_report(request);
        } else if (op == "say") {
            answer = say(request);
        } else if (op == "stats") {
            answer = stats(request);
        } else if (op == "quit") {
            if (on_quit) on_quit();
        } else {
            throw std::invalid_argument{
                fmt::format("\"{}\" is no request; there are sms, burst, call, network_ussd, fault, latency, "
                            "unplug, plug, swap, sim_out, sim_in, reboot, restart_silently, say, registration, signal, "
                            "operator, access, clock, credit, status_report, stats, wait, quit",
                            op)};
        }
        answer["ok"] = true;
        return answer;
    } catch (const std::exception& e) {
        return {{"ok", false}, {"error", e.what()}};
    }
}

std::vector<unsigned> Simulator::chosen(const json::object& request) const
{
    std::vector<unsigned> modems;
    const auto* const value = request.if_contains("modem");
    if (value == nullptr || value->is_null()) {
        for (unsigned index = 0; index < modems_.size(); ++index)
            modems.push_back(index);
        return modems;
    }
    if (value->is_string()) {
        for (unsigned index = 0; index < modems_.size(); ++index)
            if (network_.identity(index).number == std::string_view{value->as_string()}) return {index};
        throw std::invalid_argument{"no modem has that number"};
    }
    const auto index = value->to_number<unsigned>();
    if (index >= modems_.size())
        throw std::invalid_argument{fmt::format("there is no modem {}; there are {}", index, modems_.size())};
    return {index};
}

json::object Simulator::sms(const json::object& request)
{
    const auto modem = chosen(request).front();
    const auto count = unsigned_in(request, "count", 1);
    json::array ids;
    for (unsigned i = 0; i < count; ++i) {
        if (request.contains("raw_pdu")) {
            const auto tpdu = protocol::from_hex(text_in(request, "raw_pdu"), "raw_pdu");
            if (!tpdu) throw std::invalid_argument{tpdu.error().text()};
            const auto* const report = request.if_contains("report");
            ids.push_back(json::value(
                network_.send_raw(modem, *tpdu, report != nullptr && report->is_bool() && report->as_bool())));
            continue;
        }
        InboundText text{.from = text_in(request, "from"),
                         .text = text_in(request, "text"),
                         .order = numbers_in(request, "order"),
                         .only = numbers_in(request, "only")};
        if (const auto reference = number_of(request, "reference")) text.reference = static_cast<unsigned>(*reference);
        if (const auto message_class = number_of(request, "class"))
            text.message_class = static_cast<unsigned>(*message_class);
        if (const auto seconds = number_of(request, "scts"))
            text.time = protocol::TimeStamp{std::chrono::sys_seconds{std::chrono::seconds{*seconds}}, settings_.zone};
        for (const auto& id : network_.send(modem, text))
            ids.push_back(json::value(id));
    }
    return {{"ids", std::move(ids)}};
}

json::object Simulator::burst(const json::object& request)
{
    const auto modems = chosen(request);
    const auto count = unsigned_in(request, "count", 100), first = unsigned_in(request, "first", 0);
    const auto from = text_in(request, "from"), text = text_in(request, "text", "JOIN {n}");
    for (unsigned i = 0; i < count; ++i) {
        const auto n = first + i;
        const InboundText message{.from = from.empty() ? fmt::format("+21892{:07}", n) : with_number(from, n),
                                  .text = with_number(text, n)};
        network_.send(modems[i % modems.size()], message);
    }
    return {{"count", count}};
}

json::object Simulator::call(const json::object& request)
{
    const std::chrono::milliseconds duration{unsigned_in(request, "duration_ms", 20000)};
    network_.call(chosen(request).front(), text_in(request, "from"), duration);
    return {};
}

json::object Simulator::fault(const json::object& request)
{
    if (const auto* const clear = request.if_contains("clear"); clear != nullptr) {
        const auto name = clear->is_string() ? std::string{clear->as_string()} : std::string{};
        for (const auto index : chosen(request))
            modems_[index]->equipment().faults().clear(name);
    }
    if (!request.contains("spec")) return {};
    const auto spec = FaultSpec::parse(text_in(request, "spec"));
    if (spec.modem) {
        add_fault(spec);
        return {};
    }
    for (const auto index : chosen(request))
        modems_[index]->equipment().add_fault(spec);
    return {};
}

json::object Simulator::latency(const json::object& request)
{
    const std::chrono::milliseconds latency{unsigned_in(request, "ms", 0)},
        jitter{unsigned_in(request, "jitter_ms", 0)};
    for (const auto index : chosen(request))
        modems_[index]->equipment().set_latency(latency, jitter);
    return {};
}

json::object Simulator::plug(const json::object& request)
{
    const auto op = text_in(request, "op");
    if (op == "plug" && request.contains("as")) {
        modems_[chosen(request).front()]->plug_as(text_in(request, "as"));
        return {};
    }
    for (const auto index : chosen(request)) {
        if (op == "plug") modems_[index]->plug();
        if (op == "unplug") modems_[index]->unplug();
        if (op == "reboot") modems_[index]->equipment().restart();
    }
    return {};
}

json::object Simulator::say(const json::object& request)
{
    for (const auto index : chosen(request))
        modems_[index]->equipment().say(text_in(request, "octets"));
    return {};
}

json::object Simulator::swap(const json::object& request)
{
    const auto one = unsigned_in(request, "modem", 0), two = unsigned_in(request, "with", 1);
    const auto count = modems_.size();
    if (one >= count || two >= count || one == two)
        throw std::invalid_argument{fmt::format("\"modem\" and \"with\" want two different modems of the {}", count)};
    const std::chrono::milliseconds gone{
        unsigned_in(request, "ms", static_cast<unsigned>(settings_.reboot_time.count()))};
    for (const auto index : {one, two})
        if (modems_[index]->is_plugged()) modems_[index]->vanish(gone);
    modems_[one]->equipment().exchange_sims(modems_[two]->equipment());
    network_.exchange(one, two);
    return {};
}

json::object Simulator::sim_card(const json::object& request)
{
    const bool out = text_in(request, "op") == "sim_out";
    for (const auto index : chosen(request)) {
        auto& equipment = modems_[index]->equipment();
        out ? equipment.take_sim_out() : equipment.put_sim_in();
    }
    return {};
}

json::object Simulator::network_ussd(const json::object& request)
{
    json::object node{{"text", text_in(request, "text")}, {"mode", unsigned_in(request, "mode", 0)}};
    if (const auto* const options = request.if_contains("options")) node["options"] = *options;
    const auto menu = UssdMenu::from_json(json::object{{"pushed", std::move(node)}});
    for (const auto index : chosen(request))
        modems_[index]->equipment().push_ussd(*menu.find("pushed"));
    return {};
}

json::object Simulator::restart_silently(const json::object& request)
{
    std::vector<std::string> said;
    if (const auto urc = text_in(request, "urc"); !urc.empty()) said.push_back(urc);
    for (const auto index : chosen(request)) {
        auto& equipment = modems_[index]->equipment();
        equipment.restart_silently(truth_in(request, "boot", false) ? equipment.family().boot : said);
    }
    return {};
}

json::object Simulator::signal(const json::object& request)
{
    for (const auto index : chosen(request))
        modems_[index]->equipment().set_signal(unsigned_in(request, "csq", 99));
    return {};
}

json::object Simulator::network_name(const json::object& request)
{
    const bool access = text_in(request, "op") == "access";
    const auto name = text_in(request, "name"), plmn = text_in(request, "plmn");
    if (!access && name.empty()) throw std::invalid_argument{"\"name\" wants the operator's name"};
    for (const auto index : chosen(request)) {
        auto& equipment = modems_[index]->equipment();
        if (access)
            equipment.set_access(unsigned_in(request, "act", 0));
        else
            equipment.set_operator(name, plmn);
    }
    return {};
}

json::object Simulator::clock(const json::object& request)
{
    const std::chrono::seconds ahead{number_of(request, "ahead_s").value_or(0)};
    for (const auto index : chosen(request))
        modems_[index]->equipment().set_clock(truth_in(request, "on", true), ahead);
    return {};
}

json::object Simulator::registration(const json::object& request)
{
    const auto modems = chosen(request);
    if (text_in(request, "op") == "registration") {
        for (const auto index : modems)
            modems_[index]->equipment().set_registration(unsigned_in(request, "stat", 1));
        return {};
    }
    const auto* const on = request.if_contains("on");
    if (on == nullptr || !on->is_bool()) throw std::invalid_argument{"\"on\" wants true or false"};
    for (const auto index : modems)
        modems_[index]->equipment().set_credit(on->as_bool());
    return {};
}

json::object Simulator::status_report(const json::object& request)
{
    if (request.contains("status")) // "to" is a prefix; without one it is the outcome for all
        network_.set_outcome(text_in(request, "to"), static_cast<protocol::Octet>(unsigned_in(request, "status", 0)));
    if (request.contains("delay_ms")) {
        const auto delay = number_of(request, "delay_ms").value_or(-1);
        network_.status_report_delay.reset();
        if (delay >= 0) network_.status_report_delay = std::chrono::milliseconds{delay};
    }
    return {};
}

json::object Simulator::stats(const json::object& request)
{
    const auto* const detail = request.if_contains("detail");
    auto answer = ledger_.tally().to_json(detail != nullptr && detail->is_bool() && detail->as_bool());
    answer["pending"] = value("pending");
    answer["held"] = value("held");
    json::array modems;
    for (auto& modem : modems_)
        modems.push_back(modem->equipment().state());
    answer["modems"] = std::move(modems);
    return answer;
}
} // namespace nida::sim
