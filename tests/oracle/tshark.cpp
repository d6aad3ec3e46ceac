#include "tests/oracle/tshark.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <unistd.h>

namespace nida::tests
{
namespace
{
namespace json = boost::json;
using protocol::Octets;

/// A file of this process in the folder for temporary ones, gone with the object.
class TemporaryFile
{
public:
    TemporaryFile()
        : path_{std::filesystem::temp_directory_path() / ("nida-tshark-" + std::to_string(::getpid()) + ".pcap")}
    {
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const std::filesystem::path& path() const { return path_; }
private:
    std::filesystem::path path_;
};

void write_number(std::ostream& out, std::uint32_t number)
{
    out.write(reinterpret_cast<const char*>(&number), sizeof number);
}

/// RP-DATA from the mobile (TS 24.011 §7.3.1.2), to a service centre that does not matter.
Octets rp_data(const Octets& tpdu)
{
    Octets octets{0x00, 0x01, 0x00, 0x03, 0x91, 0x12, 0x32, static_cast<protocol::Octet>(tpdu.size())};
    octets.insert(octets.end(), tpdu.begin(), tpdu.end());
    return octets;
}

/// A pcap file of the link type USER0, in this machine's byte order, which its first number tells.
void write_capture(const std::filesystem::path& path, const std::vector<Octets>& submits)
{
    constexpr std::uint32_t magic = 0xA1B2C3D4, version = 0x00040002, link_type_user_0 = 147, longest = 65'535;
    std::ofstream out{path, std::ios::binary};
    for (const auto number : {magic, version, 0u, 0u, longest, link_type_user_0})
        write_number(out, number);
    for (const auto& submit : submits) {
        const auto octets = rp_data(submit);
        const auto size = static_cast<std::uint32_t>(octets.size());
        for (const auto number : {0u, 0u, size, size})
            write_number(out, number);
        out.write(reinterpret_cast<const char*>(octets.data()), size);
    }
}

std::string output_of(const std::string& command)
{
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen(command.c_str(), "r"), ::pclose};
    if (!pipe) throw std::runtime_error{"popen"};
    std::string output;
    std::array<char, 65'536> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
        output.append(buffer.data(), count);
    return output;
}

void collect(const json::value& value, Dissected& found)
{
    const auto* object = value.if_object();
    if (!object) return;
    for (const auto& [key, member] : *object) {
        if (const auto* text = member.if_string()) {
            const std::string content{*text};
            if (key == "gsm_sms.tp-da") found.destination = content;
            if (key == "gsm_sms.sms_text") found.text = content;
            if (key == "gsm_sms.tp-pid") found.protocol_identifier = content;
            if (key == "gsm_sms.tp-dcs") found.dcs = content;
            if (key == "gsm_sms.tp-srr") found.status_report = content;
            if (key == "gsm_sms.udh.mm.msg_id") found.reference = content;
            if (key == "gsm_sms.udh.mm.msg_parts") found.total = content;
            if (key == "gsm_sms.udh.mm.msg_part") found.number = content;
            if (key == "gsm_sms.ie_identifier") found.element_ids.push_back(content);
        }
        collect(member, found);
    }
}
} // namespace

bool has_tshark() { return std::system("command -v tshark >/dev/null 2>&1") == 0; }

std::vector<Dissected> dissect(const std::vector<Octets>& submits)
{
    const TemporaryFile capture;
    write_capture(capture.path(), submits);
    // Nothing but the temporary file's name goes through the shell.
    const auto output =
        output_of("LC_ALL=C.UTF-8 tshark -r '" + capture.path().string() +
                  R"args(' -o 'uat:user_dlts:"User 0 (DLT=147)","gsm_a_rp","0","","0",""' -T json 2>/dev/null)args");

    std::vector<Dissected> all;
    const auto packets = json::parse(output);
    for (const auto& packet : packets.as_array())
        collect(packet, all.emplace_back());
    return all;
}
} // namespace nida::tests
