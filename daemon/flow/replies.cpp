#include "daemon/flow/replies.hpp"

namespace nida::daemon
{
namespace
{

std::string arabic(Reply which)
{
    switch (which) {
    case Reply::welcome: return "أهلا بك! تم اشتراكك في رسائلنا. أرسل «قف» للمغادرة و«مساعدة» للمساعدة";
    case Reply::already_member: return "اشتراكك معنا قائم بالفعل. أرسل «قف» للمغادرة و«مساعدة» للمساعدة";
    case Reply::goodbye: return "تم إلغاء اشتراكك ولن تصلك رسائل منا. للعودة في أي وقت أرسل «انضم»";
    case Reply::was_not_member: return "رقمك ليس في قائمتنا ولن تصلك رسائل منا. للانضمام أرسل «انضم»";
    case Reply::help: break;
    }
    return "أرسل «انضم» للانضمام و«قف» للمغادرة. وكل رسالة أخرى تصل إلى فريقنا";
}

// No ç, no circumflex, no œ and no typographic apostrophe: one of them would turn the message into UCS-2, two segments.
std::string french(Reply which)
{
    switch (which) {
    case Reply::welcome:
        return "Bienvenue parmi nous ! Vous recevrez désormais nos messages. Envoyez STOP à tout moment "
               "pour nous quitter, AIDE pour obtenir de l'aide.";
    case Reply::already_member:
        return "Vous faites déjà partie de la liste et recevez nos messages. Envoyez STOP à tout moment "
               "pour nous quitter, AIDE pour obtenir de l'aide.";
    case Reply::goodbye:
        return "C'est fait : vous ne recevrez plus de messages de notre part. Pour revenir, envoyez "
               "REJOINDRE quand vous voulez. Merci et au revoir !";
    case Reply::was_not_member:
        return "Vous n'avez pas rejoint notre liste : nous ne vous enverrons rien. Pour la rejoindre, "
               "envoyez REJOINDRE.";
    case Reply::help: break;
    }
    return "Envoyez REJOINDRE pour recevoir nos messages, STOP pour ne plus en recevoir. Tout autre "
           "message parvient à notre équipe.";
}

std::string english(Reply which)
{
    switch (which) {
    case Reply::welcome:
        return "Welcome! You have joined and will now get our messages. Reply STOP at any time to leave, "
               "HELP for help. Thank you for being with us.";
    case Reply::already_member:
        return "You have already joined and are getting our messages. Reply STOP at any time to leave, HELP for help.";
    case Reply::goodbye:
        return "Done: you will get no more messages from us. Reply JOIN whenever you want to come back. "
               "Thank you and take care!";
    case Reply::was_not_member: return "You are not on our list and will get no messages from us. To join, reply JOIN.";
    case Reply::help: break;
    }
    return "Reply JOIN to get our messages, STOP to get no more of them. Anything else you write reaches our team.";
}

} // namespace

std::string reply_text(Reply which, Language language)
{
    switch (language) {
    case Language::ar: return arabic(which);
    case Language::fr: return french(which);
    case Language::en: break;
    }
    return english(which);
}

} // namespace nida::daemon
