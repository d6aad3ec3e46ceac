#include "tests/e2e/box.hpp"

#include "tests/e2e/local_socket.hpp"
#include "tests/e2e/verdict.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace nida::e2e
{
namespace json = boost::json;
using namespace std::chrono_literals;

namespace
{
constexpr auto start_limit = 60s;

/// The last lines of a text.
std::string_view end_of(std::string_view text, unsigned lines)
{
    auto at = text.size();
    while (lines-- > 0 && at != text.npos && at > 0)
        at = text.rfind('\n', at - 1);
    return at == text.npos || at == 0 ? text : text.substr(at);
}

Records records_in(const std::string& lines)
{
    Records records;
    std::istringstream in{lines};
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) records.emplace_back(json::parse(line).as_object());
    return records;
}

bool among(std::string_view word, std::string_view words)
{
    std::istringstream in{std::string{words}};
    for (std::string one; in >> one;)
        if (one == word) return true;
    return false;
}
} // namespace

std::string program(const std::string& name) { return NIDA_BIN "/" + name; }

std::string number(unsigned n) { return "+21891" + std::to_string(2'000'000 + n); }

const json::value& Record::operator[](std::string_view key) const
{
    static const json::value nothing;
    const auto* const value = object_.if_contains(key);
    return value == nullptr ? nothing : *value;
}

std::string Record::text(std::string_view key) const
{
    const auto& value = (*this)[key];
    if (value.is_null()) return {};
    return value.is_string() ? std::string{value.as_string()} : json::serialize(value);
}

std::int64_t Record::number(std::string_view key) const
{
    const auto& value = (*this)[key];
    if (!value.is_number())
        throw std::runtime_error{"no number \"" + std::string{key} + "\" in " + json::serialize(object_)};
    return value.to_number<std::int64_t>();
}

Record Record::object(std::string_view key) const
{
    const auto* const object = (*this)[key].if_object();
    return object == nullptr ? Record{} : Record{*object};
}

std::vector<Record> Record::records(std::string_view key) const
{
    Records records;
    if (const auto* const array = (*this)[key].if_array())
        for (const auto& value : *array)
            records.emplace_back(value.as_object());
    return records;
}

std::vector<std::string> Record::keys() const
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : object_)
        keys.emplace_back(key);
    std::ranges::sort(keys);
    return keys;
}

Box::Box(BoxOptions options) : options_{std::move(options)}, config_{config_text()}
{
    if (options_.disk_kilobytes > 0) disk_.emplace(disk(), options_.disk_kilobytes);
    start_simulator();
    write_config(config_);
    if (options_.start) start();
}

Box::~Box()
{
    try {
        if (daemon_runs() && std::uncaught_exceptions() == 0)
            if (const int code = stop(); code != 0) note_failure("nidad ended with " + std::to_string(code));
        if (has_failed()) std::cout << "---- nidad's log ends so:" << end_of(log(), 60) << "\n----" << std::endl;
    } catch (const std::exception& e) {
        note_failure(e.what());
    }
}

std::string Box::config_text() const
{
    std::ostringstream text;
    text << "[store]\npath = " << disk() / "nida.db"
         << "\n[api]\nsocket = " << directory_ / "nida.sock"
         << "\n[defaults]\ncountry = \"LY\"\n"
         << options_.defaults << '\n';
    for (unsigned i = 0; i < line_count(); ++i)
        text << "[[line]]\nname = \"line" << i << "\"\nport = " << directory_ / ("modem" + std::to_string(i)) << '\n'
             << options_.line_keys << '\n';
    return text.str();
}

void Box::write_config(const std::string& text) const { write_file("nida.toml", text); }

std::string Box::write_file(std::string_view name, const std::string& text) const
{
    const auto path = directory_ / name;
    std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
    return path.string();
}

void Box::start_simulator()
{
    Arguments arguments{program("nida-modemsim"),   "--modems", std::to_string(options_.modems), "--dir",
                        directory_.path().string(), "--quiet"};
    arguments.insert(arguments.end(), options_.simulator.begin(), options_.simulator.end());
    simulator_.emplace(arguments, Environment{}, "", directory_ / "simulator.log", directory_ / "simulator.log");
    const auto serves = [&] {
        if (!simulator_->running())
            throw std::runtime_error{"nida-modemsim: " + content_of(directory_ / "simulator.log")};
        try {
            sim({{"op", "stats"}});
            return true;
        } catch (const std::system_error&) {
            return false;
        }
    };
    if (!eventually(serves, start_limit)) throw std::runtime_error{"nida-modemsim does not serve"};
}

void Box::launch(const Environment& environment)
{
    daemon_.emplace(Arguments{program("nidad"), "--config", (directory_ / "nida.toml").string()}, environment, "",
                    directory_ / "nidad.log", directory_ / "nidad.log");
}

void Box::start_only()
{
    launch(options_.environment);
    const auto serves = [&] {
        if (!daemon_->running()) throw std::runtime_error{"nidad ended: " + std::string{end_of(log(), 30)}};
        try {
            status();
            return true;
        } catch (const std::system_error&) {
            return false;
        }
    };
    if (!eventually(serves, start_limit)) throw std::runtime_error{"nidad does not answer on its socket"};
}

void Box::start()
{
    start_only();
    if (!eventually([&] { return in_service(); }, start_limit))
        throw std::runtime_error{"not all lines came into service"};
}

bool Box::in_service() const
{
    const auto lines = get("/v1/lines").records("rows");
    return lines.size() == line_count() &&
           std::ranges::all_of(lines, [](const auto& line) { return among(line.text("state"), "ready degraded"); });
}

int Box::stop()
{
    daemon_->signal(SIGTERM);
    const int code = daemon_->wait(30s);
    daemon_.reset();
    return code;
}

void Box::kill()
{
    daemon_->kill();
    daemon_.reset();
}

std::chrono::milliseconds Box::daemon_cpu_time() const
{
    const auto text = content_of("/proc/" + std::to_string(daemon_->pid()) + "/stat");
    std::istringstream fields{text.substr(text.rfind(')') + 1)}; // what is before it may hold spaces
    std::string skipped;
    for (int i = 3; i < 14; ++i)
        fields >> skipped;
    long user = 0, system = 0; // fields 14 and 15 of proc(5)
    fields >> user >> system;
    return std::chrono::milliseconds{(user + system) * 1000 / ::sysconf(_SC_CLK_TCK)};
}

Finished Box::nidad(const Arguments& arguments) const
{
    Arguments all{program("nidad")};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run(all, {}, {}, 30s);
}

Finished Box::nida(Arguments arguments, const std::string& input) const
{
    arguments.insert(arguments.begin(), program("nida"));
    return run(arguments, {{"NIDA_SOCKET", socket()}, {"LC_ALL", "C.UTF-8"}, {"TZ", "UTC"}}, input);
}

Process Box::nida_in_background(Arguments arguments, const std::string& name) const
{
    arguments.insert(arguments.begin(), program("nida"));
    return {arguments,
            {{"NIDA_SOCKET", socket()}, {"LC_ALL", "C.UTF-8"}},
            "",
            directory_ / (name + ".out"),
            directory_ / (name + ".err")};
}

Records Box::rows(Arguments arguments) const
{
    arguments.emplace_back("--json");
    const auto answer = nida(std::move(arguments));
    if (answer.code != 0) throw std::runtime_error{"nida: " + answer.err};
    return records_in(answer.out);
}

Record Box::get(const std::string& target) const
{
    LocalSocket connection{socket()};
    connection.write("GET " + target + " HTTP/1.1\r\nHost: nida\r\nConnection: close\r\n\r\n");
    const auto answer = connection.read_all();
    const auto body = answer.find("\r\n\r\n");
    // A daemon that is just stopping or starting closes without a word.
    if (body == answer.npos) throw std::system_error{ECONNRESET, std::generic_category(), "no answer to " + target};
    if (answer.substr(0, body).find("chunked") != std::string::npos)
        throw std::runtime_error{"a chunked answer to " + target};
    return Record{json::parse(answer.substr(body + 4)).as_object()};
}

Record Box::message(std::int64_t id) const { return get("/v1/messages/" + std::to_string(id)); }

Record Box::person(const std::string& who) const { return get("/v1/people/%2B" + who.substr(1)); }

std::int64_t Box::send(const std::string& to, const std::string& text, const Arguments& more) const
{
    Arguments arguments{"send", "--to", to, "--text", text};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto answer = nida(arguments);
    if (answer.code != 0) throw std::runtime_error{"nida send: " + answer.err};
    return std::stoll(answer.out);
}

Record Box::wait_for(std::int64_t id, std::string_view states, std::chrono::seconds limit) const
{
    Record row;
    eventually([&] { return among((row = message(id)).text("state"), states); }, limit);
    return row;
}

bool Box::wait_until_idle(std::chrono::seconds limit) const
{
    return eventually(
        [&] {
            const auto queue = status().object("queue");
            return queue.number("queued") == 0 && queue.number("submitting") == 0;
        },
        limit);
}

bool Box::wait_for_line(const std::string& name, std::string_view states, std::chrono::seconds limit) const
{
    return eventually([&] { return among(line(name).text("state"), states); }, limit);
}

Record Box::sim(json::object request) const
{
    LocalSocket connection{directory_ / "control.sock"};
    connection.write(json::serialize(request) + '\n');
    Record answer{json::parse(connection.read_line()).as_object()};
    if (answer["ok"] != json::value(true) && !answer.json().contains("timeout"))
        throw std::runtime_error{"nida-modemsim: " + answer.text("error")};
    return answer;
}

void Box::sms(const std::string& from, const std::string& text, unsigned modem) const
{
    sim({{"op", "sms"}, {"modem", modem}, {"from", from}, {"text", text}});
}

bool Box::wait_sim(const std::string& until, std::chrono::seconds limit) const
{
    return sim({{"op", "wait"}, {"until", until}, {"timeout_ms", limit / 1ms}})["ok"] == json::value(true);
}

Records Box::ledger(std::string_view event) const
{
    auto records = records_in(content_of(directory_ / "ledger.jsonl"));
    if (!event.empty()) std::erase_if(records, [&](const auto& record) { return record.text("event") != event; });
    return records;
}

std::vector<std::string> Box::texts_to(const std::string& recipient) const
{
    std::vector<std::string> texts;
    for (const auto& record : ledger("accepted"))
        if (record.text("to") == recipient) texts.push_back(record.text("text"));
    return texts;
}
} // namespace nida::e2e
