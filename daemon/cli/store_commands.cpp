#include "daemon/backup/check.hpp"
#include "daemon/backup/files.hpp"
#include "daemon/backup/keys.hpp"
#include "daemon/backup/restore.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/hidden_line.hpp"
#include "daemon/cli/local_time.hpp"

#include <boost/json.hpp>
#include <fcntl.h>
#include <fmt/chrono.h>

#include <algorithm>
#include <cerrno>
#include <ostream>
#include <sys/stat.h>
#include <sysexits.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

using What = BackupError::What;

Text text_of(What what)
{
    switch (what) {
    case What::not_a_backup: return Text::copy_not_a_backup;
    case What::newer_format: return Text::copy_newer_format;
    case What::wrong_passphrase: return Text::copy_wrong_passphrase;
    case What::wrong_key: return Text::copy_wrong_key;
    case What::sealed_to_key: return Text::copy_sealed_to_key;
    case What::sealed_to_words: return Text::copy_sealed_to_words;
    case What::truncated: return Text::copy_truncated;
    case What::damaged: return Text::copy_damaged;
    case What::key_file: return Text::copy_key_file;
    case What::no_space: return Text::copy_no_space;
    case What::store_in_use: return Text::copy_store_in_use;
    case What::store_damaged: return Text::copy_store_damaged;
    case What::newer_schema: return Text::copy_newer_schema;
    case What::no_store: return Text::copy_no_store;
    case What::io: break;
    }
    return Text::copy_io;
}

int exit_code(What what)
{
    switch (what) {
    case What::key_file: return EX_NOINPUT;
    case What::no_space:
    case What::io: return EX_IOERR;
    case What::store_in_use: return EX_TEMPFAIL;
    case What::not_a_backup:
    case What::newer_format:
    case What::wrong_passphrase:
    case What::wrong_key:
    case What::sealed_to_key:
    case What::sealed_to_words:
    case What::truncated:
    case What::damaged:
    case What::store_damaged:
    case What::newer_schema:
    case What::no_store: break;
    }
    return EX_DATAERR;
}

Refusal refusal(const Context& context, const std::string& file, const BackupError& error)
{
    return {exit_code(error.why), context.words(text_of(error.why), file, error.detail)};
}

std::string typed(const Context& context, Text prompt)
{
    context.io.err << context.words(prompt) << ' ' << std::flush;
    return read_hidden_line(STDIN_FILENO).value_or("");
}

/// @param twice  a new one, in which a slip of the finger would lose the copy
Passphrase passphrase(const Context& context, const SealOptions& seal, bool twice)
{
    if (!seal.passphrase_file.empty()) return read_passphrase(seal.passphrase_file);
    if (!context.io.in_is_terminal) throw Refusal{EX_USAGE, context.words(Text::backup_passphrase_needed)};
    auto words = typed(context, Text::backup_passphrase_prompt);
    if (twice && words.size() >= shortest_passphrase && words != typed(context, Text::backup_passphrase_again))
        throw Refusal{EX_USAGE, context.words(Text::backup_passphrase_differs)};
    return {std::move(words)};
}

/// A key and a passphrase are one too many.
void require_one(const Context& context, const SealOptions& seal)
{
    if (!seal.key_file.empty() && !seal.passphrase_file.empty())
        throw Refusal{EX_USAGE, context.words(Text::usage_unexpected, std::string{"--passphrase-file"})};
}

json::object key_to_seal_to(const Context& context, const SealOptions& seal)
{
    if (!seal.key_file.empty()) return {{"public_key", text_of(read_public_key(seal.key_file))}};
    auto words = passphrase(context, seal, true).words;
    if (words.size() < shortest_passphrase)
        throw Refusal{EX_USAGE, context.words(Text::backup_passphrase_short, shortest_passphrase)};
    return {{"passphrase", std::move(words)}};
}

OpenWith key_to_open(const Context& context, const SealOptions& seal, const SealedHeader& header)
{
    if (!seal.key_file.empty()) return read_secret_key(seal.key_file);
    if (!header.to_passphrase && seal.passphrase_file.empty())
        throw Refusal{EX_USAGE, context.words(Text::backup_key_needed)};
    return passphrase(context, seal, false);
}

Time now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

std::string shown(Time time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return local_time(fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds))));
}

void tell(const Context& context, const Restored& restored, const SealedHeader& header, const std::string& store)
{
    const auto line = [&](std::ostream& to, const std::string& text) { to << text << '\n'; };
    const auto& words = context.words;
    auto& out = context.io.out;
    if (context.json) {
        write_json(out,
                   json::object{
                       {"failed", restored.failed},
                       {"queued", restored.queued},
                       {"leavings", restored.leavings},
                       {"not_read", restored.not_read.empty() ? json::value(nullptr)
                                                              : json::value(std::string_view{restored.not_read})},
                       {"before", restored.before.empty() ? json::value(nullptr)
                                                          : json::value(std::string_view{restored.before.native()})}});
        return;
    }
    line(out, words(Text::restore_done, shown(header.made_at), store));
    if (restored.failed > 0) line(out, words(Text::restore_failed_messages, restored.failed));
    if (restored.queued > 0) line(out, words(Text::restore_queued_messages, restored.queued));
    if (restored.leavings > 0) line(out, words(Text::restore_leavings, restored.leavings));
    if (!restored.not_read.empty()) line(context.io.err, words(Text::restore_not_read, restored.not_read));
    if (!restored.before.empty()) line(out, words(Text::restore_before, restored.before.string()));
    line(out, words(Text::restore_start));
}

constexpr std::pair<std::string_view, Text> findings[] = {
    {"damaged", Text::found_damaged},
    {"no_store", Text::found_no_store},
    {"newer_schema", Text::found_newer_schema},
    {"older_schema", Text::found_older_schema},
    {"orphan", Text::found_orphan},
    {"two_submitting", Text::found_two_submitting},
    {"submitting_not_last", Text::found_submitting_not_last},
    {"wrong_state", Text::found_wrong_state},
    {"no_segments", Text::found_no_segments},
    {"segment_gap", Text::found_segment_gap},
    {"other_line", Text::found_other_line},
    {"missing_time", Text::found_missing_time},
    {"no_reason", Text::found_no_reason},
    {"no_text", Text::found_no_text},
    {"no_lane", Text::found_no_lane},
    {"doubt_overdue", Text::found_doubt_overdue},
    {"lost_part", Text::found_lost_part},
    {"part_overdue", Text::found_part_overdue},
    {"no_part", Text::found_no_part},
    {"left_but_queued", Text::found_left_but_queued},
};

/// What it is and what to do; the code itself where this program is older than the daemon.
std::string words_for(const Words& words, const std::string& code)
{
    for (const auto& [known, text] : findings)
        if (known == code) return std::string{words.raw(text)};
    return code;
}

/// As a shell takes it for one word.
std::string quoted(const std::string& file)
{
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-";
    if (file.find_first_not_of(plain) == std::string::npos) return file;
    std::string text = "'";
    for (const char c : file)
        text += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return text + '\'';
}

/// A sealed copy looks like nothing but damage to SQLite. @throws Refusal where it is one, with the way to look into it
void refuse_sealed_copy(const Context& context, const std::string& file)
try {
    const Descriptor open{::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    if (open.get() < 0) return;
    const auto header = read_sealed_header(source_of(open.get(), file));
    const auto command = fmt::format("nida restore {}{} --store check.db && nida check check.db", quoted(file),
                                     header.to_passphrase ? "" : " --key KEYFILE");
    throw Refusal{EX_DATAERR, context.words(Text::check_sealed, file, command)};
} catch (const BackupError& error) {
    if (error.why != What::not_a_backup && error.why != What::io) throw refusal(context, file, error);
}

/// A copy may take the place of an older one, and of nothing else: neither of the store nor of a device.
void refuse_other_file(const Context& context, const std::string& file)
{
    struct stat what {
    };
    if (::stat(file.c_str(), &what) != 0) return; // whoever writes to it will say why it cannot be
    bool copy = S_ISREG(what.st_mode) && what.st_size == 0;
    if (S_ISREG(what.st_mode) && !copy) {
        const Descriptor open{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
        try {
            read_sealed_header(source_of(open.get(), file));
            copy = true;
        } catch (const BackupError& error) {
            copy = error.why != BackupError::What::not_a_backup && error.why != BackupError::What::io;
        }
    }
    if (!copy) throw Refusal{EX_CANTCREAT, context.words(Text::backup_not_over, file)};
}

/// The daemon's answer, made without it.
json::object look_at(const Context& context, const std::string& store, bool quick)
try {
    if (::access(store.c_str(), R_OK) != 0)
        throw Refusal{EX_NOINPUT,
                      context.words(Text::file_unreadable, store) + ": " + std::generic_category().message(errno)};
    refuse_sealed_copy(context, store);
    json::array rows;
    for (const auto& finding : daemon::check_store(store, {quick, true, now()}))
        rows.push_back(json::object{{"code", finding.code},
                                    {"warning", finding.warning},
                                    {"count", finding.count},
                                    {"examples", json::array(finding.examples.begin(), finding.examples.end())}});
    return {{"findings", std::move(rows)}};
} catch (const SQLite::Exception& error) { // a directory, a pipe, a disk that fails
    throw Refusal{EX_IOERR, context.words(Text::file_unreadable, store) + ": " + error.what()};
}

} // namespace

int back_up(Context& context, const std::string& file, const SealOptions& seal)
try {
    require_one(context, seal);
    const auto key = key_to_seal_to(context, seal);
    refuse_other_file(context, file);
    PartFile part{file};
    std::uint64_t octets = 0;
    context.api.post_for_octets(Target{"/v1/backup"}, key, [&](Octets more) {
        part.write(more);
        octets += more.size();
    });
    part.commit();
    if (context.json)
        write_json(context.io.out, json::object{{"file", file}, {"octets", octets}});
    else
        context.io.out << context.words(Text::backup_done, file, (octets + 1023) / 1024) << '\n';
    return EX_OK;
} catch (const BackupError& error) {
    throw refusal(context, file, error);
}

int make_backup_key(Context& context, const std::string& file)
try {
    make_key_pair(file);
    context.io.out << context.words(Text::backup_key_made, file, file + ".pub") << '\n';
    return EX_OK;
} catch (const BackupError& error) {
    throw refusal(context, file, error);
}

int restore_store(Context& context, const std::string& file, const SealOptions& seal, const std::string& store,
                  bool resend_queued)
try {
    require_one(context, seal);
    const Descriptor copy{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (copy.get() < 0)
        throw Refusal{EX_NOINPUT,
                      context.words(Text::file_unreadable, file) + ": " + std::generic_category().message(errno)};
    const auto in = source_of(copy.get(), file);
    const auto header = read_sealed_header(in);
    const auto key = key_to_open(context, seal, header);
    const auto restored = restore(header, key, in, {store, resend_queued, now()});
    tell(context, restored, header, store);
    return EX_OK;
} catch (const BackupError& error) {
    throw refusal(context, file, error);
}

int check_store(Context& context, const std::string& store, bool quick)
{
    const auto answer = store.empty() ? context.api.get_patiently(Target{"/v1/check"}.with("quick", quick ? "1" : ""))
                                      : json::value(look_at(context, store, quick));
    const auto& rows = rows_of(object_of(answer), "findings");
    if (context.json) write_json(context.io.out, answer);
    bool wrong = false;
    for (const auto& row : rows) {
        const auto& finding = object_of(row);
        wrong = wrong || !is_true(finding, "warning");
        if (!context.json)
            context.io.out << context.words(Text::check_found, words_for(context.words, field(finding, "code")),
                                            integer(finding, "count"), field(finding, "examples"))
                           << '\n';
    }
    if (rows.empty() && !context.json) context.io.out << context.words(Text::check_clean) << '\n';
    return wrong ? EX_DATAERR : EX_OK;
}

} // namespace nida::daemon::cli
