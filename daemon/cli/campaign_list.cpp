#include "daemon/cli/campaign_list.hpp"

#include "daemon/cli/failures.hpp"
#include "daemon/cli/input_file.hpp"
#include "daemon/people/files/headings.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <ostream>
#include <unordered_map>
#include <utility>

namespace nida::daemon::cli
{

namespace json = boost::json;

namespace
{

constexpr std::size_t rows_a_request = 1'000;
constexpr std::size_t octets_a_request = 2 * 1024 * 1024; // the daemon takes 4 MiB
constexpr std::size_t most_spelled_out = 100;

bool is_about_the_person(const Column& column)
{
    switch (column.meaning) {
    case Meaning::name:
    case Meaning::first_name:
    case Meaning::middle_name:
    case Meaning::last_name:
    case Meaning::language:
    case Meaning::groups:
    case Meaning::notes: return true;
    case Meaning::number:
    case Meaning::other_number:
    case Meaning::number_label:
    case Meaning::activity:
    case Meaning::field:
    case Meaning::ignored: return false;
    }
    std::abort();
}

/// Takes the columns that mean something to an import for fields of their own heading: a text may say {Prénom} where that is
/// what the list calls it.
std::vector<std::string> as_fields(const std::vector<Column>& columns)
{
    std::vector<std::string> mapping;
    for (const auto& column : columns)
        if (is_about_the_person(column) && !column.heading.empty() && column.heading.find('=') == std::string::npos)
            mapping.push_back(column.heading + '=' + column.heading);
    return mapping;
}

void add(json::object& recipient, const std::string& name, const std::string& value)
{
    const bool known = std::ranges::any_of(
        recipient, [&](const auto& member) { return heading_key(member.key()) == heading_key(name); });
    if (!value.empty() && !known) recipient[name] = value;
}

json::object recipient_of(const PersonRow& row, const PersonRow* by_heading)
{
    json::object recipient{{"number", row.number}};
    for (const auto* one : {&row, by_heading})
        if (one != nullptr)
            for (const auto& [name, value] : one->fields)
                add(recipient, name, value);
    add(recipient, "name", row.name);
    add(recipient, "language", row.language);
    return recipient;
}

/// As many rows as a request takes, from `begin` on: one at least. @return where it ends
std::size_t end_of_piece(const CampaignList& list, std::size_t begin)
{
    std::size_t octets = 0, end = begin;
    while (end < list.rows.size() && end - begin < rows_a_request && octets < octets_a_request)
        octets += json::serialize(list.rows[end++].recipient).size();
    return end;
}

/// Which row of a request the daemon complains of: "recipient 17: ...".
std::optional<std::pair<std::size_t, std::string>> complaint_of_row(std::string_view message)
{
    constexpr std::string_view before = "recipient ";
    if (!message.starts_with(before)) return {};
    message.remove_prefix(before.size());
    std::size_t row = 0;
    const auto [end, error] = std::from_chars(message.data(), message.data() + message.size(), row);
    message.remove_prefix(static_cast<std::size_t>(end - message.data()));
    if (error != std::errc{} || row == 0 || !message.starts_with(": ")) return {};
    return std::pair{row, std::string{message.substr(2)}};
}

/// Tells of the first rows that were refused, each by its line.
class Refusals
{
public:
    Refusals(Context& context, std::string file) : context_{context}, file_{std::move(file)} {}

    void add(std::uint64_t line, const std::string& why)
    {
        if (++count_ <= static_cast<std::int64_t>(most_spelled_out))
            context_.io.err << "nida: " << printable(file_) << ':' << line << ": " << printable(why) << '\n';
    }
    std::int64_t count() const { return count_; }
private:
    Context& context_;
    std::string file_;
    std::int64_t count_ = 0;
};

/// One request. A row that the daemon does not take is left out, and the rest tried again.
/// @return how many the list has then; nothing where all rows were refused
std::optional<std::int64_t> send_piece(Context& context, const Target& target, std::vector<CampaignList::Row> rows,
                                       Refusals& refusals)
{
    while (!rows.empty()) {
        json::array recipients;
        for (const auto& row : rows)
            recipients.emplace_back(row.recipient);
        try {
            const auto answer = context.api.post(target, recipients);
            return integer(object_of(answer), "listed");
        } catch (const ApiError& error) {
            const auto complaint = complaint_of_row(error.what());
            if (!complaint || complaint->first > rows.size()) throw;
            const auto bad = rows.begin() + static_cast<std::ptrdiff_t>(complaint->first - 1);
            refusals.add(bad->line, complaint->second);
            rows.erase(bad);
        }
    }
    return {};
}

} // namespace

std::optional<CampaignList> read_campaign_list(Context& context, const PeopleListOptions& options)
{
    if (options.file.empty()) return {};
    const auto octets = InputFile{context, options.file}.all();
    const auto file = read_people_list(context, octets, options);
    show_reading(context, options.file, file);

    PeopleFile by_heading;
    if (const auto mapping = as_fields(file.columns); !mapping.empty()) {
        auto again = options;
        again.mapping.insert(again.mapping.end(), mapping.begin(), mapping.end());
        by_heading = read_people_list(context, octets, again);
    }
    std::unordered_map<std::uint64_t, const PersonRow*> lines;
    for (const auto& row : by_heading.rows)
        lines[row.line] = &row;

    CampaignList list{options.file, {}, file.rejected};
    for (const auto& row : file.rows) {
        const auto same = lines.find(row.line);
        list.rows.push_back({row.line, recipient_of(row, same == lines.end() ? nullptr : same->second)});
    }
    return list;
}

ListSent send_list(Context& context, std::int64_t campaign, CampaignList list)
{
    const auto target = Target{"/v1/campaigns"} / campaign / "recipients";
    Refusals refusals{context, list.file};
    for (const auto& row : list.rejected)
        refusals.add(row.line, row.error);
    ListSent sent;
    for (std::size_t begin = 0; begin < list.rows.size();) {
        const auto end = end_of_piece(list, begin);
        const auto first = list.rows.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto last = list.rows.begin() + static_cast<std::ptrdiff_t>(end);
        if (const auto listed =
                send_piece(context, target, {std::make_move_iterator(first), std::make_move_iterator(last)}, refusals))
            sent.listed = *listed;
        begin = end;
    }
    sent.rejected = refusals.count();
    return sent;
}

} // namespace nida::daemon::cli
