#pragma once
// docs/at-errors.md, made of the table in protocol/at/refusals.hpp, so that it cannot say something else.
#include "protocol/at/refusals.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string>

namespace nida::protocol
{
inline void append_table(std::string& page, std::span<const Refusal> refusals)
{
    page += "| code | name | class | meaning | signification | المعنى |\n| --: | --- | --- | --- | --- | --- |\n";
    for (const auto& refusal : refusals)
        fmt::format_to(std::back_inserter(page), "| {}{} | {} | {} | {} | {} | <span dir=\"rtl\">{}</span> |\n",
                       refusal.number, refusal.may_lack_credit ? " ¤" : "", refusal.name, name_of(refusal.error_class),
                       refusal.meaning.en, refusal.meaning.fr, refusal.meaning.ar);
}

/// The whole page.
inline std::string error_page()
{
    std::string page = R"(# What modems and networks refuse

This page is made from the table in `protocol/at/`. After a change there: `nida-docs-at-errors > docs/at-errors.md`.

A refusal has a number, a name in the specification, and a class that says what happens to the message and to the line:

| class | the message | the line |
| --- | --- | --- |
| retry soon | goes again after seconds, then minutes | goes on |
| retry later | goes again after some minutes | goes on |
| outcome unknown | may have gone out: it is in doubt and is not simply sent again | goes on |
| permanent for this message | has failed | goes on |
| line out of service | goes again after seconds, then minutes | its modem is brought up anew when this happens again and again |
| SIM | goes again after some minutes | pauses when this happens again and again, and leaves its messages to other lines |
| credit suspicion | goes again after some minutes | as with SIM; look at the balance |
| our bug | has failed | goes on; please report it with the log |

¤: some networks give this code for an account without credit, too.

A number that no table has is treated as "retry soon".

## +CMS ERROR

1-127: TS 24.011, annex E-2. 128-255: TS 23.040, 9.2.3.22. 300-500: TS 27.005, 3.2.5. 256-258 and from 512: makers, who do
not agree with each other; the commonest meaning is given.

)";
    append_table(page, cms_refusals());
    page += "\n## +CME ERROR\n\n0-182: TS 27.007, 9.2. The others: makers.\n\n";
    append_table(page, cme_refusals());
    page += "\n## Refusals without a number\n\n";
    append_table(page, at_refusals());
    return page;
}
} // namespace nida::protocol
