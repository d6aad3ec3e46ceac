#include "daemon/people/files/file_text.hpp"

#include "daemon/people/files/file_error.hpp"
#include "daemon/people/files/iconv.hpp"
#include "daemon/people/files/one_octet_encoding.hpp"
#include "protocol/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace nida::daemon
{

namespace
{

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

using namespace std::string_view_literals;

/// A byte order mark and what it says, longer ones first: UTF-32's begins as UTF-16's does.
constexpr std::pair<std::string_view, const char*> marks[] = {{"\xFF\xFE\0\0"sv, "UTF-32LE"},
                                                              {"\0\0\xFE\xFF"sv, "UTF-32BE"},
                                                              {utf8_mark, "UTF-8"},
                                                              {"\xFF\xFE"sv, "UTF-16LE"},
                                                              {"\xFE\xFF"sv, "UTF-16BE"}};

/// How ZIP archives (xlsx, ods, numbers), old Office documents (xls), PDF and RTF begin.
constexpr std::string_view documents[] = {"PK\x03\x04", "\xD0\xCF\x11\xE0", "%PDF", "{\\rtf"};

/// UTF-16 without a mark: separators, digits and line ends have a zero each, and all on one side.
const char* utf16_by_zeros(std::string_view octets)
{
    std::size_t zeros[2] = {0, 0};
    for (std::size_t i = 0; i < octets.size(); ++i)
        if (octets[i] == 0) ++zeros[i % 2];
    if (zeros[1] > 0 && zeros[0] * 20 < zeros[1]) return "UTF-16LE";
    if (zeros[0] > 0 && zeros[1] * 20 < zeros[0]) return "UTF-16BE";
    return nullptr;
}

/// Whether text that is not UTF-8 all the same seems to be meant so: a file that was damaged or cut off. In other
/// encodings hardly anything looks like a character of several octets.
bool is_damaged_utf8(std::string_view octets)
{
    std::size_t whole = 0, broken = 0;
    for (std::size_t i = 0; i < octets.size();) {
        const auto lead = static_cast<std::uint8_t>(octets[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (length == 1) {
            ++i;
        } else if (protocol::is_valid_utf8(octets.substr(i, length)) && i + length <= octets.size()) {
            ++whole;
            i += length;
        } else {
            ++broken;
            ++i;
        }
    }
    return whole > 4 * broken;
}

std::uint64_t line_at_end(std::string_view text)
{
    return 1 + static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
}

std::string from_utf8(std::string octets)
{
    if (protocol::is_valid_utf8(octets)) return octets;
    std::string whole;
    auto iconv = Iconv::from("UTF-8");
    if (iconv) iconv->convert(octets, whole);
    throw FileError{FileError::Why::undecodable, line_at_end(whole), "UTF-8"};
}

std::string converted(std::string_view octets, const std::string& encoding)
{
    auto iconv = Iconv::from(encoding);
    if (!iconv) throw FileError{FileError::Why::missing_encoding, 0, encoding};
    std::string text;
    text.reserve(octets.size() + octets.size() / 2);
    if (iconv->convert(octets, text) != octets.size())
        throw FileError{FileError::Why::undecodable, line_at_end(text), encoding};
    return text;
}

bool is_utf8(std::string name)
{
    std::erase_if(name, [](char c) { return c == '-' || c == '_'; });
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return name == "UTF8";
}

std::string seeming_encoding(std::string_view octets)
{
    for (const auto& [mark, encoding] : marks)
        if (octets.starts_with(mark)) return encoding;
    if (const auto* utf16 = utf16_by_zeros(octets)) return utf16;
    if (protocol::is_valid_utf8(octets) || is_damaged_utf8(octets)) return "UTF-8";
    return one_octet_encoding(octets);
}

} // namespace

FileText decode_text(std::string octets, const std::string& encoding)
{
    for (const auto& beginning : documents)
        if (octets.starts_with(beginning)) throw FileError{FileError::Why::workbook};

    FileText file;
    if (!encoding.empty() && !Iconv::from(encoding)) throw FileError{FileError::Why::unknown_encoding, 0, encoding};
    file.encoding = encoding.empty() ? seeming_encoding(octets) : encoding;
    file.text = is_utf8(file.encoding) ? from_utf8(std::move(octets)) : converted(octets, file.encoding);
    if (file.text.starts_with(utf8_mark)) file.text.erase(0, utf8_mark.size());
    if (file.text.find('\0') != std::string::npos) throw FileError{FileError::Why::workbook};
    return file;
}

std::optional<std::string> decode_piece(std::string octets, const std::string& encoding)
{
    auto named = Iconv::from(encoding);
    if (!named && protocol::is_valid_utf8(octets)) return octets;
    auto iconv = named ? std::move(named) : Iconv::from(one_octet_encoding(octets));
    std::string text;
    if (!iconv || iconv->convert(octets, text) != octets.size()) return {};
    return text;
}

} // namespace nida::daemon
