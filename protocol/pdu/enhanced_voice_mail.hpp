#pragma once
#include "protocol/octets.hpp"
#include "protocol/pdu/information_elements.hpp"

#include <optional>
#include <span>

namespace nida::protocol
{
/// The data of element 23 (TS 23.040 §9.2.3.24.13). The single messages are read as far as they are there, for a long list is
/// cut at the end of the header; none where not even the mailbox's address and the count are.
std::optional<EnhancedVoiceMail> read_enhanced_voice_mail(std::span<const Octet> data);
} // namespace nida::protocol
