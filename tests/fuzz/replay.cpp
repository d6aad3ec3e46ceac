// Stands in for libFuzzer where the compiler has none: runs the target over the vectors and over mutations of them, the same
// ones every time. On a crash it prints the input.
//
//     nida-fuzz-<name> <folder of .jsonl> <folder of inputs>   as CTest does
//     nida-fuzz-<name> --hex <input>                           to see one crash again

#include <boost/json.hpp>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// A finding of the sanitizers must pass by our signal handler, too.
extern "C" const char* __asan_default_options() { return "abort_on_error=1"; }
extern "C" const char* __ubsan_default_options() { return "abort_on_error=1:print_stacktrace=1"; }

namespace
{
using Input = std::vector<std::uint8_t>;

constexpr int mutated_inputs = 20'000;
constexpr std::size_t longest_input = 2'000;

const Input* current_input = nullptr;

void show_input(int signal)
{
    std::fputs("the input was: ", stderr);
    for (const auto octet : *current_input)
        std::fprintf(stderr, "%02X", octet);
    std::fputs("\n", stderr);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void run(const Input& input)
{
    // A copy of exactly this size, so that the sanitizer sees a read past its end.
    const Input exact(input.begin(), input.end());
    current_input = &exact;
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

bool is_hex(std::string_view text)
{
    return text.size() >= 2 && text.size() % 2 == 0 &&
           text.find_first_not_of("0123456789ABCDEFabcdef") == std::string_view::npos;
}

Input octets_of(std::string_view hex)
{
    Input octets;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        octets.push_back(static_cast<std::uint8_t>(std::stoul(std::string{hex.substr(i, 2)}, nullptr, 16)));
    return octets;
}

/// Every string of a record as it stands, for what reads lines, and the octets of those that are hex, for what reads PDUs.
void collect(const boost::json::value& value, std::set<Input>& seeds)
{
    if (const auto* text = value.if_string()) {
        seeds.insert(Input(text->begin(), text->end()));
        if (is_hex(*text)) seeds.insert(octets_of(*text));
    } else if (const auto* array = value.if_array()) {
        for (const auto& element : *array)
            collect(element, seeds);
    } else if (const auto* object = value.if_object()) {
        for (const auto& [key, member] : *object)
            if (key != "id" && key != "source" && key != "file" && key != "note" && key != "tshark")
                collect(member, seeds);
    }
}

/// The vectors' strings, and the corpus that libFuzzer begins with.
std::vector<Input> seeds_in(const std::filesystem::path& vectors, const std::filesystem::path& corpus)
{
    std::set<Input> seeds{{}};
    for (const auto& entry : std::filesystem::directory_iterator{corpus}) {
        std::ifstream file{entry.path(), std::ios::binary};
        seeds.insert(Input(std::istreambuf_iterator<char>{file}, {}));
    }
    for (const auto& entry : std::filesystem::directory_iterator{vectors}) {
        if (entry.path().extension() != ".jsonl") continue;
        std::ifstream file{entry.path()};
        for (std::string line; std::getline(file, line);)
            collect(boost::json::parse(line), seeds);
    }
    return {seeds.begin(), seeds.end()};
}

class Mutator
{
public:
    explicit Mutator(const std::vector<Input>& seeds) : seeds_{seeds} {}

    Input next()
    {
        Input input = seeds_[below(seeds_.size())];
        for (auto steps = 1 + below(6); steps > 0; --steps)
            mutate(input);
        if (input.size() > longest_input) input.resize(longest_input);
        return input;
    }
private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    std::ptrdiff_t place(const Input& input) { return static_cast<std::ptrdiff_t>(below(input.size() + 1)); }
    std::uint8_t octet()
    {
        constexpr std::uint8_t telling[] = {0x00, 0x01, 0x05, 0x07, 0x0A, 0x0D, 0x1B,
                                            0x22, 0x2C, 0x7F, 0x80, 0x91, 0xD0, 0xFF};
        return below(2) ? telling[below(std::size(telling))] : static_cast<std::uint8_t>(below(256));
    }

    void mutate(Input& input)
    {
        const auto from = place(input), to = place(input);
        const auto begin = input.begin() + std::min(from, to), end = input.begin() + std::max(from, to);
        switch (below(7)) {
        case 0: input.insert(begin, octet()); break;
        case 1: input.erase(begin, end); break;
        case 2: input.erase(end, input.end()); break;
        case 3: { // a range once more
            const Input range(begin, end);
            input.insert(end, range.begin(), range.end());
            break;
        }
        case 4: { // the tail of another seed
            const auto& other = seeds_[below(seeds_.size())];
            input.erase(begin, input.end());
            input.insert(input.end(), other.begin() + place(other), other.end());
            break;
        }
        case 5:
            if (begin != input.end()) *begin = octet();
            break;
        default:
            if (begin != input.end()) *begin ^= static_cast<std::uint8_t>(1u << below(8));
            break;
        }
    }

    const std::vector<Input>& seeds_;
    std::mt19937 random_{20240229};
};
} // namespace

int main(int argc, char** argv)
{
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE})
        std::signal(signal, show_input);

    if (argc == 3 && std::string_view{argv[1]} == "--hex") {
        run(octets_of(argv[2]));
        return 0;
    }
    if (argc != 3) {
        std::cerr << "usage: " << argv[0] << " <folder of .jsonl> <folder of inputs> | --hex <input>\n";
        return 64;
    }

    const auto seeds = seeds_in(argv[1], argv[2]);
    for (const auto& seed : seeds)
        run(seed);
    Mutator mutator{seeds};
    for (int i = 0; i < mutated_inputs; ++i)
        run(mutator.next());
    std::cout << seeds.size() << " seeds and " << mutated_inputs << " mutations of them\n";
    return seeds.size() > 100 ? 0 : 1; // fewer would mean that the vectors were not found
}
