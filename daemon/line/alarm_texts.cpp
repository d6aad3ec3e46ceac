#include "daemon/line/alarm_texts.hpp"

#include <fmt/format.h>

namespace nida::daemon
{
namespace
{
std::string arabic(Alarm alarm, const std::string& line)
{
    switch (alarm) {
    case Alarm::line_parked: return fmt::format("نداء: الخط {} متوقف ولم تنفع محاولات إحيائه", line);
    case Alarm::line_down: return fmt::format("نداء: مودم الخط {} غير موصول", line);
    case Alarm::no_network: return fmt::format("نداء: الخط {} بلا شبكة. افحص الهوائي", line);
    case Alarm::low_balance: return fmt::format("نداء: رصيد الخط {} يوشك أن ينفد", line);
    case Alarm::under_voltage: return "نداء: تغذية الجهاز بالكهرباء ضعيفة. افحص المحول والكابل";
    case Alarm::sim_trouble: return fmt::format("نداء: شريحة الخط {} تحتاج إلى عناية", line);
    case Alarm::backup_failed: return "نداء: تعذر صنع نسخة احتياطية. افحص ذاكرة USB";
    case Alarm::disk_low: return "نداء: قرص الجهاز يوشك أن يمتلئ. أفرغ بعض المساحة";
    case Alarm::disk_fails: return "نداء: قرص الجهاز لا يقبل الكتابة. افحص البطاقة";
    case Alarm::store_damaged: return "نداء: قاعدة البيانات تالفة وتوقف الإرسال";
    case Alarm::storage_full: break;
    }
    return fmt::format("نداء: ذاكرة رسائل الخط {} ممتلئة", line);
}

// As in the answers to supporters: no ç and no circumflex, one of which would make two segments of one.
std::string french(Alarm alarm, const std::string& line)
{
    switch (alarm) {
    case Alarm::line_parked: return fmt::format("Nida : la ligne {} ne sert plus, rien n'a pu la ranimer.", line);
    case Alarm::line_down: return fmt::format("Nida : le modem de la ligne {} n'est plus branché.", line);
    case Alarm::no_network: return fmt::format("Nida : la ligne {} n'a pas de réseau. Vérifiez l'antenne.", line);
    case Alarm::low_balance: return fmt::format("Nida : le crédit de la ligne {} est presque épuisé.", line);
    case Alarm::under_voltage:
        return "Nida : l'alimentation électrique est trop faible. Vérifiez le chargeur et le cable.";
    case Alarm::sim_trouble: return fmt::format("Nida : la carte SIM de la ligne {} demande une intervention.", line);
    case Alarm::backup_failed: return "Nida : la sauvegarde a échoué. Vérifiez la clé USB.";
    case Alarm::disk_low: return "Nida : le disque du boitier est presque plein. Libérez de la place.";
    case Alarm::disk_fails: return "Nida : le disque du boitier refuse d'écrire. Vérifiez la carte SD.";
    case Alarm::store_damaged: return "Nida : la base de données est abimée, plus rien n'est envoyé.";
    case Alarm::storage_full: break;
    }
    return fmt::format("Nida : la mémoire des messages de la ligne {} est pleine.", line);
}

std::string english(Alarm alarm, const std::string& line)
{
    switch (alarm) {
    case Alarm::line_parked: return fmt::format("Nida: line {} does not serve, and nothing could revive it.", line);
    case Alarm::line_down: return fmt::format("Nida: the modem of line {} is not plugged in.", line);
    case Alarm::no_network: return fmt::format("Nida: line {} has no network. Check its antenna.", line);
    case Alarm::low_balance: return fmt::format("Nida: the credit of line {} is nearly used up.", line);
    case Alarm::under_voltage: return "Nida: the power supply is too weak. Check charger and cable.";
    case Alarm::sim_trouble: return fmt::format("Nida: the SIM of line {} needs somebody.", line);
    case Alarm::backup_failed: return "Nida: no backup could be made. Check the USB stick.";
    case Alarm::disk_low: return "Nida: the disk of the box is nearly full. Free some space.";
    case Alarm::disk_fails: return "Nida: the disk of the box refuses to write. Check the SD card.";
    case Alarm::store_damaged: return "Nida: the store is damaged, nothing is sent any more.";
    case Alarm::storage_full: break;
    }
    return fmt::format("Nida: the message storage of line {} is full.", line);
}
} // namespace

std::string alarm_text(Alarm alarm, const std::string& line, Language language)
{
    switch (language) {
    case Language::ar: return arabic(alarm, line);
    case Language::fr: return french(alarm, line);
    case Language::en: break;
    }
    return english(alarm, line);
}
} // namespace nida::daemon
