// nida-docs-at-errors > docs/at-errors.md
#include "tests/protocol/at/error_page.hpp"

#include <iostream>

int main()
{
    std::cout << nida::protocol::error_page();
    return std::cout.flush() ? 0 : 1;
}
