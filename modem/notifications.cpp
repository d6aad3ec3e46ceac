#include "modem/notifications.hpp"
#include "modem/modem.hpp"
#include "protocol/at/test_answer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nida::modem
{
namespace asio = boost::asio;

namespace
{
/// Those of `wanted` that the position's group of the test answer allows; all where it says nothing.
std::vector<unsigned> allowed(const std::vector<std::vector<unsigned>>& groups, std::size_t position,
                              std::vector<unsigned> wanted)
{
    if (position >= groups.size() || groups[position].empty()) return wanted;
    const auto& offered = groups[position];
    std::erase_if(wanted, [&](unsigned value) { return std::ranges::find(offered, value) == offered.end(); });
    return wanted;
}
} // namespace

std::vector<protocol::Cnmi> cnmi_ladder(const protocol::AtResponse& test_answer, bool status_reports,
                                        std::span<const protocol::Cnmi> known)
{
    const auto groups = protocol::parse_test_numbers(test_answer, "+CNMI");

    // mt 1 stores and tells. Only where that is not offered, direct delivery (2) is taken, and then messages that nobody tells of
    // (0), which the sweeps find.
    auto mts = allowed(groups, 1, {1});
    if (mts.empty()) mts = allowed(groups, 1, {2, 0});
    // A report by +CDS is better than one in a storage whose index several families get wrong.
    const auto ds = allowed(groups, 3, status_reports ? std::vector<unsigned>{1, 2, 0} : std::vector<unsigned>{0});
    const auto modes = allowed(groups, 0, {2, 1, 3});
    const auto bfr = allowed(groups, 4, {0, 1});

    std::vector<protocol::Cnmi> generic;
    for (const unsigned mt : mts)
        for (const unsigned d : ds)
            for (const unsigned m : modes)
                for (const unsigned b : bfr)
                    generic.push_back({m, mt, 0, d, b});

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

/// No +CNMA is to be asked of us: what is stored can be read again. But where an earlier life had messages come directly, one may be waiting for
/// its +CNMA that nobody has on disk, and more come before +CNMI is set: to leave this service now would acknowledge them all.
asio::awaitable<void> Modem::recall_service_class()
{
    const auto answer = co_await ask("AT+CSMS?");
    const auto service_class = answer.value("+CSMS");
    acknowledges_ = service_class && service_class->starts_with('1');
    handed_over_ = false;
    if (!acknowledges()) co_await ask("AT+CSMS=0");
}

/// Some accept what they advertise only in part, and some accept and ignore: each rung is read back.
asio::awaitable<void> Modem::set_notifications(bool status_reports, Service& service)
{
    cnmi_.reset();
    was_busy_ = false;
    const bool acknowledged_before = acknowledges();
    const auto test_answer = co_await ask("AT+CNMI=?");
    for (const auto& rung : cnmi_ladder(test_answer, status_reports, dialect_.cnmi)) {
        if (rung[1] == 2 && !acknowledges()) {
            // A message that comes directly is safe only where the network keeps it until we say that it is on disk.
            const auto service_class = co_await ask("AT+CSMS=1");
            acknowledges_ = service_class.result.ok();
            if (!acknowledges()) continue;
        }
        const bool set = co_await set_cnmi(rung);
        if (!set) continue;
        cnmi_ = rung;
        service.status_reports_direct = rung[3] == 1;
        service.status_reports_stored = rung[3] == 2;
        break;
    }
    // What was handed to an earlier life, which died of it, is to come again. Refusing it, the network does not wait for 15 seconds, nor does
    // the modem give direct delivery up.
    if (acknowledged_before && !handed_over_) co_await acknowledge(false);
    if (acknowledges() && !(cnmi_ && (*cnmi_)[1] == 2)) {
        co_await ask("AT+CSMS=0");
        acknowledges_ = false;
    }
    // Some put their reports there whatever was set, and tell nobody.
    const bool reports_have_a_place = std::ranges::find(reading_storages_, "SR") != reading_storages_.end();
    if (status_reports && reports_have_a_place) service.storages.push_back("SR");
}

asio::awaitable<bool> Modem::set_cnmi(protocol::Cnmi rung)
{
    const auto set =
        co_await ask_when_free(fmt::format("AT+CNMI={},{},{},{},{}", rung[0], rung[1], rung[2], rung[3], rung[4]));
    if (!set.result.ok()) co_return false;
    const auto holds = co_await cnmi_is(rung);
    co_return holds.value_or(true);
}

/// Whether +CNMI? tells the two places that matter as wanted; none where it tells nothing.
asio::awaitable<std::optional<bool>> Modem::cnmi_is(protocol::Cnmi rung)
{
    const auto read = co_await ask("AT+CNMI?");
    const auto value = read.value("+CNMI");
    if (!value) co_return std::nullopt;
    const auto now = protocol::split_parameters(*value);
    const auto is = [&now](std::size_t position, unsigned wanted) {
        return position >= now.size() || protocol::parse_unsigned(now[position]) == wanted;
    };
    co_return is(1, rung[1]) && is(3, rung[3]);
}

asio::awaitable<bool> Modem::notifications_hold()
{
    if (!cnmi_) co_return !was_busy_; // the SIM came too late for it
    const auto holds = co_await cnmi_is(*cnmi_);
    if (holds.value_or(true)) co_return true;
    co_await set_cnmi(*cnmi_);
    co_return false;
}

asio::awaitable<bool> Modem::acknowledge(bool kept)
{
    auto answer = co_await ask(kept ? "AT+CNMA=0" : "AT+CNMA=2");
    // "No acknowledgement expected" (340): the time for it is over.
    const bool too_late = answer.result.error == boost::system::error_code{340, protocol::cms_category()};
    if (kept && !answer.result.ok() && !too_late) answer = co_await ask("AT+CNMA");
    co_return answer.result.ok();
}
} // namespace nida::modem
