#include "protocol/at/ussd_text.hpp"

#include "tests/protocol/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace nida::protocol;

namespace
{
Cusd cusd(std::string_view text)
{
    const auto result = parse_cusd(text);
    BOOST_REQUIRE_MESSAGE(result, text);
    return *result;
}
/// What a person reads of a reply as it came from the modem.
std::string shown(std::string_view text, UssdForm likely = UssdForm::packed) { return decode_ussd(cusd(text), likely); }

std::string encoded(std::string_view text, UssdForm form)
{
    const auto string = encode_ussd(text, form);
    BOOST_REQUIRE_MESSAGE(string, text << " has no string");
    return *string;
}
std::string decoded(std::string string, UssdForm form)
{
    return decode_ussd({CusdMode::done, std::move(string), 15}, form);
}

std::string times(std::size_t count, std::string_view text)
{
    std::string result;
    while (count-- > 0)
        result += text;
    return result;
}

constexpr UssdForm request_forms[] = {UssdForm::text, UssdForm::packed, UssdForm::ucs2};
} // namespace

BOOST_AUTO_TEST_SUITE(ussd_text)

BOOST_AUTO_TEST_CASE(forms_have_names)
{
    for (const auto form : ussd_forms)
        BOOST_TEST((ussd_form_named(ussd_form_name(form)) == form));
    BOOST_TEST(ussd_form_name(UssdForm::hex_septets) == "hex-septets");
    BOOST_TEST((ussd_form_named("UCS2") == UssdForm::ucs2));
    BOOST_TEST(!ussd_form_named("pdu"));
}

BOOST_AUTO_TEST_CASE(requests_in_every_form)
{
    // What modems' traces show, and the first with MM's and oFono's rule for padding.
    const std::pair<std::string, std::string> packed[] = {
        {"*100#", "AA180C3602"}, {"*101#", "AA182C3602"},    {"*105#", "AA18AC3602"},   {"*111#", "AA582C3602"},
        {"*123#", "AA986C3602"}, {"*#100#", "AA510C061B01"}, {"*#123#", "AA514C361B01"}};
    for (const auto& [code, hex] : packed)
        BOOST_TEST(encoded(code, UssdForm::packed) == hex);
    BOOST_TEST(encoded("*100#", UssdForm::text) == "*100#");
    BOOST_TEST(encoded("*100#", UssdForm::ucs2) == "002A0031003000300023");
    BOOST_TEST(encoded("*100#", UssdForm::hex_octets) == "2A31303023");
    BOOST_TEST(encoded("*888*5#", UssdForm::hex_octets) == "2A3838382A3523");
    BOOST_TEST(encoded("$5 é", UssdForm::hex_septets) == "02352005");
    BOOST_TEST(encoded("$5 é", UssdForm::hex_octets) == "243520E9");
    BOOST_TEST(encoded("$5 é", UssdForm::gsm) == "\x02"
                                                 "5 \x05");
    BOOST_TEST(encoded("$5 é", UssdForm::latin1) == "$5 \xE9");
    BOOST_TEST(encoded("رصيد", UssdForm::ucs2) == "06310635064A062F");
    BOOST_TEST(encoded("", UssdForm::packed) == "");
}

BOOST_AUTO_TEST_CASE(what_a_form_cannot_say_is_refused_where_it_stands)
{
    const auto refused_at = [](std::string_view text, UssdForm form) {
        const auto string = encode_ussd(text, form);
        BOOST_REQUIRE_MESSAGE(!string, text);
        BOOST_TEST((string.error().why == ParseError::reserved_value));
        return string.error().offset;
    };
    BOOST_TEST(refused_at("é5 ر", UssdForm::packed) == 4u);
    BOOST_TEST(refused_at("é5 ر", UssdForm::hex_septets) == 4u);
    BOOST_TEST(refused_at("5€", UssdForm::latin1) == 1u);
    BOOST_TEST(refused_at("5€", UssdForm::hex_octets) == 1u);
    BOOST_TEST(refused_at("a\xFF", UssdForm::ucs2) == 1u); // no UTF-8
    BOOST_TEST(refused_at("é\xC3", UssdForm::latin1) == 2u);
    BOOST_TEST(refused_at("5 é", UssdForm::text) == 2u); // an octet that +CSCS gives another meaning
    // It would end the quotes of the command, or the command, or begin another.
    BOOST_TEST(refused_at("*1#\",15\rATD1;", UssdForm::text) == 3u);
    for (const std::string_view text : {"1\r", "1\n", "1\x1A", "1\x1B", "1\x08", "1\x7F"})
        for (const auto form : {UssdForm::text, UssdForm::latin1})
            BOOST_TEST(refused_at(text, form) == 1u);
    BOOST_TEST(refused_at("é\"", UssdForm::gsm) == 2u);
    BOOST_TEST(refused_at("éé\r", UssdForm::gsm) == 4u);
    BOOST_TEST(refused_at("é[", UssdForm::gsm) == 2u); // begins with ESC
    BOOST_TEST(refused_at("@", UssdForm::gsm) == 0u);  // is NUL
    BOOST_TEST(encoded("\"\r\n", UssdForm::packed) == "A28602");
}

BOOST_AUTO_TEST_CASE(a_hundred_and_sixty_octets_are_the_most)
{
    const auto end = [](const std::string& text, UssdForm form) -> std::size_t {
        const auto string = encode_ussd_reply(text, form);
        if (string) return 0;
        BOOST_TEST((string.error().why == ParseError::too_long));
        return string.error().offset;
    };
    for (const auto form : {UssdForm::packed, UssdForm::hex_septets, UssdForm::gsm, UssdForm::text}) {
        BOOST_TEST(end(times(182, "1"), form) == 0u);
        BOOST_TEST(end(times(182, "é") + "é", form) == 364u);
    }
    BOOST_TEST(end(times(91, "€"), UssdForm::packed) == 0u); // two septets each
    BOOST_TEST(end(times(92, "€"), UssdForm::packed) == 273u);
    BOOST_TEST(encoded(times(182, "1"), UssdForm::packed).size() == 320u);
    BOOST_TEST(end(times(80, "ر"), UssdForm::ucs2) == 0u);
    BOOST_TEST(end(times(81, "ر"), UssdForm::ucs2) == 160u);
    BOOST_TEST(end(times(81, "ر"), UssdForm::text) == 160u);
    BOOST_TEST(end(times(40, "😀"), UssdForm::ucs2) == 0u);
    BOOST_TEST(end(times(39, "😀") + "12😀", UssdForm::ucs2) == 158u); // a pair is not split
    for (const auto form : {UssdForm::hex_octets, UssdForm::latin1}) {
        BOOST_TEST(end(times(160, "1"), form) == 0u);
        BOOST_TEST(end(times(161, "1"), form) == 160u);
    }
}

BOOST_AUTO_TEST_CASE(seven_spare_bits_are_filled_with_cr)
{
    std::size_t count = 0;
    for (const auto& record : vectors::records_of("gsm7")) {
        if (!vectors::flag(record, "ussd")) continue;
        ++count;
        const auto text = vectors::text(record, "text");
        const auto packed = vectors::text(record, "packed_hex");
        BOOST_TEST(encoded(text, UssdForm::packed) == packed);
        BOOST_TEST(decoded(packed, UssdForm::packed) == text + vectors::text(record, "appended_after_decode"));
    }
    BOOST_TEST(count == 7u);
    BOOST_TEST(encoded("abcdefg", UssdForm::packed) == "61F1985C369F1B");
}

BOOST_AUTO_TEST_CASE(packed_replies_are_known_whatever_was_expected)
{
    for (const auto likely : request_forms) {
        BOOST_TEST(shown("+CUSD: 0,\"A0E09A5E2FB3D9E539E858A7A3C3E2B25B07CAB9723150B12A7501\",15", likely) ==
                   " Aktuelles Guthaben: 9.91 EUR.");
        BOOST_TEST(shown("+CUSD: 0,\"CF2135487D2E4131DCCD25A381E02E\",15", likely) == "OCTATOK 187.24 p.");
        BOOST_TEST(shown("+CUSD: 2,\"CE325C1EB6A7D9EE7C1AE47EB7CB72507DCEAE9FD3\",15", likely) ==
                   "Nepravilnyi nomer uslugi");
        BOOST_TEST(shown("+CUSD: 0, E6B79C9E6FD1EF6F", likely) == "forty-two");
        BOOST_TEST(shown("+CUSD: 0,\"EBB79B1E0685E9ECF4BADE9E03\", 0", likely) == "konta atlikums");
    }
}

BOOST_AUTO_TEST_CASE(ucs2_replies_are_known_whatever_the_dcs)
{
    for (const auto likely : request_forms) {
        BOOST_TEST(shown("+CUSD: 2,\"00480061007600690020006B0065007200650074003A00200030\",15", likely) ==
                   "Havi keret: 0"); // E17X
        BOOST_TEST(shown("+CUSD: 0,\"04110430043B0430043D0441003A0032003200320030002C003700360440\",72", likely) ==
                   "Баланс:2220,76р");
        BOOST_TEST(shown("+CUSD: 0,\"04110430043B0430043D0441003A0032003200320030002C003700360440\",15", likely) ==
                   "Баланс:2220,76р");
        BOOST_TEST(shown("+CUSD: 0,\"06310635064A062F0643003A002000310032\",15", likely) == "رصيدك: 12");
        BOOST_TEST(shown("+CUSD: 0,\"653706310635064A062F0643\",17", likely) == "رصيدك"); // "en" packed in front
    }
}

BOOST_AUTO_TEST_CASE(a_language_in_front_is_taken_off)
{
    for (const auto likely : request_forms) {
        BOOST_TEST(shown("+CUSD: 0,\"653706310635064A062F0643\",17", likely) == "رصيدك"); // "en" packed in front
        BOOST_TEST(shown("+CUSD: 0,\"06310635064A062F0643\",17", likely) == "رصيدك");     // the modem took it off
        const auto packed = encode_ussd_reply("fr\rVotre solde est de 3.50 EUR", UssdForm::packed).value();
        BOOST_TEST(shown("+CUSD: 0,\"" + packed + "\",16", likely) == "Votre solde est de 3.50 EUR");
        BOOST_TEST(shown("+CUSD: 0,\"" + packed + "\",15", likely) == "fr\rVotre solde est de 3.50 EUR");
        BOOST_TEST(shown("+CUSD: 0,\"fr\nVotre solde\",16", likely) == "Votre solde");
    }
}

BOOST_AUTO_TEST_CASE(hex_of_single_characters_is_known_whatever_was_expected)
{
    for (const auto likely : request_forms) {
        BOOST_TEST(shown("+CUSD: 0,\"3037373935353033333035\",0", likely) == "07795503305"); // K3520
        BOOST_TEST(
            shown("+CUSD: 1,\"536973612070756C73612052702E333030302E416B7469662073642032362F30322F323032302E\",0",
                  likely) == "Sisa pulsa Rp.3000.Aktif sd 26/02/2020.");
        BOOST_TEST(shown("+CUSD: 0,\"42616C616E636520023530\",0", likely) == "Balance $50"); // one septet an octet
    }
    BOOST_TEST(shown("+CUSD: 0,\"48656C6C6F\",68") == "Hello");
}

BOOST_AUTO_TEST_CASE(plain_text_stays_what_it_is)
{
    BOOST_TEST(shown("+CUSD: 0,\"Votre crédit s'élève à CHF 3.75.\",2") == "Votre crédit s'élève à CHF 3.75.");
    BOOST_TEST(shown("+CUSD: 0,\"Votre cr\xE9"
                     "dit\",2") == "Votre crédit"); // Latin-1, Sunrise
    BOOST_TEST(shown("+CUSD: 0,\"Balance \x02"
                     "50\",15") == "Balance $50"); // +CSCS="GSM"
    BOOST_TEST(shown("+CUSD: 1,\"Kontostand: 3.00 EUR Bitte w{hlen Sie\",15") ==
               "Kontostand: 3.00 EUR Bitte wählen Sie"); // likewise
    BOOST_TEST(shown("+CUSD: 0,\"Vash balans 968.98 r.\nDlya vas - ...\"\"") ==
               "Vash balans 968.98 r.\nDlya vas - ...");
    BOOST_TEST(shown("+CUSD: 2,\"Maaf, permintaan Anda ...\",0") == "Maaf, permintaan Anda ...");
    BOOST_TEST(shown("+CUSD: 0,\"Mail a_b@example.org, $5\",15") == "Mail a_b@example.org, $5");
    BOOST_TEST(shown("+CUSD: 0,\"Correct text. ,A1\",17") == "Correct text. ,A1");
    BOOST_TEST(shown("+CUSD: 0,\"123456\",15", UssdForm::text) == "123456");
    BOOST_TEST(shown("+CUSD: 0,\"0031003200330034\",15", UssdForm::text) == "1234");
    BOOST_TEST(shown("+CUSD: 0,\"\",15") == "");
}

BOOST_AUTO_TEST_CASE(hex_that_is_nothing_we_know_is_shown_as_it_came)
{
    BOOST_TEST(shown("+CUSD: 0,\"C0FFEE\",15", UssdForm::text) == "C0FFEE");
}

BOOST_AUTO_TEST_CASE(readings_are_told_with_their_forms_and_come_likeliest_first)
{
    const auto readings = ussd_readings(cusd("+CUSD: 0,\"AA180C3602\",15"));
    BOOST_REQUIRE(readings.size() == 4u); // octets past 7F are no septets
    BOOST_TEST((readings[0].form == UssdForm::packed));
    BOOST_TEST(readings[0].text == "*100#");
    for (std::size_t i = 1; i < readings.size(); ++i)
        BOOST_TEST(readings[i - 1].score >= readings[i].score);
    BOOST_TEST((read_ussd(cusd("+CUSD: 0,\"Hello you\",15")).form == UssdForm::text));
    BOOST_TEST((read_ussd(cusd("+CUSD: 0,\"002A0031\",15")).form == UssdForm::ucs2));
    BOOST_TEST((read_ussd(cusd("+CUSD: 4")).form == UssdForm::text));
    BOOST_TEST(read_ussd(cusd("+CUSD: 4")).text == "");
}

BOOST_AUTO_TEST_CASE(a_number_is_what_this_modem_means_by_its_digits)
{
    const auto reply = cusd("+CUSD: 0,\"319832\",15");
    BOOST_TEST(read_ussd(reply, UssdForm::text).text == "319832");
    BOOST_TEST(read_ussd(reply).text == "319832");
    const auto packed = encoded("1050", UssdForm::packed);
    BOOST_TEST(packed.find_first_not_of("0123456789") != std::string::npos);
    BOOST_TEST(read_ussd({CusdMode::done, packed, 15}, UssdForm::packed).text == "1050");
}

BOOST_AUTO_TEST_CASE(what_we_encode_we_can_read_back_in_every_form)
{
    const std::string texts[] = {
        "*100#",        "1", "*111*2*218911234567#", "0123456", "01234567", "Balance: 3.50 EUR", "12345678901234",
        "Crédit: 3,50", "Ok"};
    for (const auto& text : texts)
        for (const auto form : ussd_forms)
            BOOST_TEST(decoded(encode_ussd_reply(text, form).value(), form) == text, ussd_form_name(form)
                                                                                         << " " << text);
}

BOOST_AUTO_TEST_SUITE_END()
