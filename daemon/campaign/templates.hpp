#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/campaign/definition.hpp"
#include "daemon/store/connection.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// The table template: texts that are used again, by a name, which is found however it is spelt (see fold()).
class Templates
{
public:
    explicit Templates(Connection& connection) : db_{connection} {}

    /// Keeps texts under a name, in the place of those there before. @pre both are as a campaign's definition would have them
    void set(const std::string& name, const std::vector<CampaignText>& texts, const Act& act);
    /// As docs/api.md shows it: `{"name", "texts"}`.
    std::optional<boost::json::object> row(std::string_view name);
    boost::json::array rows();
    /// @return false where there is none
    bool remove(std::string_view name, const Act& act);
private:
    Connection& db_;
};
} // namespace nida::daemon
