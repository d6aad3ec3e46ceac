#include "daemon/campaign/templates.hpp"

#include "daemon/flow/fold.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace nida::daemon
{
namespace
{
boost::json::object present(const Query& row)
{
    return {{"name", row.text(0)}, {"texts", boost::json::parse(row.text(1))}};
}
} // namespace

void Templates::set(const std::string& name, const std::vector<CampaignText>& texts, const Act& act)
{
    CampaignDefinition definition;
    definition.texts = texts;
    db_.run("INSERT OR REPLACE INTO template(folded, name, texts) VALUES (?1, ?2, ?3)", fold(name), name,
            boost::json::serialize(to_json(definition).at("texts")));
    Audit{db_}.note(act, "template", {{"name", name}});
}

std::optional<boost::json::object> Templates::row(std::string_view name)
{
    auto row = db_.query("SELECT name, texts FROM template WHERE folded = ?1", fold(name));
    if (!row.step()) return {};
    return present(row);
}

boost::json::array Templates::rows()
{
    boost::json::array all;
    auto rows = db_.query("SELECT name, texts FROM template ORDER BY folded");
    while (rows.step())
        all.emplace_back(present(rows));
    return all;
}

bool Templates::remove(std::string_view name, const Act& act)
{
    const auto found = row(name);
    if (!found) return false;
    db_.run("DELETE FROM template WHERE folded = ?1", fold(name));
    Audit{db_}.note(act, "template_remove", {{"name", found->at("name")}});
    return true;
}
} // namespace nida::daemon
