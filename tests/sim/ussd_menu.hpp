#pragma once
#include <boost/json.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nida::sim
{
/// One answer of the network's USSD application, and what the user may reply to it.
struct UssdNode {
    std::string text;
    std::optional<unsigned> mode;  ///< <m> of +CUSD; else 1 where there are options, 0 where there are none
    std::optional<unsigned> error; ///< +CME ERROR after the OK, instead of an answer
    std::chrono::milliseconds delay{0};
    std::map<std::string, UssdNode, std::less<>> options;
    unsigned answer_mode() const { return mode.value_or(options.empty() ? 0 : 1); }
};

/// The codes that the network knows. In the file, a JSON object: {"*100#": {"text": "…", "options": {"1": {…}}}}; "{number}"
/// in a text becomes the asking line's number.
class UssdMenu
{
public:
    /// @param path  empty: a small menu in three languages. @throws std::invalid_argument with the file and what is wrong
    static UssdMenu from_file(const std::string& path);
    static UssdMenu from_json(const boost::json::value& value);
    const UssdNode* find(std::string_view code) const;
private:
    UssdNode root_;
};
} // namespace nida::sim
