#pragma once
#include "daemon/flow/language.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// Somebody whom the box knows by a number.
struct Person {
    std::int64_t id;
    std::string number; ///< E.164 with '+'
    std::string name;   ///< empty where nobody told it
    std::optional<Language> language;
    std::optional<Time> joined_at; ///< by texting; kept after a leaving
    std::optional<Time> left;      ///< when they left; only their own text ends that
};

/// What a coordinator tells of a person. Empty means: leave as it is.
struct PersonDetails {
    std::string number; ///< E.164 with '+'
    std::string name;
    std::optional<Language> language;
    std::vector<std::string> groups; ///< as group_name() returned them; the person is added to these
};

/// What became of a person by `join`.
struct Joined {
    std::int64_t person;
    bool was_member; ///< already, and had not left
};

/// The group of those who joined.
inline constexpr const char* members_group = "members";

/// A group's name without the blanks around it; nothing where it is not 1-64 characters of UTF-8, or has control
/// characters or ";", which separates groups in files.
std::optional<std::string> group_name(std::string_view written);
/// A person's name, likewise; up to 200 characters, and it may be empty.
std::optional<std::string> person_name(std::string_view written);

/// The tables person, people_group, membership, consent and leaving. Numbers are E.164 with '+'.
/// Whoever is in `leaving` is in no group, whoever asks for it: only `join` ends a leaving.
class People
{
public:
    explicit People(Connection& connection) : db_{connection} {}

    std::optional<Person> find(const std::string& number);
    bool has_left(const std::string& number);

    // --- what people text themselves
    /// Makes them a member: creates the person, ends a leaving, and writes the consent down.
    /// @param language  none: leave as it is. @param words  what they wrote
    Joined join(const std::string& number, std::optional<Language> language, const std::string& words,
                const std::string& line, Time now);
    /// They get nothing any more. @return whether they were known here and had not left before
    bool leave(const std::string& number, const std::string& words, const std::string& line, Time now);

    // --- what coordinators say of them
    enum class Change { added, updated, unchanged, left };
    /// Adds a person, or adds to what is known. One who left stays as they are. @param kind  "add" or "import"
    Change add(const PersonDetails& details, const char* kind, const std::string& actor, Time now);
    /// Forgets name, groups and consents; a leaving is kept. @return false where the number was not known
    bool erase(const std::string& number);
private:
    std::int64_t group_id(const std::string& name);
    bool put_into_group(std::int64_t person, const std::string& group);
    void consent(std::int64_t person, Time at, const char* kind, const std::optional<std::string>& words,
                 const std::optional<std::string>& line, const std::optional<std::string>& actor);
    Connection& db_;
};
} // namespace nida::daemon
