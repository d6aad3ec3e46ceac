#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace nida::daemon::cli
{

/// `text` with every octet outside RFC 3986's unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

/// What a request asks for: "/v1/people/%2B218912345678?since=3".
class Target
{
public:
    /// @param path  as it is, with a slash in front
    explicit Target(std::string_view path) : text_{path} {}

    /// The same with one more segment of path, encoded.
    Target operator/(std::string_view segment) const;
    Target operator/(std::integral auto number) const { return *this / std::string_view{std::to_string(number)}; }

    /// The same with one more parameter; an empty value leaves it out.
    Target with(std::string_view name, std::string_view value) const;
    Target with(std::string_view name, std::integral auto number) const
    {
        return with(name, std::string_view{std::to_string(number)});
    }

    const std::string& text() const { return text_; }
private:
    std::string text_;
};

} // namespace nida::daemon::cli
