#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/flow/language.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nida::daemon
{
/// Somebody whom the box knows by a number.
struct Person {
    std::int64_t id;
    PersonToken token;  ///< stands for them in the audit
    std::string number; ///< E.164 with '+'
    std::string name;   ///< empty where nobody told it
    std::optional<Language> language;
    std::string notes;
    std::optional<Time> joined_at; ///< by texting; kept after a leaving
    std::optional<Time> left;      ///< when they left; only their own text ends that
};

/// What a coordinator tells of a person. Empty means: leave as it is.
struct PersonDetails {
    std::string number; ///< E.164 with '+'
    std::string name;
    std::optional<Language> language;
    std::vector<std::string> groups; ///< as group_name() returned them; the person is added to these
    std::string notes{};
    std::vector<std::pair<std::string, std::string>> fields{}; ///< of the organisation's: name and value
};

/// What a coordinator puts right. None means: leave as it is; an empty text takes away what was there.
struct PersonCorrection {
    std::optional<std::string> name, language, notes;
    std::vector<std::pair<std::string, std::string>> fields; ///< an empty value takes it away
    std::vector<std::string> into_groups, out_of_groups;
};

/// What became of a person by `join`.
struct Joined {
    std::int64_t person;
    bool was_member; ///< already, and had not left
};

/// The group of those who joined.
inline constexpr const char* members_group = "members";

/// A group's name without the blanks around it; nothing where it is not 1-64 characters of UTF-8, or has control
/// characters, ";" or " ::: ", which separate groups in files.
std::optional<std::string> group_name(std::string_view written);
/// A person's name, likewise; up to 200 characters, and it may be empty.
std::optional<std::string> person_name(std::string_view written);
/// Notes: several lines, up to 4,000 characters.
std::optional<std::string> person_notes(std::string_view written);

/// The tables person, membership and leaving. Numbers are E.164 with '+'. Everything that somebody agrees to, or that others do with
/// them, is written into the audit.
/// Whoever is in `leaving` is in no group, whoever asks for it: only `join` ends a leaving.
class People
{
public:
    explicit People(Connection& connection) : db_{connection} {}

    std::optional<Person> find(const std::string& number);
    bool has_left(const std::string& number);
    /// At their wish: only they themselves can come back.
    bool was_erased(const std::string& number);

    // --- what people text themselves
    /// Makes them a member: creates the person, ends a leaving or an erasure, and writes the consent down.
    /// @param language  none: leave as it is. @param words  what they wrote. @param kind  what the audit calls it: "asked" where a "yes" follows
    Joined join(const std::string& number, std::optional<Language> language, const std::string& words,
                const std::string& line, const Act& act, const char* kind = "join");
    /// The same for one group alone.
    void join_group(const std::string& number, std::int64_t group, std::optional<Language> language,
                    const std::string& words, const std::string& line, const Act& act, const char* kind = "join_group");
    /// They get nothing more of this group, and nobody else puts them back. @pre they are known
    void leave_group(const std::string& number, std::int64_t group, const std::string& words, const std::string& line,
                     const Act& act);
    /// They get nothing any more. @return whether they were known here and had not left before
    bool leave(const std::string& number, const std::string& words, const std::string& line, const Act& act);
    /// The line that they know: they wrote to it, or it reached them.
    void note_line(const std::string& number, std::int64_t line);

    // --- what coordinators say of them
    /// Why these details cannot be taken; empty where they can.
    std::string objection(const PersonDetails& details);
    enum class Change { added, updated, unchanged, left };
    /// Adds a person, or adds to what is known. One who left, or was erased, stays as they are (`left`). Groups that they left themselves
    /// are passed over. @pre objection(details) is empty, or says that they left
    /// @param kind  "add" or "import"; @param detail  for the audit. @param changes  gets [before, after] of each value, for undoing it
    Change add(const PersonDetails& details, const char* kind, const Act& act, const boost::json::object& detail = {},
               boost::json::object* changes = nullptr);
    /// Puts right what is known. @return why that is not possible; empty where it was done, or nothing had to be
    std::string correct(const std::string& number, const PersonCorrection& correction, const Act& act);
    /// Takes them off the list: name, groups, fields and notes; what was exchanged stays, and so does a leaving.
    /// @return false where the number was not known
    bool remove(const std::string& number, const Act& act);
private:
    Person welcome(const std::string& number, std::optional<Language> language, Time now);
    Person create(const PersonDetails& details, Time now);
    bool update(const Person& known, const PersonDetails& details, boost::json::object* changes);
    Connection& db_;
};
} // namespace nida::daemon
