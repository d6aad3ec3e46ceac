#include "daemon/cli/run.hpp"

#include "daemon/cli/arguments.hpp"
#include "daemon/cli/failures.hpp"

#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace
{

int carry_out(const std::vector<std::string>& arguments, Terminal& terminal, const Surroundings& surroundings,
              const Words& words)
try {
    const auto invocation = read_arguments(arguments, words);
    if (!invocation.command) {
        terminal.out << invocation.text;
        return EX_OK;
    }
    ApiClient api{invocation.socket.value_or(surroundings.socket), std::string{code_of(words.language())}};
    Context context{terminal, api, words, invocation.json, surroundings.pause};
    return invocation.command(context);
} catch (const Refusal& refusal) {
    terminal.err << "nida: " << refusal.what() << '\n';
    return refusal.exit_code;
} catch (const ApiError& error) {
    report(terminal.err, words, error);
    return exit_code(error);
} catch (const Unreachable& error) {
    report(terminal.err, words, error);
    return exit_code(error);
} catch (const ConnectionLost& error) {
    report(terminal.err, words, error);
    return EX_TEMPFAIL;
} catch (const std::exception& error) {
    terminal.err << "nida: " << words(Text::internal_error, std::string{error.what()}) << '\n';
    return EX_SOFTWARE;
}

} // namespace

int run(const std::vector<std::string>& arguments, Terminal& terminal, const Surroundings& surroundings)
{
    const auto asked_for = language_asked_for(arguments);
    const Words words{asked_for ? *asked_for : language_of(surroundings.locale).value_or(Language::en)};

    const int code = carry_out(arguments, terminal, surroundings, words);
    terminal.out.flush();
    if (terminal.out) return code;
    terminal.err << "nida: " << words(Text::write_failed) << '\n';
    return code == EX_OK ? EX_IOERR : code;
}

} // namespace nida::daemon::cli
