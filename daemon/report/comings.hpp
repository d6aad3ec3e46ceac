#pragma once
#include "daemon/audit/chain.hpp"
#include "daemon/store/connection.hpp"

#include <cstdint>
#include <functional>
#include <set>
#include <string>

namespace nida::daemon
{
/// What somebody did themselves, by texting, that changed whether they are on the list.
struct Coming {
    enum class What { joined, left, joined_group, left_group };
    What what;
    Time at;
    PersonToken person;
};

/// People who came or went, each once for each.
struct Comings {
    std::set<PersonToken> joined, left, joined_group, left_group;
    void add(const Coming& coming);
};

/// The comings of a span of time, in the order of the audit, a slice at a time. Who texts JOIN again while they are in, or STOP after they have left,
/// changes nothing. @param from, to  from the first up to before the second
class ComingsWalk
{
public:
    ComingsWalk(Connection& db, Time from, Time to);
    /// @return whether there is more
    bool next(Connection& db, const std::function<void(const Coming&)>& take);
private:
    Time from_, to_;
    std::int64_t at_ = 0, up_to_ = 0;
};
} // namespace nida::daemon
