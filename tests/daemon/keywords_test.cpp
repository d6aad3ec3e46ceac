#include "daemon/flow/keywords.hpp"

#include "config/builtin_languages.hpp"
#include "daemon/flow/fold.hpp"
#include "tests/daemon/test_languages.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <ostream>

namespace nida::daemon
{

static std::ostream& operator<<(std::ostream& out, Intent intent) { return out << to_string(intent); }
static std::ostream& operator<<(std::ostream& out, const Language& language) { return out << to_string(language); }

} // namespace nida::daemon

using namespace nida::daemon;

namespace
{

constexpr auto ar = Language::ar, fr = Language::fr, en = Language::en;

std::optional<KeywordMatch> match_keyword(std::string_view text) { return match_keyword(text, *test_languages()); }

struct Expected {
    std::string_view text;
    Intent intent;
    Language language;
    std::string_view keyword;
};

void check(const Expected& expected)
{
    BOOST_TEST_CONTEXT("\"" << expected.text << "\"")
    {
        const auto match = match_keyword(expected.text);
        BOOST_TEST(match.has_value());
        if (!match) return;
        BOOST_TEST(match->intent == expected.intent);
        BOOST_TEST(match->language == expected.language);
        BOOST_TEST(match->keyword == expected.keyword);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(keywords)

using enum Intent;

BOOST_AUTO_TEST_CASE(joining_is_understood_as_people_write_it)
{
    const Expected table[] = {
        {"JOIN", join, en, "JOIN"},
        {"join", join, en, "JOIN"},
        {" Join. ", join, en, "JOIN"},
        {"\"JOIN\"", join, en, "JOIN"},
        {"JOIN please", join, en, "JOIN"},
        {"JOIN my name is Ali and I live in Benghazi", join, en, "JOIN"},
        {"Hello, join", join, en, "JOIN"},
        {"I want to join", join, en, "JOIN"},
        {"START", join, en, "START"},
        {"sign-up", join, en, "SIGN UP"},
        {"Subscribe!", join, en, "SUBSCRIBE"},
        {"𝐉𝐎𝐈𝐍", join, en, "JOIN"},
        {"rejoindre", join, fr, "REJOINDRE"},
        {"Réjoindre", join, fr, "REJOINDRE"},
        {"REJOINDRE svp", join, fr, "REJOINDRE"},
        {"Inscription", join, fr, "INSCRIPTION"},
        {"m’inscrire", join, fr, "INSCRIRE"},
        {"Je veux m'inscrire", join, fr, "INSCRIRE"},
        {"Bonjour, inscription s'il vous plaît", join, fr, "INSCRIPTION"},
        {"Adhérer", join, fr, "ADHERER"},
        {"J’adhère", join, fr, "ADHERE"},
        {"انضم", join, ar, "انضم"},
        {"انضمّ", join, ar, "انضم"},
        {"أنضم", join, ar, "انضم"},
        {"إنضم", join, ar, "انضم"},
        {"اِنْضَمّ", join, ar, "انضم"},
        {"انــضــم", join, ar, "انضم"},
        {"«انضم»", join, ar, "انضم"},
        {"\u200Fانضم\u200F", join, ar, "انضم"},
        {"\uFE8D\uFEE7\uFEC0\uFEE2", join, ar, "انضم"},
        {"انضم من فضلك", join, ar, "انضم"},
        {"السلام عليكم، انضم", join, ar, "انضم"},
        {"السلام عليكم ورحمة الله وبركاته انضمام", join, ar, "انضمام"},
        {"أريد الانضمام", join, ar, "انضمام"},
        {"أريد أن أنضم", join, ar, "انضم"},
        {"إشترك", join, ar, "اشترك"},
        {"الإشتراك", join, ar, "اشتراك"},
        {"اشتراک", join, ar, "اشتراك"},
        {"سجّلني", join, ar, "سجلني"},
        {"تسجيل", join, ar, "تسجيل"},
    };
    for (const auto& expected : table)
        check(expected);
}

BOOST_AUTO_TEST_CASE(leaving_is_understood_as_people_write_it)
{
    const Expected table[] = {
        {"STOP", leave, en, "STOP"},
        {"stop!!", leave, en, "STOP"},
        {"Stop.", leave, en, "STOP"},
        {"🛑 STOP 🛑", leave, en, "STOP"},
        {"«STOP»", leave, en, "STOP"},
        {"ＳＴＯＰ", leave, en, "STOP"},
        {"\uFEFFSTOP", leave, en, "STOP"},
        {"s\u00ADtop", leave, en, "STOP"},
        {"STOOOOP", leave, en, "STOP"},
        {"S T O P", leave, en, "STOP"},
        {"S.T.O.P.", leave, en, "STOP"},
        {"s-t-o-p!", leave, en, "STOP"},
        {"ق ف", leave, ar, "قف"},
        {"Stop s'il vous plaît", leave, en, "STOP"},
        {"stop sending me all these messages please", leave, en, "STOP"},
        {"please stop", leave, en, "STOP"},
        {"ok please stop", leave, en, "STOP"},
        {"Please stop sending me messages", leave, en, "STOP"},
        {"Cancel my subscription to this list today", leave, en, "CANCEL"},
        {"S’il vous plaît arrêtez de m’envoyer des SMS", leave, fr, "ARRETEZ"},
        {"STOPALL", leave, en, "STOP ALL"},
        {"stop all", leave, en, "STOP ALL"},
        {"unsubscribe", leave, en, "UNSUBSCRIBE"},
        {"Please unsubscribe me", leave, en, "UNSUBSCRIBE"},
        {"opt-out", leave, en, "OPT OUT"},
        {"I want to leave", leave, en, "LEAVE"},
        {"leave", leave, en, "LEAVE"},
        {"End", leave, en, "END"},
        {"END please", leave, en, "END"},
        {"QUIT", leave, en, "QUIT"},
        {"cancel my subscription", leave, en, "CANCEL"},
        {"JOIN STOP", leave, en, "STOP"},
        {"help! stop", leave, en, "STOP"},
        {"ARRÊT", leave, fr, "ARRET"},
        {"arret", leave, fr, "ARRET"},
        {"arre\u0302t", leave, fr, "ARRET"},
        {"Ａｒｒｅｔ", leave, fr, "ARRET"},
        {"Arrêtez de m'envoyer des messages svp", leave, fr, "ARRETEZ"},
        {"je veux arreter", leave, fr, "ARRETER"},
        {"Je veux arrêter", leave, fr, "ARRETER"},
        {"j'arrête", leave, fr, "ARRETE"},
        {"désinscrire", leave, fr, "DESINSCRIRE"},
        {"me désabonner", leave, fr, "DESABONNER"},
        {"S'il vous plaît, désabonnez-moi", leave, fr, "DESABONNEZ"},
        {"Quitter", leave, fr, "QUITTER"},
        {"je veux quitter", leave, fr, "QUITTER"},
        {"retirez-moi", leave, fr, "RETIREZ MOI"},
        {"قف", leave, ar, "قف"},
        {"قِفْ", leave, ar, "قف"},
        {"قـــف!", leave, ar, "قف"},
        {"توقف", leave, ar, "توقف"},
        {"توقّف", leave, ar, "توقف"},
        {"توقففففف", leave, ar, "توقف"},
        {"من فضلك توقف", leave, ar, "توقف"},
        {"توقفوا عن إرسال هذه الرسائل إلى رقمي", leave, ar, "توقفوا"},
        {"ستوب", leave, ar, "ستوب"},
        {"إلغاء", leave, ar, "إلغاء"},
        {"الغاء", leave, ar, "إلغاء"},
        {"الغا", leave, ar, "إلغاء"},
        {"إلغاء الاشتراك", leave, ar, "إلغاء الاشتراك"},
        {"الغاء الإشتراك في هذه الخدمة لو سمحتم", leave, ar, "إلغاء الاشتراك"},
        {"اريد الغاء الاشتراك", leave, ar, "إلغاء الاشتراك"},
        {"أرجو إلغاء اشتراكي", leave, ar, "إلغاء اشتراكي"},
        {"إلغاء الرسائل كلها لو سمحتم", leave, ar, "إلغاء"},
        {"إيقاف", leave, ar, "إيقاف"},
        {"ايقاف الرسائل", leave, ar, "إيقاف"},
        {"أوقفوا الرسائل", leave, ar, "أوقفوا"},
        {"أوقفوا إرسال الرسائل إلى هاتفي فورا", leave, ar, "أوقفوا"},
        {"وقف الرسائل", leave, ar, "وقف"},
        {"من فضلكم توقفوا عن إرسال هذه الرسائل", leave, ar, "توقفوا"},
        {"وقف", leave, ar, "وقف"},
        {"انسحب", leave, ar, "انسحب"},
        {"أنسحب", leave, ar, "انسحب"},
        {"انسحاب", leave, ar, "انسحاب"},
        {"مغادره", leave, ar, "مغادرة"},
        {"غادر", leave, ar, "غادر"},
        {"احذفوني من القائمة", leave, ar, "احذفوني"},
    };
    for (const auto& expected : table)
        check(expected);
}

BOOST_AUTO_TEST_CASE(asking_for_help_is_understood_as_people_write_it)
{
    const Expected table[] = {
        {"HELP", help, en, "HELP"},
        {"help me please", help, en, "HELP"},
        {"Help how do I change my language?", help, en, "HELP"},
        {"info", help, en, "INFO"},
        {"Infos svp", help, fr, "INFOS"},
        {"Aide", help, fr, "AIDE"},
        {"aidez-moi", help, fr, "AIDEZ"},
        {"مساعدة", help, ar, "مساعدة"},
        {"مساعده", help, ar, "مساعدة"},
        {"المساعدة", help, ar, "مساعدة"},
        {"مُسَاعَدَة؟", help, ar, "مساعدة"},
        {"أريد مساعدة", help, ar, "مساعدة"},
        {"ساعدني", help, ar, "ساعدني"},
        {"ساعدنى", help, ar, "ساعدني"},
        {"معلومات", help, ar, "معلومات"},
    };
    for (const auto& expected : table)
        check(expected);
}

BOOST_AUTO_TEST_CASE(ordinary_messages_are_left_to_people)
{
    for (const auto text : {
             "",
             " ",
             "?!…",
             "«»",
             "👍🏽",
             "\u200F\u200E",
             "\xFF\xFE",
             "hello",
             "please",
             "السلام عليكم",
             "Bonjour",
             "أبداً", // never: folds to a word close to "begin"
             "we will not stop marching until friday",
             "please stop the march before it reaches the bridge",
             "we got your messages, do not stop sending them",
             "don't stop",
             "don’t stop",
             "we won't stop",
             "never stop",
             "do not stop",
             "n'arrêtez pas",
             "ne pas arrêter",
             "ne stop pas",
             "mon frère arrêté",
             "il est arrêté",
             "Arrêté ce matin devant la mairie: Ali",
             "end the war",
             "End the siege of our city now",
             "Cancel the bus, we go on foot",
             "Quit telling people that it is on Friday",
             "Leave the square now, they are coming",
             "Information meeting at five in the square",
             "Start walking at five, not before",
             "Quitter la place maintenant, danger",
             "à bonne heure",
             "وقف إطلاق النار",
             "وقف إطلاق النار الآن",
             "أوقف الجنود سيارة أخي عند الحاجز",
             "أوقفوا الحرب الآن",
             "تم إلغاء الاجتماع",
             "إلغاء الاجتماع غدا بسبب المطر",
             "انسحاب القوات من المدينة",
             "تسجيل صوتي",
             "سجل أنا عربي",
             "لن نتوقف",
             "لا تتوقفوا",
             "stopping",
             "joint",
             "unstoppable",
             "bus stops here",
             "STO",
         })
        BOOST_TEST(!match_keyword(text).has_value(), "\"" << text << "\" is no keyword");
}

BOOST_AUTO_TEST_CASE(leaving_is_understood_in_words_of_languages_that_the_box_does_not_have)
{
    for (const auto text : {
             "STOP SMS",
             "stop-sms",
             "stopsms",
             "stoppp",
             "Stob",
             "SOTP",
             "revoke",
             "no more sms",
             "désabo",
             "Désabo!",
             "Me désabonner SVP",
             "plus de sms",
             "Plus de SMS merci",
             "stoppez",
             "ne plus recevoir", // French
             "tawa9of",
             "Tawa9af",
             "tawaqqof",
             "wa9af",
             "wa9ef",
             "ilgha2",
             "7bes",
             "9if",
             "عفوا توقف",
             "كنسل",
             "كانسل",
             "حبس",
             "لا ترسلوا لي",
             "لا ترسلوا لي أي رسائل بعد اليوم",
             "إستوب",
             "ستوووب", // Arabic
             "baja",
             "BAJA ya",
             "Darme de baja",
             "dar de baja",
             "cancelar",
             "Parar",
             "basta",
             "no más mensajes",
             "Sair",
             "descadastrar",
             "cancella",
             "disiscrivimi",
             "Stopp",
             "abmelden",
             "kündigen",
             "AUS",
             "afmelden", // of Europe's south and west
             "dur",
             "İptal",
             "iptal",
             "IPTAL",
             "çık",
             "Üyelikten çık",
             "raweste",
             "bes",
             "بەس",
             "ḥbes",
             "bedd",
             "kkes",
             "ⵃⴱⵙ",
             "ⴱⴷⴷ",
             "ffeɣ",
             "kkes-iyi", // Turkish, Kurdish, Tamazight
             "لغو",
             "لغو۱۱",
             "لغو 11",
             "استاپ",
             "بند کرو",
             "بند",
             "band karo",
             "הסר",
             "הסירו אותי",
             "הפסק בבקשה", // Persian, Urdu, Hebrew
             "simama",
             "acheni",
             "acha sms",
             "አቁም",
             "jooji",
             "ka bax",
             "daina",
             "hagarika", // Africa
             "СТОП",
             "стоп!",
             "отписаться",
             "Στοπ",
             "leiratkozás",
             "unreg",
             "berhenti",
             "huỷ đăng ký",
             "退订",
             "TD退订",
             "수신거부",
             "配信停止",
         }) {
        const auto match = match_keyword(text);
        BOOST_TEST((match && match->intent == leave), "\"" << text << "\" means to leave");
    }
}

BOOST_AUTO_TEST_CASE(what_is_ordinary_speech_in_some_language_does_not_leave)
{
    for (const auto text : {
             "Fine",
             "fine, thanks",
             "acha",
             "Acha theek hai",
             "khalas",
             "safi",
             "baraka llah oufik",
             "بركة الله فيك",
             "خلاص",
             "بس",
             "كفى",
             "Dur de venir demain",
             "dur dur",
             "bes nhar tnin",
             "aus Berlin",
             "basta de violencia",
             "para mañana",
             "baja a la plaza hoy",
             "alto el fuego",
             "TD de maths",
             "band practice at five",
             "ret you later",
             "sal de ahí",
             "Ende der Woche",
             "حبس الصحفي سنة",
             "simama imara",
             "wach 7bes la pluie",
             "stops at the bridge",
             "bus stops here",
             "لا ترسلوا الأطفال غدا",
             "plus de monde à la place",
             "dur comme vos messages",
         })
        BOOST_TEST(!match_keyword(text).has_value(), "\"" << text << "\" is no keyword");
}

BOOST_AUTO_TEST_CASE(a_word_that_leaves_everywhere_says_nothing_of_the_language)
{
    for (const auto text : {"baja", "iptal", "הסר", "tawa9of", "ⴱⴷⴷ", "stop sms", "sotp"})
        BOOST_TEST(match_keyword(text).value().language_is_neutral, text);
}

BOOST_AUTO_TEST_CASE(every_word_that_leaves_everywhere_does_so_alone)
{
    const auto words = nida::config::parse_leaving_words(nida::config::builtin_leaving_words.text, "").value();
    for (const auto& [language, weights] : words)
        for (const auto& [weight, list] : weights)
            for (const auto& word : list) {
                const auto match = match_keyword(word.text);
                BOOST_TEST((match && match->intent == leave), to_string(language) << ": " << word.text);
                if (match) BOOST_TEST(match->rest == "");
            }
}

BOOST_AUTO_TEST_CASE(what_is_left_stands_behind_the_word_or_before_it_without_courtesies)
{
    const std::pair<std::string_view, std::string_view> table[] = {
        {"STOP health", "health"},
        {"stop: health!", "health"},
        {"STOP \"Health workers\" please", "Health workers"},
        {"STOOOP health", "health"},
        {"please stop health", "health"},
        {"Stop please", ""},
        {"STOP la santé", "la santé"},
        {"STOP la santé, s'il vous plaît.", "la santé"},
        {"stop svp santé", "santé"},
        {"Arrêtez La Marsa", "La Marsa"},
        {"désabonner santé", "santé"},
        {"توقف الصحة", "الصحة"},
        {"توقّف الصحّة من فضلك", "الصحّة"},
        {"«قف» الصحة", "الصحة"},
        {"إلغاء الاشتراك الصحة", "الصحة"},
        {"الصحة توقف", "الصحة"},
        {"health STOP", "health"},
        {"Health: stop!!", "Health"},
        {"health workers stop", "health workers"},
        {"bonjour, santé STOP svp", "santé"},
        {"santé arrêtez", "santé"},
        {"baja salud", "salud"},
        {"tawa9of si77a", "si77a"},
        {"END health", "health"},
        {"STOP ALL", ""},
        {"STOP SMS", ""},
        {"stop sms health", "health"},
        {"JOIN STOP", ""}, // a group is not called JOIN
        {"help! stop", ""},
        {"ok please stop", "ok"},
    };
    for (const auto& [text, rest] : table) {
        const auto match = match_keyword(text);
        BOOST_REQUIRE_MESSAGE(match, text);
        BOOST_TEST((match->intent == leave), text);
        BOOST_TEST(match->rest == rest, text << " leaves \"" << match->rest << "\", not \"" << rest << "\"");
    }
}

BOOST_AUTO_TEST_CASE(words_of_every_language_are_marked_so)
{
    for (const auto text : {"STOP", "stop all", "Start", "INFO"})
        BOOST_TEST(match_keyword(text).value().language_is_neutral, text);
    for (const auto text : {"JOIN", "ARRET", "قف", "aide", "help", "unsubscribe"})
        BOOST_TEST(!match_keyword(text).value().language_is_neutral, text);
}

BOOST_AUTO_TEST_CASE(the_rest_is_kept_as_it_was_written)
{
    const std::pair<std::string_view, std::string_view> table[] = {
        {"JOIN", ""},
        {"JOIN!!", ""},
        {"«انضم»", ""},
        {"JOIN Zoë Müller ", "Zoë Müller"},
        {"join: Zoë", "Zoë"},
        {"join:Zoë", "Zoë"},
        {"JOIN - \"Zoë\"", "\"Zoë\""},
        {"JOIN\nZoë\r\n", "Zoë"},
        {"انضم: أحمد العلي (طرابلس)", "أحمد العلي (طرابلس)"},
        {"STOP ALL of it", "of it"},
        {"please stop", ""},
        {"join please", "please"},
        {"please stop this", "this"},
        {"Hello! join Zoë", "Zoë"},
    };
    for (const auto& [text, rest] : table)
        BOOST_TEST(match_keyword(text).value().rest == rest, text);
}

BOOST_AUTO_TEST_CASE(every_keyword_alone_is_found_and_none_hides_another)
{
    std::map<std::string, std::string_view> seen;
    for (const auto& vocabulary : test_languages()->all())
        for (const auto& keyword : vocabulary.keywords) {
            if (keyword.language_is_neutral && match_keyword(keyword.shown).value().language != keyword.language)
                continue; // STOP in French, too
            check({keyword.shown, keyword.intent, keyword.language, keyword.shown});
            const auto [other, is_new] = seen.emplace(run_together(keyword.shown), keyword.shown);
            BOOST_TEST(is_new, keyword.shown << " and " << other->second << " fold to the same word");
        }
}

BOOST_AUTO_TEST_CASE(every_prefix_gets_an_answer_and_stop_counts_as_soon_as_it_is_whole)
{
    const std::string_view text = "STOP من فضلك – ça suffit 👍🏽 \uFDFA";
    for (std::size_t length = 0; length <= text.size(); ++length)
        BOOST_TEST(match_keyword(text.substr(0, length)).has_value() == (length >= 4), length);

    const std::string_view joining = "«انضمّ» أحمد";
    for (std::size_t length = 0; length <= joining.size(); ++length)
        BOOST_TEST(match_keyword(joining.substr(0, length)).has_value() == (length >= std::string_view{"«انضم"}.size()),
                   length);
}

BOOST_AUTO_TEST_CASE(a_megabyte_is_no_burden)
{
    const auto repeated = [](std::string_view unit) {
        std::string text;
        while (text.size() < 1'000'000)
            text += unit;
        return text;
    };
    for (const auto unit : {"a", "a ", "please ", "s ", "!", "\xFF", "\uFDFA", "ـ", "not "})
        BOOST_TEST(!match_keyword(repeated(unit)).has_value(), unit);
    BOOST_TEST(match_keyword("STO" + repeated("O") + "P").value().keyword == "STOP");
    BOOST_TEST(match_keyword(repeated("!") + "STOP").value().keyword == "STOP");
    BOOST_TEST(match_keyword("JOIN " + repeated("a ")).value().rest.size() == 999'999u); // without the last space
}

BOOST_AUTO_TEST_CASE(languages_are_known_by_their_codes)
{
    for (const auto language : {ar, fr, en})
        BOOST_TEST(parse_language(to_string(language)).value() == language);
    BOOST_TEST(parse_language("FR").value() == fr);
    BOOST_TEST(to_string(parse_language("TZM").value()) == "tzm");
    BOOST_TEST((parse_language("tzm") != parse_language("tz")));
    for (const auto text : {"", "a", "arabic", "fr-FR", " en", "ér", "f1", "tamz"})
        BOOST_TEST(!parse_language(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
