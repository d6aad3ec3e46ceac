#include "daemon/cli/batch_reader.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/failures.hpp"
#include "daemon/cli/input_file.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <ostream>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

/// The answers of all chunks as one.
class Summary
{
public:
    explicit Summary(std::ostream& err) : err_{err} {}

    void add(const json::object& answer, const BatchChunk& chunk)
    {
        accepted += integer(answer, "accepted");
        duplicate += integer(answer, "duplicate");
        rejected += integer(answer, "rejected_count");
        for (const auto& item : rows_of(answer, "rejected")) {
            const auto& row = object_of(item);
            spell_out(chunk.line_in_file(static_cast<std::uint64_t>(integer(row, "line"))), field(row, "error"));
        }
        if (!chunk.lines.empty()) last_line = chunk.lines.back();
    }

    void add_too_long(const BatchChunk& chunk)
    {
        rejected += static_cast<std::int64_t>(chunk.too_long.size());
        for (const auto line : chunk.too_long)
            spell_out(line, "longer than 64 KiB");
    }

    json::object object() const
    {
        auto spelled = rejected_;
        std::ranges::stable_sort(spelled, {}, [](const auto& item) { return integer(object_of(item), "line"); });
        return {{"accepted", accepted}, {"duplicate", duplicate}, {"rejected_count", rejected}, {"rejected", spelled}};
    }

    std::int64_t accepted = 0;
    std::int64_t duplicate = 0;
    std::int64_t rejected = 0;
    std::uint64_t last_line = 0; ///< up to here everything is answered
private:
    void spell_out(std::uint64_t line, const std::string& error)
    {
        if (rejected_.size() >= 100) return;
        rejected_.push_back(json::object{{"line", line}, {"error", error}});
        err_ << "nida: " << line << ": " << printable(error) << '\n';
    }

    std::ostream& err_;
    json::array rejected_;
};

void say_interrupted(Context& context, const Summary& summary)
{
    context.io.err << "  "
                   << context.words(Text::batch_interrupted, summary.last_line, summary.accepted, summary.duplicate)
                   << '\n'
                   << "  " << context.words(Text::batch_again) << '\n';
}

} // namespace

int send_batch(Context& context, const std::string& file)
{
    InputFile input{context, file};
    BatchReader reader{input.stream()};
    Summary summary{context.io.err};
    try {
        for (auto chunk = reader.next(); chunk;) {
            summary.add_too_long(*chunk);
            if (!chunk->lines.empty())
                context.api.start_lines(Target{"/v1/messages/batch"}.with("first_line", chunk->lines.front()),
                                        std::move(chunk->body));
            auto following = reader.next(); // while the daemon writes the chunk to disk
            if (!chunk->lines.empty()) summary.add(object_of(context.api.finish()), *chunk);
            chunk = std::move(following);
        }
    } catch (const ConnectionLost& lost) {
        report(context.io.err, context.words, lost);
        say_interrupted(context, summary);
        return EX_TEMPFAIL;
    } catch (const Unreachable& gone) {
        report(context.io.err, context.words, gone);
        if (summary.last_line == 0) return exit_code(gone);
        say_interrupted(context, summary);
        return EX_TEMPFAIL;
    } catch (const ApiError& error) {
        report(context.io.err, context.words, error);
        say_interrupted(context, summary);
        return exit_code(error);
    }
    if (input.is_broken()) {
        context.io.err << "nida: " << input.complaint() << '\n';
        say_interrupted(context, summary);
        return EX_IOERR;
    }
    write_json(context.io.out, summary.object());
    if (summary.rejected == 0) return EX_OK;
    context.io.err << "nida: " << context.words(Text::batch_rejected, summary.rejected) << '\n';
    return EX_DATAERR;
}

} // namespace nida::daemon::cli
