#pragma once
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace nida::sim
{
/// One fault as written: NAME[=VALUE][:p=P][:next=N][:skip=N][:modem=K]. Without `p` and `next` it holds always. The values of some hold
/// lines of a modem, colons and all.
struct FaultSpec {
    std::string name, value;
    double probability = 1;
    std::optional<unsigned> next; ///< how many times it strikes, then it is gone
    unsigned skip = 0;            ///< opportunities that pass first
    std::optional<unsigned> modem;

    /// @throws std::invalid_argument which says what was expected
    static FaultSpec parse(std::string_view text);
};

/// Name and meaning of every fault, in the order of the manual page.
struct FaultHelp {
    std::string_view name, meaning;
    bool free_text = false; ///< its value may hold colons
};
const std::vector<FaultHelp>& known_faults();

/// The faults of one modem, drawn from its own seeded generator.
class Faults
{
public:
    explicit Faults(std::uint64_t seed) : random_{seed} {}
    void add(FaultSpec spec) { specs_.push_back(std::move(spec)); }
    /// Takes away those of that name, or all where it is empty.
    void clear(std::string_view name);
    /// Asked at every opportunity: the value of the fault if it strikes now.
    std::optional<std::string> strikes(std::string_view name);
    /// The same among those whose value fits; the others are not counted.
    std::optional<std::string> strikes(std::string_view name,
                                       const std::function<bool(const std::string& value)>& fits);
    /// The value of the fault where there is one, without counting.
    std::optional<std::string> holds(std::string_view name) const;
    bool any() const { return !specs_.empty(); }
    /// 0 … bound-1
    unsigned random(unsigned bound);
private:
    std::vector<FaultSpec> specs_;
    std::mt19937_64 random_;
};

/// The number in a fault's value, or `otherwise`.
unsigned number_in(const std::string& value, unsigned otherwise);
} // namespace nida::sim
