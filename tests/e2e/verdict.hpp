#pragma once
#include <string>

// How a Box tells whoever uses it what went wrong. A test program and nida-torture have one each.
namespace nida::e2e
{
/// Whether something has gone wrong already, so that what helps to find out should be printed.
bool has_failed();
void note_failure(const std::string& what);
} // namespace nida::e2e
