#include "daemon/store/schema.hpp"

#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace nida::daemon;

namespace
{
std::string store_of_version_1()
{
    std::ifstream file{NIDA_TEST_DATA "/store-v1.sql"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Every table, index and column, as SQLite understood them.
std::string shape_of(Connection& db)
{
    std::string shape;
    auto rows = db.query(
        "SELECT m.type || ' ' || m.name || ' ' || coalesce(group_concat(c.name), '') FROM sqlite_master m LEFT "
        "JOIN pragma_table_info(m.name) c GROUP BY m.name ORDER BY m.type, m.name");
    while (rows.step())
        shape += rows.text(0) + '\n';
    return shape;
}
} // namespace

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(a_store_of_the_first_version_grows_into_the_present_one_and_keeps_what_it_holds)
{
    TemporaryStore fresh;
    const auto file = fresh.directory / "old.db";
    Connection old{file, Connection::Mode::write};
    old.database().exec(store_of_version_1());

    prepare_schema(old);

    BOOST_TEST(shape_of(old) == shape_of(fresh.connection));
    auto row =
        old.query("SELECT line.name, inbox.kind, inbox.text, person.name, user_version FROM line, inbox, person, "
                  "pragma_user_version");
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.text(0) == "libyana-1");
    BOOST_TEST(row.text(1) == "sms");
    BOOST_TEST(row.text(2) == "انضم");
    BOOST_TEST(row.text(3) == "Amina");
    BOOST_TEST(row.integer(4) == 2);
}

BOOST_AUTO_TEST_CASE(a_store_of_a_later_version_is_refused_with_what_to_do)
{
    TemporaryStore store;
    store.connection.database().exec("PRAGMA user_version = 99");
    BOOST_CHECK_EXCEPTION(prepare_schema(store.connection), std::runtime_error, [](const auto& error) {
        return std::string{error.what()}.find("install the newer nidad") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()
