#include "daemon/line/credit.hpp"

#include "protocol/numbering/numbering_plan.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <random>
#include <utility>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::seconds;
using std::chrono::steady_clock;
using Why = Lines::UssdFailure::Why;

namespace
{
constexpr seconds first_minutes = 5min;        // after the start there is enough else to do
constexpr seconds while_low = 1h;              // somebody may top it up elsewhere
constexpr auto between_refused_checks = 10min; // a network out of order refuses alike
constexpr auto chore_time = 300s;              // a top-up, its menus, and the balance after it

/// A part of `most`, so that eight lines do not ask in the same minute.
seconds some_of(seconds most)
{
    static std::minstd_rand random{std::random_device{}()};
    return seconds{std::uniform_int_distribution<seconds::rep>{0, std::max<seconds::rep>(most.count(), 0)}(random)};
}

/// Whether units of a bundle are left: "25 SMS", and not "0 SMS".
bool any_left(std::string_view units) { return units.find_first_of("123456789") != std::string_view::npos; }

std::string number_setting(const std::string& iccid) { return "own_number:" + iccid; }

Lines::BalanceReport report_of(const std::string& text, const std::optional<AccountReading>& reading)
{
    Lines::BalanceReport report;
    report.text = text;
    if (!reading) return report;
    report.amount_milli = reading->amount_milli;
    report.currency = reading->currency;
    report.units = reading->units;
    if (reading->expires_at) report.expires_at = *reading->expires_at;
    report.guessed = reading->guessed;
    return report;
}
} // namespace

LineCredit::LineCredit(ServiceContext& context, const LineSettings& settings, LineId id, Bell& bell, UssdSessions& ussd)
    : context_{context}, settings_{settings}, id_{id}, bell_{bell}, ussd_{ussd}
{
}

std::optional<Recipe> LineCredit::recipe() const
{
    const auto& recipes = *context_.recipes;
    const auto* found =
        settings_.operator_name ? recipe_named(recipes, *settings_.operator_name) : recipe_for_imsi(recipes, imsi_);
    if (!found) return {};
    return *found;
}

Lines::UssdFailure LineCredit::no_code(const std::optional<Recipe>& recipe, const std::string& what) const
{
    const auto of = recipe          ? fmt::format("{} ({})", recipe->name, recipe->country)
                    : imsi_.empty() ? std::string{"this SIM, which does not tell its operator"}
                                    : fmt::format("the operator of network {}", imsi_.substr(0, 5));
    return {Why::no_code, fmt::format("no {} code is known for {}", what, of)};
}

// ------------------------------------------------------------------ clients

asio::awaitable<Lines::UssdResult<Lines::TopUpReport>> LineCredit::carry_out(std::string voucher, std::string actor)
{
    if (ussd_.open())
        co_return Lines::UssdFailure{Why::busy, fmt::format("line {} is busy with a USSD session", settings_.name)};
    auto chore = std::make_shared<Chore>(Chore{std::move(voucher), std::move(actor), Bell{context_.executor}, {}});
    chores_.push_back(chore);
    bell_.ring();
    co_await chore->done.after(0, steady_clock::now() + chore_time);
    if (!chore->result) {
        chores_.erase(std::remove(chores_.begin(), chores_.end(), chore), chores_.end());
        co_return Lines::UssdFailure{Why::unavailable, fmt::format("line {} is busy: try again later", settings_.name)};
    }
    co_return *chore->result;
}

asio::awaitable<Lines::UssdResult<Lines::BalanceReport>> LineCredit::balance(std::string actor)
{
    const auto known = recipe();
    if (!known || !known->balance.known()) co_return no_code(known, "balance");
    auto done = co_await carry_out({}, std::move(actor));
    if (done.has_error()) co_return done.error();
    co_return *done->balance;
}

asio::awaitable<Lines::UssdResult<Lines::TopUpReport>> LineCredit::top_up(std::string voucher, std::string actor)
{
    const auto known = recipe();
    if (!known || !known->top_up.known()) co_return no_code(known, "top-up");
    co_return co_await carry_out(std::move(voucher), std::move(actor));
}

// ------------------------------------------------------------------ the line

asio::awaitable<std::string> LineCredit::begin(modem::Identity identity)
{
    imsi_ = identity.imsi;
    iccid_ = identity.iccid;
    struct Known {
        std::optional<Balance> balance;
        std::optional<std::string> number;
    };
    auto work = [id = id_, setting = number_setting(iccid_)](Connection& db) {
        Known known{latest_balance(db, id), {}};
        auto row = db.query("SELECT CAST(value AS TEXT) FROM setting WHERE name = ?1", setting);
        if (row.step()) known.number = row.text(0);
        return known;
    };
    const auto known = co_await context_.store.read(std::move(work));
    latest_.reset();
    guessed_ = false;
    if (known && known->balance && known->balance->amount_milli) {
        latest_ = known->balance;
        const auto of = recipe();
        const auto again = of ? read_account(of->balance, of->currency, latest_->text) : std::nullopt;
        guessed_ = !again || again->guessed;
    }
    const bool silent = !settings_.number && identity.own_number.empty() && !iccid_.empty();
    number_wanted_ = silent && known && !known->number;
    plan(true);
    judge();
    auto number = silent && known ? known->number.value_or("") : std::string{};
    if (!number.empty()) {
        auto tell = [id = id_, number](Connection& db) {
            db.run("UPDATE line SET number = ?2 WHERE id = ?1", id, number);
        };
        co_await context_.store.write(std::move(tell));
    }
    co_return number;
}

/// When to ask next: a while after the last answer, or, where that is over, soon.
void LineCredit::plan(bool after_start)
{
    const auto every = context_.defaults.credit_check_every;
    const auto of = recipe();
    next_check_.reset();
    number_due_.reset();
    const auto rhythm = every == 0s ? seconds{24h} : every;
    const auto settle =
        after_start ? std::min(first_minutes, rhythm) + some_of(std::min<seconds>(10min, rhythm / 10)) : 0s;
    if (number_wanted_ && of && of->own_number.known()) number_due_ = steady_clock::now() + settle;
    if (every == 0s || !of || !of->balance.known()) return;
    auto wait = low_.empty() ? every : std::min<seconds>(every, while_low);
    if (after_start && latest_)
        wait -= std::min(wait, std::chrono::duration_cast<seconds>(
                                   std::max<Time::duration>(context_.clock.now() - latest_->at, 0s)));
    else if (after_start)
        wait = 0s;
    next_check_ = steady_clock::now() + std::max(wait + some_of(every / 10), settle);
}

std::optional<LineCredit::SteadyTime> LineCredit::due() const
{
    if (!number_due_) return next_check_;
    if (!next_check_) return number_due_;
    return std::min(*number_due_, *next_check_);
}

asio::awaitable<void> LineCredit::serve(modem::Modem& modem, bool lte)
{
    if (std::exchange(check_wanted_, false)) {
        const auto known = recipe();
        if (known && known->balance.known()) {
            spdlog::info("{}: refused again and again: asks for the balance", settings_.name);
            const auto report = co_await check(modem, lte);
            if (report.has_error()) spdlog::warn("{}: no balance: {}", settings_.name, report.error().text);
        }
    }
    if (chores_.empty()) co_return;
    const auto chore = chores_.front();
    chores_.pop_front();
    std::exception_ptr gone;
    chore->result =
        Lines::UssdFailure{Why::unavailable, fmt::format("line {} lost its modem meanwhile", settings_.name)};
    try {
        if (!chore->voucher.empty()) {
            chore->result = co_await enter(modem, chore->voucher, chore->actor, lte);
        } else {
            auto report = co_await check(modem, lte);
            if (report.has_error())
                chore->result = report.error();
            else
                chore->result = Lines::TopUpReport{{}, std::move(*report), {}};
        }
    } catch (...) {
        gone = std::current_exception();
    }
    chore->done.ring();
    if (gone) std::rethrow_exception(gone);
}

asio::awaitable<std::string> LineCredit::serve_due(modem::Modem& modem, bool lte)
{
    const auto now = steady_clock::now();
    if (number_due_ && *number_due_ <= now) co_return co_await ask_number(modem, lte);
    if (next_check_ && *next_check_ <= now) {
        const auto report = co_await check(modem, lte);
        if (report.has_error()) spdlog::warn("{}: no balance: {}", settings_.name, report.error().text);
    }
    co_return std::string{};
}

asio::awaitable<Lines::UssdResult<Lines::BalanceReport>> LineCredit::check(modem::Modem& modem, bool lte)
{
    const auto of = recipe();
    plan(false); // whatever comes of this one
    if (!of || !of->balance.known()) co_return no_code(of, "balance");
    const auto& code = of->balance;
    auto text = co_await ussd_.dial(modem, code.code, code.answers, code.code, lte);
    if (text.has_error()) co_return text.error();

    const auto reading = read_account(code, of->currency, *text);
    auto report = report_of(*text, reading);
    co_await ask_bundle(modem, lte, *of, report);
    Balance row{0,          context_.clock.now(), report.amount_milli, report.currency, report.units, report.expires_at,
                report.text};
    auto work = [id = id_, row](Connection& db) { add_balance(db, id, row); };
    const auto stored = co_await context_.store.write(std::move(work));
    if (!stored) spdlog::error("{}: cannot store the balance: {}", settings_.name, stored.error().text);
    if (report.amount_milli) {
        latest_ = row;
        guessed_ = report.guessed;
        const auto shown = amount_text(*report.amount_milli, report.currency);
        spdlog::info("{}: balance {}", settings_.name, shown);
        context_.events.note(id_, EventKind::balance, "balance " + shown);
        judge();
        plan(false);
    } else {
        spdlog::warn("{}: the answer to {} holds no balance that its patterns know", settings_.name, code.code);
        context_.events.note(id_, EventKind::balance,
                             report.units.empty() ? "an answer without a balance: " + report.text
                                                  : "left: " + report.units);
    }
    co_return report;
}

/// What is left of a bundle of messages, where the operator tells it under a code of its own and a pattern reads it.
asio::awaitable<void> LineCredit::ask_bundle(modem::Modem& modem, bool lte, const Recipe& of,
                                             Lines::BalanceReport& report)
{
    const auto& code = of.bundle;
    if (!report.units.empty() || !code.known() || code.patterns.empty()) co_return;
    const auto text = co_await ussd_.dial(modem, code.code, code.answers, code.code, lte);
    if (text.has_error()) {
        spdlog::warn("{}: nothing is known of its bundle: {}", settings_.name, text.error().text);
        co_return;
    }
    report.text += '\n' + *text;
    const auto reading = read_account(code, of.currency, *text);
    if (!reading) co_return;
    report.units = reading->units;
    if (!report.expires_at && reading->expires_at) report.expires_at = *reading->expires_at;
}

asio::awaitable<Lines::UssdResult<Lines::TopUpReport>> LineCredit::enter(modem::Modem& modem, std::string voucher,
                                                                         std::string actor, bool lte)
{
    const auto of = recipe();
    if (!of || !of->top_up.known()) co_return no_code(of, "top-up");
    spdlog::info("{}: {} enters a voucher", settings_.name, actor);
    context_.events.note(id_, EventKind::balance, fmt::format("{} entered a voucher", actor));
    auto text = co_await ussd_.dial(modem, top_up_code(*of, voucher), of->top_up.answers, "the voucher", lte);
    if (text.has_error()) co_return text.error();
    Lines::TopUpReport report{std::move(*text), {}, {}};
    auto balance = co_await check(modem, lte);
    if (balance.has_error())
        report.trouble = balance.error().text;
    else
        report.balance = std::move(*balance);
    co_return report;
}

/// Once for each SIM: what the operator does not say today it will not say tomorrow.
asio::awaitable<std::string> LineCredit::ask_number(modem::Modem& modem, bool lte)
{
    number_wanted_ = false;
    number_due_.reset();
    const auto of = recipe();
    if (!of || !of->own_number.known()) co_return std::string{};
    const auto& code = of->own_number;
    const auto text = co_await ussd_.dial(modem, code.code, code.answers, code.code, lte);
    if (text.has_error()) { // asked again when the modem comes back
        spdlog::warn("{}: its number is not known: {}", settings_.name, text.error().text);
        co_return std::string{};
    }
    std::string number;
    if (const auto written = read_own_number(code, *text)) {
        const auto region = of->country.empty() ? context_.defaults.country : of->country;
        const auto parsed = protocol::parse_number(*written, region);
        if (parsed && parsed->valid) number = parsed->text();
    }
    if (number.empty())
        spdlog::warn("{}: the answer to {} holds no number: {:?}", settings_.name, code.code, *text);
    else
        spdlog::info("{}: the operator told its number", settings_.name);
    auto work = [id = id_, setting = number_setting(iccid_), number](Connection& db) {
        db.run("INSERT INTO setting(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2", setting,
               number);
        if (!number.empty()) db.run("UPDATE line SET number = ?2 WHERE id = ?1", id, number);
    };
    const auto stored = co_await context_.store.write(std::move(work));
    if (!stored) spdlog::error("{}: cannot store its number: {}", settings_.name, stored.error().text);
    co_return number;
}

void LineCredit::note_refusal()
{
    if (++refusals_ < context_.defaults.credit_check_after_refusals) return;
    const auto now = steady_clock::now();
    if (refused_check_ && now - *refused_check_ < between_refused_checks) return;
    refused_check_ = now;
    refusals_ = 0;
    check_wanted_ = true;
}

/// Whether what is left is too little. Messages of a bundle go without money. A guess decides only where somebody set a floor: it might be a bonus that it read.
void LineCredit::judge()
{
    const bool was_low = !low_.empty();
    low_.clear();
    if (latest_ && latest_->amount_milli) {
        const auto amount = *latest_->amount_milli;
        const bool too_low = settings_.balance_floor ? amount < *settings_.balance_floor
                                                     : amount <= 0 && !guessed_ && !any_left(latest_->units);
        if (too_low)
            low_ = fmt::format("the balance is {}{}: it sends nothing but alerts until it is topped up",
                               amount_text(amount, latest_->currency),
                               settings_.balance_floor
                                   ? fmt::format(", below {}", amount_text(*settings_.balance_floor, latest_->currency))
                                   : std::string{});
    }
    if (!low_.empty() && !was_low)
        context_.alarms.raise(Alarm::low_balance, id_, settings_.name, low_);
    else if (low_.empty() && was_low)
        context_.alarms.over(Alarm::low_balance, id_, settings_.name);
    bell_.ring();
}

void LineCredit::fill(LineStatus& status) const
{
    status.only_alerts = low_;
    if (!latest_) return;
    status.balance_milli = latest_->amount_milli;
    status.currency = latest_->currency;
    status.balance_at = latest_->at;
}

void LineCredit::lost()
{
    check_wanted_ = false;
    refusals_ = 0;
    next_check_.reset();
    number_due_.reset();
    for (auto& chore : std::exchange(chores_, {})) {
        chore->result =
            Lines::UssdFailure{Why::unavailable, fmt::format("line {} lost its modem meanwhile", settings_.name)};
        chore->done.ring();
    }
}
} // namespace nida::daemon
