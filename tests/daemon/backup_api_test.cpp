#include "daemon/backup/sealing.hpp"
#include "tests/daemon/api_fixture.hpp"

#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <fstream>

using namespace nida::daemon;
using namespace std::chrono_literals;

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

/// A store that fills more than the sockets between the sealing and a client, and a client that takes its time.
struct LargeStore : ApiFixture {
    explicit LargeStore(std::chrono::milliseconds slowest_reader = 1min) : ApiFixture{slowest_reader}
    {
        in_store([](Connection& db) {
            db.run("INSERT INTO line(name) VALUES (hex(zeroblob(1900000)))");
            return 0;
        });
    }
    /// Reads the first octets of a copy.
    void begin()
    {
        auto talk = [this]() -> boost::asio::awaitable<void> {
            const std::string body = R"({"passphrase": "correct horse"})";
            const auto request =
                "POST /v1/backup HTTP/1.1\r\nHost: nida\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body;
            co_await boost::asio::async_write(client, boost::asio::buffer(request), boost::asio::use_awaitable);
            std::array<char, 12> first{};
            co_await boost::asio::async_read(client, boost::asio::buffer(first), boost::asio::use_awaitable);
            BOOST_TEST(std::string(first.begin(), first.end()) == "HTTP/1.1 200");
        };
        run(talk());
    }
    /// Whether there is a turn again after a while, and the copy's file is gone.
    bool becomes_free()
    {
        const auto until = std::chrono::steady_clock::now() + 60s;
        while (std::chrono::steady_clock::now() < until)
            if (get("/v1/check?quick=1").status == 200u) return open_copies() == 0;
        return false;
    }
    static int open_copies()
    {
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
            std::error_code gone;
            if (std::filesystem::read_symlink(entry.path(), gone).native().find(".copy-") != std::string::npos) ++count;
        }
        return count;
    }
    Protocol::socket client = connected();
};
struct ImpatientServer : LargeStore {
    ImpatientServer() : LargeStore{500ms} {}
};
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

BOOST_FIXTURE_TEST_CASE(a_copy_on_its_way_keeps_its_turn_until_its_client_goes, LargeStore)
{
    begin();
    BOOST_TEST(open_copies() == 1);
    for (const auto& other :
         {post("/v1/backup", R"({"passphrase": "correct horse"})"), get("/v1/check"), get("/v1/check?quick=1")}) {
        BOOST_TEST(other.status == 409u);
        BOOST_TEST(other.error() == "conflict");
    }
    BOOST_TEST(open_copies() == 1);
    client.close();
    BOOST_TEST(becomes_free());
    BOOST_TEST(post("/v1/backup", R"({"passphrase": "correct horse"})").status == 200u);
    BOOST_TEST(becomes_free());
}

BOOST_FIXTURE_TEST_CASE(a_client_that_takes_nothing_for_long_is_given_up, ImpatientServer)
{
    begin();
    BOOST_TEST(becomes_free());
    BOOST_TEST(client.is_open());
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
