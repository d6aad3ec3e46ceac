#pragma once
#include <filesystem>

namespace nida::e2e
{
/// Asks a modem for a prompt and walks away, as a killed program does. @return whether the prompt came
bool leave_prompt_open(const std::filesystem::path& port);
} // namespace nida::e2e
