// Sealed copies: any file, however cut or damaged, is opened or refused, and what is opened is never longer than it says.
#include "daemon/backup/sealing.hpp"
#include "tests/fuzz/require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

using namespace nida::daemon;
using nida::protocol::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::span<const std::uint8_t> rest{data, size};
    const Source in = [&](std::span<std::uint8_t> to) {
        const auto count = std::min(to.size(), rest.size());
        std::copy_n(rest.begin(), count, to.begin());
        rest = rest.subspan(count);
        return count;
    };
    try {
        const auto header = read_sealed_header(in);
        require(header.authenticated.size() + header.authentication.size() + rest.size() == size);
        // What a passphrase costs is what the header asks for: that is bounded, and too slow to be tried here.
        if (header.to_passphrase) return 0;
        std::uint64_t given = 0;
        SecretKey key{};
        key.octets.fill(7);
        open_sealed(header, key, in, [&](Octets octets) {
            given += octets.size();
            require(given <= header.octets);
        });
        require(given == header.octets);
    } catch (const BackupError&) {
        // That is one of the two answers.
    }
    return 0;
}
