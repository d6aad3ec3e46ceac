#include "tests/torture/power_cut.hpp"

#include "tests/torture/forgetful_disk.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace nida::torture
{
namespace
{
namespace fs = std::filesystem;
using Octets = std::vector<char>;

constexpr std::int64_t sector = 512;

struct Write {
    forgetful_record head;
    const char* before;
    const char* after;
};

Octets content(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void resize(Octets& octets, std::int64_t size) { octets.resize(static_cast<std::size_t>(size)); }

void put(Octets& octets, std::int64_t offset, const char* data, std::int64_t count)
{
    if (count == 0) return;
    if (offset + count > static_cast<std::int64_t>(octets.size())) resize(octets, offset + count);
    std::copy_n(data, count, octets.begin() + offset);
}

/// What was written since the last synchronisation. A record that the kill cut short is none.
std::vector<Write> writes_in(const Octets& log)
{
    std::vector<Write> writes;
    for (std::size_t at = 0; at + sizeof(forgetful_record) <= log.size();) {
        Write write{};
        std::memcpy(&write.head, log.data() + at, sizeof write.head);
        if (write.head.magic != FORGETFUL_MAGIC)
            throw std::runtime_error{"a log of the forgetful disk is not readable"};
        at += sizeof write.head;
        const auto length = static_cast<std::size_t>(write.head.before + write.head.after);
        if (at + length > log.size()) break;
        write.before = log.data() + at;
        write.after = write.before + write.head.before;
        at += length;
        writes.push_back(write);
    }
    return writes;
}

/// How much of what was on its way arrives is different from cut to cut, all and nothing included.
bool survives(std::mt19937_64& random, unsigned percent) { return random() % 100 < percent; }

void write_again(Octets& octets, const Write& write, unsigned percent, std::mt19937_64& random, PowerCut& cut)
{
    if (write.head.kind == forgetful_truncate) {
        if (survives(random, percent)) resize(octets, write.head.offset);
        return;
    }
    const auto end = write.head.offset + write.head.after;
    for (auto at = write.head.offset; at < end;) {
        const auto next = std::min(end, (at / sector + 1) * sector);
        ++cut.sectors;
        if (survives(random, percent))
            put(octets, at, write.after + (at - write.head.offset), next - at);
        else
            ++cut.lost;
        at = next;
    }
}

void forget(const fs::path& file, const fs::path& log, unsigned percent, std::mt19937_64& random, PowerCut& cut)
{
    const auto records = content(log);
    const auto writes = writes_in(records);
    if (writes.empty()) return;
    cut.writes += static_cast<unsigned>(writes.size());
    auto octets = content(file);
    for (auto write = writes.rbegin(); write != writes.rend(); ++write) {
        put(octets, write->head.offset, write->before, write->head.before);
        resize(octets, write->head.size);
    }
    for (const auto& write : writes)
        write_again(octets, write, percent, random, cut);
    std::ofstream{file, std::ios::binary | std::ios::trunc}.write(octets.data(),
                                                                  static_cast<std::streamsize>(octets.size()));
}

struct Entry {
    std::string what, number, name;
};

std::vector<Entry> entries_in(const fs::path& log)
{
    std::vector<Entry> entries;
    std::ifstream in{log};
    for (std::string line; std::getline(in, line);) {
        Entry entry;
        std::istringstream{line} >> entry.what >> entry.number >> entry.name;
        entries.push_back(entry);
    }
    return entries;
}
} // namespace

PowerCut cut_power(const fs::path& store, const fs::path& logs, std::uint64_t seed)
{
    std::mt19937_64 random{seed};
    constexpr std::array<unsigned, 6> shares{0, 0, 10, 50, 90, 100};
    const auto percent = shares[random() % shares.size()];
    const auto directory = store.parent_path();
    PowerCut cut;
    fs::remove(store.string() + "-shm"); // lives in memory only

    const auto forget_file = [&](const fs::path& file, const fs::path& log) {
        if (fs::exists(log) && fs::exists(file)) forget(file, log, percent, random, cut);
        fs::remove(log);
    };
    for (const char* suffix : {"", "-wal", "-journal"}) {
        const auto name = store.filename().string() + suffix;
        forget_file(directory / name, logs / (name + ".log"));
    }
    // What happened to a directory happened in this order, or did not from some point on.
    auto entries = entries_in(logs / FORGETFUL_DISK_DIRECTORY);
    const auto kept = entries.empty() ? 0 : random() % (entries.size() + 1);
    while (entries.size() > kept) {
        const auto entry = entries.back();
        entries.pop_back();
        ++cut.entries;
        fs::remove(directory / entry.name);
        if (entry.what != "unlinked") continue;
        const auto saved = logs / ("unlinked." + entry.number);
        forget_file(saved, saved.string() + ".log");
        fs::rename(saved, directory / entry.name);
    }
    for (const auto& left : fs::directory_iterator{logs})
        fs::remove(left.path());
    return cut;
}
} // namespace nida::torture
