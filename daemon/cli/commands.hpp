#pragma once

#include "daemon/cli/context.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace nida::daemon::cli
{

// Each command writes to context.io and returns what the program ends with (sysexits.h). What the daemon refuses, and
// a daemon that is not there, come as the exceptions of failures.hpp.

int show_status(Context& context);
int show_lines(Context& context, const std::string& name); ///< all where `name` is empty

/// Reads the PIN unseen from the terminal, or from standard input where that is none.
int enter_pin(Context& context, const std::string& line);

/// Every port and every device that is a modem or could be taken for one. Looks itself where no daemon answers.
int scan_modems(Context& context);

/// Carries a USSD session: on a terminal it asks for the choice as long as the network asks back. Ctrl-C ends it on the network, too.
int run_ussd(Context& context, const std::string& line, std::string code);
/// "12.50 LYD"; empty where there is no amount.
std::string balance_text(const boost::json::object& balance);
/// Asks the operator; with `history` what it said so far.
int show_balance_of(Context& context, const std::string& line, bool history);
/// @param voucher  its digits; "-" reads them from standard input
int top_up(Context& context, const std::string& line, std::string voucher);

/// How a copy of the store is sealed or opened; both empty: a passphrase typed on the terminal.
struct SealOptions {
    std::string key_file; ///< the public key to seal to, the secret key to open with
    std::string passphrase_file;
};
/// Takes a sealed copy of the store, which the daemon makes while it serves.
int back_up(Context& context, const std::string& file, const SealOptions& seal);
/// Makes a pair of keys: `file`, and `file`.pub to seal to.
int make_backup_key(Context& context, const std::string& file);
/// Puts a copy in the place of the store, while no daemon has it.
int restore_store(Context& context, const std::string& file, const SealOptions& seal, const std::string& store,
                  bool resend_queued);
/// What is wrong in the store. @param store  a file that is looked at without the daemon; empty: the daemon looks at its own
/// @return EX_DATAERR where something is
int check_store(Context& context, const std::string& store, bool quick);

struct RowOptions {
    std::int64_t since = 0;
    bool follow = false;
};
int list_inbox(Context& context, const RowOptions& options);
int list_events(Context& context, const std::string& line, const RowOptions& options);

struct OutboxOptions {
    std::int64_t since = 0;
    std::int64_t campaign = 0; ///< 0: of any campaign or none
    std::string state;
};
int list_outbox(Context& context, const OutboxOptions& options);

struct SendOptions {
    std::string to;
    std::string text;
    std::string text_file;
    std::string priority;
    std::string validity;
    std::string line;
    std::string key;
    bool wait = false;
    std::chrono::seconds timeout{60};
};
int send_message(Context& context, const SendOptions& options);

/// @param file  "-": standard input
int send_batch(Context& context, const std::string& file);

int show_why(Context& context, std::int64_t message);
int cancel_message(Context& context, std::int64_t message);
int resolve_message(Context& context, std::int64_t message, const std::string& outcome);

struct BroadcastOptions {
    bool all = false;
    std::string group;
    std::string rule;
    std::string text;
    std::string text_file;
    std::string priority;
    std::string key;
    bool yes = false;
    bool detach = false;
};
int broadcast(Context& context, const BroadcastOptions& options);

} // namespace nida::daemon::cli
