#include "protocol/content/content.hpp"

#include "protocol/hex.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "protocol/unicode.hpp"
#include "tests/protocol/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace nida::protocol;

namespace
{
/// @param header  a header with its length octet; empty: none
Content recognise(Octet pid, Octet dcs, std::string_view header = "", std::string_view data = "")
{
    Udh udh;
    if (!header.empty()) udh = decode_udh(from_hex(header, "UDH").value()).value();
    return recognise_content(pid, dcs, udh, from_hex(data, "data").value());
}
Content recognise_vector(std::string_view id)
{
    for (const auto& record : vectors::records_of("pdu")) {
        if (record.at("id").as_string() != id) continue;
        const auto received = decode_received(vectors::octets(vectors::text(record, "pdu_hex"))).value();
        const auto& pdu = std::get<DeliverPdu>(received.tpdu);
        const auto& ud = pdu.user_data;
        const auto decoded = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value();
        return recognise_content(pdu.protocol_identifier, ud.dcs, decoded.udh, decoded.data, pdu.originator);
    }
    throw std::out_of_range{std::string{id}};
}
std::vector<WaitingState> waits(WaitingType type, bool active, std::optional<unsigned> count, unsigned profile = 1)
{
    return {WaitingState{type, active, count, profile}};
}
constexpr auto all_kinds = [] {
    std::array<ContentKind, static_cast<std::size_t>(ContentKind::compressed) + 1> kinds{};
    for (std::size_t i = 0; i < kinds.size(); ++i)
        kinds[i] = static_cast<ContentKind>(i);
    return kinds;
}();
} // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(ContentKind)

BOOST_AUTO_TEST_SUITE(content)

BOOST_AUTO_TEST_CASE(texts_are_for_people_and_class_0_is_shown_at_once)
{
    const auto plain = recognise(0x00, 0x00);
    BOOST_TEST(plain.kind == ContentKind::text);
    BOOST_TEST(plain.for_people());
    BOOST_TEST(plain.store);
    BOOST_TEST(plain.text() == "text for people");
    BOOST_TEST(recognise(0x00, 0x08).kind == ContentKind::text);
    BOOST_TEST(recognise(0x00, 0x8F).kind == ContentKind::text); // a reserved group is read as the default alphabet

    for (const Octet dcs : {0x10, 0x18, 0xF0}) {
        const auto flash = recognise(0x00, dcs);
        BOOST_TEST(flash.kind == ContentKind::flash_text);
        BOOST_TEST(flash.message_class.value() == 0u);
        BOOST_TEST(flash.for_people());
        BOOST_TEST(!flash.store);
    }
    BOOST_TEST(recognise(0x00, 0x11).kind == ContentKind::text);
    BOOST_TEST(!recognise(0x00, 0x48).store); // marked for automatic deletion
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_as_text_is_data)
{
    BOOST_TEST(recognise(0x00, 0x04).kind == ContentKind::data);
    BOOST_TEST(recognise(0x00, 0xF5).kind == ContentKind::data);
    BOOST_TEST(recognise(0x00, 0x20).kind == ContentKind::compressed);
    BOOST_TEST(!recognise(0x00, 0x04).for_people());
}

BOOST_AUTO_TEST_CASE(the_protocol_identifier_names_what_is_special)
{
    BOOST_TEST(recognise(0x40, 0x00).kind == ContentKind::silent);
    BOOST_TEST(!recognise(0x40, 0x00).for_people());
    for (unsigned type = 1; type <= 7; ++type) {
        const auto replacing = recognise(static_cast<Octet>(0x40 + type), 0x00);
        BOOST_TEST(replacing.kind == ContentKind::text);
        BOOST_TEST(replacing.replaces.value() == type);
        BOOST_TEST(replacing.for_people());
    }
    BOOST_TEST(recognise(0x43, 0x00).text() == "text for people, replaces its sender's earlier one of type 3");
    BOOST_TEST(!recognise(0x48, 0x00).replaces);
    BOOST_TEST(recognise(0x48, 0x04).kind == ContentKind::device_triggering);
    BOOST_TEST(recognise(0x5F, 0x00).kind == ContentKind::return_call);
    BOOST_TEST(recognise(0x7D, 0xF5).kind == ContentKind::mobile_data_download);
    BOOST_TEST(recognise(0x7E, 0x11).kind == ContentKind::depersonalization);
    BOOST_TEST(recognise(0x7F, 0xF6).kind == ContentKind::sim_data_download);
    BOOST_TEST(recognise(0x00, 0xF6, "027000").kind ==
               ContentKind::sim_data_download); // a security header says so, too
}

BOOST_AUTO_TEST_CASE(the_data_coding_says_that_something_waits)
{
    BOOST_TEST((recognise(0, 0xC8).waiting == waits(WaitingType::voice, true, {})));
    BOOST_TEST((recognise(0, 0xC1).waiting == waits(WaitingType::fax, false, {})));
    BOOST_TEST((recognise(0, 0xDA).waiting == waits(WaitingType::email, true, {})));
    BOOST_TEST((recognise(0, 0xEB).waiting == waits(WaitingType::other, true, {})));
    BOOST_TEST(recognise(0, 0xC8).kind == ContentKind::message_waiting);
    BOOST_TEST(!recognise(0, 0xC8).store);
    BOOST_TEST(!recognise(0, 0xC8).for_people());
    BOOST_TEST(recognise(0, 0xD8).for_people()); // its text is to be kept
    BOOST_TEST(recognise(0, 0xE8).for_people());
    BOOST_TEST(recognise(0, 0xC8).text() == "message waiting: voice");
    BOOST_TEST(recognise(0, 0xC1).text() == "message waiting: no fax");
    BOOST_TEST(recognise_vector("ofono/test_simple_mwi").text() == "message waiting: voice");
}

BOOST_AUTO_TEST_CASE(the_header_says_how_many_wait_and_overrides)
{
    const auto set = recognise_vector("android-telephony/testCingularVoiceMail");
    BOOST_TEST((set.waiting == waits(WaitingType::voice, true, 2)));
    BOOST_TEST(!set.store);
    const auto clear = recognise_vector("android-telephony/testCingularVoiceMail#2");
    BOOST_TEST((clear.waiting == waits(WaitingType::voice, false, 0)));
    BOOST_TEST(clear.text() == "message waiting: no voice");

    // Stored where either the coding or the header asks for it.
    BOOST_TEST(recognise(0, 0xD8, "0401020002").store);
    BOOST_TEST(recognise(0, 0xC8, "0401028002").store);
    BOOST_TEST(!recognise(0, 0x00, "0401020002").store);

    const auto two = recognise(0, 0x00,
                               "08"
                               "01028002"
                               "010242FF");
    BOOST_TEST(two.text() == "message waiting: 2 voice, 255 email or more (profile 3)");
}

BOOST_AUTO_TEST_CASE(enhanced_voice_mail_is_voice_that_waits)
{
    const auto content = recognise(0, 0x00,
                                   "0823063404812143"
                                   "03");
    BOOST_TEST(content.kind == ContentKind::message_waiting);
    BOOST_TEST((content.waiting == waits(WaitingType::voice, true, 3, 2)));
    BOOST_TEST(content.store);
}

BOOST_AUTO_TEST_CASE(two_names_of_senders_are_indications_of_old_networks)
{
    const auto set = recognise_vector("android-telephony/testCPHSVoiceMail");
    BOOST_TEST((set.waiting == waits(WaitingType::voice, true, {})));
    BOOST_TEST(set.replaces.value() == 1u);
    const auto clear = recognise_vector("android-telephony/testCPHSVoiceMail#2");
    BOOST_TEST((clear.waiting == waits(WaitingType::voice, false, {})));
}

BOOST_AUTO_TEST_CASE(ports_tell_which_program_it_is_for)
{
    const std::pair<const char*, ContentKind> ports[] = {
        {"060504"
         "23F40000",
         ContentKind::contact_card},
        {"060504"
         "23F50000",
         ContentKind::calendar_entry},
        {"060504"
         "15810000",
         ContentKind::ringtone},
        {"060504"
         "15820000",
         ContentKind::operator_logo},
        {"060504"
         "15830000",
         ContentKind::caller_logo},
        {"060504"
         "158A0000",
         ContentKind::picture},
        {"060504"
         "C34F0000",
         ContentKind::phone_settings},
        {"060504"
         "04D20000",
         ContentKind::for_program},
        {"040402"
         "E200",
         ContentKind::contact_card},
        {"040402"
         "E400",
         ContentKind::calendar_entry},
        {"060504"
         "0B850000",
         ContentKind::wap_push},
    };
    for (const auto& [header, kind] : ports) {
        const auto content = recognise(0, 0x04, header);
        BOOST_TEST((content.kind == kind), header);
        BOOST_TEST(!content.for_people());
    }
    BOOST_TEST(recognise(0, 0x00, "06050404D20000").text() == "message for a program, to port 1234");
    BOOST_TEST(recognise(0, 0x04, "06050423F40000").text() == "contact card, to port 9204 (vCard)");
}

BOOST_AUTO_TEST_CASE(a_push_is_read_where_it_begins)
{
    const auto mms = recognise_vector("ofono/wap_push_1");
    BOOST_TEST(mms.kind == ContentKind::mms_notification);
    BOOST_TEST(mms.text() ==
               "MMS notification from Erotik: Pin-Ups, 16384 octets, at http://eps3.de/O/Z9IZO, for 72 hours");

    const auto first = recognise_vector("python-messaging/test_decoding_m_notification_ind");
    BOOST_TEST(first.kind == ContentKind::mms_notification);
    BOOST_TEST(first.text() ==
               "MMS notification from +447785342749/TYPE=PLMN, 29696 octets, at http:/, for 20 hours (incomplete)");
    const auto second = recognise_vector("python-messaging/test_decoding_m_notification_ind#2");
    BOOST_TEST(second.kind == ContentKind::wap_push);
    BOOST_TEST(!second.push);
    BOOST_TEST(second.text() == "WAP push, to port 2948 (WAP push)");

    const auto si = recognise_vector("python-messaging/test_decoding_generic_wap_push");
    BOOST_TEST(si.kind == ContentKind::service_indication);
    const std::string port{"0605040B8423F0"};
    BOOST_TEST(recognise(0, 0x04, port,
                         "010601B0"
                         "02066A00850803"
                         "7800"
                         "01")
                   .text() == "service loading, at x");
    BOOST_TEST(recognise(0, 0x04, port, "010601B6").text() == "WAP push: application/vnd.wap.connectivity-wbxml");
    BOOST_TEST(recognise(0, 0x04, port, "010601BE8C86").text() == "WAP push: MMS delivery report");
    BOOST_TEST(recognise(0, 0x04, port, "FFFF").kind == ContentKind::wap_push);
}

BOOST_AUTO_TEST_CASE(every_kind_has_a_name_in_three_languages)
{
    for (const auto kind : all_kinds) {
        const auto name = name_of(kind);
        BOOST_TEST(!name.ar.empty());
        BOOST_TEST(!name.fr.empty());
        BOOST_TEST(!name.en.empty());
        BOOST_TEST((name.ar != name.fr && name.fr != name.en));
        BOOST_TEST((is_valid_utf8(name.ar) && is_valid_utf8(name.fr)));
        for (const auto other : all_kinds)
            if (other != kind) BOOST_TEST((name_of(other).ar != name.ar && name_of(other).fr != name.fr));
    }
}

BOOST_AUTO_TEST_CASE(every_identifier_and_coding_is_something)
{
    for (unsigned pid = 0; pid <= 0xFF; ++pid)
        for (unsigned dcs = 0; dcs <= 0xFF; ++dcs) {
            const auto content = recognise_content(static_cast<Octet>(pid), static_cast<Octet>(dcs), {}, {});
            if (content.text().empty()) BOOST_ERROR(pid << ' ' << dcs);
        }
}

BOOST_AUTO_TEST_SUITE_END()
