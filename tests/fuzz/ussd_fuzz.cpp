// USSD: a +CUSD as a modem sends it, its string in every reading, and texts through every form and back.
#include "protocol/at/cbs_dcs.hpp"
#include "protocol/at/urc.hpp"
#include "protocol/at/ussd.hpp"
#include "protocol/unicode.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

using namespace nida::protocol;

namespace
{
void read(const Cusd& reply)
{
    for (std::size_t likely = 0; likely <= ussd_forms.size(); ++likely) {
        const auto form = likely < ussd_forms.size() ? std::optional{ussd_forms[likely]} : std::nullopt;
        const auto readings = ussd_readings(reply, form);
        require(!readings.empty());
        require(read_ussd(reply, form).text == readings.front().text);
        for (std::size_t i = 0; i < readings.size(); ++i) {
            require(is_valid_utf8(readings[i].text));
            require(i == 0 || readings[i - 1].score >= readings[i].score);
        }
    }
}

void read_line(std::string_view text)
{
    cusd_goes_on(text);
    const auto reply = parse_cusd(text);
    if (!reply) {
        require(reply.error().offset <= text.size());
        return;
    }
    require(reply->string.size() < text.size());
    require(!reply->dcs || *reply->dcs <= 0xFF);
    read(*reply);
}

void write(std::string_view text)
{
    for (const auto form : ussd_forms) {
        const auto reply = encode_ussd_reply(text, form);
        const auto request = encode_ussd(text, form);
        require(reply || reply.error().offset <= text.size());
        require(request || request.error().offset <= text.size());
        if (!request) continue;
        require(reply && *reply == *request);
        // Nothing in it ends the quotes or the line.
        require(request->find_first_of("\"\r\n\x1A\x1B") == std::string::npos &&
                request->find('\0') == std::string::npos);
    }
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::string_view text{reinterpret_cast<const char*>(data + 1), size - 1};
    const auto dcs = decode_cbs_dcs(data[0]);
    require(dcs.language.empty() || !cbs_language_name(dcs.language).empty());

    read_line(text);
    read_line("+CUSD: 0,\"" + std::string{text});
    read({CusdMode::done, std::string{text}, data[0]});
    write(text);
    return 0;
}
