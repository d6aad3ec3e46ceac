#pragma once
#include "daemon/campaign/filling.hpp"
#include "daemon/flow/languages.hpp"
#include "daemon/line/bell.hpp"
#include "daemon/line/wall_clock.hpp"
#include "daemon/store/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>

namespace nida::daemon
{
/// Brings campaigns on their way: starts those whose time has come, makes the messages of those that have started, marks those of
/// cancelled ones, and does what alerts have said about those whom they have not reached. On the loop's thread.
class CampaignRunner
{
public:
    /// What it asks of the service.
    struct Needs {
        std::function<std::string()> language;
        std::function<std::shared_ptr<const Router>()> router;
        std::function<void()> messages_changed; ///< new ones are queued, or queued ones are cancelled
        std::function<std::shared_ptr<const Languages>()> languages{}; ///< none: alerts ask nobody to take charge
        std::function<std::vector<std::string>()> alarm_numbers{};     ///< who is told when nobody does; none: nobody
    };
    CampaignRunner(boost::asio::any_io_executor executor, Store& store, WallClock& clock, Needs needs);

    boost::asio::awaitable<void> run();
    /// A campaign has changed its state, or the clock is known: looks at once.
    void wake() { bell_.ring(); }
    /// Ends run(), once its present step is done.
    void stop()
    {
        stopping_ = true;
        bell_.ring();
    }
    /// Rung when all messages of a campaign that started are queued, or all of one that was cancelled are marked.
    Bell& settled() { return settled_; }
private:
    boost::asio::awaitable<bool> start_due();
    boost::asio::awaitable<bool> fill_one();
    boost::asio::awaitable<void> give_up(CampaignId id, std::string why);
    boost::asio::awaitable<bool> cancel_some();
    boost::asio::awaitable<bool> climb();
    boost::asio::awaitable<void> end_missed();
    boost::asio::awaitable<void> sweep(CampaignId id);
    boost::asio::awaitable<void> escalate(CampaignId id);
    boost::asio::awaitable<bool> is_more_urgent();
    Time alerts_since() const;
    boost::asio::awaitable<std::optional<Time>> next();
    boost::asio::any_io_executor executor_;
    Store& store_;
    WallClock& clock_;
    Needs needs_;
    Bell bell_, settled_;
    bool stopping_ = false;
    bool caught_up_ = false; ///< what was due before this run is decided
    Time missed_before_{};   ///< what alerts had to do before then is not done any more
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};
} // namespace nida::daemon
