#include "daemon/flow/replies.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/flow/keywords.hpp"
#include "tests/daemon/test_languages.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>
#include <string>
#include <utf8proc.h>
#include <vector>

using namespace nida::daemon;

namespace
{

using enum Reply;

constexpr Language all_languages[] = {Language::ar, Language::fr, Language::en};

std::string reply_text(Reply which, const Language& language)
{
    return test_languages()->reply(which, language, language);
}
std::optional<KeywordMatch> match_keyword(std::string_view text) { return match_keyword(text, *test_languages()); }

std::vector<utf8proc_int32_t> code_points(std::string_view text)
{
    std::vector<utf8proc_int32_t> found;
    while (!text.empty()) {
        utf8proc_int32_t code_point = 0;
        const auto octets = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &code_point);
        BOOST_TEST_REQUIRE(octets > 0);
        found.push_back(code_point);
        text.remove_prefix(static_cast<std::size_t>(octets));
    }
    return found;
}

/// TS 23.038 §6.2.1, without the escape; then §6.2.1.1, whose characters take two septets.
constexpr std::string_view default_alphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                                              "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::string_view extension_table = "\f^{}\\[~]|€";

/// Septets that the text takes; a character outside both tables is a failure.
std::size_t septet_count(std::string_view text)
{
    const auto one = code_points(default_alphabet);
    const auto two = code_points(extension_table);
    std::size_t septets = 0;
    for (const auto c : code_points(text)) {
        const bool is_plain = std::ranges::find(one, c) != one.end();
        BOOST_TEST((is_plain || std::ranges::find(two, c) != two.end()),
                   "U+" << std::hex << c << " forces UCS-2 in: " << text);
        septets += is_plain ? 1 : 2;
    }
    return septets;
}

std::size_t utf16_count(std::string_view text)
{
    std::size_t units = 0;
    for (const auto c : code_points(text))
        units += c > 0xFFFF ? 2 : 1;
    return units;
}

/// What each word of an answer means when a supporter sends it back alone.
std::set<Intent> intents_in(const std::string& text)
{
    std::set<Intent> intents;
    for (const auto& word : folded_words(text, 100)) {
        const auto written = text.substr(word.begin, word.end - word.begin);
        // Latin keywords stand in capitals, which keeps "help" in "HELP for help" from counting.
        if (written[0] >= 'a' && written[0] <= 'z') continue;
        if (const auto match = match_keyword(written)) intents.insert(match->intent);
    }
    return intents;
}

} // namespace

BOOST_AUTO_TEST_SUITE(replies)

BOOST_AUTO_TEST_CASE(the_alphabet_of_this_test_is_whole)
{
    BOOST_TEST(code_points(default_alphabet).size() == 127u);
    BOOST_TEST(code_points(extension_table).size() == 10u);
}

BOOST_AUTO_TEST_CASE(french_and_english_answers_are_one_segment_of_septets)
{
    for (const auto language : {Language::fr, Language::en})
        for (const auto reply : all_replies) {
            const auto text = reply_text(reply, language);
            BOOST_TEST(septet_count(text) <= 160u, text);
        }
}

BOOST_AUTO_TEST_CASE(arabic_answers_are_one_segment_of_ucs2)
{
    for (const auto reply : all_replies) {
        const auto text = reply_text(reply, Language::ar);
        BOOST_TEST(utf16_count(text) <= 70u, text << " has " << utf16_count(text));
    }
}

BOOST_AUTO_TEST_CASE(every_answer_is_there_and_no_two_are_alike)
{
    std::set<std::string> texts;
    for (const auto language : all_languages)
        for (const auto reply : all_replies)
            texts.insert(reply_text(reply, language));
    BOOST_TEST(texts.size() == std::size(all_languages) * std::size(all_replies));
    BOOST_TEST(!texts.contains(""));
}

BOOST_AUTO_TEST_CASE(the_words_that_answers_tell_people_to_send_do_what_they_say)
{
    const auto names = [](Reply reply, Language language, Intent intent) {
        const auto text = reply_text(reply, language);
        BOOST_TEST(intents_in(text).contains(intent), text << " names no word to " << to_string(intent));
    };
    for (const auto language : all_languages) {
        for (const auto reply : {welcome, already_member}) {
            names(reply, language, Intent::leave);
            names(reply, language, Intent::help);
        }
        names(goodbye, language, Intent::join);
        names(was_not_member, language, Intent::join);
        names(help, language, Intent::join);
        names(help, language, Intent::leave);
    }
}

BOOST_AUTO_TEST_CASE(an_answer_that_comes_back_starts_nothing)
{
    // Two machines that answer each other must not join and leave in turn.
    for (const auto language : all_languages)
        for (const auto reply : all_replies)
            BOOST_TEST(!match_keyword(reply_text(reply, language)).has_value(), reply_text(reply, language));
}

BOOST_AUTO_TEST_SUITE_END()
