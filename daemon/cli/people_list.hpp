#pragma once

#include "daemon/cli/context.hpp"
#include "daemon/people/files/people_file.hpp"

#include <string>
#include <vector>

namespace nida::daemon::cli
{

/// A file of people, and how it is to be read where somebody knows better than we.
struct PeopleListOptions {
    std::string file;                 ///< "-": standard input
    std::string encoding;             ///< iconv's name; empty: look
    std::string separator;            ///< a character or "tab"; empty: look
    std::vector<std::string> mapping; ///< "COLUMN=MEANING"
};

/// What is in a file. @param octets  all of it. @throws Refusal (EX_DATAERR)
PeopleFile read_people_list(const Context& context, std::string octets, const PeopleListOptions& how);

/// Tells what the file was taken for, so that somebody can see where that is wrong.
void show_reading(const Context& context, const std::string& name, const PeopleFile& file);

} // namespace nida::daemon::cli
