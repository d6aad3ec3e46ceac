// Files of people: anything is read or refused, every row has a number in ASCII and texts in UTF-8, and reading does not
// depend on what the file is called or which encoding it is said to have.
#include "daemon/people/files/people_file.hpp"
#include "protocol/unicode.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

using namespace nida::daemon;
using nida::protocol::is_valid_utf8;
using nida::protocol::require;

namespace
{

void read(const std::string& octets, const FileReading& how)
{
    try {
        const auto file = read_people_file(octets, how);
        require(!file.encoding.empty());
        std::uint64_t line = 0;
        for (const auto& row : file.rows) {
            require(row.line >= line || file.format == PeopleFile::Format::vcard);
            line = row.line;
            require(!row.number.empty() && row.number.find_first_not_of("+0123456789") == std::string::npos);
            require(is_valid_utf8(row.name) && is_valid_utf8(row.notes) && is_valid_utf8(row.language));
            for (const auto& group : row.groups)
                require(!group.empty() && is_valid_utf8(group));
            for (const auto& [name, value] : row.fields)
                require(!name.empty() && !value.empty() && is_valid_utf8(name) && is_valid_utf8(value));
        }
        for (const auto& rejected : file.rejected)
            require(rejected.line > 0 && !rejected.error.empty());
    } catch (const FileError& error) {
        require(std::string{error.what()} != "");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string octets(data, data + size);
    read(octets, {});
    FileReading told;
    told.encoding = "windows-1252";
    told.separator = ';';
    told.mapping = {{"1", "number"}, {"2", "name"}};
    read(octets, told);
    return 0;
}
