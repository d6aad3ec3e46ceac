#include <boost/assert.hpp>

#include <cstdio>
#include <cstdlib>

// BOOST_ASSERT stays on in release builds: a bug of ours ends the process before it can do harm.
void boost::assertion_failed(const char* expression, const char* function, const char* file, long line)
{
    std::fprintf(stderr, "%s:%ld: assertion failed in %s: %s\n", file, line, function, expression);
    std::abort();
}

void boost::assertion_failed_msg(const char* expression, const char* message, const char* function, const char* file,
                                 long line)
{
    std::fprintf(stderr, "%s:%ld: assertion failed in %s: %s (%s)\n", file, line, function, expression, message);
    std::abort();
}
