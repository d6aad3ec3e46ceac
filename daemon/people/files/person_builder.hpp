#pragma once

#include "daemon/people/files/people_file.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{

/// Puts one person together from the cells of a row or the properties of a card, in any order.
class PersonBuilder
{
public:
    enum class Rank { mobile, plain, other }; ///< which number is the person's

    explicit PersonBuilder(std::uint64_t line) { person_.line = line; }

    void add_number(std::string_view written, Rank rank);
    void add_groups(const std::vector<std::string>& groups);
    void add_note(std::string_view note);
    void add_field(const std::string& name, std::string_view value);
    void set_language(std::string_view written);
    void set_name(std::string_view name) { name_ = name; }
    void set_names(std::string_view first, std::string_view middle, std::string_view last);
    /// The person is not to be imported.
    void refuse(std::string why) { refused_ = std::move(why); }

    /// Into `file.rows`, or into `file.rejected` where there is no number that can be read.
    void finish(PeopleFile& file);
private:
    struct Number {
        std::string written;
        Rank rank;
    };
    PersonRow person_;
    std::vector<Number> numbers_;
    std::string name_, joined_name_;
    std::string refused_;
};

} // namespace nida::daemon
