#include "daemon/campaign/preview.hpp"

#include "daemon/campaign/recipients.hpp"
#include "daemon/campaign/texts.hpp"
#include "daemon/outbox/costs.hpp"
#include "protocol/encoding/segmentation.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace nida::daemon
{
namespace
{
using namespace std::chrono_literals;

constexpr std::size_t most_samples = 3;
constexpr auto looked_back = 10min;
constexpr double per_minute_at_a_guess = 12; // a segment of a 2G modem takes some 5 s

/// What a text costs on air; the same for everybody where it has no places.
struct Measured {
    unsigned segments = 0;
    bool ucs2 = false;
};

/// One walk through a campaign's people.
class Walk
{
public:
    Walk(Connection& db, CampaignId id, const CampaignDefinition& definition, const PreviewContext& context)
        : db_{db}, context_{context}, texts_{id, definition, context.language}
    {
        for (const auto& text : texts_.all())
            fixed_.push_back(measure(text.merged.filled([](const auto&) { return std::string{}; })));
        for (const auto& rate : context.lines)
            names_[rate.line] = rate.name;
    }
    void take(const Recipient& recipient)
    {
        if (!recipient.excluded.empty()) {
            ++preview_.excluded[std::string{recipient.excluded}];
            return;
        }
        const auto which = texts_.choose(recipient.number, recipient.language);
        const auto& text = texts_.all()[which];
        auto measured = fixed_[which];
        const bool sample = preview_.samples.size() < most_samples;
        std::string filled;
        if (sample || !texts_.is_fixed(which)) {
            filled = texts_.text_for(db_, which, recipient);
            measured = measure(filled);
        }
        ++preview_.recipients;
        preview_.segments_total += measured.segments;
        preview_.most_segments = std::max(preview_.most_segments, measured.segments);
        ++preview_.by_language[text.written.language];
        if (!text.written.variant.empty()) ++preview_.by_variant[text.written.variant];
        ++preview_.by_alphabet[measured.ucs2 ? "ucs2" : "gsm7"];
        place(recipient, measured.segments);
        if (sample)
            preview_.samples.push_back(
                {recipient.number, text.written.language, text.written.variant, std::move(filled), measured.segments});
    }
    const Texts& texts() const { return texts_; }
    CampaignPreview result() &&
    {
        for (const auto& [operator_id, count] : operators_)
            preview_.by_operator[std::string{operator_id}] = count;
        for (const auto& [line, count] : routes_) {
            const auto name = names_.find(line);
            preview_.by_line[name == names_.end() ? "" : name->second] += count;
        }
        return std::move(preview_);
    }
private:
    Measured measure(const std::string& text)
    {
        const auto count = protocol::count_segments(text);
        for (const auto& character : count.forcing_ucs2)
            if (forcing_.insert(character).second) preview_.forcing_ucs2.push_back(character);
        return {static_cast<unsigned>(count.segments), count.alphabet == protocol::Alphabet::ucs2};
    }
    /// Which line ought to send, and at what price.
    void place(const Recipient& recipient, unsigned segments)
    {
        ++operators_[context_.router->operator_of(recipient.number)];
        const auto route = context_.router->route(recipient.number, recipient.line);
        ++routes_[route.value_or(0)];
        if (const auto cost = costs_.add(*context_.router, route, recipient.number, segments))
            preview_.cost_milli[cost->currency] += cost->milli;
        else
            preview_.unpriced_segments += segments;
    }
    Connection& db_;
    const PreviewContext& context_;
    Texts texts_;
    std::vector<Measured> fixed_;
    std::unordered_set<std::string> forcing_; ///< those that the preview names already
    std::unordered_map<LineId, std::string> names_;
    std::unordered_map<std::string_view, std::int64_t> operators_;
    std::unordered_map<LineId, std::int64_t> routes_;
    Costs costs_;
    CampaignPreview preview_;
};

/// What a line did in the last minutes, in segments a minute.
double recent_rate(Connection& db, LineId line, Time now)
{
    auto row =
        db.query("SELECT count(*) FROM segment WHERE line_id = ?1 AND submitting_at > ?2", line, now - looked_back);
    row.step();
    return static_cast<double>(row.integer(0)) / static_cast<double>(looked_back.count());
}

std::optional<std::chrono::seconds> duration_of(Connection& db, std::int64_t segments, std::optional<int> at_most,
                                                const PreviewContext& context)
{
    double per_minute = 0;
    for (const auto& line : context.lines)
        per_minute += line.per_minute ? *line.per_minute
                                      : std::max(per_minute_at_a_guess, recent_rate(db, line.line, context.now));
    if (at_most) per_minute = std::min(per_minute, static_cast<double>(*at_most));
    if (per_minute <= 0) return {};
    return std::chrono::seconds{static_cast<std::int64_t>(static_cast<double>(segments) * 60 / per_minute)};
}

boost::json::object counted(const std::map<std::string, std::int64_t>& counts)
{
    boost::json::object object;
    for (const auto& [what, count] : counts)
        object[what] = count;
    return object;
}
} // namespace

CampaignPreview preview(Connection& db, CampaignId id, const CampaignDefinition& definition,
                        const PreviewContext& context)
{
    Walk walk{db, id, definition, context};
    const auto take = [&](const Recipient& recipient) {
        walk.take(recipient);
        return true;
    };
    // An alert tries everybody.
    const int give_up_after = definition.priority == Priority::alert ? 0 : context.give_up_after;
    each_recipient(db, id, definition.audience, context.now, take, {give_up_after, walk.texts().values()});
    auto preview = std::move(walk).result();
    preview.duration = duration_of(db, preview.segments_total, definition.per_minute, context);
    return preview;
}

boost::json::object to_json(const CampaignPreview& preview)
{
    boost::json::array samples, forcing;
    for (const auto& sample : preview.samples)
        samples.emplace_back(boost::json::object{{"number", sample.number},
                                                 {"language", sample.language},
                                                 {"variant", sample.variant},
                                                 {"text", sample.text},
                                                 {"segments", sample.segments}});
    for (const auto& character : preview.forcing_ucs2)
        forcing.emplace_back(character);
    boost::json::object cost;
    for (const auto& [currency, milli] : preview.cost_milli)
        cost[currency] = static_cast<double>(milli) / 1'000;
    return {{"recipients", preview.recipients},
            {"segments_total", preview.segments_total},
            {"most_segments", preview.most_segments},
            {"by_language", counted(preview.by_language)},
            {"by_operator", counted(preview.by_operator)},
            {"by_line", counted(preview.by_line)},
            {"by_alphabet", counted(preview.by_alphabet)},
            {"by_variant", counted(preview.by_variant)},
            {"excluded", counted(preview.excluded)},
            {"cost", std::move(cost)},
            {"unpriced_segments", preview.unpriced_segments},
            {"forcing_ucs2", std::move(forcing)},
            {"seconds", preview.duration ? boost::json::value(preview.duration->count()) : boost::json::value(nullptr)},
            {"samples", std::move(samples)}};
}
} // namespace nida::daemon
