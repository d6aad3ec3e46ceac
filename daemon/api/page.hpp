#pragma once
#include "daemon/store/connection.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{
/// "2026-03-01T09:00:00.000000Z"
std::string rfc3339(Time time);
/// The instant that rfc3339() wrote so; nothing for any other text.
std::optional<Time> time_from(const std::string& rfc3339);
boost::json::value json_time(std::optional<Time> time); ///< null where there is none
boost::json::value json_text(std::optional<std::string> text);
/// null for an empty text, too
boost::json::value json_unless_empty(std::string_view text);

/// Which rows of a list are asked for: ids greater than `since`, at most `limit`.
struct PageRange {
    std::int64_t since = 0;
    std::int64_t limit = 500;
};

/// Rows on their way to a client: each becomes text as it is read, so that a page costs no more memory than its text.
class Page
{
public:
    explicit Page(PageRange range) : limit_{range.limit} {}
    /// How many rows to ask the store for: one too many tells that there are more.
    std::int64_t rows_to_read() const { return limit_ + 1; }
    /// @return false where the page is full: the row was the one too many
    bool add(const boost::json::object& row);
    bool empty() const { return count_ == 0; }
    /// {"rows": [...], "more": ...}
    std::string text() const { return text_ + (more_ ? "],\"more\":true}" : "],\"more\":false}"); }
private:
    std::int64_t limit_, count_ = 0;
    bool more_ = false;
    std::string text_ = "{\"rows\":[";
};
} // namespace nida::daemon
