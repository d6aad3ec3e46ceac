// Whether a reply is understood without knowing how the modem writes: many plausible texts, in every form that can say them.
#include "protocol/at/ussd_text.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace nida::protocol;

namespace
{
using Words = std::vector<std::string_view>;

const Words english{"Your",   "balance", "is",     "valid", "until", "data", "bundle",  "You",
                    "have",   "minutes", "left",   "Thank", "you",   "for",  "calling", "SMS",
                    "free",   "offer",   "please", "dial",  "again", "not",  "the",     "service",
                    "number", "wrong",   "MB",     "and",   "to",    "of",   "expired", "Airtime"};
const Words french{"Votre",      "crédit", "est",      "de",      "valable", "jusqu'au", "Vous",  "avez",
                   "minutes",    "appels", "forfait",  "solde",   "à",       "composez", "le",    "numéro",
                   "désolé",     "votre",  "demande",  "n'a",     "été",     "reçue",    "pas",   "où",
                   "Choisissez", "langue", "français", "données", "offre",   "expirée",  "merci", "puis"};
const Words indonesian{"Sisa",    "pulsa", "Anda",     "aktif", "sampai", "Maaf",     "permintaan",
                       "tidak",   "dapat", "diproses", "paket", "kuota",  "internet", "nomor",
                       "silakan", "ketik", "pilih",    "menu",  "untuk",  "bonus"};
const Words russian{"Баланс", "руб",    "Ваш",        "остаток", "минут",  "до",  "пакет",    "интернет",
                    "услуга", "не",     "подключена", "номер",   "для",    "вас", "осталось", "Спасибо",
                    "за",     "запрос", "Наберите",   "тариф",   "скидка", "ещё"};
const Words arabic{"رصيدك", "هو",    "دينار", "صالح",    "حتى",  "عزيزي",   "المشترك", "لديك",
                   "دقيقة", "رسالة", "باقة",  "الخدمة",  "غير",  "متوفرة",  "الرجاء",  "المحاولة",
                   "لاحقا", "اختر",  "من",    "القائمة", "شكرا", "الإنترنت"};
const Words currencies{"EUR", "USD", "LYD", "Rp", "CHF", "$", "€", "TND", "FCFA", "DA"};

class Writer
{
public:
    std::string sentence(const Words& words)
    {
        std::string text;
        for (auto count = 3 + below(8); count > 0; --count) {
            text += word(words);
            if (below(6) == 0) text += ' ' + amount();
            text += count == 1 ? "." : below(9) == 0 ? ", " : " ";
        }
        return text;
    }
    std::string menu(const Words& words)
    {
        std::string text{word(words)};
        const auto items = 2 + below(4);
        for (std::size_t item = 1; item <= items; ++item) {
            text += '\n' + std::to_string(item);
            text += below(2) == 0 ? ". " : ":";
            text += std::string{word(words)} + ' ' + std::string{word(words)};
        }
        return text;
    }
    std::string amount()
    {
        auto text = digits(1 + below(4)) + (below(2) == 0 ? "." : ",") + digits(2);
        return below(2) == 0 ? text + ' ' + std::string{word(currencies)} : std::string{word(currencies)} + ' ' + text;
    }
    std::string telephone() { return (below(2) == 0 ? "+" : "0") + digits(9 + below(3)); }
    /// What is short and holds a sign that hex has not.
    std::string short_answer(const Words& words)
    {
        return below(2) == 0 ? amount() : std::string{word(words)} + ": " + amount();
    }
    std::string digits(std::size_t count)
    {
        std::string text;
        while (count-- > 0)
            text += static_cast<char>('0' + below(10));
        return text;
    }
    std::size_t below(std::size_t limit) { return random_() % limit; }
private:
    std::string_view word(const Words& words) { return words[below(words.size())]; }
    std::mt19937 random_{5489};
};

struct Sample {
    std::string language, text;
};
std::vector<Sample> samples()
{
    Writer writer;
    std::vector<Sample> texts;
    const std::pair<std::string, const Words*> languages[] = {
        {"en", &english}, {"fr", &french}, {"id", &indonesian}, {"ru", &russian}, {"ar", &arabic}};
    for (int round = 0; round < 400; ++round)
        for (const auto& [language, words] : languages) {
            texts.push_back({language, writer.sentence(*words)});
            texts.push_back({language + " menu", writer.menu(*words)});
            texts.push_back({language + " short", writer.short_answer(*words)});
        }
    for (int round = 0; round < 400; ++round)
        texts.push_back({"telephone", writer.telephone()});
    return texts;
}

unsigned dcs_of(UssdForm form) { return form == UssdForm::ucs2 ? 72 : 15; }

struct Tally {
    std::size_t right = 0, all = 0;
    double percent() const { return all == 0 ? 100 : 100.0 * static_cast<double>(right) / static_cast<double>(all); }
};
/// How often `likely(form)` and the given <dcs> lead back to the text, by form and language.
template <class Likely, class GivenDcs> std::map<std::string, Tally> understood(Likely likely, GivenDcs given_dcs)
{
    std::map<std::string, Tally> tallies;
    for (const auto& [language, text] : samples())
        for (const auto form : ussd_forms) {
            const auto string = encode_ussd_reply(text, form);
            if (!string) continue; // not in this alphabet, or too long
            const auto reading = read_ussd({CusdMode::done, *string, given_dcs(form)}, likely(form));
            for (const auto& name : {std::string{"all"}, std::string{ussd_form_name(form)} + ' ' + language}) {
                auto& tally = tallies[name];
                ++tally.all;
                if (reading.text == text) ++tally.right;
            }
            if (reading.text != text)
                BOOST_TEST_MESSAGE(ussd_form_name(form)
                                   << ": \"" << text << "\" read as " << ussd_form_name(reading.form) << " \""
                                   << reading.text << '"');
        }
    return tallies;
}
} // namespace

BOOST_AUTO_TEST_SUITE(ussd_detection)

BOOST_AUTO_TEST_CASE(ninety_nine_in_a_hundred_replies_are_understood_from_a_modem_that_nobody_knows)
{
    const auto tallies = understood([](UssdForm) { return std::optional<UssdForm>{}; }, dcs_of);
    BOOST_TEST(tallies.at("all").all > 20'000u);
    for (const auto& [name, tally] : tallies)
        BOOST_TEST(tally.percent() >= 99, name << ": " << tally.right << " of " << tally.all);
}

BOOST_AUTO_TEST_CASE(so_they_are_where_every_dcs_says_gsm)
{
    const auto tallies = understood([](UssdForm) { return std::optional<UssdForm>{}; }, [](UssdForm) { return 15u; });
    for (const auto& [name, tally] : tallies)
        BOOST_TEST(tally.percent() >= 99, name << ": " << tally.right << " of " << tally.all);
}

BOOST_AUTO_TEST_CASE(every_reply_is_understood_from_a_modem_whose_form_is_known)
{
    const auto tallies = understood([](UssdForm form) { return std::optional{form}; }, [](UssdForm) { return 15u; });
    BOOST_TEST(tallies.at("all").right == tallies.at("all").all);
}

BOOST_AUTO_TEST_CASE(a_number_alone_is_a_number_from_a_modem_that_speaks_text_and_packed_from_one_that_packs)
{
    Writer writer;
    for (int round = 0; round < 5000; ++round) {
        const auto number = writer.digits(1 + writer.below(24));
        for (const auto form : {UssdForm::text, UssdForm::packed, UssdForm::hex_octets}) {
            const auto string = encode_ussd_reply(number, form).value();
            const auto reading = read_ussd({CusdMode::done, string, 15}, form);
            BOOST_TEST(reading.text == number, string << " read as " << reading.text);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_number_alone_is_mostly_understood_from_a_modem_that_nobody_knows)
{
    Writer writer;
    std::map<UssdForm, Tally> tallies;
    for (int round = 0; round < 5000; ++round) {
        const auto number = writer.digits(4 + writer.below(9));
        for (const auto form : {UssdForm::text, UssdForm::packed, UssdForm::ucs2, UssdForm::hex_octets}) {
            const auto string = encode_ussd_reply(number, form).value();
            auto& tally = tallies[form];
            ++tally.all;
            if (read_ussd({CusdMode::done, string, 15}).text == number) ++tally.right;
        }
    }
    for (const auto& [form, tally] : tallies)
        BOOST_TEST(tally.percent() >= 99, ussd_form_name(form) << ": " << tally.right << " of " << tally.all);
}

BOOST_AUTO_TEST_SUITE_END()
