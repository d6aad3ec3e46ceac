#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
class Languages;

struct Group {
    std::int64_t id;
    std::string name;
    std::optional<std::string> rule;  ///< its people are those whom the rule fits; none: those who were put into it
    bool is_open = false;             ///< whoever texts a word for joining and its name comes in
    bool confirm = false;             ///< whoever wants in is asked once more, and has to say yes
    std::vector<std::string> words{}; ///< each stands for joining it
};

/// What an administrator makes of a group. None means: leave as it is.
struct GroupSettings {
    std::optional<std::string> rule; ///< docs/rules.md; empty: a list from now on
    std::optional<bool> is_open, confirm;
    std::optional<std::vector<std::string>> words;
};

/// The tables people_group, membership, group_word and group_leaving.
class Groups
{
public:
    explicit Groups(Connection& connection) : db_{connection} {}

    std::optional<Group> find(const std::string& name);
    /// By a name or a word as somebody may spell it in a text (see fold()); open groups before others.
    std::optional<Group> find_spelt(std::string_view text);
    /// The open group for one of whose words, and nothing else, the whole text is taken.
    std::optional<Group> find_by_word(std::string_view text);
    bool has_rule(const std::string& name);
    /// Whether a list has somebody with this number.
    bool has(const std::string& number, std::int64_t group);
    std::string name_of(std::int64_t group); ///< empty where there is none
    /// Makes the group where there is none.
    std::int64_t id_of(const std::string& name);

    /// @return why that is not possible; empty where it was done
    std::string set(const std::string& name, const GroupSettings& settings, const Languages& languages, const Act& act);
    /// With its list; people stay. @return false where there is none
    bool remove(const std::string& name, const Act& act);

    /// Whether they left that one by their own text: only they come back.
    bool was_left(std::int64_t person, std::int64_t group);
    /// At somebody else's wish: not into a group that the person left. @return whether they were not in it, and are now
    bool put(std::int64_t person, std::int64_t group);
    bool take(std::int64_t person, std::int64_t group); ///< @return whether they were in it
    /// At their own wish, which ends their having left it. @return whether they were not in it
    bool join(std::int64_t person, std::int64_t group);
    /// At their own wish; nobody else puts them back. @return whether they were in it
    bool leave(std::int64_t person, std::int64_t group, Time now);
private:
    Connection& db_;
};
} // namespace nida::daemon
