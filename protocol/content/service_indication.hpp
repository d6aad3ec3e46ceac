#pragma once
#include "protocol/content/wsp_reader.hpp"

#include <string>

namespace nida::protocol
{
/// "Look at this page" (SI, WAP-167). Texts are UTF-8.
struct ServiceIndication {
    std::string href;
    std::string id;     ///< a later indication with this id replaces the earlier one
    std::string action; ///< "signal-medium", "delete", ...; empty: not said
    std::string text;   ///< what people are to read
    bool operator==(const ServiceIndication&) const = default;
};
/// "Open this page" (SL, WAP-168).
struct ServiceLoading {
    std::string href;
    std::string action; ///< "execute-low", "execute-high", "cache"; empty: not said
    bool operator==(const ServiceLoading&) const = default;
};
/// Read the binary form (WBXML, WAP-192) as far as it goes; `octets` is not ok afterwards where it broke off or says
/// something that neither document has.
ServiceIndication read_service_indication(WspReader& octets);
ServiceLoading read_service_loading(WspReader& octets);
} // namespace nida::protocol
