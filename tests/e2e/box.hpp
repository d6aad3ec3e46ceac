#pragma once
#include "tests/e2e/eventually.hpp"
#include "tests/e2e/mounts.hpp"
#include "tests/e2e/process.hpp"

#include <boost/json.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::e2e
{
/// A JSON object, with short ways to what tests ask of it. Absent members read as null.
class Record
{
public:
    Record() = default;
    explicit Record(boost::json::object object) : object_{std::move(object)} {}
    const boost::json::value& operator[](std::string_view key) const;
    /// A string as it is, null as "", everything else as its JSON.
    std::string text(std::string_view key) const;
    std::int64_t number(std::string_view key) const;
    Record object(std::string_view key) const;
    std::vector<Record> records(std::string_view key) const;
    std::vector<std::string> keys() const; ///< in the order of the alphabet
    const boost::json::object& json() const { return object_; }
private:
    boost::json::object object_;
};
using Records = std::vector<Record>;

struct BoxOptions {
    unsigned modems = 1;
    std::optional<unsigned> lines = {}; ///< how many of them are in the config; all where it is not given
    Arguments simulator = {};           ///< further options of nida-modemsim
    std::string line_keys = {};         ///< further lines in each [[line]]
    std::string defaults = {};          ///< further lines in [defaults]
    Environment environment = {};       ///< of nidad
    unsigned disk_kilobytes = 0; ///< the store gets a disk of its own, of this size, in a process with unshare_mounts
    bool start = true;           ///< nidad at once, and wait until every line is in service
};

/// A whole installation in a directory of its own: nida-modemsim, nida.toml, nidad and the command nida. The lines are
/// called line0, line1, ... after modem0, modem1, ...
class Box
{
public:
    explicit Box(BoxOptions options = {});
    /// Ends nidad by SIGTERM where it still runs, and checks that it ends well. Where the test failed, prints the end of its log.
    ~Box();
    Box(const Box&) = delete;
    Box& operator=(const Box&) = delete;

    // ---------------------------------------------------------------- the daemon
    void start();
    /// Starts it without waiting for any line.
    void start_only();
    /// Starts it without waiting for anything.
    void launch(const Environment& environment);
    /// Whether every line is in service. @throws std::system_error where nobody answers
    bool in_service() const;
    /// SIGTERM. @return the exit code
    int stop();
    void kill();
    void signal(int number) const { daemon_->signal(number); }
    std::chrono::milliseconds daemon_cpu_time() const;
    bool daemon_runs() { return daemon_ && daemon_->running(); }
    void write_config(const std::string& text) const;
    /// The config that nidad was started with.
    const std::string& config() const { return config_; }
    std::string log() const { return content_of(directory_ / "nidad.log"); }
    Finished nidad(const Arguments& arguments) const;

    // ---------------------------------------------------------------- asking it
    /// Runs the command with this box's socket.
    Finished nida(Arguments arguments, const std::string& input = {}) const;
    /// Starts the command, its output going into files of the box.
    Process nida_in_background(Arguments arguments, const std::string& name) const;
    /// One JSON object a line, from a command with --json.
    Records rows(Arguments arguments) const;
    Records outbox() const { return rows({"outbox"}); }
    Records inbox() const { return rows({"inbox"}); }
    Record message(std::int64_t id) const;
    Record person(const std::string& number) const;
    Record line(const std::string& name = "line0") const { return get("/v1/lines/" + name); }
    Record status() const { return get("/v1/status"); }
    /// The answer to a GET, whatever its status. @throws std::system_error where nobody answers
    Record get(const std::string& target) const;
    /// Queues a message with the command. @return its id
    std::int64_t send(const std::string& to, const std::string& text, const Arguments& more = {}) const;
    /// Waits until a message has one of these states, separated by spaces. @return its row, whatever its state then is
    Record wait_for(std::int64_t id, std::string_view states,
                    std::chrono::seconds limit = std::chrono::seconds{60}) const;
    /// Waits until nothing is queued or being sent.
    bool wait_until_idle(std::chrono::seconds limit = std::chrono::seconds{120}) const;
    bool wait_for_line(const std::string& name, std::string_view states,
                       std::chrono::seconds limit = std::chrono::seconds{60}) const;

    // ---------------------------------------------------------------- the simulated network
    /// A request on the simulator's control socket. @throws std::runtime_error with what it says against it
    Record sim(boost::json::object request) const;
    void sms(const std::string& from, const std::string& text, unsigned modem = 0) const;
    /// Waits for the ledger: "accepted>=3,pending==0". @return whether it came so far
    bool wait_sim(const std::string& until, std::chrono::seconds limit = std::chrono::seconds{60}) const;
    void fault(const std::string& spec) const { sim({{"op", "fault"}, {"spec", spec}}); }
    /// What the ledger holds, all of it or one kind of event.
    Records ledger(std::string_view event = {}) const;
    /// The texts that the network took for a recipient, in order.
    std::vector<std::string> texts_to(const std::string& recipient) const;

    /// Where the store lies.
    std::filesystem::path disk() const { return options_.disk_kilobytes > 0 ? directory_ / "disk" : directory_.path(); }
    const SmallDisk& small_disk() const { return *disk_; }
    std::filesystem::path file(std::string_view name) const { return directory_ / name; }
    /// Leaves everything for who looks for the fault. @return the directory
    std::filesystem::path keep() { return directory_.keep(); }
    /// Writes a file in the box. @return its path
    std::string write_file(std::string_view name, const std::string& text) const;
    std::string socket() const { return (directory_ / "nida.sock").string(); }
private:
    void start_simulator();
    std::string config_text() const;
    unsigned line_count() const { return options_.lines.value_or(options_.modems); }

    BoxOptions options_;
    TemporaryDirectory directory_;
    std::string config_;
    std::optional<SmallDisk> disk_;
    std::optional<Process> simulator_, daemon_;
};

/// A program of this build.
std::string program(const std::string& name);
/// "+218912000007" for 7.
std::string number(unsigned n);
} // namespace nida::e2e
