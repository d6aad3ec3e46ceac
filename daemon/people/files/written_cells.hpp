#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{

/// Without the blanks around it.
std::string_view trimmed(std::string_view text);

/// A telephone number, or an English sentence for the one who has the file: one of the two is empty.
struct PlainNumber {
    std::string digits; ///< with '+' before them where it was written
    std::string trouble;
};

/// A number as people and spreadsheets write it, in ASCII digits: Arabic,
/// Persian and full-width digits, blanks, dashes, direction marks, "tel:", a leading apostrophe, ="091" and "+218 (0) 91"
/// are read. What is lost is not guessed: neither a leading zero nor the digits behind 2.18911E+11.
PlainNumber plain_number(std::string_view written);

/// Whether a spreadsheet has written it as a measure: 2.18911E+11.
bool is_shortened_number(std::string_view written);

/// The numbers in one cell: "0911 ::: 0922", "0911234567 / 0922345678", "0911234567 ou
/// 0922345678", one a line.
std::vector<std::string> numbers_in(std::string_view cell);

/// "ar", "fr" or "en" for their names and codes in these languages ("Arabic", "français", "العربية", "FR-fr"); anything else in
/// small letters, as it stands.
std::string language_code(std::string_view written);

/// The groups in one cell. The first of these that it has separates them: " ::: " (Google), ";", "|", "\" (FrontlineSMS),
/// ",". "/A/B" is FrontlineSMS's group B inside A: both, as "A" and "A/B". "* myContacts" is no group.
std::vector<std::string> groups_in(std::string_view cell);

} // namespace nida::daemon
