#include "tests/torture/power_cut.hpp"

#include "tests/e2e/process.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace nida::torture;
namespace e2e = nida::e2e;
namespace fs = std::filesystem;

namespace
{
/// A program on the forgetful disk that writes, synchronises or not, and is gone.
struct Disk {
    e2e::TemporaryDirectory directory;
    fs::path file = directory / "nida.db";

    /// @param what  a write is "w OFFSET TEXT", "s" synchronises the file, "d" its directory
    void program(const std::string& script, bool lies = false)
    {
        fs::create_directory(directory / "logs");
        e2e::Environment environment{{"LD_PRELOAD", NIDA_FORGETFUL_DISK},
                                     {"NIDA_DISK", file.string()},
                                     {"NIDA_DISK_LOG", (directory / "logs").string()}};
        if (lies) environment.emplace_back("NIDA_DISK_LIES", "1");
        const auto ended = e2e::run({NIDA_DISK_WRITER, file.string(), script}, environment);
        BOOST_REQUIRE(ended.code == 0);
    }
    std::string after_cut(unsigned seed)
    {
        cut_power(file, directory / "logs", seed);
        return e2e::content_of(file);
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(power_cut, Disk)

BOOST_AUTO_TEST_CASE(what_was_synchronised_stays)
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        fs::remove_all(directory / "logs");
        fs::remove(file);
        program("w 0 old;s;d");
        BOOST_TEST(after_cut(seed) == "old");
    }
}

BOOST_AUTO_TEST_CASE(of_what_was_not_any_part_may_be_there)
{
    std::set<std::string> seen;
    for (unsigned seed = 0; seed < 60; ++seed) {
        fs::remove_all(directory / "logs");
        fs::remove(file);
        program("w 0 old;s;d;w 0 new;w 600 far");
        const auto now = after_cut(seed);
        BOOST_TEST((now.substr(0, 3) == "old" || now.substr(0, 3) == "new"));
        seen.insert(now.substr(0, 3) + (now.size() > 600 ? now.substr(600) : ""));
    }
    // Also the later write without the earlier one.
    BOOST_TEST((seen == std::set<std::string>{"old", "new", "oldfar", "newfar"}));
}

BOOST_AUTO_TEST_CASE(a_file_whose_directory_was_not_synchronised_may_be_missing)
{
    bool missing = false, there = false;
    for (unsigned seed = 0; seed < 20; ++seed) {
        fs::remove_all(directory / "logs");
        fs::remove(file);
        program("w 0 old;s");
        after_cut(seed);
        (fs::exists(file) ? there : missing) = true;
    }
    BOOST_TEST(missing);
    BOOST_TEST(there);
}

BOOST_AUTO_TEST_CASE(a_disk_that_lies_loses_what_it_said_was_there)
{
    bool lost = false;
    for (unsigned seed = 0; seed < 20 && !lost; ++seed) {
        fs::remove_all(directory / "logs");
        fs::remove(file);
        program("w 0 old;s;d", true);
        lost = after_cut(seed) != "old";
    }
    BOOST_TEST(lost);
}

BOOST_AUTO_TEST_SUITE_END()
