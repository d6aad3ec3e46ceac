#pragma once
#include "protocol/content/wap_push.hpp"
#include "protocol/octets.hpp"
#include "protocol/pdu/address.hpp"
#include "protocol/pdu/udh.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nida::protocol
{
/// What a message is for, as far as its head tells.
enum class ContentKind {
    text,
    flash_text,           ///< class 0: shown at once, not kept (TS 23.038 §4)
    silent,               ///< short message type 0: acknowledged and dropped (TS 23.040 §9.2.3.9)
    return_call,          ///< "call me back"
    sim_data_download,    ///< for the (U)SIM, by TP-PID 7F or a security header
    mobile_data_download, ///< for the mobile equipment
    depersonalization,    ///< unlocks the mobile equipment
    device_triggering,    ///< wakes a machine
    message_waiting,      ///< something waits elsewhere; there may be a text as well
    wap_push,             ///< another push than the next three
    service_indication,
    service_loading,
    mms_notification,
    contact_card,   ///< vCard
    calendar_entry, ///< vCalendar
    ringtone,
    operator_logo,
    caller_logo,
    picture,
    phone_settings, ///< access points and bookmarks over the air
    for_program,    ///< addressed to another port
    data,           ///< octets without an alphabet and without a port
    compressed,     ///< TS 23.042: cannot be read
};

/// What waits for the subscriber.
struct WaitingState {
    WaitingType type;
    bool active;                   ///< false: nothing waits any more
    std::optional<unsigned> count; ///< where it was said; 255 is "255 or more"
    unsigned profile = 1;
    bool operator==(const WaitingState&) const = default;
};

/// A message, recognised. Nothing that it points to was fetched.
struct Content {
    ContentKind kind = ContentKind::text;
    std::optional<unsigned> replaces; ///< 1-7: takes the place of its sender's earlier message of that type
    std::optional<unsigned> message_class;
    bool store = true; ///< false: it may go once its indication was told, or its sender asked for that
    std::vector<WaitingState> waiting;
    std::optional<Ports> ports;
    std::optional<WapPush> push;

    /// Whether there may be a text that people are to read.
    bool for_people() const noexcept;
    /// One English line, which quotes links and texts of a push: "MMS notification from +44…, 30720 octets, at http://…".
    std::string text() const;
};

/// Recognises a message by its TP-PID, TP-DCS and header, and reads pushes.
/// @param data        the octets behind the header, where they are not text; of a long message those of all segments
/// @param udh         of a long message, that of the first segment. A later one alone is recognised by its port and not read.
/// @param originator  two senders' names mean "voice mail waits" and "none waits" (CPHS 4.2 §B.4.2)
Content recognise_content(Octet pid, Octet dcs, const Udh& udh, std::span<const Octet> data,
                          const Address& originator = {});

/// A kind in the three languages of our readers.
struct ContentName {
    std::string_view ar, fr, en;
};
ContentName name_of(ContentKind kind) noexcept;
std::string_view name_of(WaitingType type) noexcept; ///< "voice", "fax", ...
/// What a destination port is known for: "WAP push", "vCard"; empty where we do not know.
std::string_view port_name(unsigned port) noexcept;
} // namespace nida::protocol
