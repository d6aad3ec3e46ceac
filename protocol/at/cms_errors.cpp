// +CMS ERROR. Several causes are also what an empty prepaid account gets. 8, 10, 29, 50 and 69 concern the sender alone, so they
// are suspicions; 21, 28, 38 and 500 mostly concern the recipient or the network, so their class is that, and they only carry a mark.
#include "protocol/at/refusals.hpp"

namespace nida::protocol
{
namespace
{
using enum ErrorClass;

// clang-format off
constexpr Meaning no_credit{
    "شبكة الهاتف لا تسمح لهذه الشريحة بالإرسال؛ ربما نفد الرصيد",
    "Le réseau n'autorise pas cette carte SIM à envoyer ; peut-être n'a-t-elle plus de crédit",
    "The network does not let this SIM send; perhaps it has no credit left"};
constexpr Meaning bad_number{
    "الرقم غير مستعمل", "Ce numéro n'est attribué à personne", "Nobody has this number"};
constexpr Meaning network_trouble{
    "عطل في شبكة الهاتف؛ سنعيد المحاولة", "Panne du réseau ; nous réessayons", "The network has a fault; we try again"};
constexpr Meaning network_busy{
    "شبكة الهاتف مزدحمة؛ سنعيد المحاولة بعد دقائق", "Le réseau est encombré ; nous réessayons dans quelques minutes",
    "The network is crowded; we try again in some minutes"};
constexpr Meaning protocol_trouble{
    "لم تتفاهم الشبكة والمودم؛ سنعيد المحاولة", "Le réseau et le modem ne se sont pas compris ; nous réessayons",
    "The network and the modem did not understand each other; we try again"};
constexpr Meaning kind_refused{
    "مركز الرسائل لا يقبل هذا النوع من الرسائل", "Le centre de messages n'accepte pas ce genre de message",
    "The message centre does not take this kind of message"};
constexpr Meaning alphabet_refused{
    "مركز الرسائل لا يقبل ترميز هذه الرسالة", "Le centre de messages n'accepte pas le codage de ce message",
    "The message centre does not take this message's encoding"};
constexpr Meaning our_pdu{
    "خطأ في برنامجنا: صيغة الرسالة غير سليمة؛ أبلغوا المطورين", "Défaut de notre logiciel : message mal formé ; prévenez les développeurs",
    "A fault in our software: the message is malformed; tell the developers"};
constexpr Meaning storage_full{
    "ذاكرة الرسائل ممتلئة؛ نفرغها", "La mémoire des messages est pleine ; nous la vidons", "The message storage is full; we empty it"};
constexpr Meaning modem_fault{
    "عطل في المودم؛ نعيد تشغيله", "Panne du modem ; nous le relançons", "The modem has a fault; we restart it"};
constexpr Meaning sim_busy{
    "الشريحة أو المودم لم يجهز بعد؛ سنعيد المحاولة", "La carte SIM ou le modem n'est pas encore prêt ; nous réessayons",
    "The SIM or the modem is not ready yet; we try again"};
constexpr Meaning sim_locked{
    "الشريحة تطلب رمزا سريا", "La carte SIM demande un code", "The SIM asks for a code"};
constexpr Meaning sim_blocked{
    "الشريحة مقفلة وتطلب رمز PUK من المشغل", "La carte SIM est bloquée et demande le code PUK de l'opérateur",
    "The SIM is blocked and asks for the operator's PUK"};
constexpr Meaning device_lock{
    "المودم مقفل على شريحة أخرى", "Le modem est verrouillé sur une autre carte SIM", "The modem is locked to another SIM"};
constexpr Meaning no_signal{
    "لا توجد شبكة؛ سنعيد المحاولة", "Pas de réseau ; nous réessayons", "No network; we try again"};
constexpr Meaning unknown_cause{
    "رفض بلا سبب معروف؛ سنعيد المحاولة", "Refus sans raison connue ; nous réessayons", "Refused without a known reason; we try again"};

constexpr Refusal refusals[] = {
    {1, permanent, "Unassigned (unallocated) number", bad_number, "unassigned number"},
    {8, credit_suspicion, "Operator determined barring", no_credit},
    {10, credit_suspicion, "Call barred", no_credit},
    {17, retry_soon, "Network failure", network_trouble},
    {21, retry_soon, "Short message transfer rejected", {"رفضت الشبكة نقل الرسالة؛ سنعيد المحاولة", "Le réseau a refusé de transmettre le message ; nous réessayons", "The network refused to pass the message on; we try again"}, {}, true},
    {22, retry_later, "Memory capacity exceeded", {"ذاكرة هاتف المستلم ممتلئة أو الشبكة مزدحمة؛ سنعيد المحاولة لاحقا", "Le téléphone du destinataire est plein ou le réseau encombré ; nous réessayons plus tard", "The recipient's phone is full or the network crowded; we try again later"}},
    {27, retry_soon, "Destination out of order", {"هاتف المستلم لا يستقبل الآن؛ سنعيد المحاولة", "Le téléphone du destinataire ne reçoit pas en ce moment ; nous réessayons", "The recipient's phone does not receive now; we try again"}, "destination out of service"},
    {28, permanent, "Unidentified subscriber", {"الشبكة لا تعرف هذا المستلم؛ راجعوا الرقم", "Le réseau ne connaît pas ce destinataire ; vérifiez le numéro", "The network does not know this recipient; check the number"}, {}, true},
    {29, credit_suspicion, "Facility rejected", no_credit},
    {30, permanent, "Unknown subscriber", {"الشبكة لا تعرف هذا المستلم؛ راجعوا الرقم", "Le réseau ne connaît pas ce destinataire ; vérifiez le numéro", "The network does not know this recipient; check the number"}},
    {38, retry_later, "Network out of order", {"الشبكة معطلة أو الرقم غير سليم؛ سنعيد المحاولة بعد دقائق", "Le réseau est en panne ou le numéro mal écrit ; nous réessayons dans quelques minutes", "The network is out of order or the number malformed; we try again in some minutes"}, {}, true},
    {41, retry_soon, "Temporary failure", network_trouble},
    {42, retry_later, "Congestion", network_busy},
    {47, retry_soon, "Resources unavailable, unspecified", network_trouble, "resources unavailable"},
    {50, credit_suspicion, "Requested facility not subscribed", no_credit},
    {69, credit_suspicion, "Requested facility not implemented", no_credit},
    {81, retry_soon, "Invalid short message transfer reference value", protocol_trouble, "invalid transaction identifier"},
    {95, retry_soon, "Semantically incorrect message", protocol_trouble, "invalid message, unspecified"},
    {96, permanent, "Invalid mandatory information", {"لم تقبل الشبكة الرسالة بهذه الصيغة؛ راجعوا رقم مركز الرسائل", "Le réseau n'a pas accepté le message sous cette forme ; vérifiez le centre de messages", "The network did not take the message in this form; check the message centre's number"}},
    {97, retry_soon, "Message type non-existent or not implemented", protocol_trouble},
    {98, retry_soon, "Message not compatible with short message protocol state", protocol_trouble},
    {99, retry_soon, "Information element non-existent or not implemented", protocol_trouble},
    {111, retry_soon, "Protocol error, unspecified", protocol_trouble},
    {127, retry_soon, "Interworking, unspecified", network_trouble, "interworking error"},
    {128, permanent, "Telematic interworking not supported", kind_refused},
    {129, permanent, "Short message Type 0 not supported", kind_refused},
    {130, permanent, "Cannot replace short message", {"لا يمكن استبدال الرسالة السابقة", "L'ancien message ne peut pas être remplacé", "The earlier message cannot be replaced"}},
    {143, permanent, "Unspecified TP-PID error", kind_refused, "TP-PID error"},
    {144, permanent, "Data coding scheme (alphabet) not supported", alphabet_refused, "alphabet not supported"},
    {145, permanent, "Message class not supported", kind_refused},
    {159, permanent, "Unspecified TP-DCS error", alphabet_refused, "TP-DCS error|DCS not supported"},
    {160, permanent, "Command cannot be actioned", kind_refused},
    {161, permanent, "Command unsupported", kind_refused},
    {175, permanent, "Unspecified TP-Command error", kind_refused, "TP-Command error"},
    {176, permanent, "TPDU not supported", kind_refused},
    {192, retry_later, "SC busy", {"مركز الرسائل مشغول؛ سنعيد المحاولة بعد دقائق", "Le centre de messages est occupé ; nous réessayons dans quelques minutes", "The message centre is busy; we try again in some minutes"}},
    {193, sim, "No SC subscription", {"هذه الشريحة غير مشتركة في خدمة الرسائل", "Cette carte SIM n'est pas abonnée aux messages", "This SIM is not subscribed to messages"}},
    {194, retry_soon, "SC system failure", {"عطل في مركز الرسائل؛ سنعيد المحاولة", "Panne du centre de messages ; nous réessayons", "The message centre has a fault; we try again"}},
    {195, permanent, "Invalid SME address", {"رقم المستلم غير سليم", "Le numéro du destinataire n'est pas valable", "The recipient's number is not valid"}},
    {196, permanent, "Destination SME barred", {"المستلم ممنوع من استقبال الرسائل", "Le destinataire n'a pas le droit de recevoir des messages", "The recipient is barred from receiving messages"}},
    {197, outcome_unknown, "SM Rejected-Duplicate SM", {"عند مركز الرسائل نسخة منها؛ الأرجح أنها أُرسلت", "Le centre de messages en a déjà une copie ; il est sans doute parti", "The message centre has a copy of it already; it has probably gone out"}}, // sending again cannot help
    {198, permanent, "TP-VPF not supported", kind_refused},
    {199, permanent, "TP-VP not supported", kind_refused},
    {208, line_out_of_service, "(U)SIM SMS storage full", storage_full, "SIM SMS storage full|SIM storage full"},
    {209, line_out_of_service, "No SMS storage capability in (U)SIM", {"لا مكان للرسائل في الشريحة", "La carte SIM ne peut garder aucun message", "The SIM cannot keep messages"}, "no SMS storage capability in SIM"},
    {210, retry_soon, "Error in MS", {"عطل عابر في المودم؛ سنعيد المحاولة", "Panne passagère du modem ; nous réessayons", "The modem had a passing fault; we try again"}},
    {211, line_out_of_service, "Memory Capacity Exceeded", storage_full},
    {212, retry_soon, "(U)SIM Application Toolkit Busy", sim_busy, "SIM application toolkit busy"},
    {213, retry_soon, "(U)SIM data download error", sim_busy, "SIM data download error"},
    {255, retry_soon, "Unspecified error cause", unknown_cause},
    {256, retry_soon, "Operation temporary not allowed", sim_busy},
    {257, sim, "Call barred", no_credit},
    {258, retry_soon, "Phone busy", {"المودم مشغول؛ سنعيد المحاولة", "Le modem est occupé ; nous réessayons", "The modem is busy; we try again"}},
    {300, line_out_of_service, "ME failure", modem_fault, "phone failure"},
    {301, line_out_of_service, "SMS service of ME reserved", {"برنامج آخر يستعمل المودم", "Un autre programme se sert du modem", "Another program uses the modem"}, "SMS ME service reserved|SMS service reserved"},
    {302, line_out_of_service, "operation not allowed", {"المودم لا يسمح بذلك الآن؛ نعيد تشغيله", "Le modem ne le permet pas en ce moment ; nous le relançons", "The modem does not allow that now; we restart it"}, "not allowed"},
    {303, line_out_of_service, "operation not supported", {"المودم لا يعرف هذا الأمر", "Le modem ne sait pas faire cela", "The modem cannot do that"}, "not supported"},
    {304, our_bug, "invalid PDU mode parameter", our_pdu, "invalid PDU parameter"},
    {305, our_bug, "invalid text mode parameter", our_pdu, "invalid text parameter"},
    {310, sim, "(U)SIM not inserted", {"لا شريحة في المودم", "Il n'y a pas de carte SIM dans le modem", "There is no SIM in the modem"}, "SIM not inserted|no SIM|no SIM inserted|USIM not inserted"},
    {311, sim, "(U)SIM PIN required", sim_locked, "SIM PIN required|SIM PIN necessary"},
    {312, sim, "PH-(U)SIM PIN required", device_lock, "PH-SIM PIN required|PH-SIM PIN necessary"},
    {313, sim, "(U)SIM failure", {"الشريحة لا تعمل", "La carte SIM ne fonctionne pas", "The SIM does not work"}, "SIM failure|SIM fail"},
    {314, retry_soon, "(U)SIM busy", sim_busy, "SIM busy"},
    {315, sim, "(U)SIM wrong", {"هذه ليست الشريحة المطلوبة", "Ce n'est pas la bonne carte SIM", "This is the wrong SIM"}, "SIM wrong"},
    {316, sim, "(U)SIM PUK required", sim_blocked, "SIM PUK required|SIM PUK necessary"},
    {317, sim, "(U)SIM PIN2 required", sim_locked, "SIM PIN2 required|SIM PIN2 necessary"},
    {318, sim, "(U)SIM PUK2 required", sim_blocked, "SIM PUK2 required|SIM PUK2 necessary"},
    {320, line_out_of_service, "memory failure", modem_fault, "memory fail"},
    {321, line_out_of_service, "invalid memory index", {"لا رسالة في هذا الموضع من الذاكرة", "Il n'y a pas de message à cet endroit de la mémoire", "There is no message at this place of the storage"}, "invalid index"},
    {322, line_out_of_service, "memory full", storage_full},
    {330, sim, "SMSC address unknown", {"رقم مركز الرسائل غير مضبوط في الشريحة", "Le numéro du centre de messages manque sur la carte SIM", "The SIM has no message centre's number"}, "SC address unknown"},
    {331, retry_soon, "no network service", no_signal, "no network"},
    {332, outcome_unknown, "network timeout", {"لم ترد الشبكة في الوقت؛ لا ندري هل خرجت الرسالة", "Le réseau n'a pas répondu à temps ; on ne sait pas si le message est parti", "The network did not answer in time; nobody knows whether the message left"}},
    {340, retry_soon, "no +CNMA acknowledgement expected", {"لا داعي لتأكيد الاستلام", "Aucun accusé n'était attendu", "No acknowledgement was expected"}, "no CNMA ack expected|+CNMA acknowledgement not expected"},
    {500, retry_soon, "unknown error", unknown_cause, "unknown", true},
    {512, retry_soon, "MM establishment failure", network_trouble, "user abort|failed to abort"},
    {513, retry_soon, "lower layer failure", network_trouble, "unable to store"},
    {514, retry_soon, "CP error", network_trouble, "invalid status"},
    {515, retry_soon, "please wait, init or command processing in progress", sim_busy, "please wait"},
    {517, retry_soon, "SIM toolkit facility not supported", sim_busy},
    {518, retry_soon, "SIM toolkit indication not received", sim_busy},
    {519, retry_soon, "invalid length or character", unknown_cause},
    {520, retry_soon, "invalid character in text", unknown_cause},
    {521, outcome_unknown, "timer expired", {"انتهت المهلة؛ لا ندري هل خرجت الرسالة", "Délai dépassé ; on ne sait pas si le message est parti", "Time ran out; nobody knows whether the message left"}},
    {522, retry_soon, "operation temporary not allowed", sim_busy, "operation temporarily not allowed"},
    {531, sim, "fixed dialling numbers only", {"الشريحة لا تسمح إلا بأرقام محددة", "La carte SIM n'autorise que certains numéros", "The SIM allows certain numbers only"}},
    {532, retry_soon, "SIM not ready", sim_busy},
    {535, retry_soon, "protocol stack busy", sim_busy, "PS busy"},
    {538, retry_soon, "invalid parameter", unknown_cause},
    {549, our_bug, "invalid PDU length", our_pdu, "incorrect PDU length"},
    {550, our_bug, "invalid MTI", our_pdu},
    {551, our_bug, "invalid (non-hex) characters in PDU", our_pdu, "invalid non-hex chars in PDU"},
    {553, our_bug, "incorrect PDU length (UDL)", our_pdu},
    {554, our_bug, "incorrect SCA length", our_pdu},
    {604, retry_soon, "SIM not ready", sim_busy},
    {615, retry_soon, "network failure", network_trouble},
    {616, retry_soon, "network is down", no_signal},
    {771, retry_soon, "call set-up in progress", {"مكالمة قيد الإجراء؛ سنعيد المحاولة", "Un appel est en cours ; nous réessayons", "A call is being set up; we try again"}},
};
// clang-format on
} // namespace

std::span<const Refusal> cms_refusals() noexcept { return refusals; }
} // namespace nida::protocol
