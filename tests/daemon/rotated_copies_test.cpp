#include "daemon/backup/rotate.hpp"

#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <vector>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
struct Rotated : TemporaryStore {
    Rotated() { std::filesystem::create_directory(settings.folder); }
    std::filesystem::path make(Time now) { return rotate(directory / "nida.db", settings, now); }
    std::vector<std::string> names() const
    {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator{settings.folder})
            found.push_back(entry.path().filename().string());
        std::sort(found.begin(), found.end());
        return found;
    }
    RotationSettings settings{directory / "stick", 24h, 2, Passphrase{"correct horse"}};
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(rotated_copies, Rotated)

BOOST_AUTO_TEST_CASE(the_oldest_go_and_files_of_other_names_stay)
{
    for (const char* other :
         {"photo.jpg", "nida-20200101-000000.backup.old", "nida-20201301-000000.backup", "nida-2.backup"})
        std::ofstream{settings.folder / other} << "mine";
    for (const auto after : {0h, 24h, 48h})
        make(noon + after);
    const std::vector<std::string> expected{"nida-2.backup",
                                            "nida-20200101-000000.backup.old",
                                            "nida-20201301-000000.backup",
                                            "nida-20260302-120000.backup",
                                            "nida-20260303-120000.backup",
                                            "photo.jpg"};
    BOOST_TEST(names() == expected, boost::test_tools::per_element());
    BOOST_TEST((look_through(settings.folder) == noon + 48h));
}

BOOST_AUTO_TEST_CASE(the_newest_stays_even_where_the_clock_went_back)
{
    make(noon + 24h);
    make(noon + 48h);
    const auto file = make(noon - 24 * 365h);
    BOOST_TEST(std::filesystem::exists(file));
    BOOST_TEST(names().size() == 2u);
}

BOOST_AUTO_TEST_CASE(copies_that_a_wrong_clock_named_later_than_now_are_the_first_to_go)
{
    make(noon + 5 * 365 * 24h);
    make(noon + 6 * 365 * 24h);
    make(noon);
    make(noon + 24h);
    const std::vector<std::string> expected{"nida-20260301-120000.backup", "nida-20260302-120000.backup"};
    BOOST_TEST(names() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_told_and_not_made)
{
    std::filesystem::remove(settings.folder);
    BOOST_CHECK_EXCEPTION(make(noon), BackupError, [](const auto& error) {
        return std::string{error.what()}.find("is the stick plugged in and mounted") != std::string::npos;
    });
    BOOST_TEST(!std::filesystem::exists(settings.folder));
    BOOST_TEST(!look_through(settings.folder));
}

BOOST_AUTO_TEST_CASE(a_copy_that_failed_costs_no_older_one)
{
    make(noon);
    make(noon + 24h);
    BOOST_CHECK_THROW(rotate(directory / "absent.db", settings, noon + 48h), BackupError);
    BOOST_TEST(names().size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_an_interrupted_copy_left_goes_and_nothing_that_only_looks_like_it)
{
    const auto interrupted = settings.folder / "nida-20260228-120000.backup.part";
    const std::vector<std::string> others{"letter.part", "nida-20260228-120000.backup.part.part",
                                          "nida-20260228-120000.part", "nida-20261399-120000.backup.part",
                                          "nida-2026022-120000.backup.part"};
    for (const auto& other : others)
        std::ofstream{settings.folder / other} << "mine";
    std::filesystem::create_directory(settings.folder / "nida-20260228-130000.backup.part");
    std::ofstream{interrupted} << "half";
    make(noon);
    BOOST_TEST(!std::filesystem::exists(interrupted));
    BOOST_TEST(names().size() == others.size() + 2);

    std::ofstream{interrupted} << "half";
    BOOST_TEST((look_through(settings.folder) == noon)); // as each start of nidad does
    BOOST_TEST(!std::filesystem::exists(interrupted));
    BOOST_TEST(names().size() == others.size() + 2);
}

BOOST_AUTO_TEST_SUITE_END()
