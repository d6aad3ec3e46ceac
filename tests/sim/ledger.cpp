#include "tests/sim/ledger.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <system_error>

namespace nida::sim
{
std::string time_now()
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    tm parts{};
    ::gmtime_r(&now.tv_sec, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                       parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, now.tv_nsec / 1000);
}

Ledger::Ledger(const std::string& path)
{
    if (path.empty()) return;
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file_ < 0) throw std::system_error{errno, std::generic_category(), "cannot open the ledger " + path};
}

Ledger::~Ledger()
{
    if (file_ >= 0) ::close(file_);
}

void Ledger::record(unsigned modem, std::string_view event, const boost::json::object& fields)
{
    line_ = fmt::format(R"({{"t":"{}","modem":{},"event":"{}")", time_now(), modem, event);
    if (!fields.empty()) {
        line_ += ',';
        line_.append(boost::json::serialize(fields), 1); // without its opening brace
    } else {
        line_ += '}';
    }
    line_ += '\n';
    std::string_view rest = line_;
    while (file_ >= 0 && !rest.empty()) {
        const auto written = ::write(file_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw std::system_error{errno, std::generic_category(), "cannot write the ledger"};
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    tally_.count(modem, event, fields);
    if (on_record) on_record(event, line_);
}
} // namespace nida::sim
