// +CME ERROR. Most codes past 100 concern packet data or group calls, which a gateway never asks for; they are here so that a log
// that shows one can be read.
#include "protocol/at/refusals.hpp"

namespace nida::protocol
{
namespace
{
using enum ErrorClass;

// clang-format off
constexpr Meaning modem_fault{
    "عطل في المودم؛ نعيد تشغيله", "Panne du modem ; nous le relançons", "The modem has a fault; we restart it"};
constexpr Meaning not_now{
    "المودم لا يسمح بذلك الآن", "Le modem ne le permet pas en ce moment", "The modem does not allow that now"};
constexpr Meaning device_lock{
    "المودم مقفل على شريحة أخرى", "Le modem est verrouillé sur une autre carte SIM", "The modem is locked to another SIM"};
constexpr Meaning network_lock{
    "المودم مقفل على شبكة مشغل آخر", "Le modem est verrouillé sur un autre opérateur", "The modem is locked to another operator"};
constexpr Meaning sim_locked{
    "الشريحة تطلب رمزا سريا", "La carte SIM demande un code", "The SIM asks for a code"};
constexpr Meaning sim_blocked{
    "الشريحة مقفلة وتطلب رمز PUK من المشغل", "La carte SIM est bloquée et demande le code PUK de l'opérateur",
    "The SIM is blocked and asks for the operator's PUK"};
constexpr Meaning sim_busy{
    "الشريحة أو المودم لم يجهز بعد؛ سنعيد المحاولة", "La carte SIM ou le modem n'est pas encore prêt ; nous réessayons",
    "The SIM or the modem is not ready yet; we try again"};
constexpr Meaning bad_parameter{
    "خطأ في برنامجنا: أمر غير سليم للمودم؛ أبلغوا المطورين", "Défaut de notre logiciel : commande mal formée ; prévenez les développeurs",
    "A fault in our software: a malformed command; tell the developers"};
constexpr Meaning restricted{
    "المودم مقيد الآن ولا يعمل على الشبكة", "Le modem est bridé et hors du réseau", "The modem is restricted and not on the network"};
constexpr Meaning unknown_cause{
    "رفض بلا سبب معروف؛ سنعيد المحاولة", "Refus sans raison connue ; nous réessayons", "Refused without a known reason; we try again"};
constexpr Meaning banned{
    "شبكة الهاتف ترفض هذه الشريحة أو هذا المودم", "Le réseau refuse cette carte SIM ou ce modem", "The network refuses this SIM or this modem"};
constexpr Meaning not_here{
    "شبكة الهاتف لا تخدم هذه الشريحة في هذا المكان", "Le réseau ne sert pas cette carte SIM à cet endroit",
    "The network does not serve this SIM at this place"};
constexpr Meaning no_data{
    "رفضت الشبكة الاتصال بالإنترنت؛ هذا لا يخص الرسائل", "Le réseau refuse l'accès à internet ; cela ne touche pas les messages",
    "The network refuses internet access; that does not concern messages"};
constexpr Meaning no_group_call{
    "يخص المكالمات الجماعية لا الرسائل", "Concerne les appels de groupe, pas les messages", "Concerns group calls, not messages"};
constexpr Meaning network_trouble{
    "عطل في شبكة الهاتف؛ سنعيد المحاولة", "Panne du réseau ; nous réessayons", "The network has a fault; we try again"};
constexpr Meaning network_busy{
    "شبكة الهاتف مزدحمة؛ سنعيد المحاولة بعد دقائق", "Le réseau est encombré ; nous réessayons dans quelques minutes",
    "The network is crowded; we try again in some minutes"};
constexpr Meaning protocol_trouble{
    "لم تتفاهم الشبكة والمودم؛ سنعيد المحاولة", "Le réseau et le modem ne se sont pas compris ; nous réessayons",
    "The network and the modem did not understand each other; we try again"};
constexpr Meaning no_signal{
    "لا توجد شبكة؛ سنعيد المحاولة", "Pas de réseau ; nous réessayons", "No network; we try again"};
constexpr Meaning no_credit{
    "شبكة الهاتف لا تسمح لهذه الشريحة بذلك؛ ربما نفد الرصيد",
    "Le réseau ne le permet pas à cette carte SIM ; peut-être n'a-t-elle plus de crédit",
    "The network does not allow this SIM that; perhaps it has no credit left"};
constexpr Meaning storage_full{
    "الذاكرة ممتلئة", "La mémoire est pleine", "The storage is full"};
constexpr Meaning bad_text{
    "النص لا يصلح لهذا الأمر", "Ce texte ne convient pas à cette commande", "The text does not suit this command"};
constexpr Meaning no_such_service{
    "شبكة الهاتف أو الشريحة لا تعرف هذه الخدمة", "Le réseau ou la carte SIM n'offre pas ce service",
    "The network or the SIM does not offer this service"};

constexpr Refusal refusals[] = {
    {0, line_out_of_service, "phone failure", modem_fault, "ME failure"},
    {1, line_out_of_service, "no connection to phone", modem_fault, "no connection"},
    {2, line_out_of_service, "phone-adaptor link reserved", modem_fault, "phone-adapter link reserved"},
    {3, line_out_of_service, "operation not allowed", not_now, "not allowed"},
    {4, line_out_of_service, "operation not supported", {"المودم لا يعرف هذا الأمر", "Le modem ne sait pas faire cela", "The modem cannot do that"}, "not supported"},
    {5, sim, "PH-SIM PIN required", device_lock, "PH-SIM PIN necessary"},
    {6, sim, "PH-FSIM PIN required", device_lock},
    {7, sim, "PH-FSIM PUK required", device_lock},
    {10, sim, "SIM not inserted", {"لا شريحة في المودم", "Il n'y a pas de carte SIM dans le modem", "There is no SIM in the modem"}, "no SIM|no SIM inserted|USIM not inserted"},
    {11, sim, "SIM PIN required", sim_locked, "SIM PIN necessary"},
    {12, sim, "SIM PUK required", sim_blocked, "SIM PUK necessary"},
    {13, sim, "SIM failure", {"الشريحة لا تعمل", "La carte SIM ne fonctionne pas", "The SIM does not work"}, "SIM fail"},
    {14, retry_soon, "SIM busy", sim_busy},
    {15, sim, "SIM wrong", {"هذه ليست الشريحة المطلوبة", "Ce n'est pas la bonne carte SIM", "This is the wrong SIM"}},
    {16, sim, "incorrect password", {"الرمز السري خاطئ؛ لا تعيدوه", "Le code est faux ; ne le renvoyez pas", "The code is wrong; do not send it again"}, "password incorrect"},
    {17, sim, "SIM PIN2 required", sim_locked, "SIM PIN2 necessary"},
    {18, sim, "SIM PUK2 required", sim_blocked, "SIM PUK2 necessary"},
    {20, line_out_of_service, "memory full", storage_full},
    {21, line_out_of_service, "invalid index", {"لا شيء في هذا الموضع من الذاكرة", "Il n'y a rien à cet endroit de la mémoire", "There is nothing at this place of the storage"}},
    {22, permanent, "not found", {"لم يعثر المودم على المطلوب", "Le modem n'a pas trouvé ce qui était demandé", "The modem did not find what was asked for"}},
    {23, line_out_of_service, "memory failure", modem_fault, "memory fail"},
    {24, permanent, "text string too long", bad_text, "text string long"},
    {25, permanent, "invalid characters in text string", bad_text},
    {26, permanent, "dial string too long", bad_text},
    {27, permanent, "invalid characters in dial string", bad_text},
    {30, retry_soon, "no network service", no_signal, "no network"},
    {31, outcome_unknown, "network timeout", {"لم ترد الشبكة في الوقت؛ لا ندري هل نجح الطلب", "Le réseau n'a pas répondu à temps ; on ne sait pas si la demande a abouti", "The network did not answer in time; nobody knows whether the request succeeded"}},
    {32, sim, "network not allowed - emergency calls only", banned, "network not allowed - emergency call only|emergency calls only"},
    {40, sim, "network personalization PIN required", network_lock, "network personalisation PIN required"},
    {41, sim, "network personalization PUK required", network_lock, "network personalisation PUK required"},
    {42, sim, "network subset personalization PIN required", network_lock, "network subset personalisation PIN required"},
    {43, sim, "network subset personalization PUK required", network_lock, "network subset personalisation PUK required"},
    {44, sim, "service provider personalization PIN required", network_lock, "service provider personalisation PIN required"},
    {45, sim, "service provider personalization PUK required", network_lock, "service provider personalisation PUK required"},
    {46, sim, "corporate personalization PIN required", network_lock, "corporate personalisation PIN required"},
    {47, sim, "corporate personalization PUK required", network_lock, "corporate personalisation PUK required"},
    {48, sim, "hidden key required", network_lock, "PH-SIM PUK required"},
    {49, permanent, "EAP method not supported", no_such_service},
    {50, our_bug, "incorrect parameters", bad_parameter, "invalid parameter"},
    {51, line_out_of_service, "command implemented but currently disabled", not_now},
    {52, retry_soon, "command aborted by user", unknown_cause},
    {53, line_out_of_service, "not attached to network due to MT functionality restrictions", restricted},
    {54, line_out_of_service, "modem not allowed - MT restricted to emergency calls only", restricted},
    {55, line_out_of_service, "operation not allowed because of MT functionality restrictions", restricted},
    {56, sim, "fixed dial number only allowed - called number is not a fixed dial number", {"الشريحة لا تسمح إلا بأرقام محددة", "La carte SIM n'autorise que certains numéros", "The SIM allows certain numbers only"}, "fixed dial number only allowed"},
    {57, retry_soon, "temporarily out of service due to other MT usage", {"المودم مشغول بأمر آخر؛ سنعيد المحاولة", "Le modem est occupé à autre chose ; nous réessayons", "The modem is busy with something else; we try again"}},
    {58, permanent, "language/alphabet not supported", bad_text},
    {59, permanent, "unexpected data value", bad_text},
    {60, retry_soon, "system failure", network_trouble},
    {61, permanent, "data missing", bad_text},
    {62, credit_suspicion, "call barred", no_credit},
    {63, permanent, "message waiting indication subscription failure", no_such_service},
    {100, retry_soon, "unknown", unknown_cause, "unknown error"},
    {103, sim, "Illegal MS", banned},
    {106, sim, "Illegal ME", banned},
    {107, sim, "GPRS services not allowed", no_data},
    {108, sim, "GPRS services and non-GPRS services not allowed", banned},
    {111, sim, "PLMN not allowed", not_here},
    {112, sim, "Location area not allowed", not_here},
    {113, sim, "Roaming not allowed in this location area", not_here},
    {114, sim, "GPRS services not allowed in this PLMN", no_data},
    {115, sim, "No Suitable Cells In Location Area", not_here},
    {122, retry_later, "Congestion", network_busy},
    {125, sim, "Not authorized for this CSG", not_here},
    {126, retry_later, "Insufficient resources", network_busy, "operation temporary not allowed"},
    {127, permanent, "Missing or unknown APN", no_data},
    {128, permanent, "Unknown PDP address or PDP type", no_data},
    {129, sim, "User authentication failed", no_data},
    {130, permanent, "Activation rejected by GGSN, Serving GW or PDN GW", no_data},
    {131, permanent, "Activation rejected, unspecified", no_data},
    {132, sim, "service option not supported", no_such_service, "service operation not supported"},
    {133, sim, "requested service option not subscribed", no_such_service},
    {134, retry_later, "service option temporarily out of order", network_busy},
    {140, permanent, "Feature not supported", no_data},
    {141, permanent, "Semantic error in the TFT operation", no_data},
    {142, permanent, "Syntactical error in the TFT operation", no_data},
    {143, permanent, "Unknown PDP context", no_data},
    {144, permanent, "Semantic errors in packet filter(s)", no_data},
    {145, permanent, "Syntactical errors in packet filter(s)", no_data},
    {146, permanent, "PDP context without TFT already activated", no_data},
    {148, retry_soon, "unspecified GPRS error", no_data},
    {149, sim, "PDP authentication failure", no_data},
    {150, permanent, "invalid mobile class", no_data},
    {151, permanent, "VBS/VGCS not supported by the network", no_group_call},
    {152, permanent, "No service subscription on SIM", no_group_call},
    {153, permanent, "No subscription for group ID", no_group_call},
    {154, permanent, "Group Id not activated on SIM", no_group_call},
    {155, permanent, "No matching notification", no_group_call},
    {156, permanent, "VBS/VGCS call already present", no_group_call},
    {157, retry_later, "Congestion", network_busy},
    {158, retry_soon, "Network failure", network_trouble},
    {159, retry_soon, "Uplink busy", network_trouble},
    {160, permanent, "No access rights for SIM file", no_group_call},
    {161, permanent, "No subscription for priority", no_group_call},
    {162, permanent, "operation not applicable or not possible", no_group_call},
    {163, permanent, "Group Id prefixes not supported", no_group_call},
    {164, permanent, "Group Id prefixes not usable for VBS", no_group_call},
    {165, permanent, "Group Id prefix value invalid", no_group_call},
    {171, permanent, "Last PDN disconnection not allowed", no_data},
    {172, retry_soon, "Semantically incorrect message", protocol_trouble},
    {173, retry_soon, "Mandatory information element error", protocol_trouble},
    {174, retry_soon, "Information element non-existent or not implemented", protocol_trouble},
    {175, retry_soon, "Conditional IE error", protocol_trouble},
    {176, retry_soon, "Protocol error, unspecified", protocol_trouble},
    {177, credit_suspicion, "Operator Determined Barring", no_credit},
    {178, permanent, "maximum number of PDP contexts reached", no_data},
    {179, permanent, "requested APN not supported in current RAT and PLMN combination", no_data},
    {180, permanent, "request rejected, Bearer Control Mode violation", no_data},
    {181, permanent, "unsupported QCI value", no_data},
    {182, retry_later, "user data transmission via control plane is congested", network_busy},
    {256, retry_soon, "operation temporary not allowed", sim_busy},
    {258, retry_soon, "phone busy", {"المودم مشغول أو فشل طلب الخدمة؛ سنعيد المحاولة", "Le modem est occupé ou la demande de service a échoué ; nous réessayons", "The modem is busy or the service request failed; we try again"}},
    {515, retry_soon, "please wait, init or command processing in progress", sim_busy, "please wait"},
};
// clang-format on
} // namespace

std::span<const Refusal> cme_refusals() noexcept { return refusals; }
} // namespace nida::protocol
