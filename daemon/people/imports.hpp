#pragma once
#include "daemon/api/page.hpp"
#include "daemon/people/people.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nida::daemon
{
/// A list of people that comes in pieces, from its beginning to its end, and can be taken back as a whole.
struct NewImport {
    std::string name;   ///< the file's; may be empty
    std::string basis;  ///< on what ground these people may be texted: "signed at the meeting of 3 March"; may be empty
    bool trial = false; ///< says what would happen, and changes nothing
};

struct ImportRow {
    std::int64_t line; ///< of the file
    PersonDetails details;
};

struct ImportTally {
    std::int64_t added = 0, updated = 0, unchanged = 0, left = 0, refused = 0;
    struct Remark {
        std::int64_t line;
        std::string text;
    };
    std::vector<Remark> passed_over; ///< those who left or were erased: nobody but they themselves brings them back
    std::vector<Remark> refusals;    ///< each with the reason
    std::vector<Remark> merged;      ///< rows about somebody of whom an earlier row of the same import told
};

/// The tables import and import_row.
class Imports
{
public:
    explicit Imports(Connection& connection) : db_{connection} {}

    std::int64_t open(const NewImport& import, const Act& act);
    /// Whether more rows may come. @return nothing where there is no such import
    std::optional<bool> is_open(std::int64_t import);
    /// A few hundred rows at a time, so that whoever waits for the writer can be seen to. Of a trial, a person of whom earlier pieces told
    /// counts as updated.
    ImportTally take(std::int64_t import, std::span<const ImportRow> rows, const Act& act);
    /// What was not told of yet is complete. Of a trial nothing is left.
    void close(std::int64_t import);

    struct Undone {
        std::int64_t removed = 0, restored = 0;
        std::vector<std::string>
            kept; ///< numbers of those who stay, since somebody else has changed them, or they joined
        bool over = false;
    };
    /// Takes back a part of what it did: whom it added goes, what it changed is as before, where it is still as the import left it.
    Undone undo(std::int64_t import, int rows, const Act& act);

    std::optional<boost::json::object> row(std::int64_t import);
    Page page(PageRange range);
private:
    /// What became of one person by the rows about them so far.
    struct Told {
        std::int64_t line;
        std::string outcome;
        boost::json::object changes;
    };
    std::optional<Told> told_before(std::int64_t import, const std::string& number);
    void take_row(const ImportRow& row, const boost::json::object& detail, const Act& act, std::optional<Told>& told,
                  ImportTally& tally);
    bool changed_since(const PersonToken& person, std::int64_t import);
    bool put_back(const Person& person, const boost::json::object& changes, const Act& act);
    Connection& db_;
};
} // namespace nida::daemon
