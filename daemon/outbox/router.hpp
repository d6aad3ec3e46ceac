#pragma once
#include "daemon/credit/recipes.hpp"
#include "daemon/outbox/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// What an operator takes for a segment or a bundle of them, as the config has it.
struct Price {
    std::string from; ///< the id of the operator whose SIM sends
    std::string to;   ///< the id of the recipient's operator, or "+" and the first digits of numbers; empty: any other
    std::int64_t milli; ///< thousandths of the currency
    std::string currency;
    std::int64_t segments = 1; ///< that this amount is for: one, or a bundle
};

/// Which line ought to send to whom: the one that they know, else the cheapest, else one of their own operator. Pure: it is made anew when the
/// config or a SIM changes.
class Router
{
public:
    struct Line {
        LineId id;
        std::string operator_id; ///< empty where it is not known
        friend bool operator==(const Line&, const Line&) = default;
    };
    Router() : Router({}, {}, {}) {}
    Router(std::span<const Recipe> operators, std::vector<Price> prices, std::vector<Line> lines);

    /// The line that should send to a number, as a lane's `route`. Whether it can at this moment is not looked at: lanes do.
    /// @param number  E.164 with '+'  @param known  the line that the person knows
    /// @return none: any line will do
    std::optional<LineId> route(std::string_view number, std::optional<LineId> known) const;

    struct Cost {
        std::int64_t milli; ///< thousandths
        std::string currency;
    };
    /// By which price a line sends to a number. It lives as long as the router.
    struct Tariff {
        LineId line;
        const Price* price;
    };
    /// @param line  none: whichever is the cheapest. @return none where no price says so
    std::optional<Tariff> tariff(std::optional<LineId> line, std::string_view number) const;

    /// The operator that gave out a number like this; empty where none of those known did. The person may have taken it elsewhere.
    std::string_view operator_of(std::string_view number) const;
private:
    /// Lines that serve a class of numbers equally well; found once for each, and not for each of a million numbers.
    struct Goal {
        std::string prefix;            ///< the longest of prices and operators that the numbers begin with
        std::string operator_id;       ///< whose they are; empty: nobody's that is known
        std::vector<std::size_t> best; ///< of lines_
    };
    const Goal& goal_of(std::string_view number) const;
    const Price* price_of(const Line& line, const Goal& goal) const;
    std::vector<std::size_t> best_for(const Goal& goal) const;

    std::vector<Price> prices_;
    std::vector<Line> lines_;
    std::vector<Goal> goals_; ///< by prefix; the first, with none, is of all other numbers
};
} // namespace nida::daemon
