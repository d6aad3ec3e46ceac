#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace nida::daemon::cli
{

/// A field as a person reads it: text as it is, numbers in digits, lists joined by ", ", and nothing for null or absent.
std::string field(const boost::json::object& object, std::string_view key);

/// A whole number; 0 where the field is absent or something else.
std::int64_t integer(const boost::json::object& object, std::string_view key);

bool is_true(const boost::json::object& object, std::string_view key);

/// An object within an object, or an empty one.
const boost::json::object& object_in(const boost::json::object& object, std::string_view key);

/// The rows of a page, or none.
const boost::json::array& rows_of(const boost::json::object& page, std::string_view key = "rows");

/// The answer as an object; an empty one where it is something else.
const boost::json::object& object_of(const boost::json::value& value);

/// Writes the value and a line end. The same JSON that the daemon sent, but with the controls that JSON allows to stand
/// unescaped (U+007F to U+009F, of which terminals obey some) escaped.
void write_json(std::ostream& out, const boost::json::value& value);

} // namespace nida::daemon::cli
