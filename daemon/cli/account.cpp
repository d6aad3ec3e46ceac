// A line's dialogue with its operator: codes, the balance, top-up.
#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/interruption.hpp"
#include "daemon/cli/local_time.hpp"
#include "daemon/cli/terminal_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

Target of_line(const std::string& line, std::string_view what)
{
    return Target{"/v1/lines"} / line / std::string{what};
}

void show_balance(Context& context, const json::object& balance)
{
    auto details = context.details();
    const auto add = [&](Text what, std::string value) {
        if (!value.empty()) details.add({std::string{context.words.raw(what)}, std::move(value)});
    };
    auto amount = balance_text(balance);
    if (!amount.empty() && is_true(balance, "guessed"))
        amount += ' ' + std::string{context.words.raw(Text::balance_guessed)};
    add(Text::heading_balance, std::move(amount));
    add(Text::heading_units, field(balance, "units"));
    add(Text::heading_expires, local_time(field(balance, "expires_at")));
    add(Text::heading_text, field(balance, "text"));
    details.flush(context.io.out);
    if (balance_text(balance).empty() && field(balance, "units").empty())
        context.io.err << context.words(Text::balance_not_understood) << '\n';
}

/// The digits of a voucher as people copy them, in groups.
std::string digits_of(std::string text)
{
    std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '\t' || c == '\r'; });
    return text;
}

} // namespace

std::string balance_text(const json::object& balance)
{
    if (field(balance, "amount_milli").empty()) return {};
    const auto milli = integer(balance, "amount_milli");
    const auto magnitude = milli < 0 ? -milli : milli;
    auto text = fmt::format("{}{}.{:03}", milli < 0 ? "-" : "", magnitude / 1000, magnitude % 1000);
    if (text.back() == '0') text.pop_back();
    const auto currency = field(balance, "currency");
    return currency.empty() ? text : text + ' ' + currency;
}

int run_ussd(Context& context, const std::string& line, std::string code)
{
    const auto target = of_line(line, "ussd");
    const Interruption interruption{[&context, &target] {
        // The connection in use waits for the network's answer.
        auto other = context.api.another();
        other.erase(target);
    }};
    json::object request{{"code", code}};
    for (;;) {
        const auto answer = context.api.post(target, request);
        if (context.json) {
            write_json(context.io.out, answer);
            return EX_OK;
        }
        const auto& reply = object_of(answer);
        context.io.out << printable_lines(field(reply, "text")) << std::endl;
        if (field(reply, "mode") != "action_required") return EX_OK;
        if (!context.io.in_is_terminal || !context.io.err_is_terminal) {
            context.io.err << context.words(Text::ussd_asks, "nida ussd " + line + " 1") << '\n';
            return EX_OK;
        }
        context.io.err << context.words(Text::ussd_choice) << ' ' << std::flush;
        if (!std::getline(context.io.in, code) || code.empty()) {
            context.api.erase(target);
            return EX_OK;
        }
        request = json::object{{"code", code}};
        if (const auto* session = reply.if_contains("session")) request["session"] = *session;
    }
}

int show_balance_of(Context& context, const std::string& line, bool history)
{
    if (!history) {
        const auto answer = context.api.post(of_line(line, "balance"));
        if (context.json)
            write_json(context.io.out, answer);
        else
            show_balance(context, object_of(answer));
        return EX_OK;
    }
    auto table = context.table(
        {Text::heading_when, Text::heading_balance, Text::heading_units, Text::heading_expires, Text::heading_text});
    const auto row = [&](const json::object& balance) {
        if (context.json)
            write_json(context.io.out, balance);
        else
            table.add({local_time(field(balance, "at")), balance_text(balance), field(balance, "units"),
                       local_time(field(balance, "expires_at")), field(balance, "text")});
    };
    each_row(context.api, of_line(line, "balances"), 0, row, [] {});
    if (!context.json) table.flush(context.io.out);
    return EX_OK;
}

int top_up(Context& context, const std::string& line, std::string voucher)
{
    if (voucher == "-") {
        if (context.io.in_is_terminal && context.io.err_is_terminal)
            context.io.err << context.words(Text::voucher_ask) << ' ' << std::flush;
        std::getline(context.io.in, voucher);
    }
    voucher = digits_of(std::move(voucher));
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (voucher.size() < 6 || voucher.size() > 20 || !std::all_of(voucher.begin(), voucher.end(), digit))
        throw Refusal{EX_USAGE, context.words(Text::voucher_wrong)};
    const auto answer = context.api.post(of_line(line, "topup"), json::object{{"voucher", voucher}});
    if (context.json) {
        write_json(context.io.out, answer);
        return EX_OK;
    }
    const auto& reply = object_of(answer);
    context.io.out << printable_lines(field(reply, "text")) << std::endl;
    if (const auto& balance = object_in(reply, "balance"); !balance.empty())
        show_balance(context, balance);
    else
        context.io.err << context.words(Text::balance_not_asked, printable_lines(field(reply, "trouble"))) << '\n';
    return EX_OK;
}

} // namespace nida::daemon::cli
