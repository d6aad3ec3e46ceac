#include "daemon/line/transmissions.hpp"

#include <algorithm>

namespace nida::daemon
{
void Transmissions::limit(int at_once)
{
    at_once_ = at_once;
    hand_on();
}

void Transmissions::hand_on()
{
    while (!waiting_.empty() && has_room()) {
        auto* const next = waiting_.front();
        waiting_.pop_front();
        next->waits_ = false;
        next->held_ = true;
        ++transmitting_;
        next->granted_();
    }
}

bool Turn::take(bool urgent)
{
    if (held_) return true;
    if (waits_) {
        if (!urgent || urgent_) return false;
        std::erase(all_.waiting_, this); // an alert has come meanwhile
        waits_ = false;
    }
    if (all_.has_room()) {
        held_ = true;
        ++all_.transmitting_;
        return true;
    }
    urgent_ = urgent;
    waits_ = true;
    auto place = all_.waiting_.end();
    if (urgent) place = std::ranges::find(all_.waiting_, false, &Turn::urgent_);
    all_.waiting_.insert(place, this);
    return false;
}

void Turn::give_back()
{
    if (waits_) {
        std::erase(all_.waiting_, this);
        waits_ = false;
    }
    if (!held_) return;
    held_ = false;
    --all_.transmitting_;
    all_.hand_on();
}
} // namespace nida::daemon
