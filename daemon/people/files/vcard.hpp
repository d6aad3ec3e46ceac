#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{

/// A content line of a vCard, its folds undone.
struct VcardProperty {
    std::uint64_t line = 0; ///< where it begins, from 1
    std::string group;      ///< "item1" of "item1.TEL"
    std::string name;       ///< in capitals
    struct Parameter {
        std::string name;  ///< in capitals; empty where vCard 2.1 gives the value alone, as in TEL;CELL
        std::string value; ///< as it stands, without quotes
    };
    std::vector<Parameter> parameters;
    std::string value;        ///< decoded from quoted-printable; escapes are still there
    bool undecodable = false; ///< and `value` is empty: it is not in the encoding that it names

    bool has(std::string_view value_of_parameter) const; ///< in either case, also in "cell,voice"
};

/// Reads content lines after RFC 6350, RFC 2426 and vCard 2.1, one by one. Total: what is no content line is passed over.
/// Pictures, sounds and keys come without their value, which is never copied.
class VcardReader
{
public:
    explicit VcardReader(std::string_view utf8) : rest_{utf8} {}

    /// @return whether there was one more
    bool next(VcardProperty& property);
private:
    std::string_view take_line();
    bool continues() const;

    std::string_view rest_;
    std::uint64_t line_ = 0;
};

/// A value with its escapes undone: \n, \, \; and \\.
std::string unescaped(std::string_view value);

/// The components of a value, each with its escapes still there. A separator after a backslash separates nothing.
std::vector<std::string_view> components(std::string_view value, char separator);

} // namespace nida::daemon
