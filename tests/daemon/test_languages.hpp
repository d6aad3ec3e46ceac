#pragma once
#include "config/languages.hpp"

namespace nida::daemon
{
inline const std::shared_ptr<const Languages>& test_languages() { return config::builtin_languages(); }
} // namespace nida::daemon
