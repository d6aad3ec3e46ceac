#pragma once
#include "daemon/api/page.hpp"
#include "daemon/audit/chain.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace nida::daemon
{
/// Who does something, and when.
struct Act {
    std::optional<std::string> actor; ///< "user amal (uid 1000)"; none: the person themselves, by what they texted
    Time at;
    bool sure_clock = true;
};

/// The table audit: who did what, and who agreed to what. Rows are only ever added. People stand in it by their token, so that nothing of
/// theirs is left in it once they are erased, and the chain of hashes still holds.
class Audit
{
public:
    explicit Audit(Connection& connection) : db_{connection} {}

    /// @param detail  what else is to be known; nothing of a person. @param words  kept beside: whatever may have to go one day
    std::int64_t note(const Act& act, const std::string& kind, const boost::json::object& detail = {},
                      const std::optional<std::string>& words = {});
    /// @param words  what they wrote: goes when they are erased
    std::int64_t note_of(const PersonToken& person, const Act& act, const std::string& kind,
                         const boost::json::object& detail = {}, const std::optional<std::string>& words = {});

    /// The rows after `range.since`, as docs/api.md shows them.
    Page page(PageRange range);
    /// What is kept of one person's consent, with their words, the oldest first.
    boost::json::array of_person(const PersonToken& person);

    /// How far a walk along the chain has come.
    struct Walk {
        std::int64_t id = 0;                      ///< of the last row that was looked at
        AuditHash hash = before_the_first;        ///< its
        std::int64_t rows = 0, without_words = 0; ///< whose words went with an erasure
        std::optional<std::string> broken;        ///< where, and how
        bool over = false;
    };
    /// Goes on for so many rows. @return the walk as it is then
    Walk verify(Walk walk, int rows);
private:
    std::int64_t append(const std::optional<PersonToken>& person, const Act& act, const std::string& kind,
                        const boost::json::object& detail, const std::optional<std::string>& words);
    boost::json::object present(const Query& row);
    Connection& db_;
};

/// The hash as people read it to each other: its first 16 hexadecimal digits in groups of four.
std::string short_hash(const AuditHash& hash);
} // namespace nida::daemon
