#pragma once

#include "protocol/pdu/tpdu.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace nida::daemon::cli
{

/// A PDU as `nida pdu decode` shows it: every field that any TPDU has, null where this one has not. The names are those of
/// the specification (TS 23.040), which no language translates; nida(1) lists them.
/// @param hex      the SMSC address first, unless `no_smsc`; spaces between the digits do not matter
/// @param context  which way it goes, where that is known
/// @return with "error" not null where something could not be read; its offset counts octets from the PDU's first
boost::json::object describe_pdu(std::string_view hex, bool no_smsc, const protocol::TpduContext& context);

/// "gsm7", "8bit" or "ucs2".
std::string_view alphabet_name(protocol::Alphabet alphabet);

} // namespace nida::daemon::cli
