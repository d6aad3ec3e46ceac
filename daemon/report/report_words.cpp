#include "daemon/report/report_words.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace nida::daemon
{
namespace
{
struct Phrase {
    Word word;
    std::string_view en, fr, ar;
};

// clang-format off
constexpr std::array<Phrase, word_count> phrases{{
    {Word::campaign_report, "Campaign report", "Rapport de campagne", "تقرير حملة"},
    {Word::period_report, "Activity report", "Rapport d'activité", "تقرير النشاط"},
    {Word::campaign, "Campaign", "Campagne", "الحملة"},
    {Word::messages, "Messages", "Messages", "الرسائل"},
    {Word::sent, "Sent", "Envoyés", "أُرسلت"},
    {Word::delivered, "Delivered", "Remis", "وصلت"},
    {Word::delivered_share, "Delivered of sent", "Remis / envoyés", "الواصل من المرسل"},
    {Word::undelivered, "Not delivered", "Non remis", "لم تصل"},
    {Word::failed, "Failed", "Échecs", "فشلت"},
    {Word::suppressed, "Held back", "Retenus", "حُجبت"},
    {Word::in_doubt, "In doubt", "Incertains", "مشكوك فيها"},
    {Word::remaining, "To do", "Restants", "الباقي"},
    {Word::cancelled, "Cancelled", "Annulés", "أُلغيت"},
    {Word::recipients, "Recipients", "Destinataires", "المستلمون"},
    {Word::segments, "Parts of SMS", "Parties de SMS", "أجزاء الرسائل"},
    {Word::cost, "Estimated cost", "Coût estimé", "التكلفة التقديرية"},
    {Word::unpriced, "Parts without a known price", "Parties sans prix connu", "أجزاء لا يُعرف سعرها"},
    {Word::replies, "Replies", "Réponses", "الردود"},
    {Word::people_who_replied, "People who replied", "Personnes ayant répondu", "أشخاص ردّوا"},
    {Word::received, "Received", "Reçus", "الواردة"},
    {Word::calls, "Missed calls", "Appels manqués", "مكالمات فائتة"},
    {Word::joined, "People who joined", "Personnes arrivées", "أشخاص انضموا"},
    {Word::left, "People who left", "Personnes parties", "أشخاص غادروا"},
    {Word::joined_group, "Joined a group", "Entrées dans un groupe", "انضموا إلى مجموعة"},
    {Word::left_group, "Left a group", "Sorties d'un groupe", "غادروا مجموعة"},
    {Word::people, "People known now", "Connues à présent", "المعروفون الآن"},
    {Word::members, "Members now", "Membres à présent", "الأعضاء الآن"},
    {Word::state, "State", "État", "الحالة"},
    {Word::draft, "draft", "brouillon", "مسودة"},
    {Word::waiting, "waiting for a second person", "attend une deuxième personne", "بانتظار شخص ثانٍ"},
    {Word::scheduled, "scheduled", "programmée", "مجدولة"},
    {Word::running, "running", "en cours", "جارية"},
    {Word::paused, "paused", "en pause", "متوقفة مؤقتا"},
    {Word::done, "done", "terminée", "منتهية"},
    {Word::cancelled_campaign, "cancelled", "annulée", "ملغاة"},
    {Word::name, "Name", "Nom", "الاسم"},
    {Word::made, "Report made", "Rapport établi", "حُرر التقرير"},
    {Word::started, "Started", "Début", "البداية"},
    {Word::ended, "Ended", "Fin", "النهاية"},
    {Word::from, "From", "Du", "من"},
    {Word::to, "To", "Au", "إلى"},
    {Word::total, "Total", "Total", "المجموع"},
    {Word::operator_of_number, "Operator", "Opérateur", "المشغل"},
    {Word::language, "Language", "Langue", "اللغة"},
    {Word::variant, "Variant", "Variante", "النسخة"},
    {Word::hour, "Hour", "Heure", "الساعة"},
    {Word::day, "Day", "Jour", "اليوم"},
    {Word::reason, "Reason", "Raison", "السبب"},
    {Word::single, "Single messages and answers", "Messages isolés et réponses", "رسائل مفردة وأجوبة"},
    {Word::others, "others", "autres", "غيرها"},
    {Word::unknown, "not known", "inconnu", "غير معروف"},
    {Word::none, "no language of its own", "sans langue précise", "بلا لغة محددة"},
    {Word::part, "Part", "Partie", "القسم"},
    {Word::item, "Item", "Élément", "البند"},
    {Word::figure, "Figure", "Indicateur", "المؤشر"},
    {Word::value, "Value", "Valeur", "القيمة"},
    {Word::by_hour, "By the hour at which they were sent", "Par heure d'envoi", "بحسب ساعة الإرسال"},
    {Word::by_day, "By day", "Par jour", "بحسب اليوم"},
    {Word::by_operator, "By operator", "Par opérateur", "بحسب المشغل"},
    {Word::by_language, "By language", "Par langue", "بحسب اللغة"},
    {Word::by_variant, "By variant", "Par variante", "بحسب النسخة"},
    {Word::by_campaign, "By campaign", "Par campagne", "بحسب الحملة"},
    {Word::by_reason, "What did not arrive, and why", "Ce qui n'est pas arrivé, et pourquoi", "ما لم يصل، ولماذا"},
    {Word::all_figures, "All figures", "Tous les chiffres", "كل الأرقام"},
    {Word::reason_left, "they had left", "la personne était partie", "كان الشخص قد غادر"},
    {Word::reason_late, "its time was over before it could leave", "trop tard pour partir", "فات وقتها قبل أن تُرسل"},
    {Word::reason_unreachable, "the number has failed again and again", "numéro en échec répété", "رقم تكرر فشله"},
    {Word::reason_unknown_outcome, "nobody knows whether it left", "on ignore si le message est parti", "لا يُعرف إن كانت قد أُرسلت"},
    {Word::reason_erased, "the person was erased at their wish", "personne effacée à sa demande", "مُحي الشخص بطلبه"},
    {Word::reason_text, "the text became empty or too long", "texte vide ou trop long", "صار النص فارغا أو أطول من اللازم"},
    {Word::reason_duplicate, "the same person gets it under another number", "reçu sous un autre numéro", "تصل الشخص نفسه على رقم آخر"},
    {Word::reason_restored, "queued in a copy that was restored", "en attente dans une copie restaurée", "كانت في الانتظار في نسخة مستعادة"},
    {Word::reason_network, "refused by the network ({0})", "refusé par le réseau ({0})", "رفضتها الشبكة ({0})"},
    {Word::reason_not_delivered, "the network could not deliver it ({0})", "le réseau n'a pas pu le remettre ({0})", "لم تستطع الشبكة إيصالها ({0})"},
    {Word::reason_too_late_delivered, "the phone was not reached in time", "téléphone non joint à temps", "لم يُوصل إلى الهاتف في الوقت"},
    {Word::reason_modem, "refused by the modem ({0})", "refusé par le modem ({0})", "رفضها المودم ({0})"},
    {Word::note_missing,
        "Not whole: {0} messages of this campaign were deleted because of their age. No figure here has them in it.",
        "Incomplet : {0} messages de cette campagne ont été supprimés en raison de leur âge. Aucun chiffre ici ne les comprend.",
        "غير كامل: حُذفت {0} من رسائل هذه الحملة لقدمها، ولا يشملها أي رقم هنا."},
    {Word::note_replies_since,
        "Replies from before {0} were deleted because of their age and are not counted.",
        "Les réponses d'avant le {0} ont été supprimées en raison de leur âge et ne sont pas comptées.",
        "حُذفت الردود السابقة على {0} لقدمها، وهي غير محسوبة."},
    {Word::note_kept_since,
        "Not whole: messages and texts from before {0} were deleted because of their age. No figure here has them in it.",
        "Incomplet : les messages et les textes d'avant le {0} ont été supprimés en raison de leur âge. Aucun chiffre ici ne les comprend.",
        "غير كامل: حُذفت الرسائل والنصوص السابقة على {0} لقدمها، ولا يشملها أي رقم هنا."},
    {Word::note_definitions,
        "Sent: the network took the whole message. Delivered: the network reported that it arrived; of the others no such report came. "
        "Replies, joining and leaving: what people wrote by themselves within 7 days after this campaign reached them and before another did. "
        "This report names no person and no number.",
        "Envoyé : le réseau a accepté le message entier. Remis : le réseau a signalé son arrivée ; pour les autres, aucun avis n'est venu. "
        "Réponses, arrivées et départs : ce que les personnes ont écrit d'elles-mêmes dans les 7 jours après cette campagne et avant la suivante. "
        "Ce rapport ne nomme aucune personne et aucun numéro.",
        "أُرسلت: قبلت الشبكة الرسالة كاملة. وصلت: أبلغت الشبكة بوصولها؛ أما غيرها فلم يأت عنها بلاغ كهذا. "
        "الردود والانضمام والمغادرة: ما كتبه الناس بأنفسهم خلال 7 أيام من وصول هذه الحملة إليهم وقبل حملة أخرى. "
        "لا يذكر هذا التقرير شخصا ولا رقم هاتف."},
    {Word::note_period_definitions,
        "A message belongs to the day on which it was queued. Sent: the network took the whole message. Delivered: the network reported "
        "that it arrived; of the others no such report came. Joining and leaving: by a text of the person's own. This report names no "
        "person and no number.",
        "Un message compte pour le jour où il a été mis en attente. Envoyé : le réseau a accepté le message entier. Remis : le réseau a "
        "signalé son arrivée ; pour les autres, aucun avis n'est venu. Arrivées et départs : par un texte de la personne elle-même. "
        "Ce rapport ne nomme aucune personne et aucun numéro.",
        "تُحسب الرسالة في اليوم الذي وُضعت فيه في الانتظار. أُرسلت: قبلت الشبكة الرسالة كاملة. وصلت: أبلغت الشبكة بوصولها؛ أما غيرها "
        "فلم يأت عنها بلاغ كهذا. الانضمام والمغادرة: برسالة من الشخص نفسه. لا يذكر هذا التقرير شخصا ولا رقم هاتف."},
}};
// clang-format on

constexpr bool is_complete()
{
    for (std::size_t i = 0; i < phrases.size(); ++i)
        if (static_cast<std::size_t>(phrases[i].word) != i || phrases[i].en.empty() || phrases[i].fr.empty() ||
            phrases[i].ar.empty())
            return false;
    return true;
}
static_assert(is_complete());

std::string filled(Word word, ReportLanguage language, std::string_view value)
{
    return fmt::format(fmt::runtime(words_for(word, language)), value);
}

char decimal_point(ReportLanguage language) { return language == ReportLanguage::fr ? ',' : '.'; }

constexpr std::string_view narrow_no_break_space = "\u202F";
} // namespace

std::optional<ReportLanguage> report_language(std::string_view code)
{
    for (const auto language : {ReportLanguage::en, ReportLanguage::fr, ReportLanguage::ar})
        if (code == code_of(language)) return language;
    return {};
}

std::string_view code_of(ReportLanguage language)
{
    switch (language) {
    case ReportLanguage::en: return "en";
    case ReportLanguage::fr: return "fr";
    case ReportLanguage::ar: return "ar";
    }
    std::abort();
}

std::string_view words_for(Word word, ReportLanguage language)
{
    const auto& phrase = phrases[static_cast<std::size_t>(word)];
    switch (language) {
    case ReportLanguage::en: return phrase.en;
    case ReportLanguage::fr: return phrase.fr;
    case ReportLanguage::ar: return phrase.ar;
    }
    std::abort();
}

std::string number_text(std::int64_t number, ReportLanguage language)
{
    auto text = std::to_string(number);
    const std::string_view separator = language == ReportLanguage::fr ? narrow_no_break_space : ",";
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3)
        text.insert(static_cast<std::size_t>(at), separator);
    return text;
}

std::string share_text(std::optional<double> share, ReportLanguage language)
{
    if (!share) return "–";
    auto text = fmt::format("{:.1f}", *share * 100);
    text[text.size() - 2] = decimal_point(language);
    if (language == ReportLanguage::fr) text += narrow_no_break_space;
    return text + '%';
}

std::string amount_text(std::int64_t milli, std::string_view currency, ReportLanguage language)
{
    const auto point = decimal_point(language);
    const auto amount = milli % 10 == 0 ? fmt::format("{}{}{:02}", milli / 1000, point, milli % 1000 / 10)
                                        : fmt::format("{}{}{:03}", milli / 1000, point, milli % 1000);
    return fmt::format("{} {}", amount, currency);
}

std::string reason_text(std::string_view code, ReportLanguage language)
{
    struct Known {
        std::string_view code;
        Word word;
    };
    constexpr Known known[] = {{"left", Word::reason_left},
                               {"out_of_validity", Word::reason_late},
                               {"unreachable", Word::reason_unreachable},
                               {"outcome_unknown", Word::reason_unknown_outcome},
                               {"erased", Word::reason_erased},
                               {"bad_text", Word::reason_text},
                               {"duplicate", Word::reason_duplicate},
                               {"restored", Word::reason_restored},
                               {"tp_status_70", Word::reason_too_late_delivered}};
    for (const auto& one : known)
        if (code == one.code) return std::string{words_for(one.word, language)};
    constexpr Known families[] = {{"cms_", Word::reason_network},
                                  {"tp_status_", Word::reason_not_delivered},
                                  {"cme_", Word::reason_modem},
                                  {"at_", Word::reason_modem}};
    for (const auto& family : families)
        if (code.starts_with(family.code)) return filled(family.word, language, code);
    return std::string{code};
}
} // namespace nida::daemon
