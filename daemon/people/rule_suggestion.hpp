#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// What the writer of `word` most likely meant: few letters wrong, missing, added or swapped, where all is compared as fold()
/// leaves it. Empty where none comes near. The first of equals wins.
std::string likely_meant(std::string_view word, const std::vector<std::string>& candidates);
/// "did you mean "word"?", or empty.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);
} // namespace nida::daemon
