#include "daemon/cli/context.hpp"

#include "daemon/cli/failures.hpp"
#include "daemon/cli/input_file.hpp"
#include "daemon/cli/pacer.hpp"

#include <boost/json.hpp>

#include <istream>
#include <ostream>
#include <sstream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

/// Whether `answer` is one of the words of `list`, which are separated by spaces.
bool is_among(std::string_view answer, std::string_view list)
{
    std::istringstream words{std::string{list}};
    for (std::string word; words >> word;)
        if (answer == word) return true;
    return false;
}

std::string trimmed_lower(std::string text)
{
    text.erase(text.find_last_not_of(" \t\r") + 1);
    text.erase(0, text.find_first_not_of(" \t"));
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

} // namespace

Table Context::table(const std::vector<Text>& headings) const
{
    std::vector<std::string> texts;
    for (const auto heading : headings)
        texts.emplace_back(words.raw(heading));
    return {std::move(texts), words.right_to_left(), io.out_is_terminal ? io.columns : 0};
}

Table Context::details() const { return {{"", ""}, words.right_to_left(), 0}; }

bool confirmed(const Context& context, const std::string& question)
{
    if (!context.io.in_is_terminal || !context.io.err_is_terminal)
        throw Refusal{EX_USAGE, context.words(Text::needs_yes)};
    context.io.err << question << ' ' << std::flush;
    std::string answer;
    std::getline(context.io.in, answer);
    answer = trimmed_lower(answer);
    return is_among(answer, "y yes") || is_among(answer, context.words.raw(Text::yes_words));
}

std::int64_t each_row(ApiClient& api, const Target& target, std::int64_t since,
                      const std::function<void(const json::object&)>& row, const std::function<void()>& page_end)
{
    for (;;) {
        const auto answer = api.get(target.with("since", since));
        const auto& page = object_of(answer);
        const auto before = since;
        for (const auto& item : rows_of(page)) {
            row(object_of(item));
            since = integer(object_of(item), "id");
        }
        page_end();
        if (!is_true(page, "more") || since <= before) return since;
    }
}

int follow_rows(Context& context, const Target& target, std::int64_t since, const std::string& again,
                const std::function<void(const json::object&)>& row, const std::function<void()>& page_end)
{
    const auto waiting = target.with("wait", 30);
    for (Pacer pacer{context.pause}; context.io.out;) {
        pacer.wait();
        try {
            since = each_row(context.api, waiting, since, row, page_end);
        } catch (const ConnectionLost& lost) {
            report(context.io.err, context.words, lost);
            context.io.err << "  " << context.words(Text::follow_again, again + " --since " + std::to_string(since))
                           << '\n';
            return EX_TEMPFAIL;
        }
    }
    return EX_OK;
}

void watch(Context& context, const Target& target, std::chrono::steady_clock::time_point deadline,
           const std::function<bool(const json::object&)>& enough)
{
    using namespace std::chrono_literals;
    constexpr auto longest_hold = 5s;

    Pacer pacer{context.pause};
    for (json::value last;;) {
        pacer.wait();
        auto answer = context.api.get(target);
        // What changes during the pause shows in the plain answer. Only when that shows nothing new may the next be held.
        const auto left = std::chrono::ceil<std::chrono::seconds>(deadline - std::chrono::steady_clock::now());
        if (answer == last && left > 0s)
            answer = context.api.get(target.with("wait", std::min(left, longest_hold).count()));
        if (enough(object_of(answer)) || std::chrono::steady_clock::now() >= deadline) return;
        last = std::move(answer);
    }
}

std::string message_text(const Context& context, const std::string& text, const std::string& file)
{
    auto content = text;
    if (!file.empty()) {
        content = InputFile{context, file}.all();
        if (content.starts_with("\xEF\xBB\xBF")) content.erase(0, 3);
        if (content.ends_with('\n')) content.pop_back();
        if (content.ends_with('\r')) content.pop_back();
    }
    if (!is_utf8(content)) throw Refusal{EX_DATAERR, context.words(Text::not_utf8)};
    return content;
}

} // namespace nida::daemon::cli
