/* Hours and nights have to pass while a test waits for seconds. Preloaded, this moves what the system says of the hour by what stands in the file
   $NIDA_TEST_CLOCK, which the test writes: as if the machine had slept for a while (the hour and the time since the system's start go on together,
   the monotonic clock does not), and, in programs with NIDA_TEST_CLOCK_CAN_BE_SET, as if somebody had set its clock. */
#define _GNU_SOURCE
#include "tests/e2e/moved_clock.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static const struct nida_moved_clock* moved;
static int can_be_set;

__attribute__((constructor)) static void find_file(void)
{
    const char* const path = getenv("NIDA_TEST_CLOCK");
    const int file = path == 0 ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    void* const found = mmap(0, sizeof *moved, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    can_be_set = getenv("NIDA_TEST_CLOCK_CAN_BE_SET") != 0;
    if (found != MAP_FAILED) moved = found;
}

static void add(struct timespec* time, int64_t nanoseconds)
{
    const int64_t second = 1000000000;
    const int64_t sum = time->tv_nsec + nanoseconds % second;
    time->tv_sec += nanoseconds / second + (sum < 0 ? -1 : sum / second);
    time->tv_nsec = (sum + second) % second;
}

int clock_gettime(clockid_t clock, struct timespec* time)
{
    const int result = (int)syscall(SYS_clock_gettime, clock, time);
    if (result != 0 || moved == 0) return result;
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
        add(time, __atomic_load_n(&moved->slept, __ATOMIC_SEQ_CST) +
                      (can_be_set ? __atomic_load_n(&moved->set, __ATOMIC_SEQ_CST) : 0));
    if (clock == CLOCK_BOOTTIME) add(time, __atomic_load_n(&moved->slept, __ATOMIC_SEQ_CST));
    return 0;
}

int gettimeofday(struct timeval* time, void* zone)
{
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t* time)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (time != 0) *time = now.tv_sec;
    return now.tv_sec;
}

int adjtimex(struct timex* state)
{
    const int synchronised = moved != 0 && __atomic_load_n(&moved->synchronised, __ATOMIC_SEQ_CST) != 0;
    state->status = synchronised ? 0 : STA_UNSYNC;
    return synchronised ? TIME_OK : TIME_ERROR;
}
