#include "daemon/store/safety_schema.hpp"

namespace nida::daemon
{
namespace
{
// Times are microseconds since 1970.
constexpr const char* tables = R"sql(
-- Whose texts and calls do nothing: E.164 with '+'.
CREATE TABLE blocked(
    number TEXT PRIMARY KEY CHECK(number <> ''), since INTEGER NOT NULL,
    actor TEXT, note TEXT CHECK(note <> '')
) STRICT, WITHOUT ROWID;
-- Who wrote what the box does not understand, and was told what it does.
CREATE TABLE told_words(number TEXT PRIMARY KEY CHECK(number <> ''), at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX told_words_at ON told_words(at);
)sql";
} // namespace

void add_safety(Connection& connection) { connection.database().exec(tables); }
} // namespace nida::daemon
