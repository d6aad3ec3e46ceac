#ifndef NIDA_TESTS_E2E_MOVED_CLOCK_H
#define NIDA_TESTS_E2E_MOVED_CLOCK_H
#include <stdint.h>

/* What a test and the programs that it started share. */
struct nida_moved_clock {
    int64_t slept, set;   /* nanoseconds */
    int64_t synchronised; /* whether the kernel says that NTP keeps the hour right */
};
#endif
