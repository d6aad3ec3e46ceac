#pragma once

#include "daemon/cli/context.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon::cli
{

/// Texts as they stand on the command line.
struct CampaignTextOptions {
    std::optional<std::string> text;
    std::string text_file;
    std::vector<std::string> text_in, text_file_in;   ///< "LANG=TEXT", "LANG=FILE"
    std::vector<std::string> variants, variant_files; ///< "[LANG/]NAME[:SHARE]=TEXT" or =FILE
};

/// What is said of a campaign on the command line. None: it stays as it is; empty: it is taken away.
struct CampaignOptions {
    std::optional<std::string> name;
    std::optional<bool> everyone, merges;
    std::optional<std::vector<std::string>> groups, except_groups, except_numbers, avoid;
    std::optional<std::string> rule, except_rule, priority, at, zone, repeat;
    std::optional<std::string> spread, valid; ///< as `minutes_in` reads them
    std::optional<std::int64_t> per_minute;   ///< 0: no limit
    CampaignTextOptions texts;
    std::string template_name;
    std::optional<bool> acknowledge, flash;
    bool no_ladder = false;
    std::optional<std::string> repeat_every, ring_after, escalate_every; ///< as `minutes_in` reads them
    std::optional<std::int64_t> repeat_times, ring_seconds;
    std::optional<std::vector<std::string>> escalate_to;
    std::optional<std::string> escalate_text, stop_word;
};

/// "90min", "2h", "1d 12h", "1w" in minutes; "0" is none. Nothing for what is none of these.
std::optional<std::int64_t> minutes_in(std::string_view text);

/// Whose text a variant is.
struct VariantHead {
    std::string language, name;
    std::int64_t share = 1;
    std::string text; ///< or a file's name
};
/// Reads "ar/A:3=TEXT". Nothing where it is not of that form.
std::optional<VariantHead> variant_in(std::string_view written);

/// Puts texts among those that a definition has: each takes the place of the one with the same language and variant, and an
/// empty one takes it away. @throws Refusal where a file cannot be read
void put_texts(const Context& context, const CampaignTextOptions& options, boost::json::array& texts);

/// Changes a definition as the API has it (docs/api.md) by what was said. Asks the daemon for the template.
void apply(Context& context, const CampaignOptions& options, boost::json::object& definition);

} // namespace nida::daemon::cli
