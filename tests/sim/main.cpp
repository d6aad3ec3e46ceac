#include "tests/sim/command_line.hpp"
#include "tests/sim/control_client.hpp"
#include "tests/sim/control_server.hpp"
#include "tests/sim/simulator.hpp"

#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>

namespace
{
constexpr int unavailable = 69, temporary_failure = 75; // sysexits(3)

int run(const nida::sim::Wish& wish)
{
    namespace sim = nida::sim;
    std::filesystem::create_directories(wish.settings.directory);
    boost::asio::io_context io{1};
    sim::Simulator simulator{io, wish.settings};
    const sim::ControlServer server{io, wish.settings.control, simulator};
    boost::asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](auto, int) { io.stop(); });
    simulator.on_quit = [&] { boost::asio::post(io, [&] { io.stop(); }); };
    if (!wish.quiet) {
        for (unsigned index = 0; index < wish.settings.modems; ++index)
            fmt::print("{}/modem{}  {}\n", wish.settings.directory, index,
                       sim::identity_of(index, wish.settings).number);
        fmt::print("control {}\nledger  {}\nready\n", wish.settings.control, wish.settings.ledger);
        std::fflush(stdout);
    }
    io.run();
    return 0;
}

int ask(const nida::sim::Wish& wish)
{
    const auto answer = nida::sim::ask(wish.socket, *wish.request);
    if (answer.at("ok").as_bool()) {
        fmt::print("{}\n", boost::json::serialize(answer));
        return 0;
    }
    fmt::print(stderr, "nida-modemsim: {}\n", std::string_view{answer.at("error").as_string()});
    return answer.contains("timeout") ? temporary_failure : 1;
}
} // namespace

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    int exit_code = 0;
    const auto wish = nida::sim::read_command_line(argc, argv, exit_code);
    if (!wish) return exit_code;
    try {
        return wish->request ? ask(*wish) : run(*wish);
    } catch (const std::exception& e) {
        fmt::print(stderr, "nida-modemsim: {}\n", e.what());
        return unavailable;
    }
}
