#pragma once
#include "daemon/line/line.hpp"
#include "daemon/line/lines.hpp"
#include "daemon/line/service_context.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nida::daemon
{
/// All lines: those that the config names, and, where it names none, one for each modem found.
class LineSupervisor final : public Lines
{
public:
    explicit LineSupervisor(ServiceContext& context) : context_{context} {}

    /// Starts what is new, changes what changed and stops what is gone. @param lines  none: every modem found becomes a line
    boost::asio::awaitable<void> apply(std::vector<LineSettings> lines);
    /// Looks for modems on USB, now and whenever one is plugged in or out.
    boost::asio::awaitable<void> run_discovery();
    /// What is due by the hour: doubts, ends of validity, segments without their others.
    boost::asio::awaitable<void> run_housekeeping();

    std::vector<LineStatus> status() const override;
    boost::asio::awaitable<PinResult> enter_pin(std::string line, std::string pin) override;
    boost::asio::awaitable<boost::system::result<UssdText, UssdFailure>> ussd(std::string line,
                                                                              std::string code) override;
    void wake() override;

    std::vector<std::string> own_numbers() const; ///< E.164
    void stop();
    bool ended() const; ///< every line has left its modem
private:
    boost::asio::awaitable<void> start(LineSettings settings);
    boost::asio::awaitable<void> probe(std::vector<std::string> ports_of_a_device);
    boost::asio::awaitable<bool> probe_port(std::string port);
    boost::asio::awaitable<void> give_to_its_line(std::string port, std::string iccid);
    void other_sim(Line& line, const std::string& port);
    Line* find(const std::string& name) const;
    Line* find_by_iccid(const std::string& iccid) const;
    bool used(const std::string& port) const;

    ServiceContext& context_;
    std::vector<std::unique_ptr<Line>> lines_;
    bool automatic_ = false;
    bool stopping_ = false;
    std::map<std::string, std::string> probed_; ///< port -> ICCID, of what answered and is still plugged in
};
} // namespace nida::daemon
