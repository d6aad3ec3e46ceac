#include "tests/sim/network.hpp"

#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace nida::sim
{
namespace json = boost::json;
using protocol::Address;
using protocol::Octet;
using protocol::Octets;

namespace
{
Address sender(const std::string& from)
{
    if (from.empty()) throw std::invalid_argument{"a message needs a sender (\"from\")"};
    if (from.find_first_not_of("+0123456789*#") == from.npos) {
        const auto address = protocol::address_from_text(from);
        if (!address) throw std::invalid_argument{fmt::format("\"{}\" is no sender: {}", from, address.error().text())};
        return *address;
    }
    unsigned septets = 0;
    for (const auto c : protocol::decode_utf8(from)) {
        const auto needed = protocol::gsm_septets(c);
        septets += needed == 0 ? 12 : needed;
    }
    if (septets > 11) // TP-OA has ten octets for them (TS 23.040 §9.1.2.5)
        throw std::invalid_argument{
            fmt::format("\"{}\" is no sender: a name has at most 11 characters of the GSM alphabet", from)};
    return Address{0xD0, from};
}

/// Of a relative validity; the ledger has no word for the others.
json::value minutes_or_null(const std::optional<protocol::Validity>& validity)
{
    const auto* const period = validity ? std::get_if<protocol::ValidityPeriod>(&*validity) : nullptr;
    if (period == nullptr) return nullptr;
    return period->duration().count();
}
} // namespace

protocol::TimeStamp stamp_now(std::chrono::minutes zone)
{
    return {std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()), zone};
}

Network::Network(const Settings& settings, Scheduler& scheduler, Ledger& ledger)
    : status_report_delay{settings.status_report_delay},
      settings_{settings},
      scheduler_{scheduler},
      ledger_{ledger},
      ussd_{UssdMenu::from_file(settings.ussd_file)}
{
}

void Network::attach(unsigned modem, Mobile& mobile, Identity identity)
{
    if (subscribers_.size() <= modem) {
        subscribers_.resize(modem + 1);
        sim_in_.resize(modem + 1);
    }
    sim_in_[modem] = modem;
    subscribers_[modem].modem = modem;
    subscribers_[modem].mobile = &mobile;
    subscribers_[modem].identity = std::move(identity);
}

void Network::exchange(unsigned modem, unsigned other)
{
    auto &one = holder(modem), &two = holder(other);
    std::swap(one.modem, two.modem);
    std::swap(one.mobile, two.mobile);
    std::swap(sim_in_[modem], sim_in_[other]);
}

Network::Subscriber* Network::subscriber_of(const Address& address)
{
    const auto number = normalise_number(address.text(), settings_.country_prefix);
    for (auto& subscriber : subscribers_)
        if (subscriber.identity.number == number) return &subscriber;
    return nullptr;
}

void Network::accept(unsigned modem, const protocol::SubmitPdu& submit, Octet reference)
{
    const auto& data = submit.user_data;
    const auto decoded = protocol::decode_user_data(data.dcs, data.has_udh, data.length, data.octets);
    json::object record{{"to", submit.destination.text()},
                        {"text", nullptr},
                        {"dcs", data.dcs},
                        {"mr", reference},
                        {"concat", nullptr}};
    if (decoded && decoded->data.empty()) record["text"] = decoded->text;
    if (decoded)
        if (const auto part = decoded->udh.concatenation())
            record["concat"] = json::object{{"ref", part->reference}, {"total", part->total}, {"seq", part->number}};
    record["srr"] = submit.status_report_request;
    record["vp"] = minutes_or_null(submit.validity);
    record["pdu"] = protocol::to_hex(submit.tpdu());
    ledger_.record(modem, "accepted", record);

    if (submit.status_report_request && status_report_delay) report_later(holder(modem), submit, reference);
    if (auto* const to = subscriber_of(submit.destination)) {
        protocol::DeliverPdu deliver;
        const auto& from = holder(modem).identity.number;
        deliver.originator = *protocol::address_from_text(from);
        deliver.protocol_identifier = submit.protocol_identifier;
        deliver.time = stamp_now(settings_.zone);
        deliver.user_data = data;
        const auto inbound = wrap(std::to_string(next_id_++), false, deliver.tpdu());
        ledger_.record(to->modem, "inbound",
                       {{"id", inbound.id},
                        {"from", from},
                        {"text", record["text"]},
                        {"parts", 1},
                        {"pdus", json::array{inbound.hex}}});
        enqueue(*to, inbound);
    }
}

void Network::report_later(Subscriber& from, const protocol::SubmitPdu& submit, Octet reference)
{
    Octet status = 0;
    std::size_t longest = 0;
    const auto to = submit.destination.text();
    for (const auto& [prefix, outcome] : outcomes_)
        if (to.starts_with(prefix) && prefix.size() >= longest) {
            longest = prefix.size();
            status = outcome;
        }
    protocol::StatusReportPdu report{reference, submit.destination, stamp_now(settings_.zone), {}, status};
    scheduler_.after(*status_report_delay, [this, &from, report, to]() mutable {
        report.discharged = stamp_now(settings_.zone);
        ledger_.record(from.modem, "delivered",
                       {{"to", to}, {"mr", report.message_reference}, {"status", report.status}});
        enqueue(from, wrap(fmt::format("r{}", next_id_++), true, report.tpdu()));
    });
}

Inbound Network::wrap(std::string id, bool report, const Octets& tpdu) const
{
    Octets octets;
    const auto smsc = protocol::address_from_text(settings_.smsc);
    protocol::append_smsc(octets, smsc ? *smsc : Address{});
    octets.insert(octets.end(), tpdu.begin(), tpdu.end());
    Inbound inbound{std::move(id), report, protocol::to_hex(octets), tpdu.size(), std::nullopt};
    if (report) return inbound;
    if (const auto read = protocol::decode_received(octets))
        if (const auto* const deliver = std::get_if<protocol::DeliverPdu>(&read->tpdu))
            inbound.message_class = protocol::decode_dcs(deliver->user_data.dcs).message_class;
    return inbound;
}

void Network::enqueue(Subscriber& to, Inbound inbound)
{
    auto& queue = inbound.report ? to.reports : to.messages;
    queue.queue.push_back(std::move(inbound));
    deliver(to, queue, false);
}

void Network::deliver(Subscriber& to, Queue& queue, bool waited)
{
    while (!queue.queue.empty() && !queue.waiting && !queue.on_air && to.mobile->reachable()) {
        if (settings_.delivery_latency.count() > 0 && !waited) {
            queue.on_air = true;
            scheduler_.after(settings_.delivery_latency, [this, &to, &queue] {
                queue.on_air = false;
                deliver(to, queue, true);
            });
            return;
        }
        waited = false;
        queue.waiting = true; // what take() sets off must not deliver the same message again
        const auto taken = to.mobile->take(queue.queue.front());
        queue.waiting = taken == Taken::waiting;
        if (taken != Taken::yes) return;
        queue.queue.pop_front();
    }
}

void Network::mobile_ready(unsigned modem)
{
    auto& subscriber = holder(modem);
    deliver(subscriber, subscriber.reports, false);
    deliver(subscriber, subscriber.messages, false);
}

void Network::acknowledged(unsigned modem, bool report, bool good)
{
    auto& queue = report ? holder(modem).reports : holder(modem).messages;
    if (!queue.waiting) return;
    queue.waiting = false;
    if (!good) return; // the network tries again when the mobile is ready
    queue.queue.pop_front();
    mobile_ready(modem);
}

std::vector<std::string> Network::send(unsigned modem, const InboundText& text)
{
    const auto originator = sender(text.from);
    auto segments = protocol::segment_text(text.text, static_cast<Octet>(text.reference.value_or(next_reference_)));
    if (segments.empty()) throw std::invalid_argument{"the text is too long for one message"};
    if (segments.size() > 1 && !text.reference) ++next_reference_;

    std::vector<unsigned> order = !text.only.empty() ? text.only : text.order;
    if (order.empty())
        for (unsigned i = 0; i < segments.size(); ++i)
            order.push_back(i);
    const auto id = std::to_string(next_id_++);
    std::vector<Inbound> parts;
    json::array pdus;
    std::vector<std::string> ids;
    for (const auto i : order) {
        if (i >= segments.size())
            throw std::invalid_argument{
                fmt::format("the text has {} segments, there is no number {} (they count from 0)", segments.size(), i)};
        protocol::DeliverPdu deliver;
        deliver.originator = originator;
        deliver.time = text.time ? *text.time : stamp_now(settings_.zone);
        deliver.user_data = segments[i];
        if (text.message_class) deliver.user_data.dcs |= static_cast<Octet>(0x10 | (*text.message_class & 3));
        parts.push_back(wrap(segments.size() == 1 ? id : fmt::format("{}.{}", id, i), false, deliver.tpdu()));
        pdus.push_back(json::value(parts.back().hex));
        ids.push_back(parts.back().id);
    }
    ledger_.record(
        modem, "inbound",
        {{"id", id}, {"from", text.from}, {"text", text.text}, {"parts", segments.size()}, {"pdus", std::move(pdus)}});
    for (auto& part : parts)
        enqueue(holder(modem), std::move(part));
    return ids;
}

std::string Network::send_raw(unsigned modem, Octets tpdu, bool report)
{
    auto inbound = wrap(std::to_string(next_id_++), report, tpdu);
    ledger_.record(
        modem, "inbound",
        {{"id", inbound.id}, {"from", nullptr}, {"text", nullptr}, {"parts", 1}, {"pdus", json::array{inbound.hex}}});
    auto id = inbound.id;
    enqueue(holder(modem), std::move(inbound));
    return id;
}

void Network::call(unsigned modem, const std::string& from, Scheduler::Clock::duration duration)
{
    auto& subscriber = holder(modem);
    ledger_.record(modem, "call",
                   {{"from", from}, {"state", subscriber.mobile->reachable() ? "ringing" : "unreachable"}});
    if (!subscriber.mobile->reachable()) return;
    const auto call = ++subscriber.call;
    subscriber.mobile->ring(from);
    scheduler_.after(duration, [&subscriber, call] {
        if (subscriber.call == call) subscriber.mobile->caller_hung_up();
    });
}
} // namespace nida::sim
