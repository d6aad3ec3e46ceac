#include "protocol/alphabet/gsm_table.hpp"

#include "protocol/unicode.hpp"
#include "tests/protocol/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <optional>
#include <set>
#include <sstream>

using namespace nida::protocol;

namespace
{
using Character = std::optional<char32_t>;

Character character(const GsmTable& table, Septet septet)
{
    if (!table.has(septet)) return std::nullopt;
    const auto& glyph = table.glyph(septet);
    const auto text = decode_utf8({glyph.utf8, glyph.octets});
    if (text.size() != 1) BOOST_FAIL(+septet);
    return text[0];
}
GsmTable table_of(const std::string& kind, unsigned language)
{
    BOOST_REQUIRE((kind == "locking" || kind == "single"));
    return (kind == "locking" ? locking_table : single_shift_table)(static_cast<NationalLanguage>(language));
}

struct Difference {
    std::string kind;
    unsigned language;
    Septet septet;
    auto operator<=>(const Difference&) const = default;
};
/// Where tests/data/national-tables/cyberchef.tsv is not followed, and what stands here; its README says why.
const std::map<Difference, Character> differences{
    {{"locking", 7, 0x24}, 0x0CA1}, {{"locking", 11, 0x11}, std::nullopt}, {{"locking", 12, 0x11}, std::nullopt},
    {{"single", 9, 0x20}, 0x0B6A},  {{"single", 12, 0x1C}, 0x0C66},
};
} // namespace

BOOST_AUTO_TEST_SUITE(gsm_table)

BOOST_AUTO_TEST_CASE(the_indian_tables_and_that_of_urdu_are_those_of_a_second_source)
{
    std::size_t places = 0, differing = 0;
    std::ifstream file{NIDA_TEST_DATA "/national-tables/cyberchef.tsv"};
    for (std::string line; std::getline(file, line);) {
        std::istringstream fields{line};
        std::string kind, code_point;
        unsigned language = 0, septet = 0;
        fields >> kind >> language >> std::hex >> septet;
        for (const auto row_end = septet + 16; septet < row_end && fields >> code_point; ++septet, ++places) {
            if (septet == GsmTable::escape) {
                BOOST_TEST(code_point == "001B");
                continue;
            }
            const auto place = static_cast<Septet>(septet);
            const auto theirs =
                code_point == "-" ? Character{} : Character{static_cast<char32_t>(std::stoul(code_point, nullptr, 16))};
            const auto ours = character(table_of(kind, language), place);
            const auto known = differences.find({kind, language, place});
            if (known != differences.end()) {
                BOOST_TEST((ours == known->second && ours != theirs), line);
                ++differing;
            } else if (ours != theirs) {
                BOOST_ERROR(kind << ' ' << language << ' ' << std::hex << septet << ": not " << code_point);
            }
        }
    }
    BOOST_TEST(places == 20u * 128);
    BOOST_TEST(differing == differences.size());
}

BOOST_AUTO_TEST_CASE(the_turkish_spanish_and_portuguese_tables_are_those_of_a_second_source)
{
    std::ifstream file{NIDA_TEST_DATA "/vectors/national-language-tables.json"};
    const auto kinds = boost::json::parse(std::string{std::istreambuf_iterator<char>{file}, {}}).as_object();
    std::size_t tables = 0;
    for (const auto& [kind, languages] : kinds)
        for (const auto& [language, theirs] : languages.as_object()) {
            const auto& table = table_of(kind, static_cast<unsigned>(std::stoul(language)));
            for (Septet septet = 0; septet < 128; ++septet) {
                if (septet == GsmTable::escape) continue; // the source shows its space there
                const auto* place = theirs.as_object().if_contains(std::to_string(septet));
                const auto expected = place ? Character{decode_utf8(place->as_string())[0]} : Character{};
                if (character(table, septet) != expected) BOOST_ERROR(kind << ' ' << language << ' ' << +septet);
            }
            ++tables;
        }
    BOOST_TEST(tables == 5u);
}

BOOST_AUTO_TEST_CASE(a_character_is_found_at_the_first_of_its_septets_and_no_other_is)
{
    for (const auto* kind : {"locking", "single"})
        for (unsigned language = 0; language <= last_national_language; ++language) {
            const auto& table = table_of(kind, language);
            std::map<char32_t, Septet> expected;
            for (Septet septet = 0; septet < 128; ++septet)
                if (const auto shown = character(table, septet)) expected.try_emplace(*shown, septet);
            std::size_t characters = 0;
            for (char32_t code_point = 0; code_point < 0x20000; ++code_point) {
                const auto found = table.find(code_point);
                if (found == GsmTable::no_septet) continue;
                const auto known = expected.find(code_point);
                if (known == expected.end() || known->second != found)
                    BOOST_ERROR(kind << ' ' << language << ": " << static_cast<unsigned>(code_point));
                ++characters;
            }
            BOOST_TEST(characters == expected.size());
        }
}

BOOST_AUTO_TEST_CASE(a_reserved_language_has_the_default_tables_and_spanish_no_locking_shift)
{
    for (const Octet identifier : {14, 100, 255}) {
        const auto language = static_cast<NationalLanguage>(identifier);
        BOOST_TEST(&locking_table(language) == &locking_table(NationalLanguage::none));
        BOOST_TEST(&single_shift_table(language) == &single_shift_table(NationalLanguage::none));
    }
    BOOST_TEST(&locking_table(NationalLanguage::spanish) == &locking_table(NationalLanguage::none));

    std::set<const GsmTable*> tables;
    for (Octet identifier = 0; identifier <= last_national_language; ++identifier) {
        tables.insert(&locking_table(static_cast<NationalLanguage>(identifier)));
        tables.insert(&single_shift_table(static_cast<NationalLanguage>(identifier)));
    }
    BOOST_TEST(tables.size() == 27u);
}

BOOST_AUTO_TEST_SUITE_END()
