#include "daemon/line/ussd_sessions.hpp"

#include "daemon/inbox/inbox.hpp"
#include "protocol/at/ussd_text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace nida::daemon
{
namespace asio = boost::asio;
using namespace std::chrono_literals;
using boost::system::result;
using protocol::CusdMode;
using std::chrono::steady_clock;
using Why = Lines::UssdFailure::Why;

namespace
{
constexpr auto network_time = 60s; // for an answer of the network
constexpr auto client_time = 60s;  // for an answer of the person; the network itself waits no longer
constexpr auto queue_time = 150s;  // a segment in flight may take its full time before

bool is_code(std::string_view text) { return text.starts_with('*') || text.starts_with('#'); }

constexpr const char* lte_hint = "; the modem is on 4G, where USSD works only if the network lets it fall back to 2G "
                                 "or 3G: set it to 3G, or ask for the "
                                 "balance by SMS or in the operator's own way";
} // namespace

UssdSessions::UssdSessions(ServiceContext& context, const std::string& name, LineId id, Bell& bell)
    : context_{context}, name_{name}, id_{id}, bell_{bell}, changed_{context.executor}
{
}

// ------------------------------------------------------------------ clients

std::optional<UssdSessions::Failure> UssdSessions::objection(const Request& request) const
{
    const auto busy = [this](const std::string& actor) {
        return Failure{Why::busy, fmt::format("line {} is busy with a session of {}", name_, actor)};
    };
    if (request.session && (!open_ || open_->id != *request.session || open_->actor != request.actor))
        return Failure{Why::over, fmt::format("the session on line {} is over: dial the code again", name_)};
    if (waiting_) return busy(waiting_->request.actor);
    if (serving_) return busy(serving_->request.actor);
    // Without a session's number only an answer to one's own menu goes on: a code would begin a second session.
    if (open_ && !request.session && (open_->actor != request.actor || is_code(request.code)))
        return busy(open_->actor);
    return {};
}

asio::awaitable<UssdSessions::Answer> UssdSessions::ask(Request request)
{
    if (auto no = objection(request)) co_return *no;
    auto pending = std::make_shared<Pending>(Pending{std::move(request), Bell{context_.executor}, {}});
    waiting_ = pending;
    if (open_) open_->until = steady_clock::now() + queue_time;
    bell_.ring();
    co_await pending->answered.after(0, steady_clock::now() + queue_time);
    if (!pending->answer) {
        if (waiting_ == pending) waiting_.reset();
        co_return Failure{Why::unavailable, fmt::format("line {} is busy: try again later", name_)};
    }
    co_return *pending->answer;
}

asio::awaitable<bool> UssdSessions::cancel()
{
    if (!open_ && !waiting_ && !serving_) co_return false;
    cancelled_ = true;
    if (on_air_) on_air_->ussd_abandon();
    bell_.ring();
    const auto until = steady_clock::now() + queue_time;
    while ((open_ || waiting_ || serving_) && cancelled_ && steady_clock::now() < until) {
        const auto heard = changed_.count();
        co_await changed_.after(heard, until);
    }
    co_return true;
}

// ------------------------------------------------------------------ the line

asio::awaitable<void> UssdSessions::begin(modem::Modem& modem, std::string imei, std::string port)
{
    imei_ = std::move(imei);
    port_ = std::move(port);
    known_form_.reset();
    if (imei_.empty()) co_return;
    auto work = [imei = imei_, at = port_](Connection& db) {
        auto row = db.query("SELECT ussd_form FROM modem WHERE imei = ?1 AND port = ?2", imei, at);
        return row.step() ? row.text(0) : std::string{};
    };
    const auto form = co_await context_.store.read(std::move(work));
    if (form) known_form_ = protocol::ussd_form_named(*form);
    if (known_form_) modem.prefer_ussd_form(*known_form_);
}

asio::awaitable<void> UssdSessions::remember_form(modem::Modem& modem)
{
    const auto form = modem.ussd_form();
    if (!form || form == known_form_ || imei_.empty()) co_return;
    known_form_ = form;
    auto work = [imei = imei_, at = port_, name = std::string{protocol::ussd_form_name(*form)},
                 now = context_.clock.now()](Connection& db) {
        db.run("INSERT INTO modem(imei, port, ussd_form, seen_at) VALUES (?1, ?4, ?2, ?3) ON CONFLICT(imei, port) DO "
               "UPDATE SET ussd_form = ?2",
               imei, name, now, at);
    };
    const auto stored = co_await context_.store.write(std::move(work));
    if (!stored) spdlog::warn("{}: cannot store how its modem writes USSD: {}", name_, stored.error().text);
}

bool UssdSessions::pending(SteadyTime now) const
{
    return waiting_ || unasked_open_ || cancelled_ || (open_ && open_->until <= now);
}

std::optional<UssdSessions::SteadyTime> UssdSessions::deadline() const
{
    if (!open_) return {};
    return open_->until;
}

asio::awaitable<void> UssdSessions::serve(modem::Modem& modem, bool lte)
{
    if (std::exchange(unasked_open_, false)) co_await modem.ussd_cancel(); // nobody is there to answer it
    if (std::exchange(cancelled_, false)) {
        if (auto dropped = std::exchange(waiting_, nullptr)) {
            dropped->answer = Failure{Why::refused, "the session was cancelled"};
            dropped->answered.ring();
        }
        if (open_) co_await close(modem, "cancelled");
        changed_.ring();
    }
    if (open_ && !waiting_ && open_->until <= steady_clock::now())
        co_await close(modem, "nobody answered the network's question");
    if (waiting_) co_await answer(modem, lte);
}

asio::awaitable<void> UssdSessions::end(modem::Modem& modem, std::string why)
{
    if (open_) co_await close(modem, std::move(why));
}

asio::awaitable<void> UssdSessions::close(modem::Modem& modem, std::string why)
{
    open_.reset();
    spdlog::info("{}: ends the USSD session: {}", name_, why);
    context_.events.note(id_, EventKind::ussd, "session ended: " + why);
    co_await modem.ussd_cancel();
    changed_.ring();
}

asio::awaitable<void> UssdSessions::answer(modem::Modem& modem, bool lte)
{
    const auto request = serving_ = std::exchange(waiting_, nullptr);
    open_.reset(); // opened again by the network's next question
    std::exception_ptr gone;
    request->answer = Failure{Why::unavailable, fmt::format("line {} lost its modem meanwhile", name_)};
    try {
        on_air_ = &modem;
        const auto answer = co_await modem.ussd(request->request.code, network_time);
        on_air_ = nullptr;
        if (auto failure = failure_of(answer, request->request.code, lte)) {
            request->answer = std::move(*failure);
        } else {
            Lines::UssdText text{answer->mode == CusdMode::action_required, answer->text};
            if (text.asks_back) {
                text.session = ++sessions_;
                open_ = Open{text.session, request->request.actor, steady_clock::now() + client_time};
            }
            request->answer = std::move(text);
        }
    } catch (...) {
        on_air_ = nullptr;
        gone = std::current_exception();
    }
    serving_.reset();
    // Who cancelled meanwhile does not get the menu any more.
    if (std::exchange(cancelled_, false) && open_ && !gone) co_await close(modem, "cancelled");
    request->answered.ring();
    changed_.ring();
    if (gone) std::rethrow_exception(gone);
    co_await remember_form(modem);
}

asio::awaitable<Lines::UssdResult<std::string>>
UssdSessions::dial(modem::Modem& modem, std::string code, std::vector<std::string> answers, std::string what, bool lte)
{
    auto answer = co_await modem.ussd(std::move(code), network_time);
    for (const auto& choice : answers) {
        if (!answer || answer->mode != CusdMode::action_required) break;
        answer = co_await modem.ussd(choice, network_time);
    }
    if (answer && answer->mode == CusdMode::action_required) co_await modem.ussd_cancel();
    co_await remember_form(modem);
    if (auto failure = failure_of(answer, what, lte)) co_return *failure;
    co_return answer->text;
}

void UssdSessions::take_unasked(modem::Modem::UssdAnswer text)
{
    spdlog::info("{}: the network sent a USSD text by itself", name_);
    unasked_open_ = unasked_open_ || text.mode == CusdMode::action_required;
    asio::co_spawn(context_.executor, store_unasked(std::move(text.text)), asio::detached);
}

asio::awaitable<void> UssdSessions::store_unasked(std::string text)
{
    context_.events.note(id_, EventKind::ussd, "the network sent a text by itself; it is in the inbox");
    auto work = [id = id_, text = std::move(text), now = context_.clock.now()](Connection& db) {
        add_network_text(db, id, text, now);
    };
    const auto stored = co_await context_.store.write(std::move(work));
    if (stored)
        context_.inbox_changed.ring();
    else
        spdlog::error("{}: cannot store a USSD text of the network: {}", name_, stored.error().text);
}

void UssdSessions::lost()
{
    open_.reset();
    cancelled_ = unasked_open_ = false;
    if (auto pending = std::exchange(waiting_, nullptr)) {
        pending->answer = Failure{Why::unavailable, fmt::format("line {} lost its modem meanwhile", name_)};
        pending->answered.ring();
    }
    changed_.ring();
}

std::optional<UssdSessions::Failure> UssdSessions::failure_of(const result<modem::Modem::UssdAnswer>& answer,
                                                              const std::string& what, bool lte)
{
    const auto refused = [&](const std::string& text) { return Failure{Why::refused, text + (lte ? lte_hint : "")}; };
    if (answer.has_error()) {
        const auto& error = answer.error();
        if (error == boost::system::errc::operation_canceled)
            return Failure{Why::refused, fmt::format("{} was cancelled", what)};
        if (error == boost::system::errc::timed_out)
            return refused(fmt::format(
                "the network did not answer {} within {} s. It may have understood it: where money is moved, ask "
                "for the balance before trying again",
                what, network_time.count()));
        return refused(fmt::format("the network or the modem refused {}: {}", what, error.message()));
    }
    switch (answer->mode) {
    case CusdMode::done:
    case CusdMode::action_required: return {};
    case CusdMode::unsupported:
        if (!answer->text.empty()) return {};
        return refused(fmt::format("the network does not know {}", what));
    case CusdMode::timed_out:
        if (!answer->text.empty()) return {};
        return refused(fmt::format("the network gave up on {}: try again later", what));
    case CusdMode::terminated:
    case CusdMode::other_client: break;
    }
    if (!answer->text.empty()) return {};
    return refused(fmt::format("the network ended {} without a word", what));
}
} // namespace nida::daemon
