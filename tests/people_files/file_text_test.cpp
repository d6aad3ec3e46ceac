#include "daemon/people/files/file_text.hpp"

#include "daemon/people/files/file_error.hpp"
#include "tests/people_files/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <stdexcept>

using namespace nida::daemon;
using namespace std::string_literals;

namespace
{

constexpr std::string_view french[] = {
    "Nom,Prénom,Tél\nLefèvre,Amélie,0911\nDupont,Jean,0922\n", "name,phone\nMarie Bâ,0911\n",
    "NOM;VILLE\nÉMILE ZOÉ;BÉJA\n", "nom;note\nIbrahim N’Diaye;« à rappeler »\n", "name\nNúñez\nMüller\nGonçalves\n"};

constexpr std::string_view arabic[] = {"الاسم,الهاتف\nمحمد,0911\n", "Name,Phone\nعلي,0911\nSara,0922\nJean,0933\n",
                                       "Name,City\nAmélie,Gabès\nهدى بن علي,طرابلس\n", "name\nرؤى\n"};

FileError::Why why_of(const std::string& octets, const std::string& encoding = {})
{
    try {
        decode_text(octets, encoding);
    } catch (const FileError& error) {
        return error.why;
    }
    throw std::runtime_error{"it was read"};
}

} // namespace

BOOST_AUTO_TEST_SUITE(file_text)

BOOST_AUTO_TEST_CASE(unicode_is_known_by_its_mark_or_by_its_zeros)
{
    const std::string text = "الاسم;Tél\nأمل;0911\n";
    for (const auto* encoding : {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
        const auto marked = decode_text(in_encoding(encoding, "\uFEFF" + text));
        BOOST_TEST(marked.text == text);
        BOOST_TEST(marked.encoding == encoding);
        if (std::string_view{encoding}.starts_with("UTF-32")) continue;
        const auto bare = decode_text(in_encoding(encoding, text));
        BOOST_TEST(bare.text == text);
        BOOST_TEST(bare.encoding == encoding);
    }
}

BOOST_AUTO_TEST_CASE(short_french_lists_are_read_as_they_were_written)
{
    for (const auto text : french) {
        const auto file = decode_text(in_encoding("CP1252", text));
        BOOST_TEST(file.text == text);
        BOOST_TEST(file.encoding == "windows-1252");
    }
    for (const auto* encoding : {"MACINTOSH", "CP850"})
        BOOST_TEST(decode_text(in_encoding(encoding, french[0])).text == french[0]);
    BOOST_TEST(decode_text(in_encoding("ISO-8859-15", "nom\nSœur Hélène\nNicolas Lecœur\n")).text ==
               "nom\nSœur Hélène\nNicolas Lecœur\n");
}

BOOST_AUTO_TEST_CASE(short_arabic_lists_are_read_as_they_were_written)
{
    for (const auto text : arabic) {
        const auto file = decode_text(in_encoding("CP1256", text));
        BOOST_TEST(file.text == text);
        BOOST_TEST(file.encoding == "windows-1256");
    }
    BOOST_TEST(decode_text(in_encoding("ISO-8859-6", arabic[0])).text == arabic[0]);
}

BOOST_AUTO_TEST_CASE(somebody_may_know_better)
{
    BOOST_TEST(decode_text("Caf\xE9", "windows-1256").text == "Café");
    BOOST_TEST(decode_text("\xC9", "windows-1256").text == "ة");
    BOOST_TEST((why_of("x", "no-such-encoding") == FileError::Why::unknown_encoding));
    BOOST_TEST((why_of("x", "UTF-8//IGNORE") == FileError::Why::unknown_encoding));
}

BOOST_AUTO_TEST_CASE(nothing_is_replaced_unseen)
{
    BOOST_TEST((why_of("é\nb\xFF\n", "UTF-8") == FileError::Why::undecodable));
    try {
        decode_text("Amélie\nAïcha\nNoé\nZo\xEF\nÉric\nHélène\n"); // all else is UTF-8, so this is a fault
        BOOST_ERROR("it was read");
    } catch (const FileError& error) {
        BOOST_TEST((error.why == FileError::Why::undecodable));
        BOOST_TEST(error.line == 4u);
        BOOST_TEST(error.detail == "UTF-8");
    }
    BOOST_TEST((why_of(std::string{"\xFF\xFE"} + "a\0b"s) == FileError::Why::undecodable));
    BOOST_TEST((why_of("a\x81z", "windows-1252") == FileError::Why::undecodable));
}

BOOST_AUTO_TEST_CASE(documents_are_no_text)
{
    for (const auto* beginning : {"PK\x03\x04", "\xD0\xCF\x11\xE0", "%PDF-1.4", "{\\rtf1"})
        BOOST_TEST((why_of(beginning) == FileError::Why::workbook));
    BOOST_TEST((why_of(std::string{"\0\0\0a\0\0", 6}) == FileError::Why::workbook));
}

BOOST_AUTO_TEST_CASE(a_piece_is_in_the_encoding_that_it_names)
{
    BOOST_TEST(decode_piece("Am\xE9lie", "ISO-8859-1").value() == "Amélie");
    BOOST_TEST(decode_piece("Am\xE9lie", "").value() == "Amélie");
    BOOST_TEST(decode_piece("Amélie", "").value() == "Amélie");
    BOOST_TEST(!decode_piece("Am\xE9lie", "UTF-8"));
    BOOST_TEST(!decode_piece("a\xE9", "UTF-8"));
}

BOOST_AUTO_TEST_SUITE_END()
