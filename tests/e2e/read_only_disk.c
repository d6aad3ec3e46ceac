/* A disk that has failed is remounted read-only by the kernel, under programs that have files open on it: no test may do that to a real one.
   Preloaded, this refuses what a database writes into its files, while the file $NIDA_TEST_READ_ONLY exists. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

typedef ssize_t Write(int, const void*, size_t, off64_t);

ssize_t pwrite64(int descriptor, const void* octets, size_t count, off64_t at)
{
    const char* const marker = getenv("NIDA_TEST_READ_ONLY");
    if (marker != 0 && access(marker, F_OK) == 0) {
        errno = EROFS;
        return -1;
    }
    static Write* real = 0;
    if (real == 0) *(void**)&real = dlsym(RTLD_NEXT, "pwrite64");
    return real(descriptor, octets, count, at);
}

ssize_t pwrite(int descriptor, const void* octets, size_t count, off_t at)
{
    return pwrite64(descriptor, octets, count, at);
}
