#pragma once

#include "config/language_file.hpp"
#include "config/toml.hpp"

namespace nida::config
{

/// The texts of a file of a language: each known, with placeholders that are known, and of at most three segments. What is wrong
/// goes into the report, and a text of two or three segments into the warnings, since somebody pays for each.
std::map<daemon::Reply, Placed> read_replies(const toml::table& table, const std::string& file, Report& report,
                                             Report& warnings);
std::map<daemon::Alarm, Placed> read_alarm_texts(const toml::table& table, const std::string& file, Report& report,
                                                 Report& warnings);
/// Answers to coordinators: parts of a longer text. One that lacks what it is there to say, such as its code, is an error.
std::map<daemon::CoordinatorText, Placed> read_coordinator_texts(const toml::table& table, const std::string& file,
                                                                 Report& report);

} // namespace nida::config
