// What forgetful_disk.c writes into its logs, and cut_power() reads.
#ifndef NIDA_TORTURE_FORGETFUL_DISK_H
#define NIDA_TORTURE_FORGETFUL_DISK_H
#include <stdint.h>

#define FORGETFUL_MAGIC UINT64_C(0x6e69646164697363)
/// The log of what happened to the directory: lines "created 0 NAME" and "unlinked NUMBER NAME".
#define FORGETFUL_DISK_DIRECTORY "directory"

enum { forgetful_write = 1, forgetful_truncate = 2 };

/// In front of each write in a file's log; then come the octets that were there, and those that were to be there.
struct forgetful_record {
    uint64_t magic, kind;
    int64_t offset; ///< where it begins, or the new size
    int64_t size;   ///< of the file, before
    int64_t before; ///< how many octets that were there follow
    int64_t after;  ///< how many octets that were to be there follow them
};
#endif
