#include "daemon/cli/failures.hpp"

#include "daemon/cli/terminal_text.hpp"

#include <filesystem>
#include <grp.h>
#include <ostream>
#include <sys/stat.h>
#include <sysexits.h>
#include <utility>

namespace nida::daemon::cli
{

namespace
{

namespace errc = boost::system::errc;

constexpr std::pair<std::string_view, Text> known_codes[] = {
    {"bad_request", Text::api_bad_request},
    {"bad_number", Text::api_bad_number},
    {"bad_text", Text::api_bad_text},
    {"bad_value", Text::api_bad_value},
    {"unknown_line", Text::api_unknown_line},
    {"unknown_group", Text::api_unknown_group},
    {"unknown_message", Text::api_unknown_message},
    {"unknown_person", Text::api_unknown_person},
    {"unknown_number", Text::api_unknown_number},
    {"unknown_campaign", Text::api_unknown_campaign},
    {"unknown_template", Text::api_unknown_template},
    {"bad_campaign", Text::api_bad_campaign},
    {"wrong_state", Text::api_wrong_state},
    {"second_person", Text::api_second_person},
    {"unknown_field", Text::api_unknown_field},
    {"unknown_import", Text::api_unknown_import},
    {"import_over", Text::api_import_over},
    {"bad_rule", Text::api_bad_rule},
    {"no_erasure_key", Text::api_no_erasure_key},
    {"unknown_resource", Text::api_unknown_resource},
    {"conflict", Text::api_conflict},
    {"key_reused", Text::api_key_reused},
    {"left", Text::api_left},
    {"too_large", Text::api_too_large},
    {"line_unavailable", Text::api_line_unavailable},
    {"store_unavailable", Text::api_store_unavailable},
    {"no_room", Text::api_no_room},
    {"ussd_failed", Text::api_ussd_failed},
    {"pin_refused", Text::api_pin_refused},
    {"pin_held_back", Text::api_pin_held_back},
    {"puk_required", Text::api_puk_required},
    {"ussd_busy", Text::api_ussd_busy},
    {"ussd_over", Text::api_ussd_over},
    {"no_code", Text::api_no_code},
    {"no_space", Text::api_no_space},
    {"store_damaged", Text::api_store_damaged},
};

/// The group that may use the socket: the socket's own where it can be seen, else that of its directory.
std::string group_of(const std::string& socket)
{
    const auto directory = std::filesystem::path{socket}.parent_path().string();
    for (const auto& path : {socket, directory}) {
        struct stat found {
        };
        if (::stat(path.c_str(), &found) != 0) continue;
        if (const auto* group = ::getgrgid(found.st_gid)) return group->gr_name;
    }
    return "nida";
}

} // namespace

int exit_code(const ApiError& error)
{
    if (error.code == "ussd_failed" || error.code == "no_code") return EX_UNAVAILABLE;
    if (error.code == "ussd_busy") return EX_TEMPFAIL;
    if (error.code == "unknown_resource") return EX_PROTOCOL; // daemon and command are of different versions
    if (error.status == 400) return EX_USAGE;
    if (error.status == 401 || error.status == 403) return EX_NOPERM;
    if (error.status == 429 || error.status == 503 || error.status == 507) return EX_TEMPFAIL;
    if (error.status >= 500) return EX_SOFTWARE;
    return EX_DATAERR;
}

int exit_code(const Unreachable& error)
{
    if (error.why == errc::permission_denied) return EX_NOPERM;
    if (error.why == errc::filename_too_long) return EX_USAGE;
    return EX_UNAVAILABLE;
}

void report(std::ostream& err, const Words& words, const ApiError& error)
{
    // The daemon explains in detail; the catalogue says in the reader's language what kind of trouble it is.
    const auto detail = printable_lines(error.what());
    std::string_view code = error.code;
    for (const auto& [known, text] : known_codes)
        if (code == known) {
            err << "nida: " << words(text) << '\n' << "  " << detail << '\n';
            if (!error.hint.empty()) err << "  " << printable_lines(error.hint) << '\n';
            return;
        }
    err << "nida: " << words(Text::daemon_error, error.status, detail) << '\n';
    if (!error.hint.empty()) err << "  " << printable_lines(error.hint) << '\n';
}

void report(std::ostream& err, const Words& words, const Unreachable& error)
{
    if (error.why == errc::permission_denied)
        err << "nida: " << words(Text::socket_forbidden, error.socket) << '\n'
            << "  " << words(Text::socket_forbidden_hint, group_of(error.socket)) << '\n';
    else if (error.why == errc::filename_too_long)
        err << "nida: " << words(Text::socket_too_long, error.socket) << '\n';
    else
        err << "nida: " << words(Text::daemon_absent, error.socket, std::string{error.what()}) << '\n'
            << "  " << words(Text::daemon_absent_hint) << '\n';
}

void report(std::ostream& err, const Words& words, const ConnectionLost& error)
{
    err << "nida: " << words(Text::connection_lost, std::string{error.what()}) << '\n'
        << "  " << words(Text::connection_lost_hint) << '\n';
}

} // namespace nida::daemon::cli
