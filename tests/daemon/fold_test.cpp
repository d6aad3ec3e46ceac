#include "daemon/flow/fold.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <utf8proc.h>

using namespace nida::daemon;

namespace
{

struct Folding {
    std::string_view written;
    std::string_view folded;
};

std::string utf8_of(utf8proc_int32_t code_point)
{
    utf8proc_uint8_t octets[4];
    const auto count = utf8proc_encode_char(code_point, octets);
    return {reinterpret_cast<const char*>(octets), static_cast<std::size_t>(count)};
}

bool is_valid_utf8(std::string_view text)
{
    while (!text.empty()) {
        utf8proc_int32_t code_point = 0;
        const auto octets = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &code_point);
        if (octets <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(octets));
    }
    return true;
}

template <class Function> std::chrono::nanoseconds fastest_of_three(Function function)
{
    auto fastest = std::chrono::nanoseconds::max();
    for (int i = 0; i < 3; ++i) {
        const auto start = std::chrono::steady_clock::now();
        function();
        fastest = std::min<std::chrono::nanoseconds>(fastest, std::chrono::steady_clock::now() - start);
    }
    return fastest;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fold)

BOOST_AUTO_TEST_CASE(latin_spellings_become_one)
{
    const Folding table[] = {
        {"JOIN", "join"},
        {"Arrêt", "arret"},
        {"ARRÊT", "arret"},
        {"arre\u0302t", "arret"}, // e and a combining circumflex
        {"Ａｒｒｅｔ", "arret"},
        {"𝐉𝐨𝐢𝐧", "join"},
        {"Ⓢⓣⓞⓟ", "stop"},
        {"ﬁn", "fin"},
        {"Œuvre", "oeuvre"},
        {"œuvre", "oeuvre"},
        {"Æther", "aether"},
        {"Straße", "strasse"},
        {"STRAẞE", "strasse"},
        {"İstanbul ısı", "istanbul isi"},
        {"Łódź", "lodz"},
        {"Søren", "soren"},
        {"ça déjà où Noël", "ca deja ou noel"},
        {"½", "1/2"},
    };
    for (const auto& [written, folded] : table)
        BOOST_TEST(nida::daemon::fold(written) == folded, written);
}

BOOST_AUTO_TEST_CASE(arabic_spellings_become_one)
{
    const Folding table[] = {
        {"انضمّ", "انضم"},
        {"أنضم", "انضم"},
        {"إنضم", "انضم"},
        {"آنضم", "انضم"},
        {"ٱنضم", "انضم"},
        {"اِنْضَمَّ", "انضم"},
        {"انـــضـم", "انضم"},
        {"ا\u0654نضم", "انضم"}, // alef and a combining hamza above
        {"مساعدة", "مساعده"},
        {"على", "علي"},
        {"علی", "علي"}, // Farsi yeh
        {"ے", "ي"},
        {"اشتراک", "اشتراك"}, // keheh
        {"ڪ", "ك"},
        {"سؤال", "سوال"},
        {"رئيس", "رييس"},
        {"إلغاء", "الغا"},
        {"الغاء", "الغا"},
        {"هٰذا", "هذا"}, // superscript alef
        {"ہ ە ه ھ ۀ ۂ ۃ", "ه ه ه ه ه ه ه"},
        {"٠١٢٣٤٥٦٧٨٩", "0123456789"},
        {"۰۱۲۳۴۵۶۷۸۹", "0123456789"},
        {"\uFE8D\uFEE7\uFEC0\uFEE2", "انضم"},           // presentation forms
        {"\uFEF5 \uFEF7 \uFEF9 \uFEFB", "لا لا لا لا"}, // lam-alef ligatures
        {"\uFEE2\uFE7C\uFEE2", "مم"},                   // shadda standing alone must not cut the word
        {"\uFDF2", "الله"},
    };
    for (const auto& [written, folded] : table)
        BOOST_TEST(nida::daemon::fold(written) == folded, written);
}

BOOST_AUTO_TEST_CASE(invisible_characters_go)
{
    for (const auto invisible :
         {"\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u061C", "\u202A", "\u202B", "\u202C", "\u202D",
          "\u202E", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\uFEFF", "\uFE0F", "\u00AD", "\u034F"}) {
        using namespace std::string_literals;
        BOOST_TEST(nida::daemon::fold(invisible + "st"s + invisible + "op" + invisible) == "stop");
    }
}

BOOST_AUTO_TEST_CASE(apostrophes_quotes_dashes_and_spaces_are_of_one_kind)
{
    for (const auto apostrophe : {"'", "’", "‘", "`", "´", "ʼ", "′", "‛"})
        BOOST_TEST(nida::daemon::fold(std::string{"j"} + apostrophe + "arrete") == "j'arrete");
    for (const auto quote : {"\"", "“", "”", "„", "«", "»"})
        BOOST_TEST(nida::daemon::fold(quote) == "\"", quote);
    for (const auto dash : {"-", "‐", "‑", "–", "—", "−"})
        BOOST_TEST(nida::daemon::fold(dash) == "-", dash);
    for (const auto space : {" ", "\u00A0", "\u2009", "\u202F", "\u3000"})
        BOOST_TEST(nida::daemon::fold(space) == " ");
}

BOOST_AUTO_TEST_CASE(folding_twice_changes_nothing_for_any_code_point)
{
    for (utf8proc_int32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        const auto once = nida::daemon::fold(utf8_of(c));
        if (once != nida::daemon::fold(once)) BOOST_ERROR("U+" << std::hex << c << " folds to " << once);
    }
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_utf8_are_replaced)
{
    BOOST_TEST(nida::daemon::fold("st\xFFop") == "st\uFFFDop");
    BOOST_TEST(nida::daemon::fold("\xC3") == "\uFFFD");                               // cut short
    BOOST_TEST(nida::daemon::fold("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");           // a surrogate
    BOOST_TEST(nida::daemon::fold("\xC0\x80") == "\uFFFD\uFFFD");                     // overlong
    BOOST_TEST(nida::daemon::fold("\xF4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD"); // past U+10FFFF
    for (int first = 0; first < 256; ++first)
        for (int second = 0; second < 256; ++second) {
            const std::string octets{static_cast<char>(first), static_cast<char>(second)};
            if (!is_valid_utf8(nida::daemon::fold(octets))) BOOST_ERROR(first << " " << second);
        }
}

BOOST_AUTO_TEST_CASE(every_prefix_folds_to_valid_utf8)
{
    const std::string_view text = "«انضمّ» J’arrête ﷺ \uFEFB ١٢٣ Ａｒｒｅｔ 👍🏽";
    for (std::size_t length = 0; length <= text.size(); ++length)
        BOOST_TEST(is_valid_utf8(nida::daemon::fold(text.substr(0, length))), length);
}

BOOST_AUTO_TEST_CASE(words_are_runs_of_letters_and_digits)
{
    const auto split = [](std::string_view text) { return words(nida::daemon::fold(text)); };
    using Words = std::vector<std::string>;
    const std::pair<std::string_view, Words> table[] = {
        {"", {}},
        {" \t\r\n", {}},
        {"?!… «» 👍🏽 ---", {}},
        {"stop!!", {"stop"}},
        {"«انضم»", {"انضم"}},
        {"🛑STOP🛑", {"stop"}},
        {"J’arrête", {"j", "arrete"}},
        {"une,deux;trois", {"une", "deux", "trois"}},
        {"قف؟ نعم، قف", {"قف", "نعم", "قف"}},
        {"٢٠ mai 2024", {"20", "mai", "2024"}},
        {"st\xFFop", {"st", "op"}},
    };
    for (const auto& [text, expected] : table)
        BOOST_TEST(split(text) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(folded_words_know_where_they_stood)
{
    const std::string text = "\u200F«انضـمّ»، ÉTÉ \uFDFA!";
    const auto found = folded_words(text, 100);
    const auto expected = words(nida::daemon::fold(text));
    BOOST_TEST_REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        BOOST_TEST(found[i].text == expected[i]);
    BOOST_TEST(text.substr(found[0].begin, found[0].end - found[0].begin) == "انضـم");
    BOOST_TEST(text.substr(found[1].begin, found[1].end - found[1].begin) == "ÉTÉ");
    BOOST_TEST(text.substr(found.back().begin, found.back().end - found.back().begin) == "\uFDFA");
    BOOST_TEST(folded_words(text, 1).size() == 1u);
    BOOST_TEST(folded_words("\uFDFA", 2).size() == 2u); // four words in one code point
    BOOST_TEST(folded_words(text, 0).empty());
}

BOOST_AUTO_TEST_CASE(time_grows_with_the_length_and_not_with_its_square)
{
    for (const std::string unit : {"a", "é ", "\uFDFA", "\xFF", "ـ", "\u064E"}) {
        const auto folding = [&](std::size_t octets) {
            std::string text;
            while (text.size() < octets)
                text += unit;
            return fastest_of_three([&] { words(nida::daemon::fold(text)); });
        };
        const auto small = folding(1 << 15);
        const auto large = folding(1 << 20); // 32 times as long; a square would be 1024 times as slow
        BOOST_TEST(large.count() < 400 * small.count(),
                   unit << ": " << small.count() << " and " << large.count() << " ns");
    }
}

BOOST_AUTO_TEST_SUITE_END()
