#include "protocol/at/error_texts.hpp"

#include "protocol/at/at_line.hpp"

#include <span>
#include <string>

namespace nida::protocol
{
namespace
{
/// Only lower-case letters and digits, as `normalised` leaves them.
struct ErrorText {
    std::string_view text;
    int number;
};

constexpr ErrorText cms_texts[] = {
    {"unassignednumber", 1},
    {"unassignedunallocatednumber", 1},
    {"operatordeterminedbarring", 8},
    {"callbarred", 10},
    {"networkfailure", 17},
    {"shortmessagetransferrejected", 21},
    {"memorycapacityexceeded", 22},
    {"destinationoutofservice", 27},
    {"destinationoutoforder", 27},
    {"unidentifiedsubscriber", 28},
    {"facilityrejected", 29},
    {"unknownsubscriber", 30},
    {"networkoutoforder", 38},
    {"temporaryfailure", 41},
    {"congestion", 42},
    {"resourcesunavailable", 47},
    {"resourcesunavailableunspecified", 47},
    {"requestedfacilitynotsubscribed", 50},
    {"requestedfacilitynotimplemented", 69},
    {"invalidtransactionidentifier", 81},
    {"invalidshortmessagetransferreferencevalue", 81},
    {"semanticallyincorrectmessage", 95},
    {"invalidmandatoryinformation", 96},
    {"protocolerrorunspecified", 111},
    {"interworkingunspecified", 127},
    {"telematicinterworkingnotsupported", 128},
    {"shortmessagetype0notsupported", 129},
    {"cannotreplaceshortmessage", 130},
    {"dcsnotsupported", 159},
    {"scbusy", 192},
    {"noscsubscription", 193},
    {"scsystemfailure", 194},
    {"invalidsmeaddress", 195},
    {"destinationsmebarred", 196},
    {"smrejectedduplicatesm", 197},
    {"simsmsstoragefull", 208},
    {"simstoragefull", 208},
    {"mefailure", 300},
    {"phonefailure", 300},
    {"smsserviceofmereserved", 301},
    {"smsmeservicereserved", 301},
    {"operationnotallowed", 302},
    {"operationnotsupported", 303},
    {"invalidpdumodeparameter", 304},
    {"invalidtextmodeparameter", 305},
    {"simnotinserted", 310},
    {"nosim", 310},
    {"nosiminserted", 310},
    {"usimnotinserted", 310},
    {"simpinrequired", 311},
    {"simpinnecessary", 311},
    {"phsimpinrequired", 312},
    {"phsimpinnecessary", 312},
    {"simfailure", 313},
    {"simfail", 313},
    {"simbusy", 314},
    {"simwrong", 315},
    {"simpukrequired", 316},
    {"simpuknecessary", 316},
    {"simpin2required", 317},
    {"simpin2necessary", 317},
    {"simpuk2required", 318},
    {"simpuk2necessary", 318},
    {"memoryfailure", 320},
    {"memoryfail", 320},
    {"invalidmemoryindex", 321},
    {"invalidindex", 321},
    {"memoryfull", 322},
    {"smscaddressunknown", 330},
    {"scaddressunknown", 330},
    {"nonetworkservice", 331},
    {"nonetwork", 331},
    {"networktimeout", 332},
    {"nocnmaacknowledgementexpected", 340},
    {"nocnmaackexpected", 340},
    {"unknown", 500},
    {"unknownerror", 500},
    {"userabort", 512},
    {"unabletostore", 513},
    {"invalidstatus", 514},
    {"pleasewait", 515},
    {"pleasewaitinitorcommandprocessinginprogress", 515},
};

constexpr ErrorText cme_texts[] = {
    {"phonefailure", 0},
    {"mefailure", 0},
    {"noconnectiontophone", 1},
    {"noconnection", 1},
    {"phoneadaptorlinkreserved", 2},
    {"operationnotallowed", 3},
    {"notallowed", 3},
    {"operationnotsupported", 4},
    {"notsupported", 4},
    {"phsimpinrequired", 5},
    {"phsimpinnecessary", 5},
    {"phfsimpinrequired", 6},
    {"phfsimpukrequired", 7},
    {"simnotinserted", 10},
    {"nosim", 10},
    {"nosiminserted", 10},
    {"usimnotinserted", 10},
    {"simpinrequired", 11},
    {"simpinnecessary", 11},
    {"simpukrequired", 12},
    {"simpuknecessary", 12},
    {"simfailure", 13},
    {"simfail", 13},
    {"simbusy", 14},
    {"simwrong", 15},
    {"incorrectpassword", 16},
    {"passwordincorrect", 16},
    {"simpin2required", 17},
    {"simpin2necessary", 17},
    {"simpuk2required", 18},
    {"simpuk2necessary", 18},
    {"memoryfull", 20},
    {"invalidindex", 21},
    {"notfound", 22},
    {"memoryfailure", 23},
    {"memoryfail", 23},
    {"textstringtoolong", 24},
    {"textstringlong", 24},
    {"invalidcharactersintextstring", 25},
    {"dialstringtoolong", 26},
    {"invalidcharactersindialstring", 27},
    {"nonetworkservice", 30},
    {"nonetwork", 30},
    {"networktimeout", 31},
    {"networknotallowedemergencycallsonly", 32},
    {"networknotallowedemergencycallonly", 32},
    {"emergencycallsonly", 32},
    {"networkpersonalizationpinrequired", 40},
    {"networkpersonalisationpinrequired", 40},
    {"networkpersonalizationpukrequired", 41},
    {"networkpersonalisationpukrequired", 41},
    {"networksubsetpersonalizationpinrequired", 42},
    {"networksubsetpersonalisationpinrequired", 42},
    {"networksubsetpersonalizationpukrequired", 43},
    {"networksubsetpersonalisationpukrequired", 43},
    {"serviceproviderpersonalizationpinrequired", 44},
    {"serviceproviderpersonalisationpinrequired", 44},
    {"serviceproviderpersonalizationpukrequired", 45},
    {"serviceproviderpersonalisationpukrequired", 45},
    {"corporatepersonalizationpinrequired", 46},
    {"corporatepersonalisationpinrequired", 46},
    {"corporatepersonalizationpukrequired", 47},
    {"corporatepersonalisationpukrequired", 47},
    {"hiddenkeyrequired", 48},
    {"incorrectparameters", 50},
    {"invalidparameter", 50},
    {"unknown", 100},
    {"unknownerror", 100},
    {"illegalms", 103},
    {"illegalme", 106},
    {"gprsservicesnotallowed", 107},
    {"plmnnotallowed", 111},
    {"locationareanotallowed", 112},
    {"roamingnotallowedinthislocationarea", 113},
    {"serviceoptionnotsupported", 132},
    {"requestedserviceoptionnotsubscribed", 133},
    {"serviceoptiontemporarilyoutoforder", 134},
    {"unspecifiedgprserror", 148},
    {"pdpauthenticationfailure", 149},
    {"pleasewait", 515},
    {"pleasewaitinitorcommandprocessinginprogress", 515},
};

std::string normalised(std::string_view text)
{
    constexpr std::size_t longest = 64; // no text of the tables is longer: what is, matches none
    std::string result;
    for (const char c : text) {
        if (result.size() == longest) break;
        if (is_alphanumeric(c)) result += lower(c);
    }
    return result;
}

std::optional<int> number_of(std::string_view text, std::span<const ErrorText> table)
{
    const auto wanted = normalised(text);
    for (const auto& entry : table)
        if (entry.text == wanted) return entry.number;
    return std::nullopt;
}
} // namespace

std::optional<int> cms_number(std::string_view text) { return number_of(text, cms_texts); }

std::optional<int> cme_number(std::string_view text) { return number_of(text, cme_texts); }
} // namespace nida::protocol
