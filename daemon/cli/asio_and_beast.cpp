// The compiled halves of Asio and Beast, once for the whole program.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>

#include <cstdio>
#include <cstdlib>

namespace boost
{

// Weak, so that a program that brings its own keeps it.
[[gnu::weak]] void assertion_failed_msg(const char* expression, const char* message, const char* function,
                                        const char* file, long line)
{
    std::fprintf(stderr, "nida: %s:%ld: %s: %s %s\n", file, line, function, expression, message);
    std::abort();
}

[[gnu::weak]] void assertion_failed(const char* expression, const char* function, const char* file, long line)
{
    assertion_failed_msg(expression, "does not hold", function, file, line);
}

} // namespace boost
