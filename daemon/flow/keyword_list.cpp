#include "daemon/flow/keyword_list.hpp"

namespace nida::daemon
{

std::span<const Keyword> keyword_list()
{
    using enum Intent;
    using enum Language;
    using enum Weight;

    static constexpr Keyword list[] = {
        // The first of an intent and language is the word that our answers tell people to send.
        {join, en, strong, "JOIN"},
        {join, en, strong, "SUBSCRIBE"},
        {join, en, weak, "START", true},
        {join, en, weak, "UNSTOP"},
        {join, en, weak, "REGISTER"},
        {join, en, weak, "SIGN UP"},
        {join, en, weak, "OPT IN"},
        {join, fr, strong, "REJOINDRE"},
        {join, fr, strong, "REJOINS"},
        {join, fr, strong, "INSCRIPTION"},
        {join, fr, strong, "INSCRIRE"},
        {join, fr, strong, "INSCRIS"},
        {join, fr, strong, "INSCRIVEZ"},
        {join, fr, strong, "ADHERER"},
        {join, fr, strong, "ADHERE"},
        {join, fr, strong, "ADHESION"},
        {join, fr, weak, "ABONNER"},
        {join, fr, weak, "ABONNE"},
        {join, fr, weak, "ABONNEMENT"},
        {join, ar, strong, "انضم"},
        {join, ar, strong, "انضمام"},
        {join, ar, strong, "اشترك"},
        {join, ar, strong, "اشتراك"},
        {join, ar, weak, "انضموا"},
        {join, ar, weak, "ننضم"},
        {join, ar, weak, "اشتركوا"},
        {join, ar, weak, "انخراط"},
        {join, ar, weak, "انخرط"},
        {join, ar, alone, "تسجيل"},
        {join, ar, alone, "سجل"},
        {join, ar, weak, "سجل اسمي"},
        {join, ar, weak, "سجلني"},
        {join, ar, weak, "سجلوني"},
        {join, ar, weak, "عضوية"},

        {leave, en, strong, "STOP", true},
        {leave, en, strong, "STOP ALL", true},
        {leave, en, strong, "STOPP", true},
        {leave, en, strong, "UNSUBSCRIBE"},
        {leave, en, strong, "UNSUB"},
        {leave, en, strong, "OPT OUT"},
        {leave, en, weak, "LEAVE"},
        {leave, en, weak, "QUIT"},
        {leave, en, weak, "CANCEL"},
        {leave, en, clear, "REMOVE ME"},
        {leave, en, weak, "REMOVE"},
        {leave, en, alone, "END"},
        {leave, fr, strong, "ARRET"},
        {leave, fr, strong, "ARRETER"},
        {leave, fr, strong, "ARRETEZ"},
        // Not clear: without accents this is "arrêté" too, and "mon frère arrêté" is news.
        {leave, fr, weak, "ARRETE"},
        {leave, fr, strong, "DESINSCRIRE"},
        {leave, fr, strong, "DESINSCRIS"},
        {leave, fr, strong, "DESINSCRIVEZ"},
        {leave, fr, strong, "DESINSCRIPTION"},
        {leave, fr, strong, "DESABONNER"},
        {leave, fr, strong, "DESABONNE"},
        {leave, fr, strong, "DESABONNEZ"},
        {leave, fr, strong, "DESABONNEMENT"},
        {leave, fr, strong, "RESILIER"},
        {leave, fr, strong, "RESILIATION"},
        {leave, fr, clear, "QUITTER"},
        {leave, fr, weak, "QUITTE"},
        {leave, fr, weak, "ANNULER"},
        {leave, fr, weak, "ANNULATION"},
        {leave, fr, weak, "SUPPRIMER"},
        {leave, fr, clear, "RETIREZ MOI"},
        {leave, fr, clear, "SUPPRIMEZ MOI"},
        {leave, fr, alone, "SORTIR"},
        {leave, fr, alone, "FIN"},
        {leave, ar, strong, "قف"},
        {leave, ar, strong, "توقف"},
        {leave, ar, strong, "توقفوا"},
        {leave, ar, strong, "ستوب"},
        {leave, ar, strong, "سطوب"},
        {leave, ar, strong, "إلغاء الاشتراك"},
        {leave, ar, strong, "إلغاء اشتراكي"},
        {leave, ar, weak, "إلغاء"},
        {leave, ar, weak, "الغ"},
        {leave, ar, clear, "الغي الاشتراك"},
        {leave, ar, clear, "الغوا الاشتراك"},
        {leave, ar, weak, "إيقاف"},
        // "أوقف الجنود سيارة أخي" (the soldiers stopped my brother's car) is news as well.
        {leave, ar, weak, "أوقف"},
        {leave, ar, alone, "أوقفوا"},
        {leave, ar, alone, "وقف"},
        {leave, ar, weak, "انسحب"},
        {leave, ar, alone, "انسحاب"},
        {leave, ar, weak, "غادر"},
        {leave, ar, weak, "أغادر"},
        {leave, ar, weak, "مغادرة"},
        {leave, ar, alone, "خروج"},
        {leave, ar, weak, "احذفني"},
        {leave, ar, weak, "احذفوني"},
        {leave, ar, weak, "أزلني"},
        {leave, ar, weak, "أزيلوني"},

        {help, en, strong, "HELP"},
        {help, en, weak, "INFO", true},
        {help, en, weak, "INFORMATION"},
        {help, fr, strong, "AIDE"},
        {help, fr, strong, "AIDEZ"},
        {help, fr, weak, "INFOS"},
        {help, fr, weak, "INFORMATIONS"},
        {help, fr, weak, "RENSEIGNEMENTS"},
        {help, ar, strong, "مساعدة"},
        {help, ar, strong, "ساعدني"},
        {help, ar, strong, "ساعدوني"},
        {help, ar, weak, "معلومات"},
        {help, ar, weak, "استفسار"},
        {help, ar, weak, "تعليمات"},
    };
    return list;
}

std::span<const std::string_view> courtesies()
{
    static constexpr std::string_view phrases[] = {
        // English
        "hello", "hi", "hey", "please", "pls", "plz", "thanks", "thank you", "i want to", "i would like to",
        "i d like to",
        // French; m and j are what an apostrophe leaves of "m'inscrire" and "j'arrête"
        "bonjour", "bonsoir", "salut", "svp", "stp", "s il vous plait", "s il te plait", "merci", "je veux",
        "je voudrais", "je souhaite", "j aimerais", "veuillez", "j", "m", "me", "s", "se",
        // Arabic
        "السلام عليكم", "سلام عليكم", "ورحمه الله", "وبركاته", "سلام", "مرحبا", "اهلا", "صباح الخير", "مسا الخير",
        "من فضلك", "من فضلكم", "لو سمحت", "لو سمحتم", "رجا", "شكرا", "ارجو", "اريد", "نريد", "اود", "ابغي", "بدي",
        "نحب", "ان"};
    return phrases;
}

std::span<const std::string_view> subjects_of_leaving()
{
    static constexpr std::string_view words[] = {"message",    "messages", "msg",       "msgs",         "sms",
                                                 "texts",      "texting",  "messaging", "subscription", "textos",
                                                 "abonnement", "رسايل",    "الرسايل",   "رسايلكم",      "رساله",
                                                 "الرساله",    "مراسلتي",  "اشتراك",    "الاشتراك",     "اشتراكي"};
    return words;
}

std::span<const std::string_view> negations()
{
    // "t" is what an apostrophe leaves of don't, won't and can't, "n" of n'arrêtez.
    static constexpr std::string_view words[] = {"not",   "t",  "dont", "wont", "cant",
                                                 "never", "ne", "n",    "pas",  "jamais"};
    return words;
}

} // namespace nida::daemon
