// Whatever a modem sends: the splitter in torn pieces, then every parser that a line or a response can reach, and the same octets as
// a log that somebody pasted.
#include "protocol/at/at_response.hpp"
#include "protocol/at/line_fields.hpp"
#include "protocol/at/line_splitter.hpp"
#include "protocol/at/refusals.hpp"
#include "protocol/at/registration.hpp"
#include "protocol/at/signal.hpp"
#include "protocol/at/stored_message.hpp"
#include "protocol/at/submit_answer.hpp"
#include "protocol/at/test_answer.hpp"
#include "protocol/at/transcript.hpp"
#include "protocol/at/urc.hpp"
#include "protocol/at/ussd.hpp"
#include "protocol/unicode.hpp"
#include "tests/fuzz/require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

using namespace nida::protocol;

namespace
{
constexpr std::string_view commands[] = {"",           "AT",       "AT+CREG?", "AT+CSQ", "AT+CPIN?",
                                         "AT+CMGS=19", "AT+CLIP?", "AT+CPMS?", "ATD1;",  "AT+CUSD=1,\"*100#\",15"};

void read_line(const std::string& line, std::string_view second)
{
    require(line.size() <= LineSplitter::max_line && line.find_first_of("\r\n") == std::string::npos);
    require(line.find('\0') == std::string::npos && line.find('\xFF') == std::string::npos);
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
    for (const bool dial : {false, true}) {
        if (const auto result = parse_final_result(line, dial)) {
            require(result->text == line);
            const auto* refusal = find_refusal(result->error);
            require(!refusal || classify(result->error) == refusal->error_class);
        }
        const FinalRules rules{.dial = dial, .numeric = true, .ends_too = "+CPIN"};
        require(!parse_numeric_result(line, dial) || parse_final_result(line, rules).has_value());
    }
    cms_number(line);
    cme_number(line);
    split_parameters(line);
    for (const auto number : parse_range(line))
        require(number <= 255);
    parse_unsigned(line);
    parse_hexadecimal(line);
    text_of(line);
    for (const bool read_answer : {true, false}) {
        const auto report = parse_registration_report(line, read_answer);
        require(report.has_value() == parse_registration(line, read_answer).has_value());
        require(!report || !report->act || access_technology(*report->act).size() <= 2);
    }
    is_registration_read_answer(line);
    parse_signal(line);
    if (const auto answer = parse_submit_answer(line)) require(answer->reference <= 255);
    parse_written_index(line);
    parse_sim_state(line);
    require(fields_of(line, second) == fields_of(line, second));
    require(name_of_line(line).size() <= line.size());
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
    if (const auto report = parse_operator(response)) require(is_valid_utf8(report->name));
    if (const auto centre = parse_service_centre(response)) require(!centre->number.empty());
    for (const auto& place : parse_test_numbers(response, "+CNMI"))
        require(place.size() <= 256);
    parse_character_sets(response);
    first_text(response, "+CGMI");
}

/// What a stream leaves behind.
struct Left {
    std::vector<std::string> lines;
    bool prompt;
    std::size_t dropped;
    bool operator==(const Left&) const = default;
};

Left left(std::string_view octets, std::size_t piece)
{
    LineSplitter splitter;
    Left result{};
    while (!octets.empty()) {
        splitter.feed(octets.substr(0, piece));
        octets.remove_prefix(std::min(piece, octets.size()));
        while (const auto line = splitter.next_line())
            result.lines.push_back(*line);
    }
    result.prompt = splitter.at_prompt();
    result.dropped = splitter.dropped();
    return result;
}

void read_log(std::string_view log)
{
    std::size_t last = 0;
    for (const auto& record : parse_transcript(log)) {
        require(record.line >= last && record.line <= log.size() + 1);
        last = record.line;
        require(is_valid_utf8(record.text) && is_valid_utf8(record.name) && is_valid_utf8(record.command));
        require(record.pdu.find_first_not_of("0123456789ABCDEFabcdef") == std::string::npos);
        require((record.kind == LineKind::final_result) == record.result.has_value());
        for (const auto& field : record.fields)
            if (const auto* value = std::get_if<std::string>(&field.value)) require(is_valid_utf8(*value));
    }
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
    read_log(octets);

    // However the reads tear it, with the last line ended or not.
    for (const auto stream : {octets, octets.substr(0, octets.size() - 2)})
        require(left(stream, piece) == left(stream, stream.size()));

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
