// A disk with a cache that loses power. Preloaded into nidad, it keeps a log of everything that was written to the store's files and
// not synchronised yet: what was there before, and what was to be there. After a SIGKILL, cut_power() makes of it what such a disk would
// hold. Nothing is really synchronised, which also makes the rounds quick.
//
//   NIDA_DISK=PATH        the files whose names begin so (the store, its journals); their directory is the one whose entries may vanish
//   NIDA_DISK_LOG=DIR     where the logs go: one file for each, a record in front of each write
//   NIDA_DISK_SYNC_US=N   how long a synchronisation takes, so that a kill can meet it
//   NIDA_DISK_LIES=1      most synchronisations are ignored: with such a disk nobody can keep a promise, and the harness must notice it
#define _GNU_SOURCE
#include "tests/torture/forgetful_disk.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { most_descriptors = 1024, honest_once_in = 16 };
enum what { nothing, a_file, the_directory };

static const char *prefix, *logs;
static char directory[PATH_MAX];
static long sync_us;
static int lies, directory_log = -1;
static unsigned unlinked, synchronisations;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static struct {
    enum what what;
    int log;
} descriptors[most_descriptors];

static int (*real_open)(const char*, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void*, size_t);
static ssize_t (*real_pwrite)(int, const void*, size_t, off64_t);
static int (*real_ftruncate)(int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char*);

static void path_in(char* path, const char* folder, const char* name)
{
    snprintf(path, PATH_MAX, "%s/%s", folder, name);
}

__attribute__((constructor)) static void begin(void)
{
    real_open = dlsym(RTLD_NEXT, "open64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    prefix = getenv("NIDA_DISK");
    logs = getenv("NIDA_DISK_LOG");
    if (!prefix || !logs) {
        prefix = NULL;
        return;
    }
    snprintf(directory, sizeof directory, "%s", prefix);
    *strrchr(directory, '/') = '\0';
    const char* const text = getenv("NIDA_DISK_SYNC_US");
    sync_us = text ? atol(text) : 0;
    lies = getenv("NIDA_DISK_LIES") != NULL;
    char path[PATH_MAX];
    path_in(path, logs, FORGETFUL_DISK_DIRECTORY);
    directory_log = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int ends_with(const char* text, const char* end)
{
    const size_t a = strlen(text), b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

/// Whether a file is one of the store's that have to survive. Its shared memory and its lock do not.
static int is_ours(const char* path)
{
    return prefix && strncmp(path, prefix, strlen(prefix)) == 0 && !ends_with(path, "-shm") &&
           !ends_with(path, ".lock");
}

static const char* name_in(const char* path) { return strrchr(path, '/') + 1; }

static enum what what_is(int fd) { return fd >= 0 && fd < most_descriptors ? descriptors[fd].what : nothing; }

// A record is whole before its write begins. One that a kill cut short belongs to a write that never was.
static void append(int log, const struct forgetful_record* head, const void* before, const void* after)
{
    const size_t total = sizeof *head + (size_t)head->before + (size_t)head->after;
    char* const record = malloc(total);
    if (!record) abort();
    memcpy(record, head, sizeof *head);
    if (head->before) memcpy(record + sizeof *head, before, (size_t)head->before);
    if (head->after) memcpy(record + sizeof *head + head->before, after, (size_t)head->after);
    if (real_write(log, record, total) != (ssize_t)total) abort();
    free(record);
}

static void note(int fd, uint64_t kind, off64_t offset, const void* data, size_t count)
{
    struct stat64 now;
    if (fstat64(fd, &now) != 0) abort();
    const off64_t end = kind == forgetful_truncate ? now.st_size : offset + (off64_t)count;
    const off64_t last = end < now.st_size ? end : now.st_size;
    struct forgetful_record head = {FORGETFUL_MAGIC,
                                    kind,
                                    offset,
                                    now.st_size,
                                    last > offset ? last - offset : 0,
                                    kind == forgetful_truncate ? 0 : (int64_t)count};
    void* const before = head.before ? malloc((size_t)head.before) : NULL;
    if (head.before) {
        const ssize_t got = pread64(fd, before, (size_t)head.before, offset);
        head.before = got > 0 ? got : 0; // a descriptor that may only write: SQLite has none
    }
    append(descriptors[fd].log, &head, before, data);
    free(before);
}

static void note_entry(const char* what, const char* name, unsigned number)
{
    char line[PATH_MAX + 32];
    const int count = snprintf(line, sizeof line, "%s %u %s\n", what, number, name);
    if (real_write(directory_log, line, (size_t)count) != count) abort();
}

static int open_noted(const char* path, int flags, mode_t mode)
{
    if (!prefix) return real_open(path, flags, mode);
    if (strcmp(path, directory) == 0) {
        const int fd = real_open(path, flags, mode);
        if (fd >= 0 && fd < most_descriptors) descriptors[fd].what = the_directory;
        return fd;
    }
    if (!is_ours(path)) return real_open(path, flags, mode);
    pthread_mutex_lock(&one_at_a_time);
    const int is_new = (flags & O_CREAT) && access(path, F_OK) != 0;
    if (is_new) note_entry("created", name_in(path), 0);
    const int fd = real_open(path, flags, mode);
    const int trouble = errno;
    if (fd >= 0 && fd < most_descriptors && (flags & O_ACCMODE) != O_RDONLY) {
        char log[PATH_MAX], name[NAME_MAX + 1];
        snprintf(name, sizeof name, "%s.log", name_in(path));
        path_in(log, logs, name);
        descriptors[fd].log = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        descriptors[fd].what = a_file;
    }
    pthread_mutex_unlock(&one_at_a_time);
    errno = trouble;
    return fd;
}

#define TAKE_MODE(flags, mode)                                                                                         \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                             \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode = va_arg(rest, mode_t);                                                                                   \
        va_end(rest);                                                                                                  \
    }

int open(const char* path, int flags, ...)
{
    mode_t mode = 0;
    TAKE_MODE(flags, mode)
    return open_noted(path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    mode_t mode = 0;
    TAKE_MODE(flags, mode)
    return open_noted(path, flags, mode);
}

int close(int fd)
{
    if (what_is(fd) != nothing) {
        if (descriptors[fd].what == a_file) real_close(descriptors[fd].log);
        descriptors[fd].what = nothing;
    }
    return real_close(fd);
}

static ssize_t pwrite_noted(int fd, const void* data, size_t count, off64_t offset)
{
    if (what_is(fd) != a_file) return real_pwrite(fd, data, count, offset);
    pthread_mutex_lock(&one_at_a_time);
    note(fd, forgetful_write, offset, data, count);
    const ssize_t done = real_pwrite(fd, data, count, offset);
    pthread_mutex_unlock(&one_at_a_time);
    return done;
}

ssize_t pwrite(int fd, const void* data, size_t count, off_t offset) { return pwrite_noted(fd, data, count, offset); }
ssize_t pwrite64(int fd, const void* data, size_t count, off64_t offset)
{
    return pwrite_noted(fd, data, count, offset);
}

ssize_t write(int fd, const void* data, size_t count)
{
    if (what_is(fd) != a_file) return real_write(fd, data, count);
    pthread_mutex_lock(&one_at_a_time);
    note(fd, forgetful_write, lseek64(fd, 0, SEEK_CUR), data, count);
    const ssize_t done = real_write(fd, data, count);
    pthread_mutex_unlock(&one_at_a_time);
    return done;
}

static int ftruncate_noted(int fd, off64_t size)
{
    if (what_is(fd) != a_file) return real_ftruncate(fd, size);
    pthread_mutex_lock(&one_at_a_time);
    note(fd, forgetful_truncate, size, NULL, 0);
    const int done = real_ftruncate(fd, size);
    pthread_mutex_unlock(&one_at_a_time);
    return done;
}

int ftruncate(int fd, off_t size) { return ftruncate_noted(fd, size); }
int ftruncate64(int fd, off64_t size) { return ftruncate_noted(fd, size); }

/// @return whether this synchronisation was ours to do
static int synchronised(int fd)
{
    const enum what what = what_is(fd);
    if (what == nothing) return 0;
    if (sync_us > 0) {
        const struct timespec time = {sync_us / 1000000, sync_us % 1000000 * 1000};
        nanosleep(&time, NULL);
    }
    pthread_mutex_lock(&one_at_a_time);
    if (lies && ++synchronisations % honest_once_in != 0) {
        pthread_mutex_unlock(&one_at_a_time);
        return 1;
    }
    const int trouble = real_ftruncate(what == a_file ? descriptors[fd].log : directory_log, 0);
    pthread_mutex_unlock(&one_at_a_time);
    if (trouble) abort();
    return 1;
}

int fsync(int fd) { return synchronised(fd) ? 0 : real_fsync(fd); }
int fdatasync(int fd) { return synchronised(fd) ? 0 : real_fdatasync(fd); }

int unlink(const char* path)
{
    if (!is_ours(path) || access(path, F_OK) != 0) return real_unlink(path);
    pthread_mutex_lock(&one_at_a_time);
    // It may be there again after the cut, with what of it had been written.
    char kept[PATH_MAX], log[PATH_MAX], name[NAME_MAX + 1];
    const unsigned number = (unsigned)getpid() * 1000 + unlinked++;
    snprintf(name, sizeof name, "unlinked.%u", number);
    path_in(kept, logs, name);
    snprintf(name, sizeof name, "%s.log", name_in(path));
    path_in(log, logs, name);
    note_entry("unlinked", name_in(path), number);
    const int done = rename(path, kept);
    const int trouble = errno;
    snprintf(name, sizeof name, "unlinked.%u.log", number);
    path_in(kept, logs, name);
    rename(log, kept);
    pthread_mutex_unlock(&one_at_a_time);
    errno = trouble;
    return done;
}
