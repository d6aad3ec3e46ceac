#pragma once

#include "daemon/cli/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nida::daemon::cli
{

// The protocol's codecs on the command line: they read their input, write their output and ask no daemon.

struct PduDecodeOptions {
    std::vector<std::string> pdus; ///< hex; none: standard input has one a line, and each is answered by a line of JSON
    bool no_smsc = false;          ///< the TPDU begins at the first octet
    std::string direction;         ///< "from-network", "to-network" or empty
    std::string rp;                ///< "ack", "error" or empty
};
/// @return EX_DATAERR where one of the PDUs could not be read, which its output says
int decode_pdus(Context& context, const PduDecodeOptions& options);

struct PduEncodeOptions {
    std::string to;
    std::optional<std::string> text; ///< this or the file
    std::optional<std::string> text_file;
    std::string encoding = "auto";   ///< auto, gsm7, ucs2 or 8bit
    std::vector<std::string> shifts; ///< the languages whose national tables may be used: "tr", "es"
    std::string substitutions = "none";
    std::int64_t reference = 0;
    bool sixteen_bits = false; ///< of the concatenation's reference
    bool status_report = false;
    std::string validity; ///< "2h"; empty: what the service centre has for its own
    std::optional<std::int64_t> message_class;
};
/// Writes the segments of a text as SMS-SUBMIT, one a line. @throws Refusal where the text cannot be sent so
int encode_pdus(Context& context, const PduEncodeOptions& options);

/// Says what each line of an AT dialogue is: as a table, or as JSON, one thing a line, where that is asked for or the
/// dialogue comes from standard input.
/// @param file  none: standard input. @return EX_DATAERR where JSON tells of a PDU in it that cannot be read
int parse_dialogue(Context& context, const std::optional<std::string>& file);

} // namespace nida::daemon::cli
