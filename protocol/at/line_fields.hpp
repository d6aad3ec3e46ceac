#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nida::protocol
{
/// Null where the line leaves the place empty, or it cannot be read.
using FieldValue = std::variant<std::monostate, std::int64_t, std::string>;
struct Field {
    std::string key; ///< "stat", "index", … in the words of the specification
    FieldValue value;
    bool operator==(const Field&) const = default;
};

/// What an information line or URC says, named: "+CREG: 0,1" gives n 0, stat 1, … Lines whose name no parser knows give their
/// parameters as "p1", "p2", …; lines without a name ("huawei") give nothing.
/// @param line    without its line end; of a line whose PDU comes behind it, the first
/// @param second  the line behind it, of those that have one
std::vector<Field> fields_of(std::string_view line, std::string_view second = {});
/// The name that a line begins with, "+CREG" of "+CREG: 0,1", upper case; empty where no colon or blank ends one.
std::string name_of_line(std::string_view line);
} // namespace nida::protocol
