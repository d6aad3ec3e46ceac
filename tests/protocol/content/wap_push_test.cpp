#include "protocol/content/wap_push.hpp"

#include "protocol/content/joined_message.hpp"
#include "protocol/hex.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "protocol/unicode.hpp"
#include "tests/protocol/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

using namespace nida::protocol;

namespace
{
/// The octets behind the headers of the PDUs with these ids, joined in this order.
Octets pushed(std::initializer_list<std::string_view> ids)
{
    Octets data;
    for (const auto id : ids)
        for (const auto& record : vectors::records_of("pdu")) {
            if (record.at("id").as_string() != id) continue;
            const auto received = decode_received(vectors::octets(vectors::text(record, "pdu_hex"))).value();
            const auto& ud = std::get<DeliverPdu>(received.tpdu).user_data;
            const auto content = decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value();
            data.insert(data.end(), content.data.begin(), content.data.end());
        }
    BOOST_REQUIRE(!data.empty());
    return data;
}
WapPush read(const Octets& data) { return decode_wap_push(data).value(); }
WapPush read(std::string_view hex) { return read(from_hex(hex, "push").value()); }
std::string hex_of(std::string_view text) { return to_hex({reinterpret_cast<const Octet*>(text.data()), text.size()}); }
/// A push of application/vnd.wap.sic or .slc with this document.
WapPush read_si(const std::string& document) { return read("010601AE" + document); }
ServiceIndication indication(const WapPush& push) { return std::get<ServiceIndication>(push.content); }

using namespace std::chrono_literals;
} // namespace

BOOST_AUTO_TEST_SUITE(wap_push)

BOOST_AUTO_TEST_CASE(an_mms_notification_says_who_what_how_large_until_when_and_where)
{
    const auto push = read(pushed({"ofono/wap_push_1"}));
    BOOST_TEST(push.content_type == "application/vnd.wap.mms-message");
    BOOST_TEST(push.complete);
    BOOST_TEST((std::get<MmsMessage>(push.content) == MmsMessage{MmsMessageType::notification, "OgQKKB", "Erotik",
                                                                 "Pin-Ups", 0x4000, std::chrono::seconds{0x03F480},
                                                                 "http://eps3.de/O/Z9IZO"}));
}

BOOST_AUTO_TEST_CASE(an_mms_notification_of_two_segments)
{
    const auto push = read(pushed(
        {"python-messaging/test_decoding_m_notification_ind", "python-messaging/test_decoding_m_notification_ind#2"}));
    BOOST_TEST(push.complete);
    BOOST_TEST(
        (std::get<MmsMessage>(push.content) ==
         MmsMessage{MmsMessageType::notification, "NOK5CiKcoTMYSG4MBSwAAsKv14FUHAAAAAAAA", "+447785342749/TYPE=PLMN",
                    "", 0x7400, 72'000s, "http://promms/servlets/NOK5CiKcoTMYSG4MBSwAAsKv14FUHAAAAAAAA"}));

    const auto other = read(pushed({"android-telephony/testUdh", "android-telephony/testUdh#2"}));
    BOOST_TEST(other.complete);
    const auto& mms = std::get<MmsMessage>(other.content);
    BOOST_TEST(mms.from == "+15122977683/TYPE=PLMN");
    BOOST_TEST(mms.size.value() == 0x2B91u);
    BOOST_TEST(mms.content_location == "http://66.102.171.150/RNE9U0Jmq5QAABflAAAAMwAAB6QAAAAA");
}

BOOST_AUTO_TEST_CASE(the_first_segment_alone_is_told_as_far_as_it_goes)
{
    const auto push = read(pushed({"python-messaging/test_decoding_m_notification_ind"}));
    BOOST_TEST(!push.complete);
    const auto& mms = std::get<MmsMessage>(push.content);
    BOOST_TEST(mms.from == "+447785342749/TYPE=PLMN");
    BOOST_TEST(mms.content_location == "http:/");
}

BOOST_AUTO_TEST_CASE(a_service_indication_has_a_link_and_a_text_with_strings_from_its_table)
{
    const auto push = read(pushed(
        {"python-messaging/test_decoding_generic_wap_push", "python-messaging/test_decoding_generic_wap_push#2"}));
    BOOST_TEST(push.content_type == "application/vnd.wap.sic");
    BOOST_TEST(push.complete);
    BOOST_TEST(indication(push).href == "http://wap.meincallya.de/");
    BOOST_TEST(indication(push).action == "signal-high");
    BOOST_TEST(
        indication(push).text ==
        "Zum kostenlosen Portal \"Mein Vodafone\" - einfach auf den folgenden Link klicken oder die Seite direkt "
        "aufrufen. Ihr Vodafone Team");
}

BOOST_AUTO_TEST_CASE(tokens_of_links_ids_actions_dates_and_entities)
{
    // <si><indication href="https://www.nida.org/x" si-id="a1" action="delete" created=(a date)>é!<info><item>no</item></info>
    // </indication></si>
    const auto href = "0F03" + hex_of("nida") + "008803" + hex_of("x") + "00";
    const auto id = "1103" + hex_of("a1") + "00";
    const auto created = std::string{"0AC30420260101"};
    const auto info = "4748"
                      "03" +
                      hex_of("no") +
                      "00"
                      "01"
                      "01";
    const auto push = read_si("02056A00"
                              "45C6" +
                              href + id + "09" + created +
                              "01"
                              "028169"
                              "03" +
                              hex_of("!") + "00" + info + "0101");
    BOOST_TEST(push.complete);
    BOOST_TEST((indication(push) == ServiceIndication{"https://www.nida.org/x", "a1", "delete", "é!"}));
}

BOOST_AUTO_TEST_CASE(a_public_identifier_and_a_latin_character_set)
{
    // The identifier stands in the table, at its beginning; the character set is ISO 8859-1.
    const auto push = read_si("020000"
                              "0405" +
                              hex_of("-//X") +
                              "00"
                              "45C6"
                              "0B03E900"
                              "01"
                              "03E000"
                              "0101");
    BOOST_TEST(push.complete);
    BOOST_TEST((indication(push) == ServiceIndication{"é", "", "", "à"}));
}

BOOST_AUTO_TEST_CASE(a_service_loading_has_a_link_and_an_action)
{
    const auto push = read("010601B0"
                           "02066A00"
                           "85"
                           "0A03" +
                           hex_of("nida") +
                           "0085"
                           "06"
                           "01");
    BOOST_TEST(push.content_type == "application/vnd.wap.slc");
    BOOST_TEST(push.complete);
    BOOST_TEST((std::get<ServiceLoading>(push.content) == ServiceLoading{"http://www.nida.com/", "execute-high"}));
}

BOOST_AUTO_TEST_CASE(a_subject_and_a_sender_in_their_character_sets_and_an_absolute_expiry)
{
    // Subject: value length, UTF-8 (EA), "é"; From: inserted by the server; Expiry: 2026-01-01T00:00:00Z.
    const auto head = read("010601BE"
                           "8C82"
                           "9604EAC3A900"
                           "890181"
                           "8806"
                           "8004"
                           "6955B900")
                          .content;
    const auto& mms = std::get<MmsMessage>(head);
    BOOST_TEST(mms.subject == "é");
    BOOST_TEST(mms.from == "");
    BOOST_TEST(
        (std::get<std::chrono::sys_seconds>(mms.expiry) == std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}));

    // Latin-1 by a long integer, UCS-2, and a text that is quoted since its first octet is high.
    const auto subject = [](const std::string& value) {
        return std::get<MmsMessage>(read("010601BE96" + value).content).subject;
    };
    BOOST_TEST(subject("040104E900") == "é");
    BOOST_TEST(subject("070203E806330644") == "سل");
    BOOST_TEST(subject("7FC3A900") == "é");
    BOOST_TEST(subject("E900") == "\uFFFD");
}

BOOST_AUTO_TEST_CASE(headers_of_an_mms_that_we_do_not_tell_are_skipped_by_their_form)
{
    // A name of its own, a short integer, a length with octets, a text, a long length; then the location and the body.
    const auto push = read("010601BE" + hex_of("X-Name") + "00" + hex_of("value") +
                           "00"
                           "9081"
                           "8703AABBCC"
                           "8B" +
                           hex_of("id") +
                           "00"
                           "971F02AABB"
                           "83" +
                           hex_of("u") +
                           "00"
                           "84"
                           "83" +
                           hex_of("body") + "00");
    BOOST_TEST(push.complete);
    BOOST_TEST(std::get<MmsMessage>(push.content).content_location == "u");
}

BOOST_AUTO_TEST_CASE(other_contents_are_told_by_their_type)
{
    BOOST_TEST(read("010601B6"
                    "03")
                   .content_type == "application/vnd.wap.connectivity-wbxml");
    BOOST_TEST(read("010601C4").content_type == "application/vnd.syncml.notification");
    BOOST_TEST(read("010601FE").content_type == "0x7E");
    BOOST_TEST(read("0106030280AB").content_type == "*/*"); // a length, the type, a parameter
    BOOST_TEST(read("0107"
                    "04"
                    "03020102"
                    "00")
                   .content_type == "0x102"); // a confirmed push; a long integer
    BOOST_TEST(read("010606" + hex_of("a/b+c") + "00").content_type == "a/b+c");
    BOOST_TEST(std::holds_alternative<std::monostate>(read("010601B6").content));
}

BOOST_AUTO_TEST_CASE(what_is_no_push_is_none)
{
    for (const auto* hex : {"", "01", "0140", "010101AE"})
        BOOST_TEST(!decode_wap_push(from_hex(hex, "push").value()).has_value(), hex);
}

BOOST_AUTO_TEST_CASE(every_prefix_of_a_push_is_read_and_said_to_be_incomplete)
{
    const auto whole = pushed({"ofono/wap_push_1"});
    std::size_t complete = 0;
    for (std::size_t there = 2; there < whole.size(); ++there) {
        const auto push = decode_wap_push(std::span{whole}.first(there)).value();
        const auto* mms = std::get_if<MmsMessage>(&push.content);
        if (push.complete) ++complete; // where a header ends the next may have come
        if (mms && there + 1 == whole.size()) BOOST_TEST(!push.complete);
        if (mms)
            BOOST_TEST(std::get<MmsMessage>(read(whole).content).content_location.starts_with(mms->content_location));
    }
    BOOST_TEST(complete < 15u);
}

BOOST_AUTO_TEST_CASE(a_text_stays_short_however_often_the_table_is_asked)
{
    // 200 octets of table, asked a thousand times: 200 000 octets, were it not for the bound.
    std::string document = "02056A"
                           "8149" +
                           hex_of(std::string(200, 'x')) +
                           "00"
                           "45C6"
                           "0B03" +
                           hex_of("y") + "00";
    for (int i = 0; i < 1000; ++i)
        document += "8300";
    document += "01";
    for (int i = 0; i < 1000; ++i)
        document += "8300";
    const auto push = read_si(document + "0101");
    BOOST_TEST(push.complete);
    BOOST_TEST(indication(push).href.size() == WspReader::longest_text);
    BOOST_TEST(indication(push).text.size() == WspReader::longest_text);
}

BOOST_AUTO_TEST_CASE(a_document_that_goes_astray_is_incomplete)
{
    for (const auto* document : {"", "02", "0205", "02056A", "02056A05", "02056A00", "02056A0045", "02056A0045C6",
                                 "02056A0045C60B0378", "02056A0045C60B8305", "02056A004543", "02056AFFFFFFFFFF45"})
        BOOST_TEST(!read_si(document).complete, document);
}

BOOST_AUTO_TEST_CASE(an_integer_of_variable_length_keeps_to_32_bits)
{
    const auto uintvar = [](std::string_view hex) {
        const auto octets = from_hex(hex, "uintvar").value();
        WspReader reader{octets};
        const auto value = reader.uintvar();
        return reader.ok() ? std::optional{value} : std::nullopt;
    };
    BOOST_TEST(uintvar("00").value() == 0u);
    BOOST_TEST(uintvar("7F").value() == 127u);
    BOOST_TEST(uintvar("8100").value() == 128u);
    BOOST_TEST(uintvar("87A524").value() == 0x1D2A4u);
    BOOST_TEST(uintvar("8FFFFFFF7F").value() == 0xFFFFFFFFu);
    BOOST_TEST(!uintvar("9FFFFFFF7F"));
    BOOST_TEST(!uintvar("808080808000"));
    BOOST_TEST(!uintvar("81"));
}

BOOST_AUTO_TEST_SUITE_END()
