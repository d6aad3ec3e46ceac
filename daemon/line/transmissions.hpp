#pragma once
#include <deque>
#include <functional>

namespace nida::daemon
{
class Turn;

/// Who may have a payload on the air: several sticks that transmit at once are more than a weak power supply gives. On the loop's
/// thread, first come, first served, lines with an alert before the others.
class Transmissions
{
public:
    /// @param at_once  so many lines at a time, from now on; 0: any number
    void limit(int at_once);
private:
    friend class Turn;
    bool has_room() const { return at_once_ == 0 || transmitting_ < at_once_; }
    void hand_on();
    int at_once_ = 0;
    int transmitting_ = 0;
    std::deque<Turn*> waiting_;
};

/// A line's turn to transmit. It is given back when the line forgets to.
class Turn
{
public:
    /// @param granted  called when a turn that was waited for has come, from whoever gave his back
    Turn(Transmissions& all, std::function<void()> granted) : all_{all}, granted_{std::move(granted)} {}
    ~Turn() { give_back(); }
    Turn(const Turn&) = delete;

    /// Whether take() would have to wait.
    bool must_wait() const { return !held_ && !all_.has_room(); }
    /// @return true where it is this line's turn; if not, the line stands in the queue and is told
    bool take(bool urgent);
    /// Also leaves the queue.
    void give_back();
    /// Whether somebody waits for the turn that this line has.
    bool is_wanted() const { return held_ && !all_.waiting_.empty(); }
private:
    friend class Transmissions;
    Transmissions& all_;
    std::function<void()> granted_;
    bool held_ = false, waits_ = false, urgent_ = false;
};
} // namespace nida::daemon
