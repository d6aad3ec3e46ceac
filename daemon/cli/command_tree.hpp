#pragma once

#include "daemon/cli/arguments.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon::cli
{

// Our own validators rather than CLI11's: these complain without English words, and add nothing to the help.

/// @param values  separated by "|"
CLI::Validator one_of(std::string_view values);
CLI::Validator whole_number(std::int64_t least, std::int64_t most = std::numeric_limits<std::int64_t>::max());
/// An unset shell variable must not pass for an option that was not given.
CLI::Validator not_empty();

/// The commands and what stands around each of them: help in the reader's language, examples, the options that all share.
/// It remembers which command was asked for.
class CommandTree
{
public:
    CommandTree(const Words& words, Invocation& invocation);

    CLI::App& app() { return app_; }
    const Words& words() const { return words_; }
    std::string text(Text which) const { return std::string{words_.raw(which)}; }

    /// @param examples  one a line, as they are typed
    /// @param command   called with the context; it keeps alive where its options' values land
    CLI::App* add(CLI::App& parent, const std::string& name, Text about, const std::vector<std::string>& examples,
                  std::function<int(Context&)> command);

    /// --text and --text-file, into strings that may be optional.
    template <class String> void add_text(CLI::App& sub, String& words, String& file)
    {
        sub.add_option("--text", words, text(Text::opt_text))->type_name("TEXT");
        sub.add_option("--text-file", file, text(Text::opt_text_file))->type_name("FILE");
    }

    /// Hands over what all commands share, once the line is read.
    void finish();
private:
    const Words& words_;
    Invocation& invocation_;
    std::string lang_;
    std::string socket_;
    bool json_ = false;
    CLI::App app_;
};

} // namespace nida::daemon::cli
