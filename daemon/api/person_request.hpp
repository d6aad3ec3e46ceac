#pragma once
#include "daemon/api/fields.hpp"
#include "daemon/api/service.hpp"
#include "daemon/people/audience.hpp"
#include "daemon/people/people.hpp"

#include <string>

namespace nida::daemon
{
/// Who asks, and when.
Act act_of(const Service& service, const ApiRequest& request);

// What clients write of people, checked. Each throws an ApiError that says what was wrong and what is accepted.

/// {"number", "name", "language", "groups", "notes", "fields"}, and "line" where rows of a file come
PersonDetails details_from(const Fields& fields, const ServiceDefaults& defaults);
/// {"name", "language", "notes", "fields", "into_groups", "out_of_groups"}
PersonCorrection correction_from(const Fields& fields, const Languages& languages);
std::string group_name_from(std::string_view written);
ApiError unknown_person(const std::string& number, bool left);
ApiError no_audience(const NoAudience& none);
/// 422 where somebody said why something cannot be done.
void require_none(const std::string& objection, const char* code = "bad_value");
} // namespace nida::daemon
