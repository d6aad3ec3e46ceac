// What the faults do to a modem as a whole: deafness, noise of its own accord, commands that it cannot bear.
#include "tests/sim/mobile_equipment.hpp"

#include <fmt/format.h>

namespace nida::sim
{
namespace
{
void replace_all(std::string& text, std::string_view what, std::string_view by)
{
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

constexpr unsigned most_of_a_flood = 500;
} // namespace

void MobileEquipment::fault(std::string_view name) { note("fault", {{"name", name}}); }

void MobileEquipment::add_fault(FaultSpec spec)
{
    faults_.add(std::move(spec));
    start_chatter();
}

void MobileEquipment::before_line(std::string_view line)
{
    if (scheduler_.now() < quiet_until_) {
        engine_.pause(); // this line is not served any more
        later({}, [this] { restart(); });
        return;
    }
    if (!faults_.any()) return;
    if (faults_.strikes("echo_on")) engine_.format.echo = true;
    if (faults_.strikes("silence")) {
        fault("silence");
        engine_.fall_silent();
        return;
    }
    if (auto cure = faults_.strikes("deaf")) {
        fall_deaf(std::move(*cure));
        return;
    }
    if (const auto every = faults_.strikes("at_dead")) {
        talks_on_every_ = number_in(*every, 20000);
        fall_deaf("power");
        chatter("at_dead", chatter_round_);
        return;
    }
    if (faults_.holds("nmea")) {
        engine_.fall_silent();
        return;
    }
    if (const auto hang = faults_.strikes("hang")) {
        fault("hang");
        engine_.pause();
        later(Milliseconds{number_in(*hang, 1000)}, [this] { engine_.resume(); });
    }
    before_command(line.substr(std::min<std::size_t>(line.size(), 2)));
}

void MobileEquipment::before_command(std::string_view command)
{
    const auto begins = [command](const std::string& value) {
        return command.starts_with(AboutCommand{value}.command);
    };
    if (const auto slow = faults_.strikes("slow", begins)) {
        fault("slow");
        engine_.pause();
        later(Milliseconds{number_in(std::string{AboutCommand{*slow}.rest}, 1000)}, [this] { engine_.resume(); });
    }
    if (faults_.strikes("crash_on", begins)) {
        fault("crash_on");
        engine_.fall_silent();
        later({}, [this] { restart(); });
    }
    if (const auto wanted = faults_.holds("urcs_after"); wanted && command.starts_with(*wanted)) given_.insert(*wanted);
    if (command.starts_with("+CPMS?")) listens_ = true; // ends the flood
    const auto wanted = faults_.holds("urcs_after");
    engine_.mute = wanted && !given_.contains(*wanted);
}

OddAnswer MobileEquipment::odd_answer_to(std::string_view command)
{
    if (!faults_.any()) return {};
    auto answer = odd_answer(faults_, command);
    if (const auto needs = faults_.holds("needs")) {
        const AboutCommand about{*needs};
        if (command.starts_with(about.rest))
            given_.insert(std::string{about.rest});
        else if (command.starts_with(about.command) && !given_.contains(std::string{about.rest}))
            answer.instead = "ERROR";
    }
    for (auto* const lines : {&answer.before, &answer.after}) {
        replace_all(*lines, "{imei}", identity_.imei);
        replace_all(*lines, "{imsi}", identity_.imsi);
        replace_all(*lines, "{iccid}", identity_.iccid);
    }
    if (answer.instead) {
        replace_all(*answer.instead, "{imei}", identity_.imei);
        replace_all(*answer.instead, "{imsi}", identity_.imsi);
        replace_all(*answer.instead, "{iccid}", identity_.iccid);
    }
    return answer;
}

void MobileEquipment::start_chatter()
{
    const auto wanted = faults_.holds("urcs_after");
    engine_.mute = wanted && !given_.contains(*wanted);
    if (!powered_) return;
    const auto round = ++chatter_round_;
    for (const std::string_view name : {"flood", "nmea"})
        if (faults_.holds(name)) chatter(name, round);
}

/// Says what the fault says by itself, and again after its time.
void MobileEquipment::chatter(std::string_view name, unsigned round)
{
    if (round != chatter_round_) return;
    const auto value = faults_.holds(name);
    if (!value && name != "at_dead") return;
    unsigned every = talks_on_every_;
    if (name == "at_dead") {
        port_.write("\r\n^BOOT:91409020,0,0,0,6\r\n");
    } else if (name == "nmea") {
        every = number_in(*value, 100);
        port_.write("$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76\r\n");
    } else {
        every = number_in(*value, 20);
        if (listens_) return;
        if (++chattered_ > most_of_a_flood) {
            fault("flood");
            restart();
            return;
        }
        engine_.urc("+ZUSIMR:2");
    }
    later(Milliseconds{every}, [this, name, round] { chatter(name, round); });
}
} // namespace nida::sim
