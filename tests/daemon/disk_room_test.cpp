#include "daemon/store/disk_room.hpp"

#include <boost/test/unit_test.hpp>

using namespace nida::daemon;

namespace
{
constexpr std::uint64_t mb = 1'000'000;

Room room_with(std::uint64_t free, Room before = Room::ample, std::uint64_t disk = 8000 * mb)
{
    return judge_room({disk, free}, before, "/var/lib/nida/nida.db").room;
}
} // namespace

BOOST_AUTO_TEST_SUITE(disk_room)

BOOST_AUTO_TEST_CASE(the_reserve_grows_with_the_disk_within_bounds)
{
    BOOST_TEST(marks_for(50 * mb).reserve == 4 * mb);
    BOOST_TEST(marks_for(400 * mb).reserve == 8 * mb);
    BOOST_TEST(marks_for(32'000 * mb).reserve == 16 * mb);
    BOOST_TEST(marks_for(400 * mb).low == 32 * mb);
}

BOOST_AUTO_TEST_CASE(people_are_told_before_anything_stops)
{
    BOOST_TEST((room_with(65 * mb) == Room::ample));
    BOOST_TEST((room_with(63 * mb) == Room::low));
    BOOST_TEST((room_with(17 * mb) == Room::low));
    BOOST_TEST((room_with(15 * mb) == Room::none));
    BOOST_TEST((room_with(0) == Room::none));
}

BOOST_AUTO_TEST_CASE(a_disk_at_a_mark_does_not_change_all_the_time)
{
    BOOST_TEST((room_with(17 * mb, Room::none) == Room::none));
    BOOST_TEST((room_with(21 * mb, Room::none) == Room::low));
    BOOST_TEST((room_with(65 * mb, Room::low) == Room::low));
    BOOST_TEST((room_with(81 * mb, Room::low) == Room::ample));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_with_the_place_and_what_to_do)
{
    const auto full = judge_room({8000 * mb, 3 * mb}, Room::ample, "/var/lib/nida/nida.db");
    BOOST_TEST(full.text.find("/var/lib/nida/nida.db") != std::string::npos);
    BOOST_TEST(full.text.find("3.0 MB") != std::string::npos);
    BOOST_TEST(judge_room({8000 * mb, 3000 * mb}, Room::none, "/x").text.empty());
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_there_says_what_is_left_on_it)
{
    const auto space = space_of("/tmp");
    BOOST_REQUIRE(space);
    BOOST_TEST(space->octets >= space->free);
    BOOST_TEST(!space_of("/nowhere/at/all"));
}

BOOST_AUTO_TEST_CASE(a_file_without_a_directory_in_its_name_lies_on_a_disk_too)
{
    const auto space = space_of(std::filesystem::path{"nida.db"}.parent_path());
    BOOST_REQUIRE(space);
    BOOST_TEST(space->octets > 0u);
}

BOOST_AUTO_TEST_SUITE_END()
