// Whatever a modem sends: the splitter in torn pieces, then every parser that a line or a response can reach.
#include "protocol/at/at_response.hpp"
#include "protocol/at/line_splitter.hpp"
#include "protocol/at/registration.hpp"
#include "protocol/at/stored_message.hpp"
#include "protocol/at/urc.hpp"
#include "protocol/at/ussd.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace nida::protocol;

namespace
{
constexpr std::string_view commands[] = {"",           "AT",       "AT+CREG?", "AT+CSQ", "AT+CPIN?",
                                         "AT+CMGS=19", "AT+CLIP?", "AT+CPMS?", "ATD1;",  "AT+CUSD=1,\"*100#\",15"};

void require(bool holds)
{
    if (!holds) std::abort();
}

void read_line(const std::string& line, std::string_view second)
{
    require(line.size() <= LineSplitter::max_line && line.find_first_of("\r\n") == std::string::npos);
    require(is_urc(line, ""));
    for (const auto command : commands) {
        is_urc(line, command);
        is_echo(line, command);
        require(!is_echo(line, command) || !is_urc(line, command) || command.empty());
    }
    is_urc("+CREG: 0,1", line);
    is_echo(line, line);
    announces_pdu(line);
    continues_on_next_line(line);
    parse_urc(line, second);
    for (const bool dial : {false, true})
        if (const auto result = parse_final_result(line, dial)) require(result->text == line);
    split_parameters(line);
    for (const auto number : parse_range(line))
        require(number <= 255);
    parse_unsigned(line);
    parse_registration(line, true);
    parse_registration(line, false);
}

void read_ussd(std::string_view text)
{
    const auto reply = parse_cusd(text);
    if (!reply) {
        require(reply.error().offset <= text.size());
        return;
    }
    for (const auto dialect : {UssdDialect::text, UssdDialect::packed, UssdDialect::ucs2}) {
        decode_ussd(*reply, dialect);
        encode_ussd(reply->string, dialect);
    }
}

void read_response(const AtResponse& response)
{
    for (const auto& message : parse_message_list(response))
        require(!message.pdu.empty());
    parse_message_read(response);
    parse_storage_use(response);
    parse_storage_names(response);
    parse_signal_dbm(response);
    parse_sim_lock(response);
    for (const auto& query : pin_try_queries())
        parse_pin_tries(query, response);
    if (const auto identity = parse_identity(response)) require(identity->size() >= 14);
    parse_clock(response);
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    // The end of the last line is ours, or most seeds would hold no whole line at all.
    const auto sent = std::string{reinterpret_cast<const char*>(data + 1), size - 1} + "\r\n";
    std::string_view octets{sent};
    const std::size_t piece = data[0] % 16 + std::size_t{1};
    read_ussd(octets);

    LineSplitter splitter;
    AtResponse response;
    while (!octets.empty()) {
        splitter.feed(octets.substr(0, piece));
        octets.remove_prefix(std::min(piece, octets.size()));
        while (const auto line = splitter.next_line()) {
            read_line(*line, response.lines.empty() ? "" : response.lines.back());
            read_ussd(*line);
            if (const auto result = parse_final_result(*line)) response.result = *result;
            response.lines.push_back(*line);
        }
        if (splitter.at_prompt()) {
            splitter.consume_prompt();
            require(!splitter.at_prompt());
        }
    }
    read_response(response);
    return 0;
}
