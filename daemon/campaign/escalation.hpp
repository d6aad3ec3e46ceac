#pragma once
#include "daemon/flow/languages.hpp"
#include "daemon/outbox/message.hpp"
#include "daemon/store/connection.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon
{
/// Somebody on an alert's list.
struct AlertContact {
    std::int64_t position;
    std::string number;
    std::optional<std::string> name;
    std::optional<Language> language;
    /// As coordinators are told.
    const std::string& called() const { return name ? *name : number; }
};

/// Has a message that was just queued go before everything of its priority that waits for its first time.
void put_ahead(Connection& db, MessageId id, Time now);

/// Goes along an alert's list, one after the other, until one of them answers with the stop word.
class Escalation
{
public:
    explicit Escalation(Connection& connection) : db_{connection} {}

    struct Settings {
        std::shared_ptr<const Languages> languages; ///< never null
        Language language;                          ///< of those whose language is not known
        Time now;
        bool sure_clock;
        std::vector<std::string> alarm_numbers{}; ///< E.164: who is told where nobody takes charge
    };
    enum class Asked { somebody, nobody_left, not_now };
    /// Asks the next one, who has neither left nor was erased. Where nobody is left, or the alert is over, that ends it, and raises an alarm.
    Asked ask_next(CampaignId id, const Settings& settings);

    struct Charge {
        CampaignId campaign;
        AlertContact by;
        std::vector<AlertContact> others; ///< who were asked before
    };
    /// Somebody wrote this. @param is_stop_word  whether the languages call it one
    /// @return where they were asked, it is the stop word, and nobody else had taken charge yet; the list is ended then
    struct Answer {
        CampaignId campaign;
        std::optional<Charge> charge; ///< none: somebody had taken charge before
    };
    std::optional<Answer> take(const std::string& number, const std::string& text, bool is_stop_word, Time now);
private:
    std::optional<AlertContact> next_after(CampaignId id, std::int64_t position);
    void end_unanswered(CampaignId id, const Settings& settings);
    std::vector<AlertContact> asked(CampaignId id);
    Connection& db_;
};
} // namespace nida::daemon
