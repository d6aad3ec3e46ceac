#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{
/// The languages in which reports are printed.
enum class ReportLanguage { en, fr, ar };
/// Of "en", "fr" or "ar"; none for any other code.
std::optional<ReportLanguage> report_language(std::string_view code);
std::string_view code_of(ReportLanguage language);

/// What reports say to people. Each has its words in report_words.cpp.
enum class Word {
    campaign_report,
    period_report,
    campaign,
    messages,
    sent,
    delivered,
    delivered_share,
    undelivered,
    failed,
    suppressed,
    in_doubt,
    remaining,
    cancelled,
    recipients,
    segments,
    cost,
    unpriced,
    replies,
    people_who_replied,
    received,
    calls,
    joined,
    left,
    joined_group,
    left_group,
    people,
    members,
    state,
    draft,
    waiting,
    scheduled,
    running,
    paused,
    done,
    cancelled_campaign,
    name,
    made,
    started,
    ended,
    from,
    to,
    total,
    operator_of_number,
    language,
    variant,
    hour,
    day,
    reason,
    single,
    others,
    unknown,
    none,
    part,
    item,
    figure,
    value,
    by_hour,
    by_day,
    by_operator,
    by_language,
    by_variant,
    by_campaign,
    by_reason,
    all_figures,
    reason_left,
    reason_late,
    reason_unreachable,
    reason_unknown_outcome,
    reason_erased,
    reason_text,
    reason_duplicate,
    reason_restored,
    reason_network,
    reason_not_delivered,
    reason_too_late_delivered,
    reason_modem,
    note_missing,
    note_replies_since,
    note_kept_since,
    note_definitions,
    note_period_definitions,
};
inline constexpr std::size_t word_count = static_cast<std::size_t>(Word::note_period_definitions) + 1;

/// @return plain text; `{0}` and `{1}` stand where something is filled in
std::string_view words_for(Word word, ReportLanguage language);

/// "12,400", "12 400".
std::string number_text(std::int64_t number, ReportLanguage language);
/// "93.4%", "93,4 %"; "–" where there is nothing to take a share of.
std::string share_text(std::optional<double> share, ReportLanguage language);
/// "12.50 TND": two decimals, or the three of an amount that has them.
std::string amount_text(std::int64_t milli, std::string_view currency, ReportLanguage language);
/// Why messages did not arrive: in words where the code is a known one, with the code where it says more.
std::string reason_text(std::string_view code, ReportLanguage language);
} // namespace nida::daemon
