#pragma once
#include "protocol/octets.hpp"

#include <boost/json.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nida::tests
{
/// Whether tshark can be asked at all.
bool has_tshark();

/// What tshark's GSM SMS dissector reads in one TPDU.
struct Dissected {
    std::string destination;
    std::string text; ///< of this segment alone
    std::string protocol_identifier, dcs, status_report;
    std::optional<std::string> reference, total, number; ///< of the concatenation
    std::vector<std::string> element_ids;                ///< "0x00"
};
/// The TPDUs as a mobile sends them, each in an RP-DATA, which tells tshark the direction. One run of tshark reads all.
std::vector<Dissected> dissect(const std::vector<protocol::Octets>& submits);
} // namespace nida::tests
