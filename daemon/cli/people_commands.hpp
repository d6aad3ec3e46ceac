#pragma once

#include "daemon/cli/context.hpp"
#include "daemon/cli/people_list.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

// As in commands.hpp: each writes to context.io and returns what the program ends with.

// ------------------------------------------------------------------------------------------------------ people.cpp

/// Whom a list is to show; all empty: everybody. At most one is given.
struct PeopleFilter {
    std::string group;
    std::string rule;
    std::string search;
};
/// The request for a page of them.
Target people_target(const PeopleFilter& filter);
int list_people(Context& context, const PeopleFilter& filter);
int show_person(Context& context, const std::string& number);

struct PersonOptions {
    std::string number;
    std::string name;
    std::string language;
    std::vector<std::string> groups;
    std::string note;
    std::vector<std::string> fields; ///< "NAME=VALUE"
};
int add_person(Context& context, const PersonOptions& options);

/// None: it stays as it is. Empty: it is taken away.
struct PersonEdit {
    std::string number;
    std::optional<std::string> name, language, note;
    std::vector<std::string> fields; ///< "NAME=VALUE"
    std::vector<std::string> into, out_of;
};
int edit_person(Context& context, const PersonEdit& edit);

// ---------------------------------------------------------------------------------------------- person_history.cpp

int show_history(Context& context, const std::string& number, std::int64_t limit);
/// When and by what words a person agreed, each with the row of the audit that says so: to be printed.
int show_proof(Context& context, const std::string& number);

// ----------------------------------------------------------------------------------------------------- erasing.cpp

int remove_person(Context& context, const std::string& number, bool yes);
int erase_person(Context& context, const std::string& number, bool yes);
int renumber_person(Context& context, const std::string& from, const std::string& to);
int merge_people(Context& context, const std::string& from, const std::string& into, bool yes);

// --------------------------------------------------------------------------------------------------- export_people.cpp

/// CSV that import_people() takes for the same.
int export_people(Context& context, const PeopleFilter& filter);

// ----------------------------------------------------------------------------------- import_people.cpp, imports.cpp

struct ImportOptions : PeopleListOptions {
    bool dry_run = false;
    std::string basis;
    bool new_fields = false;
};
int import_people(Context& context, const ImportOptions& options);
int list_imports(Context& context);
int undo_import(Context& context, std::int64_t import, bool yes);

// ----------------------------------------------------------------------------------------------------- numbers.cpp

/// Forgets the failures that made campaigns pass over a number.
int make_reachable(Context& context, const std::string& number);
int list_muted(Context& context);
int unmute(Context& context, const std::string& number);

// ------------------------------------------------------------------------------------------------------ safety.cpp

int list_blocked(Context& context);
int block(Context& context, const std::string& number, const std::optional<std::string>& note);
int unblock(Context& context, const std::string& number);
int show_ceiling(Context& context);
int lift_ceiling(Context& context, std::int64_t hours);
int hold_ceiling(Context& context);

// ----------------------------------------------------------------------------------------- groups.cpp, fields.cpp

int list_groups(Context& context);
/// None: it stays as it is.
struct GroupOptions {
    std::string name;
    std::optional<std::string> rule; ///< empty: a list of people from now on
    std::optional<bool> open, confirm;
    std::optional<std::vector<std::string>> words;
    bool yes = false;
};
int set_group(Context& context, const GroupOptions& options);
int remove_group(Context& context, const std::string& name, bool yes);

int list_fields(Context& context);
int add_field(Context& context, const std::string& name, const std::string& kind,
              const std::vector<std::string>& choices);
int remove_field(Context& context, const std::string& name, bool yes);

// ------------------------------------------------------------------------------------------------------- audit.cpp

int list_audit(Context& context, std::int64_t since);
/// @param row  0: no row was noted
/// @return EX_DATAERR where the audit is broken, or not as it was noted
int verify_audit(Context& context, std::int64_t row, const std::string& hash);
/// One line with the last row's hash.
int show_audit_hash(Context& context);
/// A hash of the API (64 digits), or one that somebody noted, as people read it: 16 digits in groups of four.
std::string short_hash(std::string_view hash);

} // namespace nida::daemon::cli
