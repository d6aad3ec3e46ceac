#include "protocol/alphabet/national_language.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using namespace nida::protocol;

BOOST_AUTO_TEST_SUITE(national_language_codes)

BOOST_AUTO_TEST_CASE(each_language_has_one_code_that_leads_back_to_it)
{
    std::set<std::string> codes;
    for (Octet identifier = 1; identifier <= last_national_language; ++identifier) {
        const auto language = static_cast<NationalLanguage>(identifier);
        const auto code = code_of(language);
        BOOST_TEST(code.size() == 2u);
        BOOST_TEST((national_language(code) == language));
        codes.emplace(code);
    }
    BOOST_TEST(codes.size() == 13u);
    BOOST_TEST((national_language("tr") == NationalLanguage::turkish));
    BOOST_TEST((national_language("pa") == NationalLanguage::punjabi));
    BOOST_TEST((national_language("ur") == NationalLanguage::urdu));
}

BOOST_AUTO_TEST_CASE(what_is_no_language_of_annex_a_has_none)
{
    for (const auto* code : {"", "ar", "fr", "TR", "t", "tur", "tr "})
        BOOST_TEST(!national_language(code).has_value());
    BOOST_TEST(code_of(NationalLanguage::none) == "");
    BOOST_TEST(code_of(static_cast<NationalLanguage>(14)) == "");
    BOOST_TEST(code_of(static_cast<NationalLanguage>(255)) == "");
}

BOOST_AUTO_TEST_CASE(every_language_but_spanish_has_a_locking_shift_table)
{
    for (Octet identifier = 1; identifier <= last_national_language; ++identifier)
        BOOST_TEST(has_locking_table(static_cast<NationalLanguage>(identifier)) == (identifier != 2));
    BOOST_TEST(!has_locking_table(NationalLanguage::none));
    BOOST_TEST(!has_locking_table(static_cast<NationalLanguage>(14)));
}

BOOST_AUTO_TEST_SUITE_END()
