#pragma once
#include "daemon/api/page.hpp"
#include "daemon/api/request.hpp"
#include "daemon/outbox/message.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{
// What clients write, checked. Each throws an ApiError that says what was wrong and what is accepted.

/// A recipient: E.164 with '+', or the 3-8 digits of a short code.
std::string recipient_from(std::string_view written, const std::string& country);
/// A person's number, E.164 with '+'.
std::string person_number_from(std::string_view written, const std::string& country);
/// A text that messages can carry: not empty, no NUL, at most 255 segments.
std::string message_text_from(std::string text);
Priority priority_from(const std::optional<std::string>& name);
/// "90s", "30m", "2h", "3d", "1w", or seconds; 24 h where absent. From 1 s to 63 weeks, the longest TP-VP.
std::chrono::seconds validity_from(const boost::json::value* validity);

/// A whole number in the query. @return nothing where it is absent
std::optional<std::int64_t> query_integer(const ApiRequest& request, const std::string& name, std::int64_t least,
                                          std::int64_t most);
/// An empty value counts as absent.
std::optional<std::string> query_text(const ApiRequest& request, const std::string& name);
PageRange page_range(const ApiRequest& request);
std::chrono::seconds query_wait(const ApiRequest& request);
/// The id in the path. @param code  of the 404 where it is no number
std::int64_t path_id(const ApiRequest& request, const char* code);
} // namespace nida::daemon
