#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <set>

using namespace nida::e2e;
using namespace std::chrono_literals;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace
{
constexpr unsigned messages = 60, arrivals_a_stage = 4;
const std::string coordinator = number(900);

/// Mounts of our own. @return why there are none; empty where there are
std::string private_mounts()
{
    static const std::string trouble = [] {
        try {
            unshare_mounts();
            return std::string{};
        } catch (const std::exception& e) {
            return std::string{e.what()};
        }
    }();
    return trouble;
}

/// A box whose store lies on a disk of 48 MB.
struct BoxOnASmallDisk {
    BoxOnASmallDisk()
    {
        box.write_config(box.config() + "\n[alarms]\nnumbers = [\"" + coordinator + "\"]\n");
        box.start();
    }

    /// Fills the disk until so much is left.
    void leave(std::uint64_t octets) const
    {
        struct statvfs now {
        };
        BOOST_REQUIRE(::statvfs(box.disk().c_str(), &now) == 0);
        const auto free = std::uint64_t{now.f_bavail} * now.f_frsize;
        const int file = ::open(filler().c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        BOOST_REQUIRE(file >= 0);
        const auto size = ::lseek(file, 0, SEEK_END);
        if (free > octets) BOOST_TEST(::posix_fallocate(file, size, static_cast<off_t>(free - octets)) == 0);
        ::close(file);
    }
    fs::path filler() const { return box.disk() / "filler"; }
    std::string state() const { return box.status().object("store").text("state"); }
    bool comes_to(const std::string& wanted) const
    {
        return eventually([&] { return state() == wanted; }, 60s);
    }
    /// Some messages from people, each with words of its own.
    void people_write()
    {
        for (unsigned i = 0; i < arrivals_a_stage; ++i, ++written)
            box.sms(number(500 + written), "word " + std::to_string(written));
    }

    Box box{{.simulator = {"--latency", "100", "--status-report-delay", "off"},
             .disk_kilobytes = 48 * 1024,
             .start = false}};
    unsigned written = 0;
};

void queue_messages(Box& box)
{
    std::string batch;
    for (unsigned i = 0; i < messages; ++i)
        batch += json::serialize(json::object{{"to", number(i)}, {"text", "message " + std::to_string(i)}}) + '\n';
    BOOST_REQUIRE(box.nida({"send", "--batch", box.write_file("batch.jsonl", batch)}).code == 0);
}

/// All that was queued reached the network once, and all that people wrote is in the inbox once.
void nothing_is_lost_or_doubled(Box& box, unsigned written)
{
    BOOST_TEST(box.wait_until_idle(180s));
    BOOST_TEST(eventually([&] { return box.inbox().size() >= written; }, 120s));
    for (unsigned i = 0; i < messages; ++i)
        BOOST_TEST(box.texts_to(number(i)).size() == 1u, "message " << i);
    std::multiset<std::string> texts;
    for (const auto& row : box.inbox())
        texts.insert(row.text("text"));
    BOOST_TEST(texts.size() == written);
    for (unsigned i = 0; i < written; ++i)
        BOOST_TEST(texts.count("word " + std::to_string(i)) == 1u, "word " << i);
}
} // namespace

BOOST_AUTO_TEST_SUITE(full_disk)

BOOST_AUTO_TEST_CASE(a_disk_that_fills_up_stops_sending_in_time_and_when_there_is_room_all_goes_on)
{
    if (const auto trouble = private_mounts(); !trouble.empty()) {
        std::cout << "SKIPPED: " << trouble << std::endl;
        return;
    }
    BoxOnASmallDisk small;
    auto& box = small.box;
    queue_messages(box);
    BOOST_TEST(box.wait_sim("accepted>=5"));
    box.sim({{"op", "latency"}, {"ms", 2000}}); // so that some are left for the end

    // Nearly full: somebody is told while everything still goes.
    small.leave(12'000'000);
    small.people_write();
    BOOST_TEST(small.comes_to("low"));
    BOOST_TEST(eventually([&] { return box.texts_to(coordinator).size() == 1; }, 60s));

    // Below the reserve nothing new begins, and what comes in is still kept.
    small.leave(2'000'000);
    BOOST_TEST(small.comes_to("full"));
    BOOST_TEST(eventually([&] { return box.status().object("queue").number("submitting") == 0; }, 60s));
    const auto sent_before = box.ledger("accepted").size();
    const auto refused = box.nida({"send", "--to", number(800), "--text", "too much"});
    BOOST_TEST(refused.code == 75, refused.err);
    BOOST_TEST(refused.err.find("full") != std::string::npos, refused.err);
    const auto kept_before = box.inbox().size();
    small.people_write();
    BOOST_TEST(eventually([&] { return box.inbox().size() == kept_before + arrivals_a_stage; }, 60s));
    BOOST_TEST(box.ledger("accepted").size() == sent_before, "something was sent from a full disk");
    const auto queued = box.rows({"outbox", "--state", "queued"});
    BOOST_REQUIRE(!queued.empty());
    BOOST_TEST(box.nida({"why", queued.front().text("id")}).out.find("disk") != std::string::npos);

    // Not one octet more: what comes in stays where it is.
    small.leave(0);
    for (int more = 0; more < 20 && small.state() != "failing"; ++more)
        small.people_write();
    BOOST_TEST(small.comes_to("failing"));

    fs::remove(small.filler());
    box.sim({{"op", "latency"}, {"ms", 50}});
    BOOST_TEST(small.comes_to("ok"));
    nothing_is_lost_or_doubled(box, small.written);
    BOOST_TEST(box.outbox().size() >= messages);
    BOOST_TEST(box.log().find("the store takes what is new again") != std::string::npos);
    BOOST_TEST(box.texts_to(number(800)).empty());
}

BOOST_AUTO_TEST_CASE(a_disk_that_becomes_read_only_stops_everything_until_it_can_be_written_again)
{
    BoxOptions options{.simulator = {"--latency", "100", "--status-report-delay", "off"}, .start = false};
    Box box{options};
    const auto marker = box.file("read-only");
    ::setenv("NIDA_TEST_READ_ONLY", marker.c_str(), 1);
    ::setenv("LD_PRELOAD", NIDA_READ_ONLY_DISK, 1);
    ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 0);
    box.start_only();
    ::unsetenv("LD_PRELOAD");
    BOOST_REQUIRE(box.wait_for_line("line0", "ready"));
    queue_messages(box);
    BOOST_TEST(box.wait_sim("accepted>=5"));

    std::ofstream{marker} << "now";
    const auto state = [&] { return box.status().object("store").text("state"); };
    BOOST_TEST(eventually([&] { return state() == "failing"; }, 60s));
    const auto error = box.status().object("store").text("error");
    BOOST_TEST(error.find("read-only") != std::string::npos, error);
    for (unsigned i = 0; i < arrivals_a_stage; ++i)
        box.sms(number(500 + i), "word " + std::to_string(i));
    const auto refused = box.nida({"send", "--to", number(800), "--text", "too much"});
    BOOST_TEST(refused.code == 75, refused.err);
    // One segment was on the air; its result waits. Nothing follows it.
    box.wait_sim("accepted>=1000", 3s);
    const auto sent = box.ledger("accepted").size();
    BOOST_TEST(sent < messages);
    box.wait_sim("accepted>=1000", 3s);
    BOOST_TEST(box.ledger("accepted").size() == sent);
    BOOST_TEST(box.ledger("deleted").empty(), "a message was deleted that is not on disk");

    fs::remove(marker);
    BOOST_TEST(eventually([&] { return state() == "ok"; }, 60s));
    nothing_is_lost_or_doubled(box, arrivals_a_stage);
    BOOST_TEST(box.texts_to(number(800)).empty());
}

BOOST_AUTO_TEST_SUITE_END()
