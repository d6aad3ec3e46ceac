#include "daemon/coordinator/secrets.hpp"

#include <boost/assert.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

namespace nida::daemon
{
namespace
{
constexpr std::uint32_t codes = 1'000'000;

/// One file holds one key; each use has its own of it.
KeyFile::Key key_for(std::string_view use, const KeyFile::Key& key)
{
    KeyFile::Key derived;
    crypto_generichash(derived.data(), derived.size(), reinterpret_cast<const unsigned char*>(use.data()), use.size(),
                       key.data(), key.size());
    return derived;
}

void start_sodium()
{
    const int started = sodium_init();
    BOOST_ASSERT(started >= 0);
    static_cast<void>(started);
}
} // namespace

std::string random_code()
{
    start_sodium();
    return fmt::format("{:06}", randombytes_uniform(codes));
}

CodeSalt random_salt()
{
    start_sodium();
    CodeSalt salt;
    randombytes_buf(salt.data(), salt.size());
    return salt;
}

CodeHash code_hash(const KeyFile::Key& key, const CodeSalt& salt, std::string_view code, std::string_view bound_to)
{
    const auto own = key_for("coordinators' codes", key);
    crypto_generichash_state state;
    crypto_generichash_init(&state, own.data(), own.size(), CodeHash{}.size());
    const auto take = [&](const auto& octets) {
        const auto size = fmt::format("{}:", octets.size());
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(size.data()), size.size());
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(octets.data()), octets.size());
    };
    take(salt);
    take(code);
    take(bound_to);
    CodeHash hash;
    crypto_generichash_final(&state, hash.data(), hash.size());
    return hash;
}

bool same(const CodeHash& a, std::span<const std::uint8_t> b)
{
    return b.size() == a.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

TotpSecret random_secret()
{
    start_sodium();
    TotpSecret secret;
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::vector<std::uint8_t> seal(const KeyFile::Key& key, const TotpSecret& secret)
{
    start_sodium();
    const auto own = key_for("TOTP secrets", key);
    std::vector<std::uint8_t> sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size());
    randombytes_buf(sealed.data(), crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(sealed.data() + crypto_secretbox_NONCEBYTES, secret.data(), secret.size(), sealed.data(),
                          own.data());
    return sealed;
}

std::optional<TotpSecret> unseal(const KeyFile::Key& key, std::span<const std::uint8_t> sealed)
{
    TotpSecret secret;
    if (sealed.size() != crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size()) return {};
    const auto own = key_for("TOTP secrets", key);
    const auto box = sealed.subspan(crypto_secretbox_NONCEBYTES);
    if (crypto_secretbox_open_easy(secret.data(), box.data(), box.size(), sealed.data(), own.data()) != 0) return {};
    return secret;
}
} // namespace nida::daemon
