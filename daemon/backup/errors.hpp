#pragma once
#include <stdexcept>
#include <string>

namespace nida::daemon
{
/// Why a copy could not be made, opened or put in place. `what()` says it in English; who talks to people in other languages
/// goes by the enumeration.
struct BackupError : std::runtime_error {
    enum class What {
        not_a_backup,
        newer_format,
        wrong_passphrase, ///< or its header is damaged
        wrong_key,        ///< or its header is damaged
        sealed_to_key,    ///< and a passphrase was given
        sealed_to_words,  ///< sealed to a passphrase, and a key was given
        truncated,
        damaged,
        key_file,      ///< a key or passphrase file that is not usable
        no_space,      ///< detail: what is missing
        store_in_use,  ///< another process holds the store
        store_damaged, ///< detail: what SQLite found
        newer_schema,
        no_store, ///< what was sealed is no store
        io,       ///< detail: what the system says
    };
    BackupError(What kind, const std::string& message, std::string its_detail = {})
        : std::runtime_error{message}, why{kind}, detail{std::move(its_detail)}
    {
    }
    What why;
    std::string detail; ///< a file, a number, or the system's own words
};

/// The system said no: "cannot write FILE: No space left on device". @param error  errno
[[noreturn]] void throw_io(const std::string& what_failed, int error);
} // namespace nida::daemon
