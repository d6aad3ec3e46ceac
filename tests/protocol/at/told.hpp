#pragma once
#include "protocol/at/transcript.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
using Told = std::vector<std::string>;

/// A transcript in short: "command AT", "final_result OK", one for each record; line feeds as |.
inline Told told(std::string_view transcript)
{
    Told result;
    for (const auto& record : parse_transcript(transcript)) {
        auto text = std::string{name_of(record.kind)} + ' ' + record.text;
        std::ranges::replace(text, '\n', '|');
        result.push_back(text);
    }
    return result;
}
} // namespace nida::protocol
