#pragma once

#include "daemon/cli/context.hpp"

#include <fstream>
#include <istream>
#include <string>

namespace nida::daemon::cli
{

/// A file that was named on the command line; "-" is standard input.
class InputFile
{
public:
    /// @throws Refusal (EX_NOINPUT) where it cannot be opened
    InputFile(const Context& context, std::string path);

    std::istream& stream() { return path_ == "-" ? context_.io.in : file_; }

    /// All that is in it. @throws Refusal (EX_IOERR)
    std::string all();

    /// Whether reading stopped at an error and not at the end.
    bool is_broken() { return stream().bad(); }

    /// "cannot read FILE"
    std::string complaint() const;
private:
    const Context& context_;
    std::string path_;
    std::ifstream file_;
};

} // namespace nida::daemon::cli
