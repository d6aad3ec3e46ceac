#pragma once

#include "daemon/cli/api_client.hpp"
#include "daemon/cli/catalogue.hpp"
#include "daemon/cli/json_fields.hpp"
#include "daemon/cli/table.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

/// What the program is connected to. Results go to `out`; questions, progress and troubles to `err`.
struct Terminal {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool in_is_terminal = false;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    std::size_t columns = 0; ///< of the terminal; 0: unlimited
};

/// What every command needs.
struct Context {
    Terminal& io;
    ApiClient& api;
    const Words& words;
    bool json;                       ///< rows and answers as the API gives them, instead of tables
    std::chrono::milliseconds pause; ///< between two requests of a loop, at least

    /// A table in the direction of the language, as wide as the terminal.
    Table table(const std::vector<Text>& headings) const;

    /// Rows of "what: value".
    Table details() const;
};

/// Asks a yes-or-no question; anything but a yes is a no.
/// @throws Refusal (EX_USAGE) where nobody is there to answer
bool confirmed(const Context& context, const std::string& question);

/// Asks for every row with an id above `since`, page by page.
/// @param row       called for each row
/// @param page_end  called after each page, to write out what was gathered
/// @return the last row's id, or `since`
std::int64_t each_row(ApiClient& api, const Target& target, std::int64_t since,
                      const std::function<void(const boost::json::object&)>& row,
                      const std::function<void()>& page_end);

/// The same from then on, row by row as they come, until nobody reads any more or the daemon goes.
/// @param again  the command that would go on from here
int follow_rows(Context& context, const Target& target, std::int64_t since, const std::string& again,
                const std::function<void(const boost::json::object&)>& row, const std::function<void()>& page_end);

/// Asks for `target` again and again, held back by the daemon while nothing changes, until `enough` says so or the time
/// is over.
void watch(Context& context, const Target& target, std::chrono::steady_clock::time_point deadline,
           const std::function<bool(const boost::json::object&)>& enough);

/// The text of a message: `text`, or what is in `file` ("-": standard input) without a byte order mark and without the
/// line end at its end. @throws Refusal where the file is not there or is not UTF-8
std::string message_text(const Context& context, const std::string& text, const std::string& file);

} // namespace nida::daemon::cli
