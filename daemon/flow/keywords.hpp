#pragma once

#include "daemon/flow/keyword.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nida::daemon
{

class Languages;

struct KeywordMatch {
    Intent intent;
    Language language;                ///< of the list that holds the keyword
    bool language_is_neutral = false; ///< used in every language, as STOP is: prefer the person's known language
    std::string keyword;              ///< as it is shown to people: "انضم", "REJOINDRE"
    /// What else was written, as it was written, without the space around it. After a word for joining or help it is what follows;
    /// what somebody leaves may stand on either side ("STOP health", "health STOP please"), and comes without courtesies.
    std::string rest;
};

/// The keyword that a supporter's message is taken for, whatever its spelling (see fold()) and the punctuation around.
///
/// The first word decides. Greetings and phrases such as "please" or "أريد" around it don't count, but after one the
/// message must be short: at most three words. So it must where the keyword also begins ordinary sentences (END, CANCEL,
/// INFO, إلغاء). Leaving is understood more widely: in a message of any length that speaks of messages or a subscription,
/// and in a short one wherever an unmistakable word (STOP, UNSUBSCRIBE, توقف) stands in it without a "not" before; it
/// then wins over joining and help. README.md explains the choice, config/languages has the words.
///
/// @param text  UTF-8; octets that are not only separate words. Takes time linear in its length.
std::optional<KeywordMatch> match_keyword(std::string_view text, const Languages& languages);

} // namespace nida::daemon
