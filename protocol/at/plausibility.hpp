#pragma once
#include <string_view>

namespace nida::protocol
{
/// How surprising a text would be as what a network says to a person, in tenths of a bit: menus, balances and refusals in
/// Latin letters cost some 50 a character, those of any other one script a little more, octets read in the wrong way 100 and more.
///
/// What is weighed is the kind of character, its frequency, and which kind follows which; no words and no language. Two readings of
/// the same octets can be compared by it, as the total for the whole text.
int surprise(std::u32string_view text) noexcept;
} // namespace nida::protocol
