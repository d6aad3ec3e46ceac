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
        } else if (op == "registration" || op == "credit") {
            answer = registration(request);
        } else if (op == "status_report") {
            answer = status_report(request);
        } else if (op == "stats") {
            answer = stats(request);
        } else if (op == "quit") {
            if (on_quit) on_quit();
        } else {
            throw std::invalid_argument{
                fmt::format("\"{}\" is no request; there are sms, burst, call, fault, latency, unplug, plug, "
                            "reboot, registration, credit, status_report, stats, wait, quit",
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
        modems_[index]->equipment().faults().add(spec);
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
    for (const auto index : chosen(request)) {
        if (op == "plug") modems_[index]->plug();
        if (op == "unplug") modems_[index]->unplug();
        if (op == "reboot") modems_[index]->equipment().restart();
    }
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
