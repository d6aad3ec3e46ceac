#pragma once
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// Why a text with merge fields cannot be read.
struct BadMergeField : std::runtime_error {
    BadMergeField(std::size_t where, const std::string& what, std::string advice)
        : std::runtime_error{what}, column{where}, hint{std::move(advice)}
    {
    }
    std::size_t column; ///< of the "{", counted from 1 as people count characters
    std::string hint;
};

/// A text with places that are filled in for each recipient: {name}, {number}, or the name of a field or of a column of the list; {name|friend}
/// says what stands there where nothing is known. {{ and }} are braces.
class MergedText
{
public:
    /// @throws BadMergeField where a brace is open, closed without being open, or has nothing inside
    explicit MergedText(std::string_view written);

    /// What fills it in. @return nothing, or an empty text, where nothing is known
    using Values = std::function<std::optional<std::string>(const std::string& folded_name)>;
    std::string filled(const Values& values) const;
    /// The folded names of its places, each once.
    std::vector<std::string> names() const;
    bool has_places() const;
    /// What a name was written as, and where: for telling that it is unknown.
    struct Place {
        std::string shown, folded, otherwise;
        std::size_t column;
    };
    const std::vector<Place>& places() const { return places_; }
private:
    std::vector<std::string> literals_; ///< one more than places
    std::vector<Place> places_;
};
} // namespace nida::daemon
