// Prints what encoding and decoding cost, and judges nothing: nanoseconds and allocations for each PDU, and beside them
// libosmocore's septets on the same strings in the same run. The figures of a release build count.
#include "protocol/alphabet/gsm_alphabet.hpp"
#include "protocol/alphabet/septets.hpp"
#include "protocol/encoding/segmentation.hpp"
#include "protocol/hex.hpp"
#include "protocol/pdu/tpdu.hpp"
#include "protocol/unicode.hpp"

#include <fmt/format.h>

#ifdef NIDA_BENCH_LIBOSMOCORE
extern "C" {
#include <osmocom/gsm/gsm_utils.h>
}
#endif

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{
std::size_t allocations = 0;
} // namespace

void* operator new(std::size_t size)
{
    ++allocations;
    if (auto* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

using namespace nida::protocol;

namespace
{
/// Makes the compiler believe that somebody looks at the value.
template <class T> void use(const T& value) { asm volatile("" : : "g"(&value) : "memory"); }

/// Nanoseconds that this thread has had the processor: others may want it, too.
double processor_time()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

struct Cost {
    double nanoseconds; ///< the median round's
    double allocations;
};

template <class Work> Cost cost_of(Work work)
{
    constexpr std::size_t rounds = 15;
    const auto run = [&work](std::size_t times) {
        const auto begin = processor_time();
        for (std::size_t i = 0; i < times; ++i)
            work();
        return processor_time() - begin;
    };
    std::size_t times = 1;
    while (run(times) < 10e6) // a round of ten milliseconds is long beside the clock's step
        times *= 2;

    const auto allocated_before = allocations;
    std::array<double, rounds> each{};
    for (auto& nanoseconds : each)
        nanoseconds = run(times) / static_cast<double>(times);
    const auto allocated = static_cast<double>(allocations - allocated_before) / static_cast<double>(rounds * times);
    std::ranges::sort(each);
    return {each[rounds / 2], allocated};
}

void print(std::string_view what, const Cost& cost)
{
    fmt::print("{:<58}{:>9.1f} ns{:>12.0f} /s{:>7.1f} allocations\n", what, cost.nanoseconds, 1e9 / cost.nanoseconds,
               cost.allocations);
}

std::string repeated(std::string_view text, std::size_t characters)
{
    const auto code_points = decode_utf8(text);
    std::string out;
    for (std::size_t i = 0; i < characters; ++i)
        append_utf8(out, code_points[i % code_points.size()]);
    return out;
}

/// Septets to octets and back: no alphabet, no TPDU.
void compare_packing()
{
    std::array<Septet, 160> septets;
    for (std::size_t i = 0; i < septets.size(); ++i)
        septets[i] = static_cast<Septet>(i * 37 & 0x7F);
    std::array<Octet, 140> packed;
    const auto packing = cost_of([&] {
        pack_septets(septets, std::span{packed});
        use(packed);
    });
    std::array<Septet, 160> unpacked;
    print("160 septets: packing alone", packing);
    print("160 septets: unpacking alone", cost_of([&] {
              unpack_septets_into(packed, unpacked);
              use(unpacked);
          }));
    if (unpacked != septets) throw std::logic_error{"the septets did not come back"};
#ifdef NIDA_BENCH_LIBOSMOCORE
    std::array<Octet, 256> their_packed{};
    const auto theirs = cost_of([&] {
        gsm_septet_pack(their_packed.data(), septets.data(), septets.size(), 0);
        use(their_packed);
    });
    if (!std::equal(packed.begin(), packed.end(), their_packed.begin()))
        throw std::logic_error{"libosmocore packs in another way"};
    print("    libosmocore gsm_septet_pack", theirs);
    fmt::print("    libosmocore takes {:.1f} times as long to pack\n", theirs.nanoseconds / packing.nanoseconds);
#endif
}

/// Text to packed octets and back, septets only: no TPDU around them.
void compare_septets(std::string_view name, const std::string& text)
{
    std::array<Octet, 140> packed;
    std::size_t septet_count = 0;
    const auto encode = [&] {
        std::array<Septet, 160> septets;
        septet_count = to_gsm(text, septets).value();
        use(pack_septets(std::span{septets}.first(septet_count), packed));
        use(packed);
    };
    std::string shown;
    const auto decode = [&] {
        shown.clear();
        append_packed_gsm(shown, packed, septet_count);
        use(shown);
    };
    const auto encoded = cost_of(encode);
    const auto decoded = cost_of(decode);
    if (shown != text) throw std::logic_error{"the text did not come back"};
    print(fmt::format("{}: text to packed septets", name), encoded);
    print(fmt::format("{}: packed septets to text", name), decoded);

#ifdef NIDA_BENCH_LIBOSMOCORE
    std::array<Octet, 256> their_packed{};
    int written = 0;
    const auto their_encoded = cost_of([&] {
        gsm_7bit_encode_n(their_packed.data(), their_packed.size(), text.c_str(), &written);
        use(their_packed);
    });
    std::array<char, 256> their_shown{};
    const auto their_decoded = cost_of([&] {
        gsm_7bit_decode_n_hdr(their_shown.data(), their_shown.size(), their_packed.data(),
                              static_cast<std::uint8_t>(septet_count), 0);
        use(their_shown);
    });
    const auto octets = packed_octets(septet_count);
    if (!std::equal(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(octets), their_packed.begin()) ||
        their_shown.data() != text)
        throw std::logic_error{"libosmocore reads the text in another way"};
    print("    libosmocore gsm_7bit_encode_n", their_encoded);
    print("    libosmocore gsm_7bit_decode_n_hdr", their_decoded);
    fmt::print("    libosmocore takes {:.1f} times as long to encode, {:.1f} times to decode\n",
               their_encoded.nanoseconds / encoded.nanoseconds, their_decoded.nanoseconds / decoded.nanoseconds);
#endif
}

/// A text to SUBMIT TPDUs, and DELIVER TPDUs back to text.
void measure_tpdus(std::string_view name, const std::string& text)
{
    const Address number = address_from_text("+218912345678").value();
    const auto encode = [&] {
        std::vector<Octets> tpdus;
        for (auto& segment : segment_text(text, Octet{0x17})) {
            SubmitPdu pdu;
            pdu.destination = number;
            pdu.user_data = std::move(segment);
            tpdus.push_back(pdu.tpdu());
        }
        return tpdus;
    };

    // What the network would make of them: the same user data behind a DELIVER's header, with an SMSC address of no octets.
    std::vector<Octets> delivered;
    for (const auto& segment : segment_text(text, Octet{0x17})) {
        auto octets = from_hex(segment.has_udh ? "0044" : "0004", "header").value();
        append_address(octets, number);
        const Octet fields[] = {0x00, segment.dcs, 0x62, 0x11, 0x12, 0x22, 0x32, 0x63, 0x80, segment.length};
        octets.insert(octets.end(), std::begin(fields), std::end(fields));
        octets.insert(octets.end(), segment.octets.begin(), segment.octets.end());
        delivered.push_back(std::move(octets));
    }
    const auto decode = [&] {
        std::string shown;
        for (const auto& octets : delivered) {
            const auto received = decode_received(octets).value();
            const auto& ud = std::get<DeliverPdu>(received.tpdu).user_data;
            shown += decode_user_data(ud.dcs, ud.has_udh, ud.length, ud.octets).value().text;
        }
        return shown;
    };
    if (decode() != text) throw std::logic_error{"the text did not come back"};

    const auto per_pdu = [&](Cost cost) {
        const auto pdus = static_cast<double>(delivered.size());
        return Cost{cost.nanoseconds / pdus, cost.allocations / pdus};
    };
    print(fmt::format("{}: text to SUBMIT, each TPDU", name), per_pdu(cost_of([&] { use(encode()); })));
    print(fmt::format("{}: DELIVER to text, each TPDU", name), per_pdu(cost_of([&] { use(decode()); })));
}
} // namespace

int main()
{
    const auto latin = repeated("The meeting is moved to Thursday, 16:30, at the school. Bring water (2 l)! ", 160);
    const auto arabic = repeated("تأجل الاجتماع إلى يوم الخميس الساعة الرابعة والنصف في المدرسة. ", 70);
    const auto long_arabic = repeated("تأجل الاجتماع إلى يوم الخميس الساعة الرابعة والنصف في المدرسة. ", 200);

    compare_packing();
    compare_septets("160 characters of GSM 7-bit", latin);
    compare_septets("80 characters behind escapes", repeated("{[~]}|^\\", 80));
    measure_tpdus("160 characters of GSM 7-bit", latin);
    measure_tpdus("70 characters of Arabic", arabic);
    measure_tpdus("200 characters of Arabic, 3 segments", long_arabic);
#ifndef NIDA_BENCH_LIBOSMOCORE
    fmt::print("libosmocore was not there at build time (libosmocore-dev): no figures to compare with\n");
#endif
}
