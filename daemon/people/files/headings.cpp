#include "daemon/people/files/headings.hpp"

#include "daemon/flow/fold.hpp"
#include "daemon/people/files/csv.hpp"
#include "daemon/people/files/written_cells.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <unordered_map>

namespace nida::daemon
{

namespace
{

struct Known {
    Meaning meaning;
    bool is_mobile = false;
    std::string_view field = {};
};

/// Spellings as people write them; heading_key() makes them alike. Two headings of one meaning stand together.
struct Spellings {
    Known known;
    std::initializer_list<std::string_view> headings;
};

const Spellings spellings[] = {
    {{Meaning::number, true},
     {"mobile", "mobile number", "mobile phone", "mobile no", "mobile phone number", "mobile tel", "mob", "cell",
      "cell phone", "cellphone", "cell number", "cell no", "cellular", "gsm", "whatsapp", "whatsapp number",
      // French
      "portable", "tél portable", "téléphone portable", "numéro portable", "numéro de portable", "n° portable",
      "tél mobile", "téléphone mobile", "numéro mobile", "n° mobile", "numéro gsm", "numéro de gsm", "n° gsm",
      "tél gsm", "numéro whatsapp",
      // Arabic
      "جوال", "الجوال", "رقم الجوال", "رقم جوال", "موبايل", "الموبايل", "رقم الموبايل", "رقم موبايل", "موبيل", "محمول",
      "المحمول", "رقم المحمول", "نقال", "النقال", "رقم النقال", "خلوي", "الخلوي", "رقم الخلوي", "هاتف محمول",
      "الهاتف المحمول", "رقم الهاتف المحمول", "هاتف جوال", "الهاتف الجوال", "هاتف نقال", "الهاتف النقال",
      "رقم الهاتف النقال", "هاتف خلوي", "الهاتف الخلوي", "بورتابل", "واتساب", "رقم الواتساب", "الواتساب"}},
    {{Meaning::number},
     {"number", "numbers", "phone", "phones", "phone number", "phone no", "phonenumber", "telephone",
      "telephone number", "telephone no", "tel", "tel no", "tel number", "no", "nr", "msisdn", "contact number",
      "contact no", "primary phone", "number phone",
      // French
      "téléphone", "tél", "num", "numéro", "numéros", "n°", "num tél", "numéro tél", "numéro téléphone",
      "numéro de téléphone", "numéro de tél", "n° tél", "n° téléphone", "n° de téléphone", "n° de tél", "téléphones",
      // Arabic
      "رقم", "الرقم", "الارقام", "هاتف", "الهاتف", "رقم الهاتف", "رقم هاتف", "ارقام الهواتف", "تلفون", "التلفون",
      "رقم التلفون", "رقم تلفون", "تليفون", "التليفون", "رقم التليفون", "رقم الاتصال"}},
    {{Meaning::other_number, true}, {"other mobile number", "other mobile", "second mobile", "mobile 2"}},
    {{Meaning::other_number},
     {"other phone", "other number", "second number", "home phone", "home phone 2", "home telephone", "landline",
      "business phone", "business phone 2", "work phone", "work telephone", "office phone", "car phone",
      "company main phone", "radio phone", "assistant s phone", "callback", "phone 2", "tel 2",
      // French
      "téléphone fixe", "tél fixe", "fixe", "téléphone domicile", "tél domicile", "téléphone (domicile)",
      "téléphone bureau", "tél bureau", "téléphone (bureau)", "téléphone 2", "tél 2", "autre numéro", "autre téléphone",
      "autre tél",
      // Arabic
      "هاتف المنزل", "هاتف العمل", "هاتف ثابت", "الهاتف الثابت", "رقم اخر", "هاتف اخر"}},
    {{Meaning::name},
     {"name",           "names",         "full name",    "fullname",      "display name", "contact",
      "contact name",   "person",        "nom",          "noms",          "nom complet",  "nom et prénom",
      "nom et prénoms", "nom & prénom",  "nom prénom",   "prénom et nom", "prénom nom",   "nom/prénom",
      "الاسم",          "اسم",           "الاسماء",      "الاسم الكامل",  "اسم كامل",     "الاسم واللقب",
      "الاسم و اللقب",  "الاسم الثلاثي", "الاسم الرباعي"}},
    {{Meaning::first_name},
     {"first name", "firstname", "given name", "givenname", "forename", "first", "prénom", "prénoms", "الاسم الاول",
      "الاسم الشخصي", "اسم اول"}},
    {{Meaning::middle_name},
     {"middle name", "middlename", "additional name", "deuxième prénom", "اسم الاب", "الاسم الاوسط"}},
    {{Meaning::last_name},
     {"last name", "lastname", "family name", "familyname", "surname", "last", "nom de famille", "اللقب", "لقب",
      "اسم العائلة", "الاسم العائلي", "العائلة", "الكنية", "الاسم الاخير"}},
    {{Meaning::language},
     {"language", "languages", "lang", "preferred language", "langue", "langues", "langue préférée", "اللغة", "لغة",
      "اللغة المفضلة"}},
    {{Meaning::groups}, {"group",      "groups",     "group(s)",   "group membership",
                         "labels",     "label",      "categories", "category",
                         "tags",       "tag",        "list",       "lists",
                         "groupe",     "groupes",    "groupe(s)",  "catégorie",
                         "catégories", "étiquettes", "liste",      "listes",
                         "المجموعة",   "المجموعات",  "مجموعة",     "مجموعات",
                         "القائمة",    "القوائم",    "الفئة",      "الفئات",
                         "التصنيف"}},
    {{Meaning::notes},
     {"notes", "note", "remarks", "remark", "comment", "comments", "remarque", "remarques", "commentaire",
      "commentaires", "observation", "observations", "ملاحظة", "ملاحظات", "الملاحظات", "تعليق", "تعليقات"}},
    {{Meaning::activity}, {"current status"}},
    {{Meaning::field, false, "email"}, {"e-mail 1 value", "e-mail address"}},
    {{Meaning::field, false, "city"}, {"address 1 city", "home city"}},
    {{Meaning::field, false, "organisation"}, {"organization 1 name", "organization name", "company"}},
};

constexpr std::string_view field_mark = "field:"; // our own export writes it where a field's name means something else

/// What only the exports of address books have, and no list that somebody typed.
constexpr std::string_view of_address_books[] = {"phone 1 value",       "phonetic first name", "given name yomi",
                                                 "e mail display name", "tty tdd phone",       "business phone 2"};

const std::unordered_map<std::string, Known>& known_headings()
{
    static const auto known = [] {
        std::unordered_map<std::string, Known> map;
        for (const auto& [meaning, headings] : spellings)
            for (const auto heading : headings)
                map.emplace(heading_key(heading), meaning);
        return map;
    }();
    return known;
}

/// "phone 3 value" and "mobile 3": the number in it, and what remains without it.
std::pair<std::string, int> without_place(const std::string& key)
{
    std::string rest;
    int place = 0;
    for (const auto& word : words(key)) {
        int number = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error == std::errc{} && end == word.data() + word.size() && place == 0 && number > 0 && number < 100) {
            place = number;
            continue;
        }
        rest += (rest.empty() ? "" : " ") + word;
    }
    return {rest, place};
}

std::optional<Column> known_column(const std::string& heading)
{
    const auto key = heading_key(heading);
    const auto column = [&](const Known& known, int place) {
        return Column{heading, known.meaning, std::string{known.field}, known.is_mobile, place};
    };
    const auto& known = known_headings();
    if (const auto found = known.find(key); found != known.end()) return column(found->second, 0);

    const auto [rest, place] = without_place(key);
    if (place == 0) return {};
    if (rest == "phone value") return column({Meaning::number}, place);
    if (rest == "phone type" || rest == "phone label") return column({Meaning::number_label}, place);
    // "Mobile 1", "Téléphone 3"
    if (const auto found = known.find(rest); found != known.end() && found->second.meaning == Meaning::number)
        return column({place == 1 ? Meaning::number : Meaning::other_number, found->second.is_mobile}, place);
    return {};
}

bool has(const std::vector<Column>& columns, Meaning meaning)
{
    return std::ranges::find(columns, meaning, &Column::meaning) != columns.end();
}

/// "Nom" is the whole name, but beside "Prénom" the last one; "الاسم" beside "اللقب" is the first one. Google's old export
/// has all three.
void settle_names(std::vector<Column>& columns)
{
    const bool first = has(columns, Meaning::first_name), last = has(columns, Meaning::last_name);
    if (first == last) return;
    for (auto& column : columns)
        if (column.meaning == Meaning::name) column.meaning = first ? Meaning::last_name : Meaning::first_name;
}

/// "N°" and "Number" beside "Téléphone" count rows, or members.
void settle_numbers(std::vector<Column>& columns)
{
    constexpr std::string_view counting[] = {"n", "no", "nr", "num", "رقم", "الرقم"};
    constexpr std::string_view perhaps_counting[] = {"number", "numero"};
    const auto is_one_of = [](const auto& words, const Column& column) {
        return std::ranges::find(words, heading_key(column.heading)) != std::end(words);
    };
    const bool has_another = std::ranges::any_of(columns, [&](const Column& column) {
        return column.meaning == Meaning::number && !is_one_of(counting, column) &&
               !is_one_of(perhaps_counting, column);
    });
    if (!has_another) return;
    for (auto& column : columns) {
        if (column.meaning != Meaning::number) continue;
        if (is_one_of(counting, column)) column.meaning = Meaning::ignored;
        if (is_one_of(perhaps_counting, column)) column = Column{column.heading, Meaning::field, column.heading};
    }
}

/// A second column of a kind of which there can be one is a field like any other.
void settle_doubles(std::vector<Column>& columns)
{
    for (const auto meaning :
         {Meaning::name, Meaning::first_name, Meaning::middle_name, Meaning::last_name, Meaning::language}) {
        bool seen = false;
        for (auto& column : columns) {
            if (column.meaning != meaning) continue;
            if (seen) {
                column.meaning = Meaning::field;
                column.field = column.heading;
            }
            seen = true;
        }
    }
}

} // namespace

std::string heading_key(std::string_view heading)
{
    std::string key;
    for (const auto& word : words(fold(heading)))
        key += (key.empty() ? "" : " ") + word;
    return key;
}

bool is_known_heading(std::string_view cell) { return known_column(std::string{cell}).has_value(); }

std::string field_heading(const std::string& field)
{
    const bool plain = !is_known_heading(field) && !field.starts_with(field_mark) && !heading_key(field).empty();
    return plain ? field : std::string{field_mark} + field;
}

std::vector<Column> columns_of(const std::vector<std::string>& headings)
{
    const bool is_address_book = std::ranges::any_of(headings, [](const auto& heading) {
        return std::ranges::find(of_address_books, heading_key(heading)) != std::end(of_address_books);
    });
    constexpr std::size_t most_columns = 1'000; // more than any program writes; what follows is ignored
    std::vector<Column> columns;
    for (const auto& written : headings) {
        const std::string heading{trimmed(unguarded_cell(written))};
        if (columns.size() >= most_columns)
            columns.push_back({heading, Meaning::ignored});
        else if (heading.starts_with(field_mark) && heading.size() > field_mark.size())
            columns.push_back({heading, Meaning::field, heading.substr(field_mark.size())});
        else if (auto known = known_column(heading))
            columns.push_back(std::move(*known));
        else if (is_address_book || heading_key(heading).empty())
            columns.push_back({heading, Meaning::ignored});
        else
            columns.push_back({heading, Meaning::field, heading});
    }
    settle_numbers(columns);
    settle_names(columns);
    settle_doubles(columns);
    return columns;
}

void apply_mapping(std::vector<Column>& columns, const std::vector<std::pair<std::string, std::string>>& mapping)
{
    for (const auto& [heading, meant] : mapping) {
        const auto key = heading_key(heading);
        auto found = std::ranges::find_if(
            columns, [&](const Column& column) { return !key.empty() && heading_key(column.heading) == key; });
        std::size_t place = 0;
        const auto [end, error] = std::from_chars(heading.data(), heading.data() + heading.size(), place);
        if (found == columns.end() && error == std::errc{} && end == heading.data() + heading.size() && place > 0 &&
            place <= columns.size())
            found = columns.begin() + static_cast<std::ptrdiff_t>(place - 1);
        if (found == columns.end()) throw FileError{FileError::Why::unknown_heading, 0, heading};

        *found = Column{found->heading, Meaning::field, meant};
        for (const auto meaning :
             {Meaning::number, Meaning::other_number, Meaning::name, Meaning::first_name, Meaning::middle_name,
              Meaning::last_name, Meaning::language, Meaning::groups, Meaning::notes, Meaning::ignored})
            if (meant == to_string(meaning)) *found = Column{found->heading, meaning};
        if (found->meaning == Meaning::number) found->is_mobile = true; // whoever says so wants this one
    }
}

bool is_mobile_label(std::string_view label)
{
    constexpr std::string_view mobile[] = {"mobile",   "cell", "cellular", "iphone", "portable", "gsm",
                                           "whatsapp", "جوال", "الجوال",   "موبايل", "محمول",    "المحمول",
                                           "نقال",     "خلوي", "الخلوي",   "النقال"};
    return std::ranges::any_of(words(fold(label)),
                               [&](const auto& word) { return std::ranges::find(mobile, word) != std::end(mobile); });
}

bool is_useless_label(std::string_view label)
{
    constexpr std::string_view useless[] = {"fax", "pager", "telex", "modem", "bbs", "isdn", "فاكس"};
    return std::ranges::any_of(words(fold(label)), [&](const auto& word) {
        return word.ends_with("fax") || std::ranges::find(useless, word) != std::end(useless);
    });
}

} // namespace nida::daemon
