#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/coordinator/totp.hpp"
#include "daemon/flow/language.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
using CoordinatorId = std::int64_t;

/// What must come beside the number, which can be forged.
enum class Factor {
    code,   ///< a one-time code that the box texts back
    totp,   ///< the code that their telephone makes
    second, ///< another coordinator's yes, who confirms with a code of their own
};
inline constexpr Factor all_factors[] = {Factor::code, Factor::totp, Factor::second};
/// "code", "totp", "second": in the store and in docs/api.md.
std::string_view to_string(Factor factor);
std::optional<Factor> parse_factor(std::string_view text);

/// What somebody may ask of the box by text.
struct Rights {
    bool broadcast = false;            ///< alerts, and pausing and resuming what is sent
    bool every_group = false;          ///< to all groups, also those that will be made one day
    std::vector<std::string> groups{}; ///< else to these
    bool approve = false;
    bool status = false; ///< and balances
    bool add = false;
    bool operator==(const Rights&) const = default;
};

struct Coordinator {
    CoordinatorId id = 0;
    std::string number; ///< E.164 with '+'
    std::string name;
    std::optional<Language> language{};
    Rights rights{};
    Factor factor = Factor::code;
    bool has_totp = false;
    Time created_at{};
    static constexpr std::string_view kind = "coordinator ";
    /// What the audit calls them, and campaigns that they started.
    std::string actor() const { return std::string{kind} + name; }
};

/// Their name alone, of whom the audit calls a coordinator; anybody else as it calls them.
std::string actor_name(const std::string& actor);

/// None means: leave as it is.
struct CoordinatorChange {
    std::optional<std::string> number;
    std::optional<Language> language{};
    std::optional<Rights> rights{};
    std::optional<Factor> factor{};
};

/// A coordinator's name: 1 to 32 of a-z, 0-9, '-' and '_', since it stands in the audit for ever; nothing where it is not.
std::optional<std::string> coordinator_name(std::string_view written);

/// The tables coordinator and coordinator_group: whose texts command the box, and what they may. Every change is written into the audit, and
/// ends what that coordinator's codes were asked for.
class Coordinators
{
public:
    explicit Coordinators(Connection& connection) : db_{connection} {}

    std::vector<Coordinator> all();
    std::optional<Coordinator> find(const std::string& name);
    std::optional<Coordinator> find(CoordinatorId id);
    std::optional<Coordinator> find_by_number(const std::string& number);

    /// @return why that is not possible; empty where it was done
    std::string add(const Coordinator& coordinator, const Act& act);
    std::string change(const std::string& name, const CoordinatorChange& change, const Act& act);
    /// @return false where there is none
    bool remove(const std::string& name, const Act& act);
    /// A new secret, which takes the place of the one before, and is their second factor from now on. @return the URI that is shown once;
    /// nothing where there is no such coordinator
    std::optional<std::string> enrol(const std::string& name, const Act& act);

    bool may_write_to(const Coordinator& coordinator, const std::vector<std::string>& groups);
    /// Whether these digits are a TOTP code of theirs that was not used before; then it is used.
    /// @param now  an hour that can be believed
    bool use_totp(const Coordinator& coordinator, std::string_view digits, Time now);
private:
    std::string set_groups(CoordinatorId id, const Rights& rights);
    std::vector<std::string> groups_of(CoordinatorId id);
    Coordinator read(const Query& row);
    Connection& db_;
};
} // namespace nida::daemon
