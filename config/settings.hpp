#pragma once

#include "daemon/campaign/hours/calendar.hpp"
#include "daemon/flow/language.hpp"
#include "protocol/at/dialect.hpp"

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// nida.toml as plain structs. The meaning of every key, for people, is in config/nida.toml.
namespace nida::daemon
{
class Languages;
struct Recipe;
} // namespace nida::daemon

namespace nida::config
{
using namespace std::chrono_literals;

struct Store {
    std::filesystem::path path = "/var/lib/nida/nida.db";
    std::chrono::seconds keep_messages{0}; ///< what is over is deleted when it is so old: 7 days or more; 0: never
    std::chrono::seconds keep_bodies{0};   ///< its texts and octets, likewise
};

struct Api {
    std::filesystem::path socket = "/run/nida/nida.sock"; ///< fits a sockaddr_un: at most 107 octets
};

/// The part of the day in which nobody is texted first: minutes after midnight, local time, 0 to 1439. It includes `from`
/// and ends before `to`; where `from` is later than `to` it lasts over midnight. The two always differ.
struct QuietHours {
    std::chrono::minutes from;
    std::chrono::minutes to;
    friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

struct Defaults {
    std::string country;                              ///< ISO 3166-1 alpha-2 in capitals
    daemon::Language language = daemon::Language::en; ///< one of [texts] languages
    int reply_limit_per_hour = 5;                     ///< automatic answers to one sender; 0 answers nobody
    int sender_limit_per_hour = 200; ///< messages from one sender; one that sends more is muted. 0 mutes nobody
    int give_up_after = 3;           ///< failures for good after which campaigns pass over a number; 0 never does
    bool answer_unknown_words = false;
    std::optional<int> segments_per_day; ///< that the whole box sends in 24 hours; absent: no ceiling
    std::optional<QuietHours> quiet_hours;
    std::chrono::seconds stop_wait{10};
};

/// One SIM in one modem. At least one of `port` and `iccid` is there.
struct Line {
    std::string name; ///< 1 to 32 of A-Z a-z 0-9 _ -, different on each line
    std::optional<std::string> port;
    std::optional<std::string> iccid;  ///< 17 to 22 digits; a trailing filler F has been taken off
    std::optional<std::string> number; ///< "+" and 7 to 15 digits
    std::optional<std::filesystem::path> pin_file;
    std::optional<int> segments_per_minute;                                     ///< absent: as fast as the modem does
    std::optional<int> segments_per_hour, segments_per_day, segments_per_month; ///< absent: no limit
    std::optional<int> recipients_per_hour, recipients_per_day, recipients_per_month; ///< likewise
    int billing_day = 1;                                                              ///< 1 to 28
    bool alerts_pass_quota = false;
    bool status_reports = true;
    bool roaming = true;                       ///< whether it sends in a foreign network
    bool store_then_send = false;              ///< +CMGW, then +CMSS: the copy on the SIM is evidence
    std::chrono::seconds jitter{0};            ///< the longest random pause before a segment, up to a minute
    std::optional<std::string> operator_name;  ///< a recipe; absent: the one for the SIM's network
    std::optional<std::int64_t> balance_floor; ///< in thousandths of the balance's currency
};

/// What all SIMs of one operator may send together.
struct OperatorLimit {
    std::string operator_name; ///< a recipe
    int segments_per_minute = 0;
};

/// What one operator takes.
struct Price {
    std::string from;       ///< the operator of the SIM: a recipe
    std::string to;         ///< a recipe, or "+" and the first digits of numbers; empty: any other
    std::int64_t milli = 0; ///< thousandths of the currency, for a segment or a bundle
    int segments = 1;       ///< of a bundle
    std::string currency;
};

struct Modems {
    /// Families of modems from the files that `dialects` names, in their order; they go before the built-in ones.
    std::vector<protocol::Dialect> dialects;
    std::vector<std::string> ports;     ///< serial ports that USB does not know: paths, or patterns with * and ?
    int transmit_at_once = 0;           ///< lines that may have a payload on the air at the same time; 0: any number
    bool usb_reset = true;              ///< whether a hanging USB device may be de-authorised and authorised again
    std::vector<std::string> hub_power; ///< hubs whose ports uhubctl may switch off and on: "1-1.2"
};

/// What people may say and are told.
struct Texts {
    /// The built-in languages, changed and joined by those of the files that `languages` names.
    std::shared_ptr<const daemon::Languages> languages;
};

/// When campaigns text nobody, beside the quiet hours.
struct Campaigns {
    daemon::Calendars
        calendars; ///< those of the files that `calendars` names, and the built-in ones that they do not replace
    std::vector<std::string> avoid;    ///< names among them: those that hold for every campaign
    daemon::Weekdays no_weekdays;      ///< not all seven
    std::optional<int> approval_above; ///< people; a campaign for more of them waits for a second person
};

/// What is asked of operators about credit.
struct Credit {
    /// Operators' codes from the files that `operators` names, then the built-in ones.
    std::shared_ptr<const std::vector<daemon::Recipe>> operators;
    std::chrono::seconds check_every{24h}; ///< 0: never by itself
    int check_after_refusals = 3;
};

/// Calls are never answered.
struct Calls {
    std::optional<std::string> keyword; ///< a missed call is taken as if the caller had texted it
    bool hang_up = true;                ///< else the caller lets it ring
};

/// Who is told by SMS when a person is needed.
struct Alarms {
    std::vector<std::string> numbers; ///< "+" and 7 to 15 digits
};

/// Who gets a line each day by which a later change of the audit shows.
struct Audit {
    std::vector<std::string> numbers; ///< "+" and 7 to 15 digits
    std::chrono::minutes at{20 * 60}; ///< after midnight, local time
};

/// What comes in the names of coordinators, whose numbers can be forged, and how many may leave before people are told.
struct Coordinators {
    int commands_per_hour = 20;
    int leavings_per_hour = 10; ///< more than so many,
    int leavings_percent = 1;   ///< and more than this share of all people
};

/// Sealed copies of the store that are made by themselves; none without a folder.
struct Backup {
    std::optional<std::filesystem::path> folder;
    std::chrono::seconds every{24h};
    int keep = 7;
    std::filesystem::path key; ///< a public key's file, or a passphrase's; there where `folder` is
};

struct Log {
    std::string level = "info"; ///< trace, debug, info, warn or error: names that spdlog knows
};

struct ConfigError {
    std::string file;
    unsigned line;    ///< from 1; 0 where the error is about the file as a whole
    unsigned column;  ///< from 1, in characters; 0 likewise
    std::string what; ///< what is wrong and what is accepted
    /// "nida.toml:12:3: ...", or "nida.toml: ..." for the file as a whole
    std::string text() const;
};

using ConfigErrors = std::vector<ConfigError>;

struct Settings {
    Store store;
    Api api;
    Defaults defaults;
    std::vector<Line> lines; ///< empty: every modem found is a line
    std::vector<OperatorLimit> operator_limits;
    std::vector<Price> prices;
    Modems modems;
    Texts texts;
    Campaigns campaigns;
    Credit credit;
    Calls calls;
    Alarms alarms;
    Audit audit;
    Coordinators coordinators;
    Backup backup;
    Log log;
    ConfigErrors warnings; ///< what is allowed, and perhaps not meant
};

/// What result::value() throws: a std::runtime_error with the texts of all the errors, one a line.
[[noreturn]] void throw_exception_from_error(const ConfigErrors& errors, const boost::source_location& where);

/// Whether a country has this code (two capitals). An empty function believes every code.
using KnownRegion = std::function<bool(std::string_view)>;

/// Reads a configuration file, and with it the PIN files that it names (see read_pin).
///
/// @return the settings, defaults filled in; or all errors that the file has, by position. Where the file cannot be read
///         or is no TOML there is one error, since nothing is known about the rest.
boost::system::result<Settings, ConfigErrors> load(const std::filesystem::path& file, const KnownRegion& known_region);

/// The same for a text at hand; `file` stands in the errors.
boost::system::result<Settings, ConfigErrors> parse(std::string_view text, const std::string& file,
                                                    const KnownRegion& known_region);

} // namespace nida::config
