// Without NIDA_CRASH_POINTS there is nothing to switch on: a constant expression reads no environment and ends no process.
#undef NIDA_CRASH_POINTS
#include "modem/crash_point.hpp"

static_assert((nida::modem::crash_point("store.committed", 1, 2), true));
static_assert(!nida::modem::crash_is_next("store.committed"));

int main() {}
