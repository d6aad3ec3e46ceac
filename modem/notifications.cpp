#include "modem/notifications.hpp"
#include "modem/modem.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::modem
{
namespace asio = boost::asio;

namespace
{
/// Those of `wanted` that the position's group of the test answer allows; all where it says nothing.
std::vector<unsigned> allowed(const std::vector<std::string>& groups, std::size_t position,
                              std::vector<unsigned> wanted)
{
    const auto offered = position < groups.size() ? protocol::parse_range(groups[position]) : std::vector<unsigned>{};
    if (offered.empty()) return wanted;
    std::erase_if(wanted, [&](unsigned value) { return std::ranges::find(offered, value) == offered.end(); });
    return wanted;
}
} // namespace

std::vector<protocol::Cnmi> cnmi_ladder(const protocol::AtResponse& test_answer, bool status_reports,
                                        std::span<const protocol::Cnmi> known)
{
    std::vector<std::string> groups;
    if (const auto value = test_answer.value("+CNMI")) groups = protocol::split_parameters(*value);

    // mt 1 stores and tells; direct delivery (2) would ask for +CNMA, and is lost when nobody listens.
    const auto mt = allowed(groups, 1, {1});
    // A report by +CDS is better than one in a storage whose index several families get wrong.
    const auto ds = allowed(groups, 3, status_reports ? std::vector<unsigned>{1, 2, 0} : std::vector<unsigned>{0});
    const auto modes = allowed(groups, 0, {2, 1, 3});
    const auto bfr = allowed(groups, 4, {0, 1});

    std::vector<protocol::Cnmi> generic;
    for (const unsigned d : ds)
        for (const unsigned m : modes)
            for (const unsigned b : bfr)
                if (!mt.empty()) generic.push_back({m, mt.front(), 0, d, b});

    // Without reports the known rows hold for the other positions.
    std::vector<protocol::Cnmi> ladder;
    const auto add = [&ladder](const protocol::Cnmi& rung) {
        if (std::ranges::find(ladder, rung) == ladder.end()) ladder.push_back(rung);
    };
    for (auto rung : known) {
        if (!status_reports) rung[3] = 0;
        if (std::ranges::find(generic, rung) != generic.end()) add(rung);
    }
    for (const auto& rung : generic)
        add(rung);
    return ladder;
}

/// Some accept what they advertise only in part, and some accept and ignore: each rung is read back.
asio::awaitable<void> Modem::set_notifications(bool status_reports, Service& service)
{
    const auto test_answer = co_await ask("AT+CNMI=?");
    for (const auto& rung : cnmi_ladder(test_answer, status_reports, dialect_.cnmi)) {
        const auto set =
            co_await ask_slow(fmt::format("AT+CNMI={},{},{},{},{}", rung[0], rung[1], rung[2], rung[3], rung[4]));
        if (!set.result.ok()) continue;
        const auto read = co_await ask("AT+CNMI?");
        if (const auto value = read.value("+CNMI")) {
            const auto now = protocol::split_parameters(*value);
            const auto is = [&now](std::size_t position, unsigned wanted) {
                return position >= now.size() || protocol::parse_unsigned(now[position]) == wanted;
            };
            if (!is(1, rung[1]) || !is(3, rung[3])) continue;
        }
        service.status_reports_direct = rung[3] == 1;
        service.status_reports_stored = rung[3] == 2;
        break;
    }
    const bool in_own_storage =
        service.status_reports_stored && std::ranges::find(reading_storages_, "SR") != reading_storages_.end();
    if (in_own_storage) service.storages.push_back("SR");
}
} // namespace nida::modem
