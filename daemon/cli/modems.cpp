#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "modem/scan.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <ostream>
#include <sysexits.h>
#include <utility>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

constexpr std::pair<std::string_view, Text> names[] = {
    {"at", Text::role_at},
    {"perhaps_at", Text::role_perhaps_at},
    {"other", Text::role_other},
    {"used", Text::use_used},
    {"free", Text::use_free},
    {"asking", Text::use_asking},
    {"silent", Text::use_silent},
    {"no_line", Text::use_no_line},
    {"no_sim", Text::use_no_sim},
    {"other_port", Text::use_other_port},
    {"other_role", Text::use_other_role},
    {"held", Text::use_held},
    {"no_port", Text::use_no_port},
    {"storage_mode", Text::use_storage_mode},
    {"network_card", Text::use_network_card},
    {"loader", Text::use_loader},
    {"gps_receiver", Text::use_gps_receiver},
    {"no_modem", Text::use_no_modem},
};

/// The value as it is where this program is older than the daemon.
std::string name_of(const Words& words, const std::string& value)
{
    for (const auto& [name, text] : names)
        if (value == name) return std::string{words.raw(text)};
    return value;
}

/// What the system shows to anybody, in the words of the daemon. It knows neither the config nor the lines.
json::value look_without_daemon()
{
    json::array rows;
    for (const auto& port : modem::scan(modem::find_places({}))) {
        json::object row;
        for (const auto& [name, value] : port.fields())
            row[name] = value.empty() ? json::value(nullptr) : json::value(std::string_view{value});
        rows.push_back(std::move(row));
    }
    return json::object{{"daemon", false}, {"rows", std::move(rows)}};
}

} // namespace

int scan_modems(Context& context)
{
    json::value answer;
    try {
        answer = context.api.get(Target{"/v1/modems"});
    } catch (const Unreachable& error) {
        if (!context.json) context.io.err << context.words(Text::scan_without_daemon, error.socket) << '\n';
        answer = look_without_daemon();
    }
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    const auto& rows = rows_of(object_of(answer));
    if (rows.empty()) {
        context.io.out << context.words(Text::no_modems) << '\n';
        return EX_OK;
    }
    auto table = context.table({Text::heading_line, Text::heading_port, Text::heading_usb, Text::heading_device,
                                Text::heading_role, Text::heading_driver, Text::heading_held_by, Text::heading_use});
    for (const auto& item : rows) {
        const auto& row = object_of(item);
        const auto detail = field(row, "detail");
        table.add({field(row, "line"), field(row, "port"), field(row, "usb_path"),
                   field(row, "id") + (field(row, "product").empty() ? "" : " " + field(row, "product")),
                   name_of(context.words, field(row, "role")), field(row, "driver"), field(row, "held_by"),
                   name_of(context.words, field(row, "use")) + (detail.empty() ? "" : " (" + detail + ")")});
    }
    table.flush(context.io.out);
    return EX_OK;
}

} // namespace nida::daemon::cli
