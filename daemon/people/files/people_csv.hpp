#pragma once

#include "daemon/people/files/people_file.hpp"

#include <string>

namespace nida::daemon
{

/// The people in a CSV file. @param text  UTF-8. @throws FileError
PeopleFile read_csv(std::string text, const FileReading& how);

} // namespace nida::daemon
