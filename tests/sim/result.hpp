#pragma once
namespace nida::sim
{
/// How a command ends (TS 27.007 §9, TS 27.005 §3.2.5, V.250 §5.7.1).
struct Result {
    enum class Kind {
        ok,
        error,
        cme,        ///< +CME ERROR: <code>
        cms,        ///< +CMS ERROR: <code>
        no_carrier, ///< of ATD, ATA
        unknown,    ///< a command that the modem does not have
        too_many,   ///< parameters
        deferred,   ///< AtEngine::complete() will say
        silent      ///< over, without a word: a fault
    } kind = Kind::ok;
    unsigned code = 0;
};
inline constexpr Result ok{};
inline constexpr Result refused{Result::Kind::error};
inline constexpr Result deferred{Result::Kind::deferred};
constexpr Result cme(unsigned code) { return {Result::Kind::cme, code}; }
constexpr Result cms(unsigned code) { return {Result::Kind::cms, code}; }
} // namespace nida::sim
