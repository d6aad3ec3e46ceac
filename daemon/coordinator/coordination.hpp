#pragma once
#include "daemon/coordinator/answers.hpp"
#include "daemon/coordinator/coordinators.hpp"
#include "daemon/coordinator/desk.hpp"
#include "daemon/coordinator/requests.hpp"
#include "daemon/flow/dialogue.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace nida::daemon
{
/// Takes what a coordinator texts and does it, or asks for what must come beside their number; inside the writer's transaction.
///
/// Whoever forges the number can ask, pause, and have the real coordinator answered. Everything else happens only after a code that the
/// forger never sees.
class Coordination
{
public:
    Coordination(Connection& connection, const DialogueSettings& settings, std::optional<LineId> line, Time now,
                 bool sure_clock);

    /// @return nothing where it is not a coordinator's, or no command: then it is as anybody's
    std::optional<DialogueOutcome> receive(const std::string& number, const std::string& text);
    /// What begins as a command and means nothing else is answered with how that command is written, within the limits for commands.
    /// @return nothing where it is not a coordinator's, or begins as none
    std::optional<DialogueOutcome> explain(const std::string& number, const std::string& text);
    /// Of a sender of floods, who may be a forger, only codes, pauses and what stops everything are heard. @return whether a message was queued
    bool receive_muted(const std::string& number, const std::string& text);

    /// Every coordinator who may approve it is asked, each with a code of their own. @return how many
    int ask_approvers(CampaignId campaign);
private:
    struct Outcome {
        std::string answer;                 ///< empty: none
        std::string note;                   ///< for the log
        std::optional<RequestId> code_of{}; ///< the request whose code the answer carries
        bool right_code = false;
        bool failed = false; ///< nothing of it was done
    };
    DialogueOutcome answer_within_limits(std::optional<Outcome> done, bool counts,
                                         const std::function<Outcome()>& work);
    Outcome obey(const Order& order);
    std::optional<Outcome> take_code(const TypedCode& typed);
    // --- commands.cpp
    Outcome alert(const Order& order);
    Outcome status();
    Outcome balance();
    Outcome pause(const Order& order);
    Outcome resume(const Order& order);
    Outcome stop_all();
    Outcome add(const Order& order);
    Outcome approve(const Order& order);
    Outcome how_to_write(Command command);
    Outcome campaign_of(const Order& order, CoordinatorDesk::State state,
                        const std::function<Outcome(CampaignId)>& then);
    // --- second_factor.cpp
    using Describe = std::function<std::string(const Answers&)>;
    Outcome ask(const RequestContent& content, const Describe& describe);
    Outcome ask_of(const Coordinator& coordinator, const RequestContent& content, Factor factor,
                   const std::string& described);
    int ask_others(const RequestContent& content, const std::string& except, const Describe& describe);
    // --- carrying_out.cpp
    Outcome carry_out(const Coordinator& owner, const RequestContent& content, const std::optional<Act>& second);
    Outcome send_alert(const Coordinator& owner, const RequestContent& content, const std::optional<Act>& second);
    Outcome resume_campaign(const Coordinator& owner, const RequestContent& content);
    Outcome add_person(const Coordinator& owner, const RequestContent& content);
    Outcome approve_campaign(const Coordinator& owner, const RequestContent& content);
    Outcome let_through(const Coordinator& approver, const RequestContent& content);

    Outcome undone_where_it_fails(const std::function<Outcome()>& work);
    bool send(const Coordinator& to, const Outcome& outcome);
    Outcome told(CoordinatorText which, const Answers::Values& values, std::string note);
    Answers answers_for(const Coordinator& coordinator) const;
    Act act_of(const Coordinator& coordinator) const { return {coordinator.actor(), now_, sure_clock_}; }
    bool may_control(const Coordinator& coordinator) const
    {
        return coordinator.rights.broadcast || coordinator.rights.approve;
    }

    Connection& db_;
    const DialogueSettings& settings_;
    std::optional<LineId> line_; ///< by which the command came
    Time now_;
    bool sure_clock_;
    std::unique_ptr<CoordinatorDesk> desk_;
    Coordinator who_{};        ///< whose text it is
    bool others_told_ = false; ///< a message was queued for somebody else
};
} // namespace nida::daemon
