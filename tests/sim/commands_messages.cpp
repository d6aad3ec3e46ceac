#include "tests/sim/mobile_equipment.hpp"

#include "protocol/at/at_response.hpp"
#include "protocol/hex.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::sim
{
using Form = AtCommand::Form;

namespace
{
constexpr std::chrono::milliseconds network_retry{500};
constexpr std::array<std::string_view, 4> text_status{"REC UNREAD", "REC READ", "STO UNSENT", "STO SENT"};

std::string text_time(const std::optional<protocol::TimeStamp>& stamp)
{
    if (!stamp) return "";
    const auto local = std::chrono::time_point_cast<std::chrono::seconds>(stamp->utc + stamp->zone);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{local - day};
    return fmt::format("{:02}/{:02}/{:02},{:02}:{:02}:{:02}{:+03}", static_cast<int>(date.year()) % 100,
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), stamp->zone.count() / 15);
}

/// What text mode shows of a PDU: the fields behind <stat>, and the text.
std::pair<std::string, std::string> text_view(const StoredPdu& message)
{
    const auto octets = protocol::from_hex(message.hex, "PDU");
    if (!octets) return {R"("",)", ""};
    const auto pdu = protocol::decode_received(*octets);
    if (!pdu) return {R"("",)", ""};
    const auto text_of = [](const protocol::UserData& data) {
        const auto text = protocol::decode_user_data(data.dcs, data.has_udh, data.length, data.octets);
        return text ? text->text : std::string{};
    };
    if (const auto* const deliver = std::get_if<protocol::DeliverPdu>(&pdu->tpdu))
        return {fmt::format(R"("{}",,"{}")", deliver->originator.text(), text_time(deliver->time)),
                text_of(deliver->user_data)};
    if (const auto* const submit = std::get_if<protocol::SubmitPdu>(&pdu->tpdu))
        return {fmt::format(R"("{}",)", submit->destination.text()), text_of(submit->user_data)};
    return {R"("",)", ""};
}
} // namespace

MessageStorage* MobileEquipment::storage(std::string_view name)
{
    if (name == "SM") return &sm_;
    if (name == "ME" && me_.capacity() > 0) return &me_;
    if (name == "SR") return &sr_;
    return nullptr;
}

Result MobileEquipment::message_service(const AtCommand& command)
{
    if (command.form == Form::test) {
        engine_.info("+CSMS: (0,1)");
        return ok;
    }
    if (command.form == Form::read) {
        engine_.info(fmt::format("+CSMS: {},1,1,1", set_.csms));
        return ok;
    }
    const auto service = command.number(0);
    if (command.form != Form::set || !service || *service > 1) return cms(302);
    set_.csms = *service;
    engine_.info("+CSMS: 1,1,1");
    if (set_.csms == 0 && unacknowledged_) stop_waiting(true);
    return ok;
}

Result MobileEquipment::message_format(const AtCommand& command) { return keep(command, set_.cmgf, 1); }
Result MobileEquipment::keep_link(const AtCommand& command) { return keep(command, set_.cmms, 2); }

/// As +CPMS and +CMTI show it.
std::string MobileEquipment::shown_name(const MessageStorage& place) const
{
    const auto suffix = faults_.any() ? faults_.holds("cpms_names") : std::nullopt;
    return place.name() + suffix.value_or("");
}

/// The other way round; empty for what no storage is called.
std::string MobileEquipment::own_name(std::string name) const
{
    const auto suffix = faults_.any() ? faults_.holds("cpms_names") : std::nullopt;
    if (!suffix) return name;
    return name.ends_with(*suffix) ? name.substr(0, name.size() - suffix->size()) : "";
}

std::string MobileEquipment::use(std::size_t i, bool named)
{
    const auto& place = memory(i);
    const std::string_view space = family_.memory_spaces && named ? " " : "";
    return fmt::format("{}{}{},{}{}", named ? fmt::format("\"{}\",{}", shown_name(place), space) : "", place.used(), "",
                       space, place.capacity());
}

std::string MobileEquipment::uses(bool named)
{
    std::string all;
    for (std::size_t i = 0; i < family_.memory_count; ++i)
        all +=
            fmt::format("{}{}{}", i == 0 ? "" : ",", i > 0 && named && family_.memory_spaces ? " " : "", use(i, named));
    return all;
}

Result MobileEquipment::storages(const AtCommand& command)
{
    if (command.form == Form::read) {
        engine_.info(fmt::format("+CPMS: {}", uses(true)));
        return ok;
    }
    if (command.form == Form::test) {
        const auto me = me_.capacity() > 0 ? fmt::format(",\"{}\"", shown_name(me_)) : std::string{};
        const auto both = fmt::format("\"{}\"{}", shown_name(sm_), me);
        const bool usual = family_.memories_offered.empty();
        engine_.info(usual ? fmt::format(R"(+CPMS: ({0},"{1}"),({0}),({0}))", both, shown_name(sr_))
                           : fmt::format("+CPMS: {}", family_.memories_offered));
        return ok;
    }
    if (command.parameters.size() > family_.memory_count) return too_many(cms(302));
    if (command.form != Form::set || !command.has(0)) return cms(302);
    auto wanted = memories_;
    for (std::size_t i = 0; i < command.parameters.size(); ++i) {
        if (!command.has(i)) continue;
        const auto name = own_name(command.parameters[i]);
        const auto& refuses = family_.not_for_new;
        if (storage(name) == nullptr || (i > 0 && name == "SR") ||
            (i == 2 && std::find(refuses.begin(), refuses.end(), name) != refuses.end()))
            return cms(302);
        wanted[i] = name;
    }
    if (const auto stays = faults_.any() ? faults_.holds("mem3_stays") : std::nullopt; stays && storage(*stays))
        wanted[2] = *stays;
    if (command.parameters.size() == 3) { // a change from one choice of three to another
        const auto three = wanted[0] + wanted[1] + wanted[2];
        if (first_memories_.empty()) first_memories_ = three;
        listens_ = listens_ || three != first_memories_;
    }
    memories_ = wanted;
    engine_.info(fmt::format("+CPMS: {}", uses(false)));
    full_shown_ = false;
    network_.mobile_ready(index_);
    return ok;
}

Result MobileEquipment::indications(const AtCommand& command)
{
    auto& cnmi = set_.cnmi;
    if (command.form == Form::test) {
        engine_.info(fmt::format("+CNMI: {}", family_.indications_offered));
        return ok;
    }
    if (command.form == Form::read) {
        engine_.info(fmt::format("+CNMI: {},{},{},{},{}", cnmi[0], cnmi[1], cnmi[2], cnmi[3], cnmi[4]));
        return ok;
    }
    std::array<unsigned, 5> wanted = command.form == Form::set ? cnmi : family_.indications;
    if (command.form != Form::set) wanted[0] = 0;
    if (command.parameters.size() > wanted.size()) return too_many(family_.indications_refused);
    const auto offered = protocol::split_parameters(family_.indications_offered);
    for (std::size_t i = 0; i < command.parameters.size(); ++i) {
        const auto value = command.number(i, wanted[i]);
        const auto range = protocol::parse_range(offered.at(i));
        if (!value || std::find(range.begin(), range.end(), *value) == range.end()) return family_.indications_refused;
        wanted[i] = *value;
    }
    cnmi = wanted;
    network_.mobile_ready(index_);
    return ok;
}

Result MobileEquipment::service_centre(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    if (command.form == Form::read) {
        engine_.info(fmt::format("+CSCA: \"{}\",{}", in_charset(smsc_), smsc_.starts_with('+') ? 145 : 129));
        return ok;
    }
    if (command.form != Form::set || command.parameters.empty()) return cms(304);
    if (!command.parameters[0].empty() && !protocol::address_from_text(command.parameters[0])) return cms(304);
    smsc_ = command.parameters[0];
    if (command.number(1, 129) == 145u && !smsc_.empty() && !smsc_.starts_with('+')) smsc_ = fmt::format("+{}", smsc_);
    return ok;
}

void MobileEquipment::show(std::string_view prefix, unsigned index, StoredPdu& message)
{
    const auto place = prefix == "+CMGL" ? fmt::format("{},", index) : std::string{};
    if (set_.cmgf == 0) {
        engine_.info(fmt::format("{}: {}{},{},{}\r\n{}", prefix, place, message.status, family_.alpha,
                                 message.tpdu_octets, message.hex));
    } else {
        const auto [fields, text] = text_view(message);
        engine_.info(
            fmt::format("{}: {}\"{}\",{}\r\n{}", prefix, place, text_status[message.status], fields, in_charset(text)));
    }
    if (message.status == 0) message.status = 1;
}

Result MobileEquipment::list(const AtCommand& command)
{
    if (command.form == Form::test) {
        engine_.info(set_.cmgf == 0 ? "+CMGL: (0-4)"
                                    : R"(+CMGL: ("REC UNREAD","REC READ","STO UNSENT","STO SENT","ALL"))");
        return ok;
    }
    unsigned wanted = 0;
    if (command.has(0) && set_.cmgf == 0) {
        const auto status = command.number(0);
        if (!status || *status > 4) return cms(302);
        wanted = *status;
    } else if (command.has(0)) {
        wanted = 4;
        for (unsigned status = 0; status < text_status.size(); ++status)
            if (command.parameters[0] == text_status[status]) wanted = status;
        if (wanted == 4 && command.parameters[0] != "ALL") return cms(302);
    }
    if (family_.reports_unreadable && &memory(0) == &sr_) return ok;
    auto& from = memory(0);
    const bool dummies = faults_.any() && faults_.strikes("dummy_pdus");
    const bool glued = faults_.any() && faults_.strikes("list_glued");
    std::string together;
    for (unsigned index = from.first(); index < from.first() + from.capacity(); ++index) {
        auto* const message = from.find(index);
        if (message == nullptr) {
            if (dummies) engine_.info(fmt::format("+CMGL: {},0,,0\r\n00{}", index, std::string(40, 'F')));
        } else if (wanted != 4 && message->status != wanted) {
            continue;
        } else if (glued && set_.cmgf == 0) {
            together +=
                fmt::format("+CMGL: {},{},,{}\r\n{}", index, message->status, message->tpdu_octets, message->hex);
        } else {
            show("+CMGL", index, *message);
        }
    }
    if (!together.empty()) engine_.info(together);
    return ok;
}

Result MobileEquipment::read(const AtCommand& command)
{
    if (command.form == Form::test) return ok;
    const auto index = command.number(0);
    if (command.form != Form::set || !index) return cms(302);
    auto& from = memory(0);
    if (!from.holds(*index) || (family_.reports_unreadable && &from == &sr_)) return cms(321);
    auto* const message = from.find(*index);
    if (message == nullptr) {
        if (!family_.empty_slot_line.empty()) engine_.info(family_.empty_slot_line);
        return family_.empty_slot;
    }
    if (faults_.any() && faults_.strikes("cmgr_bare_ok")) return ok; // as of an empty place
    show("+CMGR", *index, *message);
    return ok;
}

void MobileEquipment::erase_one(MessageStorage& from, unsigned index)
{
    const auto* const message = from.find(index);
    if (message == nullptr) return;
    boost::json::object record{{"storage", from.name()}, {"index", index}, {"id", nullptr}, {"pdu", message->hex}};
    if (!message->id.empty()) record["id"] = message->id;
    note("deleted", record);
    from.erase(index);
}

Result MobileEquipment::erase(const AtCommand& command)
{
    auto& from = memory(0);
    if (command.form == Form::test) {
        std::string indices;
        for (const auto& [index, ignored] : from.messages())
            indices += fmt::format("{}{}", indices.empty() ? "" : ",", index);
        engine_.info(fmt::format("+CMGD: ({}),(0-4)", indices));
        return ok;
    }
    const auto index = command.number(0), flag = command.number(1, 0);
    if (command.form != Form::set || !index || !flag || *flag > 4) return cms(302);
    if (const auto code = faults_.any() ? faults_.strikes("delete_fails") : std::nullopt) {
        fault("delete_fails");
        if (from.find(*index) != nullptr) later(network_retry, [this, &from, at = *index] { announce(from, at); });
        return cms(number_in(*code, 500));
    }
    if (*flag == 0) {
        if (!from.holds(*index)) return cms(321);
        erase_one(from, *index);
    } else { // 1 read, 2 and sent, 3 and unsent, 4 all
        std::vector<unsigned> going;
        for (const auto& [at, message] : from.messages())
            if (*flag == 4 || message.status == 1 || (*flag >= 2 && message.status == 3) ||
                (*flag == 3 && message.status == 2))
                going.push_back(at);
        for (const auto at : going)
            erase_one(from, at);
    }
    if (!from.full()) {
        full_shown_ = false;
        network_.mobile_ready(index_); // RP-SMMA (TS 24.011 §7.3.2): memory available
    }
    return ok;
}
} // namespace nida::sim
