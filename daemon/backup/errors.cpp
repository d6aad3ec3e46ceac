#include "daemon/backup/errors.hpp"

#include <cerrno>
#include <system_error>

namespace nida::daemon
{
void throw_io(const std::string& what_failed, int error)
{
    const auto text = what_failed + ": " + std::generic_category().message(error);
    if (error == ENOSPC || error == EDQUOT) throw BackupError{BackupError::What::no_space, text, text};
    throw BackupError{BackupError::What::io, text, text};
}
} // namespace nida::daemon
