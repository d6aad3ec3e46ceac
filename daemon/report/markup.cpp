#include "daemon/report/markup.hpp"

#include <utf8proc.h>

namespace nida::daemon
{
std::string escaped(std::string_view text)
{
    constexpr std::string_view replacement = "\uFFFD";
    std::string safe;
    while (!text.empty()) {
        utf8proc_int32_t character = 0;
        const auto octets = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &character);
        const auto length = octets > 0 ? static_cast<std::size_t>(octets) : 1;
        const bool blank = character == '\t' || character == '\n' || character == '\r';
        const bool control = (character < 0x20 && !blank) || (character >= 0x7F && character < 0xA0);
        if (octets <= 0 || control || character == 0xFFFE || character == 0xFFFF)
            safe += replacement;
        else
            switch (character) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            case '\'': safe += "&#39;"; break;
            default: safe += text.substr(0, length);
            }
        text.remove_prefix(length);
    }
    return safe;
}
} // namespace nida::daemon
