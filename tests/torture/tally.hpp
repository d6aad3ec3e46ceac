#pragma once
#include "tests/torture/round.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace nida::torture
{
/// What all rounds came to so far: a file with a JSON object for each, to which every sitting adds.
class Tally
{
public:
    /// @param file     where it is kept; nowhere where it is empty
    /// @param version  of the daemon that is tortured
    Tally(std::filesystem::path file, std::string version);

    /// Whether this version has stood this seed already.
    bool has(std::uint64_t seed) const { return done_.contains(seed); }
    void add(const Plan& plan, const boost::json::object& line);
    /// Kills, losses and doubts by mode, of all sittings and versions, and how far it is from 10,000 each.
    std::string summary() const;
private:
    struct Sum {
        std::map<std::string, double> numbers;
        std::map<std::string, double> kinds, resolved, places, points;
    };
    void count(const boost::json::object& line);

    std::filesystem::path file_;
    std::string version_;
    std::set<std::uint64_t> done_;
    std::map<std::string, Sum> sums_; ///< by mode
};

/// A number for the content of a file, for as long as nobody means ill.
std::string fingerprint(const std::filesystem::path& file);
} // namespace nida::torture
