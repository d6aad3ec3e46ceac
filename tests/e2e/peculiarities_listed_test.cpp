// docs/modems.md against the tests: every peculiarity is handled and tested, or said to be out of reach.
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <sstream>
#include <string>

namespace fs = std::filesystem;

namespace
{
constexpr int peculiarities = 80;
const fs::path root = fs::path{NIDA_TEST_DATA} / ".." / "..";

std::string content_of(const fs::path& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The last cell of each numbered row.
std::map<int, std::string> rows()
{
    std::map<int, std::string> found;
    std::istringstream lines{content_of(root / "docs" / "modems.md")};
    for (std::string line; std::getline(lines, line);) {
        std::smatch row;
        static const std::regex numbered{R"(\| (\d+) \|.*\| ([^|]+) \|)"};
        if (std::regex_match(line, row, numbered)) found[std::stoi(row[1])] = row[2];
    }
    return found;
}

/// The source of a suite, which is named after its file.
std::string suite(const std::string& name)
{
    for (const auto& entry : fs::recursive_directory_iterator{root / "tests"})
        if (entry.path().filename() == name + "_test.cpp") return content_of(entry.path());
    return {};
}
} // namespace

BOOST_AUTO_TEST_SUITE(peculiarities_listed)

BOOST_AUTO_TEST_CASE(every_number_has_a_test_that_exists_or_a_reason)
{
    const auto listed = rows();
    for (int number = 1; number <= peculiarities; ++number) {
        BOOST_TEST_CONTEXT("no " << number)
        {
            const auto row = listed.find(number);
            BOOST_REQUIRE(row != listed.end());
            if (row->second.starts_with("out of reach: ")) continue;
            std::smatch test;
            static const std::regex named{R"(`(\w+)/(\w+)`)"};
            BOOST_REQUIRE(std::regex_match(row->second, test, named));
            const auto source = suite(test[1]);
            BOOST_TEST(std::regex_search(source, std::regex{"TEST_SUITE\\(" + test[1].str() + "[,)]"}));
            BOOST_TEST(source.find("BOOST_AUTO_TEST_CASE(" + test[2].str() + ")") != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
