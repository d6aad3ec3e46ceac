#include "protocol/numbering/numbering_plan.hpp"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace nida::protocol;

namespace
{

std::string_view name(NumberType type)
{
    switch (type) {
    case NumberType::mobile: return "mobile";
    case NumberType::fixed_line: return "fixed_line";
    case NumberType::fixed_line_or_mobile: return "fixed_line_or_mobile";
    case NumberType::toll_free: return "toll_free";
    case NumberType::premium_rate: return "premium_rate";
    case NumberType::shared_cost: return "shared_cost";
    case NumberType::voip: return "voip";
    case NumberType::personal: return "personal";
    case NumberType::pager: return "pager";
    case NumberType::uan: return "uan";
    case NumberType::voicemail: return "voicemail";
    case NumberType::unknown: return "unknown";
    }
    return "?";
}

std::string_view name(NumberError error)
{
    switch (error) {
    case NumberError::empty: return "empty";
    case NumberError::not_a_number: return "not_a_number";
    case NumberError::too_short: return "too_short";
    case NumberError::too_long: return "too_long";
    case NumberError::unknown_country_code: return "unknown_country_code";
    case NumberError::invalid_for_region: return "invalid_for_region";
    }
    return "?";
}

/// The result as the lines of numbers.tsv.gz have it.
std::string told(std::string_view text, std::string_view home)
{
    const auto number = parse_number(text, home);
    if (!number) return std::string{name(number.error())};
    return fmt::format("{}\t{}\t{}\t{}", number->text(), number->region, name(number->type),
                       number->valid      ? 'v'
                       : number->possible ? 'p'
                                          : 'i');
}

/// The same on one line of a test: "+218912345678 LY mobile v".
std::string read(std::string_view text, std::string_view home)
{
    auto line = told(text, home);
    for (char& c : line)
        if (c == '\t') c = ' ';
    return line;
}

struct ClosePipe {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
};

/// The lines of a gzipped file in the test data, without their ends.
std::vector<std::string> unzipped_lines(const std::string& file)
{
    const std::unique_ptr<std::FILE, ClosePipe> pipe{
        popen(("gzip -dc '" NIDA_TEST_DATA "/" + file + "'").c_str(), "r")};
    BOOST_REQUIRE(pipe);
    std::vector<std::string> lines;
    char buffer[1024]; // a line has less than a fourth of it
    while (std::fgets(buffer, sizeof buffer, pipe.get())) {
        lines.emplace_back(buffer);
        lines.back().pop_back();
    }
    return lines;
}

} // namespace

BOOST_AUTO_TEST_SUITE(numbering_plan)

// tests/data/numbering/numbers.tsv.gz comes from protocol/numbering/make-test-numbers.mjs.
BOOST_AUTO_TEST_CASE(a_hundred_thousand_numbers_of_all_regions_read_as_libphonenumber_reads_them)
{
    const auto lines = unzipped_lines("numbering/numbers.tsv.gz");
    BOOST_TEST(lines.size() == 100'000U);
    int shown = 0;
    std::size_t different = 0;
    for (const std::string& line : lines) {
        const auto first = line.find('\t');
        const auto second = line.find('\t', first + 1);
        BOOST_REQUIRE(second != std::string::npos);
        const auto text = line.substr(0, first);
        const auto home = line.substr(first + 1, second - first - 1);
        const auto wanted = line.substr(second + 1);
        const auto got = told(text, home);
        different += got != wanted;
        if (got != wanted && shown++ < 20) BOOST_ERROR(fmt::format("{} in {}: {}, not {}", text, home, got, wanted));
    }
    BOOST_TEST(different == 0U);
}

BOOST_AUTO_TEST_CASE(libyan_numbers_read_alike_in_every_way_of_writing_them)
{
    for (const std::string_view text :
         {"+218912345678", "0912345678", "912345678", "091-234 5678", "(091) 234.56.78", "00218 91 2345678",
          "218912345678", "+218 (0)91 234 5678", "+00218912345678", "++218912345678",
          "\u0660\u0669\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",                   // Arabic-Indic
          "\u06F0\u06F9\u06F1\u06F2\u06F3\u06F4\u06F5\u06F6\u06F7\u06F8",                   // Extended Arabic-Indic
          "\uFF0B\uFF12\uFF11\uFF18\uFF19\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17\uFF18", // full width
          "\u200E+218\u00A091\u202F2345678\u200F", "\u202A0912345678\u202C", "\u2066+218\u2069 912345678",
          "\uFEFF091\u20112345678", " 0912345678\r\n"})
        BOOST_TEST(read(text, "LY") == "+218912345678 LY mobile v", text);
    BOOST_TEST(read("0912345678", "ly") == "+218912345678 LY mobile v");
    BOOST_TEST(read("021 333 1234", "LY") == "+218213331234 LY fixed_line v");
}

BOOST_AUTO_TEST_CASE(a_number_that_the_plan_does_not_have_is_told_from_one_of_no_length_at_all)
{
    BOOST_TEST(read("0992345678", "LY") == "+218992345678 LY unknown p");
    BOOST_TEST(read("091 234 5678 90", "LY") == "+21891234567890 LY unknown i");
    BOOST_TEST(read("3331234", "LY") == "+2183331234 LY unknown p"); // can be dialled within its area
}

BOOST_AUTO_TEST_CASE(short_codes_and_service_codes_are_errors)
{
    for (const std::string_view text : {"5", "112", "1515", "12345", "+218 12"})
        BOOST_TEST(read(text, "LY") == "too_short", text);
    for (const std::string_view text :
         {"*100#", "*121*0912345678#", "#31#0912345678", "0912345678#", "Libyana", "1-800-FLOWERS", "0912345678 ext. 5",
          "+218+912345678", "09123+45678", "+", "0912345678\xFF",
          "\xC0\xB0"
          "12345678",
          "\xE0\x80\xB0"
          "12345678"})
        BOOST_TEST(read(text, "LY") == "not_a_number", text);
    for (const std::string_view text : {"", " ", "\u200F", "()"})
        BOOST_TEST(read(text, "LY") == "empty", text);
    BOOST_TEST(read("091234567890123456789", "LY") == "too_long");
    BOOST_TEST(read(std::string(251, '0'), "LY") == "too_long");
    BOOST_TEST(read("+999 1234567", "LY") == "unknown_country_code");
    BOOST_TEST(read("00 999 1234567", "LY") == "unknown_country_code");
}

BOOST_AUTO_TEST_CASE(without_a_known_home_only_international_numbers_can_be_read)
{
    for (const std::string_view home : {"", "ZZ", "001", "Libya", "L"}) {
        BOOST_TEST(read("+218912345678", home) == "+218912345678 LY mobile v", home);
        BOOST_TEST(read("0912345678", home) == "invalid_for_region", home);
        BOOST_TEST(!is_known_region(home), home);
        BOOST_TEST(!country_calling_code(home), home);
    }
    BOOST_TEST(is_known_region("LY"));
    BOOST_TEST(is_known_region("fr"));
    BOOST_TEST(country_calling_code("LY").value() == 218);
    BOOST_TEST(country_calling_code("KZ").value() == 7);
}

BOOST_AUTO_TEST_CASE(numbers_around_the_mediterranean_read_at_home_and_from_abroad)
{
    BOOST_TEST(read("20 123 456", "TN") == "+21620123456 TN mobile v"); // no national prefix
    BOOST_TEST(read("0021620123456", "LY") == "+21620123456 TN mobile v");
    BOOST_TEST(read("06 50-12 34 56", "MA") == "+212650123456 MA mobile v");
    BOOST_TEST(read("0551 23 45 67", "DZ") == "+213551234567 DZ mobile v");
    BOOST_TEST(read("010 01234567", "EG") == "+201001234567 EG mobile v");
    BOOST_TEST(read("03 123 456", "LB") == "+9613123456 LB mobile v");
    BOOST_TEST(read("71 123 456", "LB") == "+96171123456 LB mobile v");
    BOOST_TEST(read("06 12 34 56 78", "FR") == "+33612345678 FR mobile v");
    BOOST_TEST(read("+33 (0)6 12 34 56 78", "LY") == "+33612345678 FR mobile v");
    BOOST_TEST(read("0800 123 456", "FR") == "+33800123456 FR toll_free v");
    BOOST_TEST(read("70 123 45 67", "SN") == "+221701234567 SN mobile v");
}

BOOST_AUTO_TEST_CASE(italian_fixed_lines_keep_their_zero)
{
    BOOST_TEST(read("02 1234 5678", "IT") == "+390212345678 IT fixed_line v");
    BOOST_TEST(read("+39 02 1234 5678", "LY") == "+390212345678 IT fixed_line v");
    BOOST_TEST(read("312 345 6789", "IT") == "+393123456789 IT mobile v");
    BOOST_TEST(read("06 698 12345", "IT") == "+390669812345 VA fixed_line v");
}

BOOST_AUTO_TEST_CASE(leading_digits_decide_between_regions_that_share_a_code)
{
    BOOST_TEST(read("1 (650) 253-0000", "US") == "+16502530000 US fixed_line_or_mobile v");
    BOOST_TEST(read("011 218 91 2345678", "US") == "+218912345678 LY mobile v");
    BOOST_TEST(read("416 234 5678", "US") == "+14162345678 CA fixed_line_or_mobile v");
    BOOST_TEST(read("800 234 5678", "CA") == "+18002345678 US toll_free v"); // belongs to all of them: the main one's
    BOOST_TEST(read("8 (912) 345-67-89", "RU") == "+79123456789 RU mobile v");
    BOOST_TEST(read("8~10 218 91 2345678", "RU") == "+218912345678 LY mobile v");
    BOOST_TEST(read("8 771 000 9998", "RU") == "+77710009998 KZ mobile v");
    BOOST_TEST(read("+800 1234 5678", "LY") == "+80012345678 001 toll_free v");
}

BOOST_AUTO_TEST_CASE(national_prefixes_with_rules_of_their_own_are_transformed)
{
    // Argentina: 0, area, 15, subscriber at home; 9, area, subscriber from abroad.
    BOOST_TEST(read("011 15-2345-6789", "AR") == "+5491123456789 AR mobile v");
    BOOST_TEST(read("+54 9 11 2345 6789", "AR") == "+5491123456789 AR mobile v");
    // Brazil: the carrier's two digits between 0 and the area.
    BOOST_TEST(read("0 15 11 96123-4567", "BR") == "+5511961234567 BR mobile v");
    BOOST_TEST(read("222 123 4567", "MX") == "+522221234567 MX fixed_line_or_mobile v");
    BOOST_TEST(read("0052 222 123 4567", "LY") == "+522221234567 MX fixed_line_or_mobile v");
    // Antigua: seven digits are dialled within the island.
    BOOST_TEST(read("464 1234", "AG") == "+12684641234 AG mobile v");
}

BOOST_AUTO_TEST_CASE(every_prefix_of_a_number_and_any_octets_get_a_value_or_an_error)
{
    for (const std::string_view text : {"+218 (0)91 234 5678", "8~10 218 91 2345678", "01115-2345-6789123456789",
                                        "\u202A\u0660\u0669\u0661\u0662\u0663\u202C \uFF0B\uFF11"})
        for (std::size_t length = 0; length <= text.size(); ++length)
            for (const std::string_view home : {"LY", "AR", "RU", "JE", "XX"})
                if (const auto number = parse_number(std::string{text.substr(0, length)}, home))
                    BOOST_TEST(number->digits.size() >= 3U);

    std::mt19937 random{218};
    std::string_view alphabet = "0123456789+ -()\xD9\xDB\xA0\xB1\xEF\xBC\x90";
    for (int round = 0; round < 50'000; ++round) {
        std::string text(random() % 24, '\0');
        for (char& octet : text)
            octet = round % 2 ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
        const std::string home{static_cast<char>(random()), static_cast<char>(random())};
        const auto number = parse_number(text, round % 3 ? "JE" : home);
        BOOST_TEST((number ? !number->digits.empty() : !describe(number.error()).empty()));
    }
}

BOOST_AUTO_TEST_SUITE_END()
