#include "protocol/at/refusals.hpp"
#include "protocol/unicode.hpp"
#include "tests/protocol/at/error_page.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

using namespace nida::protocol;
using boost::system::error_code;

namespace
{
struct Table {
    const char* name;
    std::span<const Refusal> refusals;
    const boost::system::error_category& category;
};
std::vector<Table> tables()
{
    return {{"CMS", cms_refusals(), cms_category()},
            {"CME", cme_refusals(), cme_category()},
            {"AT", at_refusals(), at_category()}};
}

bool is_arabic(char32_t c) { return c >= 0x0600 && c <= 0x06FF; }
bool is_latin_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::vector<std::string> spellings(const Refusal& refusal)
{
    std::vector<std::string> all{std::string{refusal.name}};
    std::string also{refusal.also_spelt};
    for (std::size_t begin = 0; !also.empty() && begin != std::string::npos;) {
        const auto end = also.find('|', begin);
        all.push_back(also.substr(begin, end - begin));
        begin = end == std::string::npos ? end : end + 1;
    }
    return all;
}
} // namespace

BOOST_AUTO_TEST_SUITE(error_table)

BOOST_AUTO_TEST_CASE(every_code_stands_once_and_in_order)
{
    for (const auto& table : tables())
        for (std::size_t i = 1; i < table.refusals.size(); ++i)
            BOOST_TEST(table.refusals[i - 1].number < table.refusals[i].number, table.name);
}

BOOST_AUTO_TEST_CASE(every_code_has_a_name_and_a_short_meaning_in_three_languages)
{
    for (const auto& table : tables())
        for (const auto& refusal : table.refusals) {
            BOOST_TEST_CONTEXT(table.name << " " << refusal.number)
            {
                BOOST_TEST(!refusal.name.empty());
                const auto arabic = decode_utf8(refusal.meaning.ar);
                const auto french = decode_utf8(refusal.meaning.fr);
                const auto english = decode_utf8(refusal.meaning.en);
                BOOST_TEST(std::ranges::count_if(arabic, is_arabic) > 5);
                for (const auto& text : {french, english}) {
                    BOOST_TEST(std::ranges::count_if(text, is_latin_letter) > 5);
                    BOOST_TEST(std::ranges::none_of(text, is_arabic));
                }
                BOOST_TEST((french != english));
                for (const auto& text : {arabic, french, english}) {
                    BOOST_TEST(text.size() <= 100u);
                    BOOST_TEST((text.back() != U'.' && text.front() != U' ' && text.back() != U' '));
                    BOOST_TEST(std::ranges::count(text, U'|') == 0); // it would end the cell of a table
                    BOOST_TEST(std::ranges::count(text, U'\uFFFD') == 0);
                }
                BOOST_TEST(name_of(refusal.error_class) != "");
            }
        }
}

BOOST_AUTO_TEST_CASE(a_code_is_found_by_its_number_and_gets_the_table_s_name_and_class)
{
    for (const auto& table : tables())
        for (const auto& refusal : table.refusals) {
            const error_code code{refusal.number, table.category};
            BOOST_TEST(find_refusal(code) == &refusal);
            BOOST_TEST(code.message() == refusal.name);
            BOOST_TEST((classify(code) == refusal.error_class));
        }
    BOOST_TEST(!find_refusal({777, cms_category()}));
    BOOST_TEST(!find_refusal({-1, cme_category()}));
    BOOST_TEST(!find_refusal(ParseError::truncated));
    BOOST_TEST(!find_refusal({}));
}

BOOST_AUTO_TEST_CASE(every_spelling_leads_back_to_the_lowest_code_that_has_it)
{
    const auto check = [](std::span<const Refusal> refusals, auto number_of) {
        for (const auto& refusal : refusals)
            for (const auto& text : spellings(refusal)) {
                std::string loud = "\" ";
                for (const char c : text)
                    loud += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
                for (const auto& spelt : {text, loud}) {
                    const auto number = number_of(spelt);
                    BOOST_REQUIRE_MESSAGE(number, spelt);
                    BOOST_TEST(*number <= refusal.number, spelt);
                    const auto first = std::ranges::find(refusals, *number, &Refusal::number);
                    BOOST_REQUIRE(first != refusals.end());
                    // Another code only where it has the same words.
                    if (*number != refusal.number) BOOST_TEST((number_of(std::string{first->name}) == number), spelt);
                }
            }
    };
    check(cms_refusals(), [](std::string_view text) { return cms_number(text); });
    check(cme_refusals(), [](std::string_view text) { return cme_number(text); });
    BOOST_TEST(cms_number("SIM busy").value() == 314);
    BOOST_TEST(cms_number("(u)sim busy").value() == 314);
    BOOST_TEST(cme_number("SIM busy").value() == 14);
    for (const auto* text : {"", "  ", "|", "sim", "busy", "excute command failure"}) {
        BOOST_TEST(!cms_number(text));
        BOOST_TEST(!cme_number(text));
    }
}

BOOST_AUTO_TEST_CASE(the_documented_numbers_are_all_there)
{
    const auto require = [](const boost::system::error_category& category, std::initializer_list<int> numbers) {
        for (const int number : numbers)
            BOOST_TEST(find_refusal({number, category}), category.name() << " " << number);
    };
    // TS 24.011 annex E-2, TS 23.040 §9.2.3.22, TS 27.005 §3.2.5
    require(cms_category(), {1,   8,   10,  21,  22,  27,  28,  29,  30,  38,  41,  42,  47,  50,  69,  81,  95,
                             96,  97,  98,  99,  111, 127, 128, 129, 130, 143, 144, 145, 159, 160, 161, 175, 176,
                             192, 193, 194, 195, 196, 197, 198, 199, 208, 209, 210, 211, 212, 213, 255, 300, 301,
                             302, 303, 304, 305, 310, 311, 312, 313, 314, 315, 316, 317, 318, 320, 321, 322, 330,
                             331, 332, 340, 500, 512, 513, 514, 515, 522, 531, 532, 535, 538, 604, 615, 616, 771});
    // TS 27.007 §9.2.1 and §9.2.2
    require(cme_category(),
            {0,  1,  2,  3,  4,   5,   6,   7,   10,  11,  12,  13,  14,  15,  16,  17,  18,  20,  21,  22, 23, 24,
             25, 26, 27, 30, 31,  32,  40,  41,  42,  43,  44,  45,  46,  47,  48,  50,  51,  52,  53,  54, 55, 56,
             57, 58, 59, 60, 100, 103, 106, 107, 111, 112, 113, 132, 133, 134, 148, 149, 150, 151, 258, 515});
}

BOOST_AUTO_TEST_CASE(the_classes_part_sender_recipient_modem_and_ourselves)
{
    const auto cms = [](int number) { return classify({number, cms_category()}); };
    for (const int number : {8, 10, 29, 50, 69}) // the sender may not
        BOOST_TEST((cms(number) == ErrorClass::credit_suspicion), number);
    for (const int number : {21, 28, 38, 500}) { // mostly something else, and so the line goes on
        BOOST_TEST((cms(number) != ErrorClass::credit_suspicion), number);
        BOOST_TEST(find_refusal({number, cms_category()})->may_lack_credit, number);
    }
    for (const int number : {304, 305, 549, 550, 551, 553, 554})
        BOOST_TEST((cms(number) == ErrorClass::our_bug), number);
}

BOOST_AUTO_TEST_CASE(the_page_in_docs_is_what_the_table_says)
{
    std::ifstream file{NIDA_TEST_DATA "/../../docs/at-errors.md"};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    BOOST_TEST((page == error_page()), "docs/at-errors.md is stale: nida-docs-at-errors > docs/at-errors.md");
}

BOOST_AUTO_TEST_SUITE_END()
