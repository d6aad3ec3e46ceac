#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{

/// UTF-8 text in another encoding, as a program on another machine would have written it.
std::string in_encoding(const std::string& encoding, std::string_view utf8);

/// Files as they are met, each small: what spreadsheets, address books, phones and FrontlineSMS write. The people are invented.
struct Sample {
    const char* name;
    std::string octets;
};
const std::vector<Sample>& samples();

/// The octets of the sample with this name.
const std::string& sample(std::string_view name);

} // namespace nida::daemon
