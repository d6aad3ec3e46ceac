#include "tests/sim/at_engine.hpp"

#include "tests/sim/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nida::sim
{
namespace
{
constexpr char escape = 0x1B, ctrl_z = 0x1A, backspace = 0x08;
constexpr std::size_t longest_line = 8192, longest_payload = 65536;

/// What stands behind "AT", wherever in the line that is (V.250 §5.2.1: what comes before is ignored).
std::optional<std::string> behind_at(std::string_view line)
{
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        if ((line[i] == 'A' || line[i] == 'a') && (line[i + 1] == 'T' || line[i + 1] == 't'))
            return std::string{line.substr(i + 2)};
    return std::nullopt;
}

std::string prompt_form(Faults& faults, const std::string& usual)
{
    if (!faults.any()) return usual;
    if (faults.strikes("prompt_no_space")) return "\r\n>";
    const auto form = faults.strikes("prompt");
    return form == "bare" ? "> " : form == "line" ? "\r\n>\r\n" : usual;
}

void replace_all(std::string& text, std::string_view what, std::string_view by)
{
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

/// What the firmware makes of its own lines.
void distort(std::string& octets, Faults& faults)
{
    if (const auto line = faults.strikes("interrupts"))
        octets.insert(faults.random(static_cast<unsigned>(octets.size()) + 1), fmt::format("\r\n{}\r\n", *line));
    if (const auto end = faults.strikes("line_end")) replace_all(octets, "\r\n", *end == "lf" ? "\n" : "\r\r\n");
}

/// Spaces outside quotes mean nothing (§5.2.1).
void drop_spaces(std::string& body)
{
    bool quoted = false;
    std::erase_if(body, [&](char c) {
        if (c == '"') quoted = !quoted;
        return c == ' ' && !quoted;
    });
}
} // namespace

AtEngine::AtEngine(Faults& faults, Write write, Execute execute)
    : faults_{faults}, write_{std::move(write)}, execute_{std::move(execute)}
{
}

void AtEngine::receive(std::string_view octets)
{
    if (silent_) return;
    input_ += octets;
    pump();
}

void AtEngine::pump()
{
    if (pumping_) return;
    pumping_ = true;
    while (!silent_ && !paused_ && (payload_ ? take_payload() : !running_ && take_line())) {
    }
    if (taken_ == input_.size()) {
        input_.clear();
        taken_ = 0;
    }
    pumping_ = false;
    flush();
}

bool AtEngine::take_line()
{
    const auto begin = taken_;
    std::optional<std::string> line;
    while (taken_ < input_.size() && !line) {
        const char c = input_[taken_++];
        if (c == '\r') {
            line = std::move(line_);
            line_.clear();
        } else if (c == backspace) {
            if (!line_.empty()) line_.pop_back();
        } else if (c == escape || c == ctrl_z || c == '\n' || c == '\0') {
            continue; // not printable: no part of a line (§5.1)
        } else {
            if (line_.size() < longest_line) line_ += c;
            if (line_.size() == 2 && (line_ == "A/" || line_ == "a/")) {
                line = last_line_;
                line_.clear();
            }
        }
    }
    if (format.echo && taken_ > begin) {
        auto typed = input_.substr(begin, taken_ - begin);
        std::erase_if(typed, [](char c) { return c == escape; });
        out_ += typed;
    }
    if (!line) return false;
    run_line(std::move(*line));
    return true;
}

void AtEngine::run_line(std::string line)
{
    auto body = behind_at(line);
    if (!body) return;
    if (deaf_lines > 0) {
        --deaf_lines;
        return;
    }
    if (on_line) on_line(line);
    last_line_ = std::move(line);
    if (silent_) return;
    running_ = true;
    drop_spaces(*body);
    if (odd_answer) {
        auto odd = odd_answer(*body);
        say(odd.before);
        if (odd.instead) {
            running_ = false;
            say(*odd.instead);
            return;
        }
        after_ = std::move(odd.after);
    }
    auto commands = parse_command_line(*body);
    if (!commands) {
        finish(refused);
        return;
    }
    commands_ = std::move(*commands);
    next_command_ = 0;
    line_held_ = paused_;
    if (!line_held_) run_commands();
}

void AtEngine::run_commands()
{
    while (next_command_ < commands_.size()) {
        executing_ = true;
        completed_early_ = false;
        auto result = execute_(commands_[next_command_++]);
        executing_ = false;
        if (result.kind == Result::Kind::deferred && completed_early_) result = early_;
        if (result.kind == Result::Kind::deferred) return;
        if (result.kind != Result::Kind::ok || next_command_ == commands_.size()) {
            finish(result);
            return;
        }
    }
    finish(ok);
}

void AtEngine::complete(Result result)
{
    if (executing_) { // the handler ended its own deferred command before it returned
        early_ = result;
        completed_early_ = true;
        return;
    }
    if (!running_) return;
    if (result.kind == Result::Kind::ok && next_command_ < commands_.size())
        run_commands();
    else
        finish(result);
    pump();
}

void AtEngine::open_prompt(bool lines, bool show, PayloadEnd end)
{
    payload_ = true;
    payload_lines_ = lines;
    payload_text_.clear();
    payload_end_ = std::move(end);
    if (show) out_ += prompt_form(faults_, words.prompt);
    if (!pumping_) {
        flush();
        pump();
    }
}

bool AtEngine::take_payload()
{
    const auto begin = taken_;
    std::optional<std::optional<std::string>> end;
    while (taken_ < input_.size() && !end) {
        const char c = input_[taken_++];
        if (c == ctrl_z) {
            end = std::move(payload_text_);
        } else if (c == escape) {
            end = std::optional<std::string>{};
        } else if (c == backspace) {
            if (!payload_text_.empty()) payload_text_.pop_back();
        } else if (payload_text_.size() < longest_payload) {
            payload_text_ += c;
        }
    }
    if (format.echo || (faults_.any() && faults_.holds("echo_payload"))) {
        const std::string_view typed{input_.data() + begin, taken_ - begin};
        for (const char c : typed) {
            if (c != escape && c != ctrl_z) out_ += c;
            if (c == '\r' && payload_lines_) out_ += "\n> ";
        }
    } else if (payload_lines_) {
        const auto crs = std::count(input_.begin() + static_cast<std::ptrdiff_t>(begin),
                                    input_.begin() + static_cast<std::ptrdiff_t>(taken_), '\r');
        for (auto i = crs; i > 0; --i)
            out_ += "\r\n> ";
    }
    if (!end) return false;
    payload_ = false;
    const auto handler = std::move(payload_end_);
    payload_end_ = nullptr;
    const auto result = handler(std::move(*end));
    if (result.kind != Result::Kind::deferred) complete(result);
    return true;
}

void AtEngine::info(std::string_view text)
{
    if (format.verbose) out_ += "\r\n";
    out_ += text;
    out_ += "\r\n";
}

void AtEngine::finish(Result result)
{
    running_ = false;
    commands_.clear();
    if (result.kind == Result::Kind::silent) return;
    std::string text;
    char number = '4';
    switch (result.kind) {
    case Result::Kind::ok:
        text = "OK";
        number = '0';
        break;
    case Result::Kind::no_carrier:
        text = "NO CARRIER";
        number = '3';
        break;
    case Result::Kind::unknown:
        text = words.unknown;
        if (const auto said = faults_.any() ? faults_.strikes("command_not_support") : std::nullopt)
            text = said->empty() ? "COMMAND NOT SUPPORT" : *said;
        break;
    case Result::Kind::too_many: text = words.too_many_parameters; break;
    case Result::Kind::error: text = "ERROR"; break;
    case Result::Kind::cme:
        if (format.cmee == 0) text = "ERROR";
        if (format.cmee == 1) text = fmt::format("+CME ERROR: {}", result.code);
        if (format.cmee == 2) text = fmt::format("+CME ERROR: {}", cme_text(result.code));
        break;
    case Result::Kind::cms: // numbers whatever +CMEE says (TS 27.005 §3.2.5), words where words are wanted
        text = format.cmee == 2 ? fmt::format("+CMS ERROR: {}", cms_text(result.code))
                                : fmt::format("+CMS ERROR: {}", result.code);
        break;
    case Result::Kind::deferred:
    case Result::Kind::silent: break;
    }
    if (faults_.any()) {
        if (faults_.strikes("garbage")) {
            out_ += "\r\n";
            for (auto i = 3 + faults_.random(12); i > 0; --i)
                out_ += static_cast<char>(0x80 + faults_.random(0x7F));
            out_ += "\r\n";
        }
        if (faults_.strikes("noise")) out_ += "\r\n^RSSI:18\r\n";
    }
    if (format.quiet) return;
    for (int times = faults_.any() && faults_.strikes("double_answer") ? 2 : 1; times > 0; --times) {
        if (format.verbose || text.front() == '+')
            out_ += "\r\n" + text + "\r\n";
        else
            (out_ += number) += '\r';
    }
    say(std::exchange(after_, {}));
}

/// Lines with "|" between them.
void AtEngine::say(std::string_view lines)
{
    while (!lines.empty()) {
        const auto line = lines.substr(0, lines.find('|'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        out_ += fmt::format("\r\n{}\r\n", line);
    }
}

void AtEngine::raw(std::string_view octets)
{
    out_ += octets;
    if (!pumping_ && !executing_) flush();
}

void AtEngine::urc(std::string text)
{
    if (silent_ || mute) return;
    held_urcs_.push_back(std::move(text));
    if (!pumping_ && !executing_) flush();
}

void AtEngine::flush()
{
    if (!busy() && !paused_) {
        for (const auto& urc : held_urcs_)
            out_ += (format.verbose ? "\r\n" : "") + urc + "\r\n";
        held_urcs_.clear();
    }
    if (silent_) out_.clear();
    if (out_.empty()) return;
    auto octets = std::move(out_);
    out_.clear();
    if (faults_.any()) distort(octets, faults_);
    write_(octets);
}

void AtEngine::resume()
{
    if (!paused_) return;
    paused_ = false;
    if (std::exchange(line_held_, false)) run_commands();
    pump();
}

void AtEngine::revive()
{
    if (!silent_) return;
    silent_ = running_ = payload_ = paused_ = line_held_ = false;
    after_.clear();
    input_.clear();
    taken_ = 0;
    line_.clear();
    out_.clear();
}

void AtEngine::reset()
{
    format = {};
    running_ = payload_ = paused_ = silent_ = line_held_ = false;
    payload_end_ = nullptr;
    commands_.clear();
    input_.clear();
    taken_ = 0;
    line_.clear();
    last_line_.clear();
    out_.clear();
    after_.clear();
    held_urcs_.clear();
}
} // namespace nida::sim
