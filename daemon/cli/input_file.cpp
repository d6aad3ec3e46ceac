#include "daemon/cli/input_file.hpp"

#include "daemon/cli/failures.hpp"

#include <sysexits.h>

namespace nida::daemon::cli
{

InputFile::InputFile(const Context& context, std::string path) : context_{context}, path_{std::move(path)}
{
    if (path_ == "-") return;
    file_.open(path_, std::ios::binary);
    if (!file_) throw Refusal{EX_NOINPUT, complaint()};
}

std::string InputFile::all()
{
    std::string content;
    char buffer[16 * 1024];
    while (stream().read(buffer, sizeof buffer), stream().gcount() > 0)
        content.append(buffer, static_cast<std::size_t>(stream().gcount()));
    if (is_broken()) throw Refusal{EX_IOERR, complaint()};
    return content;
}

std::string InputFile::complaint() const { return context_.words(Text::file_unreadable, path_); }

} // namespace nida::daemon::cli
