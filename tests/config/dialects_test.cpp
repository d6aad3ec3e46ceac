#include "config/dialects.hpp"

#include "tests/config/temporary_file.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace nida::config;
using boost::test_tools::per_element;
namespace protocol = nida::protocol;

namespace
{

constexpr auto reference_file = NIDA_TEST_DATA "/../../config/dialects.toml";

auto parse(std::string_view text) { return parse_dialects(text, "dialects.toml"); }

std::vector<protocol::Dialect> right(const std::string& text)
{
    const auto dialects = parse(text);
    if (!dialects) BOOST_FAIL(dialects.error().front().text());
    return *dialects;
}
/// The one error of a text.
std::string wrong(const std::string& text)
{
    const auto dialects = parse(text);
    BOOST_REQUIRE_MESSAGE(!dialects, text);
    BOOST_TEST(dialects.error().size() == 1u, text);
    return dialects.error().front().text();
}
/// The one error of a block in which all is right but `line`.
std::string wrong_with(const std::string& line)
{
    return wrong("[[dialect]]\nname = \"own\"\nmatch = [\"MF79\"]\n" + line + "\n");
}
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_AUTO_TEST_SUITE(dialects)

BOOST_AUTO_TEST_CASE(the_reference_file_loads)
{
    const auto dialects = load_dialects(reference_file).value();
    BOOST_REQUIRE(dialects.size() == 1u);
    const auto& one = dialects.front();
    BOOST_TEST(one.name == "e3531-like");
    BOOST_TEST(one.match == (std::vector<std::string>{"E3531", "E3533"}), per_element());
    BOOST_REQUIRE(one.usb.size() == 1u);
    BOOST_TEST(one.usb[0].vendor == 0x12d1u);
    BOOST_TEST(one.usb[0].product.value() == 0x15b1u);
    BOOST_TEST(one.usb[0].at_interfaces == (std::vector{2u, 0u}), per_element());
    BOOST_TEST((one.cnmi == std::vector<protocol::Cnmi>{{2, 1, 0, 1, 0}, {1, 1, 0, 2, 0}}));
    BOOST_TEST((one.ussd == std::vector{protocol::UssdForm::packed, protocol::UssdForm::text}));
    BOOST_TEST(one.before_ussd_text == "AT^USSDMODE=0");
    BOOST_TEST(one.pin_tries == "AT^CPIN?");
    BOOST_TEST(one.silence == std::vector<std::string>{"AT^CURC=0"}, per_element());
    BOOST_TEST(one.resets == (std::vector<std::string>{"AT^RESET", "AT+CFUN=1,1"}), per_element());
}

BOOST_AUTO_TEST_CASE(the_reference_file_names_every_built_in_family)
{
    std::ifstream stream{reference_file};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    for (const auto& family : protocol::builtin_dialects())
        BOOST_TEST(has(text, family.name), family.name);
}

BOOST_AUTO_TEST_CASE(a_family_extends_another_but_for_its_devices)
{
    const auto dialects =
        right("[[dialect]]\nname = \"a\"\nextends = \"huawei\"\nmatch = [\"K5150\"]\nussd = [\"text\"]\n"
              "[[dialect]]\nname = \"b\"\nextends = \"a\"\npin_tries = \"AT+CPINR\"\n");
    const auto* huawei = protocol::dialect_named("huawei");
    BOOST_REQUIRE(dialects.size() == 2u);
    BOOST_TEST((dialects[0].cnmi == huawei->cnmi));
    BOOST_TEST(dialects[0].silence == huawei->silence, per_element());
    BOOST_TEST(dialects[0].usb.empty());
    BOOST_TEST(dialects[0].usb_classes.empty());
    BOOST_TEST((dialects[1].ussd == std::vector{protocol::UssdForm::text}));
    BOOST_TEST(dialects[1].match == std::vector<std::string>{"K5150"}, per_element());
    BOOST_TEST(dialects[1].pin_tries == "AT+CPINR");
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_as_with_any_modem)
{
    const auto dialects = right("[[dialect]]\nname = \"a\"\nmatch = [\"K5150\"]\n"
                                "usb = [{vendor = 0x1234, at_interfaces = []}]\nreset = \"AT^RESET\"\n");
    BOOST_REQUIRE(dialects.size() == 1u);
    BOOST_TEST((dialects[0].ussd == protocol::Dialect{}.ussd));
    BOOST_TEST(dialects[0].cnmi.empty());
    BOOST_TEST((dialects[0].usb.front().layout == protocol::UsbPorts::Layout::no_modem));
    BOOST_TEST(!dialects[0].usb.front().product);
    BOOST_TEST(dialects[0].resets == std::vector<std::string>{"AT^RESET"}, per_element());
    BOOST_TEST(right("").empty());
}

BOOST_AUTO_TEST_CASE(an_error_gives_the_place_and_what_is_accepted)
{
    BOOST_TEST(
        has(wrong_with("ussd = [\"text\", \"pdu\"]"), "dialects.toml:4:17: [[dialect]] ussd: \"pdu\" is not accepted"));
    BOOST_TEST(has(wrong_with("ussd = [\"pdu\"]"), "\"packed\""));
    BOOST_TEST(has(wrong_with("ussd = []"), "is empty"));
    BOOST_TEST(has(wrong_with("ussd = \"text\""), "write a list"));
    BOOST_TEST(has(wrong_with("usdd = [\"text\"]"), "did you mean ussd?"));
    BOOST_TEST(has(wrong_with("vendor = 1"), "it belongs under usb."));
    BOOST_TEST(has(wrong_with("extends = \"huawai\""), "did you mean \"huawei\"?"));
    BOOST_TEST(has(wrong_with("pin_tries = \"AT+CPIN?\""), "\"AT^CPIN?\""));
    BOOST_TEST(has(wrong_with("cnmi = [[2, 2, 0, 1, 0]]"), "[[2, 1, 0, 1, 0]]")); // direct delivery
    BOOST_TEST(has(wrong_with("usb = [{vendor = 0x12345, at_interfaces = [0]}]"), "lsusb"));
    BOOST_TEST(has(wrong_with("usb = [{at_interfaces = [0]}]"), "no vendor"));
    BOOST_TEST(has(wrong_with("usb = [{vendor = 1}]"), "which of its interfaces"));
    BOOST_TEST(has(wrong_with("usb = [{vendor = 1, at_interfaces = [256]}]"), "256 is not accepted"));
    BOOST_TEST(has(wrong_with("usb = [{vendor = 1, at_interfaces = [0], class = 2}]"), "unknown key \"class\""));
    BOOST_TEST(has(wrong_with("usb = [5]"), "5 is not accepted"));
    BOOST_TEST(has(wrong("[[dialect]]\nname = \"own\"\n"), "matches no modem"));
    BOOST_TEST(has(wrong("[[dialect]]\nname = \"own\"\nmatch = []\n"), "matches no modem"));
    BOOST_TEST(has(wrong("[[dialect]]\nname = \"own\"\nmatch = [\"ab\"]\n"), "3 to 32 characters"));
    BOOST_TEST(has(wrong("[[dialect]]\nmatch = [\"abc\"]\n"), "has no name"));
    BOOST_TEST(has(wrong("[dialect]\nname = \"own\"\n"), "double brackets"));
    BOOST_TEST(has(wrong("dialect = [5]\n"), "a section of its own"));
    BOOST_TEST(has(wrong("dialect = 5\n"), "a section of its own"));
    BOOST_TEST(has(wrong("[[modem]]\n"), "unknown key \"modem\""));
    BOOST_TEST(has(wrong("[[dialect\n"), "not TOML"));
    const std::string block{"[[dialect]]\nname = \"own\"\nmatch = [\"abc\"]\n"};
    BOOST_TEST(has(wrong(block + block), "dialects.toml:5:"));
}

BOOST_AUTO_TEST_CASE(a_file_cannot_have_a_modem_dial_pay_or_spend_pin_attempts)
{
    for (const std::string command :
         {"ATD*100#;", "AT+CPIN=\\\"1234\\\"", "AT+CMGS=20", "AT+CMSS=1", "AT+CMGD=1,4", "AT+CFUN=0",
          "AT+CLCK=\\\"SC\\\",0", "AT^CURC=0\\rATD1;", "AT^CURC=0;D1;", "^CURC=0", ""}) {
        BOOST_TEST(has(wrong_with("silence = [\"" + command + "\"]"), "are refused"), command);
        BOOST_TEST(has(wrong_with("before_ussd_text = \"" + command + "\""), "are refused"), command);
        BOOST_TEST(has(wrong_with("reset = [\"" + command + "\"]"), "restarts the modem"), command);
        BOOST_TEST(has(wrong_with("reset = \"" + command + "\""), "restarts the modem"), command);
    }
}

BOOST_AUTO_TEST_CASE(a_folder_is_read_file_by_file_in_the_order_of_their_names)
{
    const TemporaryDirectory folder;
    folder.file("20.toml", "[[dialect]]\nname = \"b\"\nextends = \"a\"\nmatch = [\"bbb\"]\n");
    folder.file("10.toml", "[[dialect]]\nname = \"a\"\nmatch = [\"aaa\"]\nussd = [\"ucs2\"]\n");
    folder.file("30.toml~", "no TOML at all");
    const auto dialects = load_dialects(folder.path()).value();
    BOOST_REQUIRE(dialects.size() == 2u);
    BOOST_TEST(dialects[0].name == "a");
    BOOST_TEST((dialects[1].ussd == std::vector{protocol::UssdForm::ucs2}));

    folder.file("40.toml", "[[dialect]]\nname = \"a\"\nmatch = [\"ccc\"]\n");
    folder.file("50.toml", "[[dialect\n");
    const auto errors = load_dialects(folder.path());
    BOOST_REQUIRE(!errors);
    BOOST_REQUIRE(errors.error().size() == 2u);
    BOOST_TEST(errors.error()[0].file == (folder.path() / "40.toml").string());
    BOOST_TEST(errors.error()[0].line == 2u);
    BOOST_TEST(errors.error()[1].file == (folder.path() / "50.toml").string());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_an_error)
{
    const auto dialects = load_dialects("/nonexistent/dialects.toml");
    BOOST_REQUIRE(!dialects);
    BOOST_TEST(has(dialects.error().front().text(), "/nonexistent/dialects.toml: cannot read"));
}

BOOST_AUTO_TEST_CASE(the_settings_name_the_file_and_pass_on_its_errors)
{
    const TemporaryDirectory folder;
    const auto file = folder.file("dialects.toml", "[[dialect]]\nname = \"a\"\nmatch = [\"aaa\"]\n");
    const auto text = "[defaults]\ncountry = \"LY\"\n[modems]\ndialects = \"" + file.string() + "\"\n";
    const auto settings = nida::config::parse(text, "nida.toml", {}).value();
    BOOST_REQUIRE(settings.modems.dialects.size() == 1u);
    BOOST_TEST(settings.modems.dialects[0].name == "a");

    folder.file("dialects.toml", "[[dialect]]\nname = \"a\"\nmatch = [5]\n");
    const auto wrong = nida::config::parse(text, "nida.toml", {});
    BOOST_REQUIRE(!wrong);
    BOOST_REQUIRE(wrong.error().size() == 1u);
    BOOST_TEST(wrong.error()[0].file == file.string());
    BOOST_TEST(wrong.error()[0].line == 3u);
    BOOST_TEST(nida::config::parse("[defaults]\ncountry = \"LY\"\n", "nida.toml", {}).value().modems.dialects.empty());
}

BOOST_AUTO_TEST_CASE(every_prefix_of_the_reference_file_gets_a_value_or_errors)
{
    std::ifstream stream{reference_file};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    for (std::size_t length = 0; length <= text.size(); ++length) {
        const auto dialects = parse(std::string_view{text}.substr(0, length));
        BOOST_TEST((dialects || !dialects.error().empty()));
    }
}

BOOST_AUTO_TEST_SUITE_END()
