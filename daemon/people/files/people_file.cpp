#include "daemon/people/files/people_file.hpp"

#include "daemon/people/files/file_text.hpp"
#include "daemon/people/files/people_csv.hpp"
#include "daemon/people/files/people_vcard.hpp"

#include <cstdlib>
#include <string_view>
#include <utility>

namespace nida::daemon
{

std::string_view to_string(Meaning meaning)
{
    switch (meaning) {
    case Meaning::number: return "number";
    case Meaning::other_number: return "other_number";
    case Meaning::number_label: return "number_label";
    case Meaning::name: return "name";
    case Meaning::first_name: return "first_name";
    case Meaning::middle_name: return "middle_name";
    case Meaning::last_name: return "last_name";
    case Meaning::language: return "language";
    case Meaning::groups: return "groups";
    case Meaning::notes: return "notes";
    case Meaning::activity: return "activity";
    case Meaning::field: return "field";
    case Meaning::ignored: return "ignore";
    }
    std::abort();
}

PeopleFile read_people_file(std::string octets, const FileReading& how)
{
    auto [text, encoding] = decode_text(std::move(octets), how.encoding);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) throw FileError{FileError::Why::empty};
    auto file = is_vcard(text) ? read_vcards(text) : read_csv(std::move(text), how);
    if (file.format == PeopleFile::Format::vcard && !how.mapping.empty())
        throw FileError{FileError::Why::unknown_heading, 0, how.mapping.front().first};
    file.encoding = std::move(encoding);
    return file;
}

} // namespace nida::daemon
