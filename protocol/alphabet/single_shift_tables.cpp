// The default extension table and the single shift tables of annex A.2, by rows of sixteen septets.
#include "protocol/alphabet/gsm_table.hpp"

namespace nida::protocol
{
namespace
{
// The middle dot is a place without a character. 0D has none in any table: it is kept for a control character. Each digit
// comes from the table's own script, although copies of the specification's code points have one of Tamil's in the table of
// Oriya (20) and one of Kannada's in that of Telugu (1C).

// clang-format off
// §6.2.1.1
constexpr GsmTable default_extension{
    u"··········\f·····"
    u"····^······\x1B····"
    u"········{}·····\\"
    u"············[~]·"
    u"|···············"
    u"················"
    u"·····€··········"
    u"················"};
// §A.2.1
constexpr GsmTable turkish{
    u"··········\f·····"
    u"····^······\x1B····"
    u"········{}·····\\"
    u"············[~]·"
    u"|······Ğ·İ······"
    u"···Ş············"
    u"···ç·€·ğ·ı······"
    u"···ş············"};
// §A.2.2
constexpr GsmTable spanish{
    u"·········ç\f·····"
    u"····^······\x1B····"
    u"········{}·····\\"
    u"············[~]·"
    u"|Á·······Í·····Ó"
    u"·····Ú··········"
    u"·á···€···í·····ó"
    u"·····ú··········"};
// §A.2.3
constexpr GsmTable portuguese{
    u"·····ê···ç\fÔô·Áá"
    u"··ΦΓ^ΩΠΨΣΘ·\x1B···Ê"
    u"········{}·····\\"
    u"············[~]·"
    u"|À·······Í·····Ó"
    u"·····Ú·····ÃÕ···"
    u"·Â···€···í·····ó"
    u"·····ú·····ãõ··â"};
// §A.2.4
constexpr GsmTable bengali{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*\u09E6\u09E7\x1B\u09E8\u09E9\u09EA\u09EB"
    u"\u09EC\u09ED\u09EE\u09EF\u09DF\u09E0\u09E1\u09E2{}\u09E3\u09F2\u09F3\u09F4\u09F5\\"
    u"\u09F6\u09F7\u09F8\u09F9\u09FA·······[~]·"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// §A.2.5
constexpr GsmTable gujarati{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*\u0964\u0965\x1B\u0AE6\u0AE7\u0AE8\u0AE9"
    u"\u0AEA\u0AEB\u0AEC\u0AED\u0AEE\u0AEF··{}·····\\"
    u"············[~]·"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// §A.2.6
constexpr GsmTable hindi{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*\u0964\u0965\x1B\u0966\u0967\u0968\u0969"
    u"\u096A\u096B\u096C\u096D\u096E\u096F\u0951\u0952{}\u0953\u0954\u0958\u0959\u095A\\"
    u"\u095B\u095C\u095D\u095E\u095F\u0960\u0961\u0962\u0963\u0970\u0971·[~]·"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// §A.2.7
constexpr GsmTable kannada{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*\u0964\u0965\x1B\u0CE6\u0CE7\u0CE8\u0CE9"
    u"\u0CEA\u0CEB\u0CEC\u0CED\u0CEE\u0CEF\u0CDE\u0CF1{}\u0CF2····\\"
    u"············[~]·"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// §A.2.8
constexpr GsmTable malayalam{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*\u0964\u0965\x1B\u0D66\u0D67\u0D68\u0D69"
    u"\u0D6A\u0D6B\u0D6C\u0D6D\u0D6E\u0D6F\u0D70\u0D71{}\u0D72\u0D73\u0D74\u0D75\u0D7A\\"
    u"\u0D7B\u0D7C\u0D7D\u0D7E\u0D7F·······[~]·"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// §A.2.9
constexpr GsmTable oriya{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*\u0964\u0965\x1B\u0B66\u0B67\u0B68\u0B69"
    u"\u0B6A\u0B6B\u0B6C\u0B6D\u0B6E\u0B6F\u0B5C\u0B5D{}\u0B5F\u0B70\u0B71··\\"
    u"············[~]·"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// §A.2.10
constexpr GsmTable punjabi{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*\u0964\u0965\x1B\u0A66\u0A67\u0A68\u0A69"
    u"\u0A6A\u0A6B\u0A6C\u0A6D\u0A6E\u0A6F\u0A59\u0A5A{}\u0A5B\u0A5C\u0A5E\u0A75·\\"
    u"············[~]·"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// §A.2.11
constexpr GsmTable tamil{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*\u0964\u0965\x1B\u0BE6\u0BE7\u0BE8\u0BE9"
    u"\u0BEA\u0BEB\u0BEC\u0BED\u0BEE\u0BEF\u0BF3\u0BF4{}\u0BF5\u0BF6\u0BF7\u0BF8\u0BFA\\"
    u"············[~]·"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// §A.2.12
constexpr GsmTable telugu{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*··\x1B\u0C66\u0C67\u0C68\u0C69"
    u"\u0C6A\u0C6B\u0C6C\u0C6D\u0C6E\u0C6F\u0C58\u0C59{}\u0C78\u0C79\u0C7A\u0C7B\u0C7C\\"
    u"\u0C7D\u0C7E\u0C7F·········[~]·"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// §A.2.13
constexpr GsmTable urdu{
    u"@£$¥¿\"¤%&'\f*+·-/"
    u"<=>¡^¡_#*\u0600\u0601\x1B\u06F0\u06F1\u06F2\u06F3"
    u"\u06F4\u06F5\u06F6\u06F7\u06F8\u06F9\u060C\u060D{}\u060E\u060F\u0610\u0611\u0612\\"
    u"\u0613\u0614\u061B\u061F\u0640\u0652\u0658\u066B\u066C\u0672\u0673\u06CD[~]\u06D4"
    u"|ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ·····"
    u"·····€··········"
    u"················"};
// clang-format on

/// By identifier.
constexpr std::array<const GsmTable*, last_national_language + 1> tables{
    &default_extension, &turkish,   &spanish, &portuguese, &bengali, &gujarati, &hindi,
    &kannada,           &malayalam, &oriya,   &punjabi,    &tamil,   &telugu,   &urdu};
} // namespace

const GsmTable& single_shift_table(NationalLanguage language) noexcept
{
    const auto identifier = static_cast<std::size_t>(language);
    return *tables[identifier < tables.size() ? identifier : 0];
}
} // namespace nida::protocol
