#include "tests/daemon/faulty_disk.hpp"

#include <initializer_list>
#include <new>

namespace
{
using Fault = FaultyDisk::Fault;

/// What SQLite holds of a file: ours, and right behind it the real one.
struct File {
    sqlite3_file base;
    FaultyDisk* disk;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    const sqlite3_io_methods& methods() { return *real()->pMethods; }
};

File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

int close(sqlite3_file* file) { return of(file).methods().xClose(of(file).real()); }

int read(sqlite3_file* file, void* to, int count, sqlite3_int64 at)
{
    if (const int error = of(file).disk->strike(Fault::read_error)) return error;
    return of(file).methods().xRead(of(file).real(), to, count, at);
}

int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 at)
{
    auto& disk = *of(file).disk;
    for (const auto fault : {Fault::write_error, Fault::full, Fault::read_only})
        if (const int error = disk.strike(fault)) return error;
    if (const int error = disk.strike(Fault::half_written)) {
        of(file).methods().xWrite(of(file).real(), from, count / 2, at);
        return error;
    }
    return of(file).methods().xWrite(of(file).real(), from, count, at);
}

int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    if (const int error = of(file).disk->strike(Fault::truncate_error)) return error;
    return of(file).methods().xTruncate(of(file).real(), size);
}

int sync(sqlite3_file* file, int) { return of(file).disk->strike(Fault::sync_error); }

int size(sqlite3_file* file, sqlite3_int64* size) { return of(file).methods().xFileSize(of(file).real(), size); }
int lock(sqlite3_file* file, int level) { return of(file).methods().xLock(of(file).real(), level); }
int unlock(sqlite3_file* file, int level) { return of(file).methods().xUnlock(of(file).real(), level); }
int is_reserved(sqlite3_file* file, int* result)
{
    return of(file).methods().xCheckReservedLock(of(file).real(), result);
}
int control(sqlite3_file* file, int what, void* argument)
{
    return of(file).methods().xFileControl(of(file).real(), what, argument);
}
int sector_size(sqlite3_file* file) { return of(file).methods().xSectorSize(of(file).real()); }
int characteristics(sqlite3_file* file) { return of(file).methods().xDeviceCharacteristics(of(file).real()); }

int map(sqlite3_file* file, int page, int octets, int extend, void volatile** where)
{
    return of(file).methods().xShmMap(of(file).real(), page, octets, extend, where);
}
int lock_map(sqlite3_file* file, int offset, int count, int flags)
{
    return of(file).methods().xShmLock(of(file).real(), offset, count, flags);
}
void barrier(sqlite3_file* file) { of(file).methods().xShmBarrier(of(file).real()); }
int unmap(sqlite3_file* file, int remove) { return of(file).methods().xShmUnmap(of(file).real(), remove); }

const sqlite3_io_methods methods{2,      close,       read,    write,       truncate,        sync, size,     lock,
                                 unlock, is_reserved, control, sector_size, characteristics, map,  lock_map, barrier,
                                 unmap,  nullptr,     nullptr};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags)
{
    auto* const disk = static_cast<FaultyDisk*>(vfs->pAppData);
    auto& ours = *new (file) File{{nullptr}, disk};
    const int result = disk->real().xOpen(&disk->real(), name, ours.real(), flags, out_flags);
    if (ours.real()->pMethods != nullptr) ours.base.pMethods = &methods;
    return result;
}
} // namespace

FaultyDisk::FaultyDisk() : real_{sqlite3_vfs_find(nullptr)}, vfs_{*real_}
{
    vfs_.zName = "faulty";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.pAppData = this;
    vfs_.xOpen = open;
    vfs_.pNext = nullptr;
    sqlite3_vfs_register(&vfs_, 1);
}

FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
}

void FaultyDisk::arm(Fault fault, int nth, bool for_good)
{
    countdown_ = -1;
    fault_ = fault;
    for_good_ = for_good;
    struck_ = false;
    countdown_ = nth;
}

int FaultyDisk::strike(Fault fault)
{
    if (truce_ || fault != fault_ || countdown_ < 0) return SQLITE_OK;
    if (countdown_ > 1) {
        --countdown_;
        return SQLITE_OK;
    }
    struck_ = true;
    if (!for_good_) countdown_ = -1;
    switch (fault) {
    case Fault::read_error: return SQLITE_IOERR_READ;
    case Fault::write_error:
    case Fault::half_written: return SQLITE_IOERR_WRITE;
    case Fault::full: return SQLITE_FULL;
    case Fault::read_only: return SQLITE_READONLY;
    case Fault::sync_error: return SQLITE_IOERR_FSYNC;
    case Fault::truncate_error: return SQLITE_IOERR_TRUNCATE;
    }
    return SQLITE_OK;
}
