#include "daemon/store/erasure_key.hpp"

#include <sodium.h>

#include <algorithm>

namespace nida::daemon
{
ErasureKey::ErasureKey(const std::filesystem::path& store)
    : key_{store.string() + ".erasure-key",
           "It is what erased people are known again by: bring the file back from where it is kept, or take it away if "
           "it is lost (then imports may bring erased people back)"}
{
}

std::optional<ErasureKey::Hash> ErasureKey::hash(std::string_view number)
{
    const auto* key = key_.find();
    if (!key) return {};
    Hash hash;
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(number.data()), number.size(),
                       key->data(), key->size());
    return hash;
}

std::optional<std::array<std::uint8_t, 8>> ErasureKey::check()
{
    const auto whole = hash("which key this is");
    if (!whole) return {};
    std::array<std::uint8_t, 8> check;
    std::copy_n(whole->begin(), check.size(), check.begin());
    return check;
}
} // namespace nida::daemon
