#include "daemon/store/lock.hpp"

#include "daemon/store/store.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace nida::daemon;
namespace fs = std::filesystem;

namespace
{
struct Fixture {
    Fixture()
    {
        BOOST_REQUIRE(::mkdtemp(name.data()));
        directory = fs::canonical(name);
        fs::create_directory(directory / "disk");
    }
    ~Fixture() { fs::remove_all(directory); }
    std::string refused(const fs::path& store) const
    {
        try {
            const StoreLock lock{store};
        } catch (const StoreOpenError& error) {
            return error.what();
        }
        return {};
    }
    fs::path lock() const { return directory / "disk/nida.db.lock"; }
    std::string content(const fs::path& file) const
    {
        std::ifstream in{file};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    std::string name = (fs::temp_directory_path() / "nida-lock-XXXXXX").string();
    fs::path directory;
    fs::path store() const { return directory / "disk/nida.db"; }
};

/// Stands in another directory for a while.
struct Within {
    explicit Within(const fs::path& directory) { fs::current_path(directory); }
    ~Within() { fs::current_path(before); }
    Within(const Within&) = delete;
    Within& operator=(const Within&) = delete;
    fs::path before = fs::current_path();
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(store_lock, Fixture)

BOOST_AUTO_TEST_CASE(a_store_has_one_lock_by_whatever_name_it_is_called)
{
    // Also before the store is there: the first start makes it where the link leads.
    for (const bool there : {false, true}) {
        if (there) std::ofstream{store()} << "store";
        fs::create_symlink("disk/nida.db", directory / "link.db");
        fs::create_symlink("disk", directory / "folder");
        const StoreLock held{directory / "link.db"};
        const Within within{directory / "disk"};
        for (const fs::path& other : {store(), directory / "link.db", directory / "folder/nida.db",
                                      directory / "disk/../disk/nida.db", fs::path{"nida.db"}})
            BOOST_TEST_CONTEXT(other) { BOOST_CHECK_THROW(StoreLock{other}, StoreInUse); }
        fs::remove(directory / "link.db");
        fs::remove(directory / "folder");
    }
}

BOOST_AUTO_TEST_CASE(a_store_keeps_to_the_file_that_it_locked_and_knows_its_directory)
{
    fs::create_symlink("disk/nida.db", directory / "link.db");
    const Within within{directory};
    boost::asio::io_context loop;
    const Store opened{loop.get_executor(), "link.db"};
    BOOST_TEST(opened.path() == store());
    BOOST_TEST(fs::is_symlink("link.db"));
    BOOST_CHECK_THROW((Store{loop.get_executor(), store()}), StoreInUse);
}

BOOST_AUTO_TEST_CASE(links_that_lead_nowhere_are_an_error_and_no_crash)
{
    fs::create_symlink("b.db", directory / "a.db");
    fs::create_symlink("a.db", directory / "b.db");
    boost::asio::io_context loop;
    BOOST_CHECK_THROW((Store{loop.get_executor(), directory / "a.db"}), StoreOpenError);
    BOOST_TEST(refused(directory / "absent/nida.db").find("absent/nida.db.lock") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_lies_in_the_lock_s_place_is_neither_followed_nor_written_to_nor_given_away)
{
    const auto victim = directory / "victim";
    std::ofstream{victim} << "precious";
    const auto untouched = [&](const char* how) {
        BOOST_TEST_CONTEXT(how)
        {
            BOOST_TEST(refused(store()).find(lock().string()) != std::string::npos);
            BOOST_TEST(content(victim) == "precious");
            fs::remove(lock());
        }
    };
    fs::create_symlink(victim, lock());
    untouched("a link");
    fs::create_symlink(directory / "absent", lock());
    untouched("a link to nothing");
    BOOST_TEST(!fs::exists(directory / "absent"));
    fs::create_hard_link(victim, lock());
    untouched("another name of a file");
    BOOST_REQUIRE(::mkfifo(lock().c_str(), 0600) == 0);
    untouched("a pipe");
    fs::create_directory(lock());
    untouched("a directory");
    BOOST_TEST(refused(store()) == "");
}

BOOST_AUTO_TEST_CASE(root_gives_only_a_lock_that_it_made_to_the_directory_s_owner,
                     *boost::unit_test::precondition([](auto) { return ::geteuid() == 0; }))
{
    constexpr uid_t somebody = 4242;
    BOOST_REQUIRE(::chown((directory / "disk").c_str(), somebody, somebody) == 0);
    const auto owner = [&] {
        struct stat found {
        };
        BOOST_REQUIRE(::stat(lock().c_str(), &found) == 0);
        return found.st_uid;
    };
    BOOST_TEST(refused(store()) == "");
    BOOST_TEST(owner() == somebody);
    BOOST_REQUIRE(::chown(lock().c_str(), 0, 0) == 0);
    BOOST_TEST(refused(store()) == "");
    BOOST_TEST(owner() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
