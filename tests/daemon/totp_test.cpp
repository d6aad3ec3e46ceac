#include "daemon/coordinator/secrets.hpp"
#include "tests/daemon/coordinator_fixture.hpp"

#include <set>

using namespace nida::daemon;
using namespace std::chrono_literals;

namespace
{
/// RFC 6238 appendix B: the secret of its SHA-1 vectors.
TotpSecret rfc_secret()
{
    static constexpr std::string_view text = "12345678901234567890";
    TotpSecret secret;
    std::ranges::copy(text, secret.begin());
    return secret;
}
Time at(std::int64_t seconds) { return Time{std::chrono::seconds{seconds}}; }
} // namespace

BOOST_FIXTURE_TEST_SUITE(totp, CoordinatorFixture)

BOOST_AUTO_TEST_CASE(the_vectors_of_rfc_6238_hold)
{
    // Its eight digits end in the six that telephones show.
    const std::pair<std::int64_t, const char*> vectors[]{{59, "287082"},         {1111111109, "081804"},
                                                         {1111111111, "050471"}, {1234567890, "005924"},
                                                         {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& [seconds, digits] : vectors)
        BOOST_TEST(nida::daemon::totp(rfc_secret(), totp_step(at(seconds))) == digits);
}

BOOST_AUTO_TEST_CASE(the_vectors_of_rfc_4226_hold)
{
    const char* const digits[]{"755224", "287082", "359152", "969429", "338314",
                               "254676", "287922", "162583", "399871", "520489"};
    for (std::int64_t counter = 0; counter < 10; ++counter)
        BOOST_TEST(nida::daemon::totp(rfc_secret(), counter) == digits[counter]);
}

BOOST_AUTO_TEST_CASE(a_code_counts_in_its_step_and_the_ones_beside_it_and_each_step_once)
{
    const auto step = totp_step(at(1111111109));
    const auto matches = [&](std::int64_t seconds, std::int64_t last_used) {
        return matching_step(rfc_secret(), "081804", at(seconds), last_used);
    };
    BOOST_TEST(matches(1111111109, 0).value() == step);
    BOOST_TEST(matches(1111111109 + 30, 0).value() == step);
    BOOST_TEST(matches(1111111109 - 30, 0).value() == step);
    BOOST_TEST(!matches(1111111109 + 60, 0));
    BOOST_TEST(!matches(1111111109 - 60, 0));
    BOOST_TEST(!matches(1111111109, step));
    BOOST_TEST(!matches(1111111109, step + 1));
    BOOST_TEST(!matching_step(rfc_secret(), "81804", at(1111111109), 0));
}

BOOST_AUTO_TEST_CASE(the_uri_is_what_applications_read)
{
    BOOST_TEST(totp_uri(rfc_secret(), "amal") ==
               "otpauth://totp/Nida:amal?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Nida&algorithm=SHA1&digits=6&"
               "period=30");
}

BOOST_AUTO_TEST_CASE(a_secret_is_sealed_and_opens_with_its_own_key_alone)
{
    KeyFile::Key key{}, other{};
    other[0] = 1;
    auto sealed = seal(key, rfc_secret());
    BOOST_TEST((unseal(key, sealed) == rfc_secret()));
    BOOST_TEST(!unseal(other, sealed));
    sealed.back() ^= 1;
    BOOST_TEST(!unseal(key, sealed));
    BOOST_TEST(!unseal(key, {}));
    // Nor does the store hold it in clear.
    const auto secret = enrol("amal");
    auto row = connection.query("SELECT instr(totp_secret, ?1) FROM coordinator WHERE name = 'amal'", secret);
    BOOST_REQUIRE(row.step());
    BOOST_TEST(row.integer(0) == 0);
}

BOOST_AUTO_TEST_CASE(codes_are_six_digits_and_spread)
{
    std::set<std::string> codes;
    for (int i = 0; i < 1000; ++i) {
        codes.insert(random_code());
        BOOST_TEST(codes.begin()->size() == 6u);
    }
    BOOST_TEST(codes.size() > 990u);
}

BOOST_AUTO_TEST_CASE(with_totp_the_box_sends_no_code_and_asks_for_theirs)
{
    const auto secret = enrol("amal");
    const auto answer = text(amal, "ALERT youth Come");
    BOOST_TEST(code_in(answer) == "");
    BOOST_TEST(answer.find("To confirm, reply 1 and then the 6 digits of your app.") != answer.npos);
    text(amal, "1 " + totp_now(secret));
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_step_is_used_once_also_for_another_request)
{
    const auto secret = enrol("amal");
    text(amal, "ALERT youth First");
    text(amal, "ALERT youth Second");
    const auto code = totp_now(secret);
    text(amal, "1 " + code);
    text(amal, "2 " + code);
    BOOST_TEST(book.done.size() == 1u);
    now += 30s;
    text(amal, "2 " + totp_now(secret));
    BOOST_TEST(book.done.size() == 2u);
    // Not by a clock that was put back either.
    text(amal, "ALERT youth Third");
    now -= 30s;
    text(amal, "3 " + totp_now(secret));
    BOOST_TEST(book.done.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_forger_cannot_put_their_request_in_the_place_of_the_one_that_a_code_is_for)
{
    const auto secret = enrol("amal");
    text(amal, "ALERT youth Come");
    // The forger ends it and asks for something else, before the coordinator's digits arrive.
    for (int i = 0; i < 3; ++i)
        text(amal, "1 " + other_than(totp_now(secret)));
    text(amal, "ALERT youth Forged");
    const auto answer = text(amal, totp_now(secret));
    BOOST_TEST(answer == "Several requests wait. Write the number before the code: 2");
    text(amal, "1 " + totp_now(secret));
    BOOST_TEST(book.done.empty());
}

BOOST_AUTO_TEST_CASE(alone_a_totp_code_needs_no_number_where_one_request_was_made)
{
    const auto secret = enrol("amal");
    text(amal, "ALERT youth Come");
    text(amal, totp_now(secret));
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(three_wrong_totp_codes_end_the_request)
{
    const auto secret = enrol("amal");
    text(amal, "ALERT youth Come");
    for (int i = 0; i < 3; ++i)
        text(amal, "1 " + other_than(totp_now(secret)));
    text(amal, "1 " + totp_now(secret));
    BOOST_TEST(book.done.empty());
}

BOOST_AUTO_TEST_CASE(without_the_hour_a_one_time_code_is_sent_and_why)
{
    const auto secret = enrol("amal");
    sure = false;
    const auto answer = text(amal, "ALERT youth Come");
    BOOST_TEST(answer.find("The box does not know the hour") != answer.npos);
    text(amal, totp_now(secret));
    BOOST_TEST(book.done.empty());
    text(amal, code_in(answer));
    BOOST_TEST(book.done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(totp_asked_for_before_the_hour_was_doubted_is_not_judged)
{
    const auto secret = enrol("amal");
    text(amal, "ALERT youth Come");
    sure = false;
    BOOST_TEST(text(amal, "1 " + totp_now(secret)).starts_with("The box does not know the hour"));
    BOOST_TEST(book.done.empty());
}

BOOST_AUTO_TEST_CASE(a_new_secret_ends_the_old_one_and_what_was_asked_for)
{
    const auto old = enrol("amal");
    text(amal, "ALERT youth Come");
    enrol("amal");
    text(amal, "1 " + totp_now(old));
    text(amal, "ALERT youth Come");
    text(amal, "2 " + totp_now(old));
    BOOST_TEST(book.done.empty());
}

BOOST_AUTO_TEST_CASE(without_the_key_nothing_is_confirmed_by_totp)
{
    const auto secret = enrol("amal");
    text(amal, "ALERT youth Come");
    std::filesystem::remove(directory / "nida.db.coordinator-key");
    Connection again{directory / "nida.db", Connection::Mode::write};
    BOOST_TEST(!Coordinators{again}.use_totp(*Coordinators{again}.find("amal"), totp_now(secret), now));
}

BOOST_AUTO_TEST_SUITE_END()
