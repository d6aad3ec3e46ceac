#include "daemon/backup/sealing.hpp"

#include "daemon/backup/files.hpp"
#include "daemon/backup/keys.hpp"
#include "tests/daemon/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

using namespace nida::daemon;
using What = BackupError::What;

namespace
{
using Bytes = std::vector<std::uint8_t>;
constexpr std::size_t chunk = 64 * 1024;

Source from(const Bytes& octets, std::size_t& at)
{
    return [&](std::span<std::uint8_t> to) {
        // A pipe gives what it has, not what was asked for.
        const auto count = std::min({to.size(), octets.size() - at, std::size_t{1000}});
        std::copy_n(octets.begin() + static_cast<std::ptrdiff_t>(at), count, to.begin());
        at += count;
        return count;
    };
}

Bytes sample(std::size_t size)
{
    Bytes octets(size);
    for (std::size_t i = 0; i < size; ++i)
        octets[i] = static_cast<std::uint8_t>(i * 31 + i / 256);
    return octets;
}

Bytes sealed(const SealTo& key, const Bytes& plain)
{
    Bytes out;
    std::size_t at = 0;
    seal(key, noon, from(plain, at), plain.size(), [&](Octets o) { out.insert(out.end(), o.begin(), o.end()); });
    return out;
}

Bytes opened(const OpenWith& key, const Bytes& octets)
{
    Bytes out;
    std::size_t at = 0;
    const auto in = from(octets, at);
    const auto header = read_sealed_header(in);
    open_sealed(header, key, in, [&](Octets o) { out.insert(out.end(), o.begin(), o.end()); });
    return out;
}

std::optional<What> trouble(const OpenWith& key, const Bytes& octets)
{
    try {
        opened(key, octets);
    } catch (const BackupError& error) {
        return error.why;
    }
    return {};
}

struct Pair : TemporaryStore {
    explicit Pair(const char* name = "key")
    {
        make_key_pair(directory / name);
        open = read_public_key(directory / (std::string{name} + ".pub"));
        secret = read_secret_key(directory / name);
    }
    PublicKey open{};
    SecretKey secret{};
};
} // namespace

BOOST_AUTO_TEST_SUITE(sealing)

BOOST_AUTO_TEST_CASE(what_was_sealed_comes_back_whatever_its_length)
{
    const Pair keys;
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 7}) {
        const auto plain = sample(size);
        const auto file = sealed(keys.open, plain);
        BOOST_TEST(file.size() == sealed_octets(keys.open, size));
        BOOST_TEST((opened(keys.secret, file) == plain));
    }
    const Passphrase words{"correct horse"};
    const auto file = sealed(words, sample(100));
    BOOST_TEST(file.size() == sealed_octets(words, 100));
    BOOST_TEST((opened(words, file) == sample(100)));
}

BOOST_AUTO_TEST_CASE(a_wrong_key_or_passphrase_is_told_from_damage)
{
    const Pair keys, others{"other"};
    const auto to_key = sealed(keys.open, sample(100));
    BOOST_TEST((trouble(others.secret, to_key) == What::wrong_key));
    BOOST_TEST((trouble(Passphrase{"anything"}, to_key) == What::sealed_to_key));
    const auto to_words = sealed(Passphrase{"correct horse"}, sample(100));
    BOOST_TEST((trouble(Passphrase{"Correct horse"}, to_words) == What::wrong_passphrase));
    BOOST_TEST((trouble(keys.secret, to_words) == What::sealed_to_words));
}

BOOST_AUTO_TEST_CASE(a_file_that_ends_too_early_is_said_to_at_every_border)
{
    const Pair keys;
    const auto file = sealed(keys.open, sample(3 * chunk + 7));
    const auto header = file.size() - (3 * chunk + 7) - 4 * 17;
    const auto cut = [&](std::size_t size) {
        return trouble(keys.secret, Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)));
    };
    for (std::size_t n = 0; n < 4; ++n)
        for (const std::size_t more : {0, 1, 16, 17, 18})
            BOOST_TEST((cut(header + n * (chunk + 17) + (n < 3 || more < 17 ? more : 0)) == What::truncated));
    for (std::size_t size = 1; size < header; ++size)
        BOOST_TEST((cut(size) == What::truncated));
    BOOST_TEST((cut(0) == What::not_a_backup));
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_anywhere_is_noticed_and_nothing_behind_it_is_given)
{
    const Pair keys;
    const auto plain = sample(2 * chunk + 7);
    const auto file = sealed(keys.open, plain);
    const auto header = file.size() - plain.size() - 3 * 17;
    for (std::size_t i = 0; i < header; ++i)
        for (const int bit : {0, 7}) {
            auto broken = file;
            broken[i] ^= static_cast<std::uint8_t>(1 << bit);
            const auto what = trouble(keys.secret, broken);
            BOOST_TEST_INFO("octet " << i);
            BOOST_TEST(what.has_value());
        }
    for (std::size_t i = header; i < file.size(); i += 4099) {
        auto broken = file;
        broken[i] ^= 1;
        BOOST_TEST((trouble(keys.secret, broken) == What::damaged));
    }
    auto broken = file;
    broken.back() ^= 0x80;
    BOOST_TEST((trouble(keys.secret, broken) == What::damaged));
}

BOOST_AUTO_TEST_CASE(chunks_that_change_places_and_octets_behind_the_end_are_damage)
{
    const Pair keys;
    const auto file = sealed(keys.open, sample(3 * chunk));
    const auto header = static_cast<std::ptrdiff_t>(file.size() - 3 * chunk - 3 * 17);
    auto swapped = file;
    std::swap_ranges(swapped.begin() + header, swapped.begin() + header + chunk + 17,
                     swapped.begin() + header + chunk + 17);
    BOOST_TEST((trouble(keys.secret, swapped) == What::damaged));
    auto longer = file;
    longer.push_back(0);
    BOOST_TEST((trouble(keys.secret, longer) == What::damaged));
}

BOOST_AUTO_TEST_CASE(a_file_of_another_program_or_a_later_format_is_named_as_such)
{
    const Pair keys;
    BOOST_TEST((trouble(keys.secret, sample(500)) == What::not_a_backup));
    auto file = sealed(keys.open, sample(10));
    file[8] = 2;
    BOOST_TEST((trouble(keys.secret, file) == What::newer_format));
}

BOOST_AUTO_TEST_CASE(a_header_cannot_ask_for_more_memory_than_a_small_machine_has)
{
    auto file = sealed(Passphrase{"correct horse"}, sample(10));
    file[26 + 16 + 4 + 3] = 0x7F; // KiB, the highest octet
    BOOST_TEST((trouble(Passphrase{"correct horse"}, file) == What::damaged));
}

BOOST_AUTO_TEST_CASE(key_files_are_closed_to_others_and_never_overwritten)
{
    const Pair keys;
    struct stat found {
    };
    BOOST_REQUIRE(::stat((keys.directory / "key").c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777) == 0600);
    BOOST_CHECK_THROW(make_key_pair(keys.directory / "key"), BackupError);
    BOOST_CHECK_THROW(read_public_key(keys.directory / "key"), BackupError);
    // Not that everybody may read it: they may.
    BOOST_CHECK_EXCEPTION(read_secret_key(keys.directory / "key.pub"), BackupError, [](const auto& error) {
        return std::string{error.what()}.find("name the file without .pub") != std::string::npos;
    });
    BOOST_CHECK_THROW(read_seal_key(keys.directory / "key"), BackupError);
    BOOST_TEST(std::holds_alternative<PublicKey>(read_seal_key(keys.directory / "key.pub")));
    ::chmod((keys.directory / "key").c_str(), 0644);
    BOOST_CHECK_EXCEPTION(read_secret_key(keys.directory / "key"), BackupError, [](const auto& error) {
        return std::string{error.what()}.find("chmod 600") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(a_passphrase_is_the_first_line_of_its_file_and_not_too_short)
{
    const TemporaryStore place;
    const auto file = place.directory / "words";
    const auto write = [&](const std::string& text) {
        std::ofstream{file} << text;
        ::chmod(file.c_str(), 0600);
    };
    write("correct horse \r\nsecond\n");
    BOOST_TEST(read_passphrase(file).words == "correct horse ");
    BOOST_TEST(std::holds_alternative<Passphrase>(read_seal_key(file)));
    write("short\n");
    BOOST_CHECK_THROW(read_seal_key(file), BackupError);
    write("");
    BOOST_CHECK_THROW(read_passphrase(file), BackupError);
    BOOST_CHECK_THROW(read_passphrase(place.directory / "absent"), BackupError);
}

BOOST_AUTO_TEST_SUITE_END()
