// What holds for every TPDU, tried on some thousands of random ones; the seed is fixed, so that a failure comes again.
#include "protocol/pdu/tpdu.hpp"

#include "protocol/hex.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace nida::protocol;

namespace
{
class Chance
{
public:
    unsigned below(unsigned limit) { return static_cast<unsigned>(engine_() % limit); }
    bool coin() { return below(2) == 0; }
    Octet octet() { return static_cast<Octet>(below(256)); }
    Octets octets(std::size_t count)
    {
        Octets octets(count);
        for (auto& octet : octets)
            octet = this->octet();
        return octets;
    }
private:
    std::mt19937 engine_{20230401};
};

Address random_address(Chance& chance)
{
    constexpr std::string_view keys = "0123456789*#abc";
    // A space is no last character of a name: nothing in the spec forbids it, and nothing reads it.
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 @$_-";
    Address address{static_cast<Octet>(0x80 | chance.below(0x80)), ""};
    const auto& of = address.is_alphanumeric() ? letters : keys;
    const auto count = chance.below(address.is_alphanumeric() ? 12 : 21);
    for (unsigned i = 0; i < count; ++i)
        address.value += of[chance.below(static_cast<unsigned>(of.size()))];
    return address;
}

TimeStamp random_time(Chance& chance)
{
    using namespace std::chrono;
    constexpr seconds hundred_years = sys_days{year{2070} / 1 / 1} - sys_days{year{1970} / 1 / 1};
    const sys_seconds local{seconds{chance.below(static_cast<unsigned>(hundred_years.count()))}};
    const auto zone = (static_cast<int>(chance.below(159)) - 79) * minutes{15};
    return {local - zone, zone};
}

UserData random_user_data(Chance& chance, Octet dcs)
{
    UserData ud{dcs, chance.coin(), static_cast<Octet>(chance.below(161)), {}};
    ud.octets = chance.octets(user_data_octets(dcs, ud.length));
    return ud;
}

ReportParameters random_parameters(Chance& chance)
{
    ReportParameters parameters;
    if (chance.coin()) parameters.protocol_identifier = chance.octet();
    if (chance.coin()) parameters.dcs = chance.octet();
    if (chance.coin()) parameters.user_data = random_user_data(chance, parameters.dcs.value_or(0));
    return parameters;
}

std::optional<Validity> random_validity(Chance& chance)
{
    switch (chance.below(4)) {
    case 0: return ValidityPeriod::from_octet(chance.octet());
    case 1: return random_time(chance);
    case 2: {
        EnhancedValidity::Field field;
        for (auto& octet : field)
            octet = chance.octet();
        return EnhancedValidity{field};
    }
    default: return std::nullopt;
    }
}

template <class T> std::optional<T> perhaps(Chance& chance, T (*make)(Chance&))
{
    return chance.coin() ? std::optional{make(chance)} : std::nullopt;
}

DeliverPdu random_deliver(Chance& chance)
{
    DeliverPdu pdu;
    pdu.originator = random_address(chance);
    pdu.protocol_identifier = chance.octet();
    pdu.time = perhaps(chance, random_time);
    pdu.more_messages = chance.coin();
    pdu.status_report_indication = chance.coin();
    pdu.loop_prevention = chance.coin();
    pdu.reply_path = chance.coin();
    pdu.user_data = random_user_data(chance, chance.octet());
    return pdu;
}

SubmitPdu random_submit(Chance& chance)
{
    SubmitPdu pdu;
    pdu.message_reference = chance.octet();
    pdu.destination = random_address(chance);
    pdu.protocol_identifier = chance.octet();
    pdu.reject_duplicates = chance.coin();
    pdu.status_report_request = chance.coin();
    pdu.reply_path = chance.coin();
    pdu.validity = random_validity(chance);
    pdu.user_data = random_user_data(chance, chance.octet());
    return pdu;
}

StatusReportPdu random_status_report(Chance& chance)
{
    StatusReportPdu pdu;
    pdu.message_reference = chance.octet();
    pdu.recipient = random_address(chance);
    pdu.submitted = perhaps(chance, random_time);
    pdu.discharged = perhaps(chance, random_time);
    pdu.status = chance.octet();
    pdu.more_messages = chance.coin();
    pdu.loop_prevention = chance.coin();
    pdu.status_report_qualifier = chance.coin();
    pdu.parameters = perhaps(chance, random_parameters);
    return pdu;
}

std::optional<Octet> random_cause(Chance& chance)
{
    return chance.coin() ? std::optional{static_cast<Octet>(0x80 | chance.below(0x80))} : std::nullopt;
}

DeliverReportPdu random_deliver_report(Chance& chance) { return {random_cause(chance), random_parameters(chance)}; }

SubmitReportPdu random_submit_report(Chance& chance)
{
    return {random_cause(chance), perhaps(chance, random_time), random_parameters(chance)};
}

CommandPdu random_command(Chance& chance)
{
    CommandPdu pdu;
    pdu.message_reference = chance.octet();
    pdu.protocol_identifier = chance.octet();
    pdu.command_type = chance.octet();
    pdu.message_number = chance.octet();
    pdu.destination = random_address(chance);
    pdu.status_report_request = chance.coin();
    pdu.has_udh = chance.coin();
    pdu.data = chance.octets(chance.below(157));
    return pdu;
}

struct Sample {
    Tpdu tpdu;
    Direction direction;
};
Sample random_tpdu(Chance& chance)
{
    switch (chance.below(6)) {
    case 0: return {random_deliver(chance), Direction::from_network};
    case 1: return {random_submit(chance), Direction::to_network};
    case 2: return {random_status_report(chance), Direction::from_network};
    case 3: return {random_deliver_report(chance), Direction::to_network};
    case 4: return {random_submit_report(chance), Direction::from_network};
    default: return {random_command(chance), Direction::to_network};
    }
}

/// The primitive that carried a report; any for the rest.
RpPdu rp_of(const Tpdu& tpdu)
{
    if (const auto* report = std::get_if<DeliverReportPdu>(&tpdu)) return report->rp();
    if (const auto* report = std::get_if<SubmitReportPdu>(&tpdu)) return report->rp();
    return RpPdu::ack;
}
} // namespace

BOOST_AUTO_TEST_SUITE(tpdu_properties)

BOOST_AUTO_TEST_CASE(what_is_written_reads_back_field_by_field)
{
    Chance chance;
    for (unsigned i = 0; i < 20'000; ++i) {
        const auto sample = random_tpdu(chance);
        const auto written = tpdu_octets(sample.tpdu);
        const auto read = decode_tpdu(written, {sample.direction, rp_of(sample.tpdu)});
        if (!read || *read != sample.tpdu) {
            BOOST_ERROR(to_hex(written) << (read ? "" : ": " + read.error().text()));
            break;
        }
        // The cause alone tells a report of an error where nobody knows the primitive.
        if (decode_tpdu(written, {.direction = sample.direction}).value() != *read) BOOST_ERROR(to_hex(written));
        // One octet more belongs to nobody, except behind the TP-ST of a report.
        if (std::holds_alternative<StatusReportPdu>(sample.tpdu)) continue;
        auto longer = written;
        longer.push_back(0x00);
        if (decode_tpdu(longer, {sample.direction, rp_of(sample.tpdu)}).value() != *read) BOOST_ERROR(to_hex(longer));
    }
}

BOOST_AUTO_TEST_CASE(the_same_tpdu_lies_behind_any_service_centre)
{
    Chance chance;
    for (unsigned i = 0; i < 2'000; ++i) {
        const auto sample = random_tpdu(chance);
        const auto tpdu = tpdu_octets(sample.tpdu);
        const TpduContext context{sample.direction, rp_of(sample.tpdu)};
        BOOST_REQUIRE((decode_received(tpdu, tpdu.size(), context).value().tpdu == sample.tpdu));

        const auto smsc = random_address(chance);
        if (smsc.is_alphanumeric()) continue; // a centre has a number
        Octets octets;
        append_smsc(octets, smsc);
        octets.insert(octets.end(), tpdu.begin(), tpdu.end());
        const auto received = decode_received(octets, tpdu.size(), context).value();
        BOOST_REQUIRE(received.smsc.value == smsc.value);
        BOOST_REQUIRE((received.tpdu == sample.tpdu));
    }
}

BOOST_AUTO_TEST_CASE(any_time_field_whatsoever_is_written_as_it_came)
{
    Chance chance;
    for (unsigned i = 0; i < 20'000; ++i) {
        Octets tpdu{0x06, 1, 2, 0x91, 0x21};
        for (unsigned octet = 0; octet < 14; ++octet) // mostly digits, so that some are dates
            tpdu.push_back(chance.below(20) == 0 ? chance.octet()
                                                 : static_cast<Octet>(chance.below(10) << 4 | chance.below(3)));
        tpdu.push_back(0);
        const auto read = decode_tpdu(tpdu).value();
        if (tpdu_octets(read) != tpdu) BOOST_ERROR(to_hex(tpdu));
    }
}

BOOST_AUTO_TEST_CASE(any_octets_are_read_or_refused_and_what_was_read_stays_as_it_is)
{
    Chance chance;
    std::size_t read_count = 0;
    for (unsigned i = 0; i < 20'000; ++i) {
        auto octets = tpdu_octets(random_tpdu(chance).tpdu);
        octets.resize(chance.below(static_cast<unsigned>(octets.size())) + 1);
        for (unsigned changes = chance.below(4); changes > 0; --changes)
            octets[chance.below(static_cast<unsigned>(octets.size()))] = chance.octet();
        for (const auto direction : {Direction::from_network, Direction::to_network}) {
            const auto read = decode_tpdu(octets, {.direction = direction});
            if (!read) {
                BOOST_REQUIRE(read.error().offset <= octets.size());
                continue;
            }
            ++read_count;
            const auto written = tpdu_octets(*read);
            const auto again = decode_tpdu(written, {direction, rp_of(*read)});
            if (!again || *again != *read) BOOST_ERROR(to_hex(octets) << " became " << to_hex(written));
        }
    }
    BOOST_TEST(read_count >= 10'000u);
}

BOOST_AUTO_TEST_SUITE_END()
