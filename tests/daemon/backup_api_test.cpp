#include "daemon/backup/sealing.hpp"
#include "tests/daemon/api_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace nida::daemon;

namespace
{
std::string opened(const std::string& sealed)
{
    std::size_t at = 0;
    const Source in = [&](std::span<std::uint8_t> to) {
        const auto count = sealed.copy(reinterpret_cast<char*>(to.data()), to.size(), at);
        at += count;
        return count;
    };
    std::string plain;
    open_sealed(read_sealed_header(in), Passphrase{"correct horse"}, in,
                [&](Octets octets) { plain.append(octets.begin(), octets.end()); });
    return plain;
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(backup_api, ApiFixture)

BOOST_AUTO_TEST_CASE(a_sealed_copy_is_given_and_opens_to_the_store)
{
    add_line("libyana-1");
    const auto answer = post("/v1/backup", R"({"passphrase": "correct horse"})");
    BOOST_REQUIRE(answer.status == 200u);
    BOOST_TEST(answer.kept_alive);
    std::ofstream{directory / "copy", std::ios::binary} << opened(answer.body);
    Connection copy{directory / "copy", Connection::Mode::write};
    BOOST_TEST(copy.database().execAndGet("SELECT name FROM line").getString() == "libyana-1");
}

BOOST_AUTO_TEST_CASE(a_copy_wants_one_key_that_is_worth_something)
{
    BOOST_TEST(post("/v1/backup", "{}").error() == "bad_request");
    BOOST_TEST(post("/v1/backup", R"({"passphrase": "correct horse", "public_key": "x"})").error() == "bad_request");
    BOOST_TEST(post("/v1/backup", R"({"passphrase": "short"})").error() == "bad_value");
    BOOST_TEST(post("/v1/backup", R"({"public_key": "nida-backup-public-key-1 AAAA"})").error() == "bad_value");
}

BOOST_AUTO_TEST_CASE(a_check_says_what_it_found)
{
    const auto line = add_line("libyana-1");
    BOOST_TEST(get("/v1/check").json().at("findings").as_array().empty());
    in_store([line](Connection& db) {
        db.run("INSERT INTO part(line_id, pdu, received_at) VALUES (?1, x'01', 0)", line);
        return 0;
    });
    const auto found = get("/v1/check?quick=1").json().at("findings").as_array();
    BOOST_REQUIRE(found.size() == 1u);
    BOOST_TEST(found[0].at("code").as_string() == "lost_part");
    BOOST_TEST(found[0].at("count").as_int64() == 1);
    BOOST_TEST(found[0].at("examples").as_array().size() == 1u);
    BOOST_TEST(found[0].at("warning").as_bool() == false);
}

BOOST_AUTO_TEST_CASE(the_status_tells_of_copies_only_where_they_are_made)
{
    BOOST_TEST(get("/v1/status").json().at("backup").is_null());
}

BOOST_AUTO_TEST_SUITE_END()
