#include "tests/people_files/samples.hpp"

#include <iconv.h>

#include <stdexcept>

namespace nida::daemon
{

std::string in_encoding(const std::string& encoding, std::string_view utf8)
{
    const auto handle = iconv_open(encoding.c_str(), "UTF-8");
    if (handle == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error{encoding};
    std::string octets(utf8.size() * 4 + 4, '\0');
    auto* in = const_cast<char*>(utf8.data());
    auto* out = octets.data();
    auto in_left = utf8.size(), out_left = octets.size();
    const auto result = iconv(handle, &in, &in_left, &out, &out_left);
    iconv_close(handle);
    if (result == static_cast<std::size_t>(-1)) throw std::runtime_error{"not in " + encoding};
    octets.resize(octets.size() - out_left);
    return octets;
}

const std::vector<Sample>& samples()
{
    static const std::vector<Sample> all = {
        {"nida", "number,name,language,groups\n+218912345678,Amal,ar,members;nurses\n"},
        {"excel fr", in_encoding("CP1252", "Nom;Prénom;Téléphone;Ville;Remarques\r\n"
                                           "Lefèvre;Amélie;06 12 34 56 78;Béja;\"rappeler ; le soir\"\r\n"
                                           "Ben Salah;Éric;+216 20 123 456;Sfax;\r\n")},
        {"excel ar", in_encoding("CP1256", "الاسم;رقم الهاتف;المدينة;اللغة;المجموعات\r\n"
                                           "محمد الطرابلسي;0912345678;طرابلس;العربية;متطوعون|سائقون\r\n"
                                           "فاطمة;0923456789;بنغازي;;\r\n")},
        {"excel unicode", "\xFF\xFE" + in_encoding("UTF-16LE", "Name\tMobile\r\nأمل\t٠٩١ ٢٣٤ ٥٦٧٨\r\n")},
        {"sep line", "\"sep=;\"\r\nName;Phone;Notes\r\nSara, Ali;0912345678;a,b,c\r\n"},
        {"frontlinesms 1", "\xEF\xBB\xBF\"Name\",\"Mobile Number\",\"Other Mobile Number\",\"E-mail "
                           "Address\",\"Current Status\",\"Notes\","
                           "\"Group(s)\"\n"
                           "\"Grace "
                           "Achieng\",\"+254728000001\",\"+254733000001\",\"grace@example.org\",\"true\",\"chair\",\"/"
                           "Health\\/Health/Nairobi\"\n"
                           "\"Peter Otieno\",\"+254728000002\",\"\",\"\",\"false\",\"\",\"/Health\"\n"},
        {"frontlinesms 2", "\"Name\",\"Mobile Number\",\"E-mail Address\",\"Notes\",\"Group(s)\",\"town\"\n"
                           "\"Grace Achieng\",\"+254728000001\",\"\",\"\",\"Health\\\\Radio\",\"Kisumu\"\n"},
        {"google old",
         in_encoding("UTF-16LE", "\uFEFFName,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Notes,"
                                 "Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,"
                                 "Phone 2 - Type,Phone 2 - Value\r\n"
                                 "Sara Mejri,Sara,,Mejri,,,hello,Volunteers ::: * myContacts,* Home,s@example.org,"
                                 "Home,71 000 001,Mobile,20 000 001 ::: 20 000 002\r\n")},
        {"google new", "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,Organization "
                       "Name,Birthday,Notes,"
                       "Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - "
                       "Label,Phone 2 - Value\n"
                       "Sara,,Mejri,,,,,Croissant,,\"two\nlines\",,Volunteers ::: * myContacts,,,Home Fax,71 000 "
                       "009,Mobile,20 000 001\n"
                       "Ali,,,,,,,,,,,* myContacts,,,,22 000 002,,\n"},
        {"outlook", "First Name,Middle Name,Last Name,Company,Home City,Business Fax,Business Phone,Business Phone "
                    "2,Home Phone,Mobile "
                    "Phone,Other Phone,Categories,E-mail Address,E-mail Display Name,Gender,Language,Notes,Priority\r\n"
                    "Amélie,,Lefèvre,,Nîmes,0400000009,0400000001,,0400000002,0600000001,,Équipe;Nîmes,,,Unspecified,,,"
                    "Normal\r\n"},
        {"no headings", "Sara Ali,0912345678,2024-05-01\nAmal Ben,0923456789,2023-04-12\nOmar,0934567890,2022-01-31\n"},
        {"vcard 2.1", "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=A8=D9=86=20=D8=B9="
                      "D9=84=D9=8A;=D8=A3=D9=85=\r\n"
                      "=D9=84;;;\r\nTEL;HOME:0211234567\r\nTEL;CELL;PREF:091-234-5678\r\nPHOTO;ENCODING=BASE64;JPEG:/"
                      "9j/4AAQSkZJRgAB\r\n"
                      " AQEASABIAAD/2wBD\r\n\r\nEND:VCARD\r\n"
                      "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Nobody;;;;\r\nEND:VCARD\r\n"},
        {"vcard 3.0",
         "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lefèvre;Amélie;;;\r\nFN:Amélie Le\r\n fèvre\r\nORG:Croissant\\, Rouge;\r\n"
         "item1.TEL;type=pref:+216 71 000 001\r\nitem1.X-ABLabel:_$!<HomeFAX>!$_\r\nTEL;type=CELL;type=VOICE:+216 20 "
         "000 001\r\n"
         "TEL;TYPE=\"work,voice\":+216 71 000 002\r\nCATEGORIES:Volunteers,myContacts,Sfax\\, nord\r\nNOTE:line "
         "one\\nline two\r\n"
         "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgAB\r\n  AQEASABIAAD\r\nEND:VCARD\r\n"},
        {"vcard 4.0",
         "BEGIN:VCARD\nVERSION:4.0\nFN:Grace Achieng\nN:Achieng;Grace;;;\nLANG;PREF=1:fr-FR\n"
         "TEL;VALUE=uri;TYPE=\"voice,cell\";PREF=1:tel:+254-728-000001;ext=1\nTEL;TYPE=fax:+254200000\nEND:VCARD\n"},
    };
    return all;
}

const std::string& sample(std::string_view name)
{
    for (const auto& one : samples())
        if (one.name == name) return one.octets;
    throw std::runtime_error{"no such sample"};
}

} // namespace nida::daemon
