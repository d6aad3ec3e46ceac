#pragma once
#include <sqlite3.h>

#include <atomic>

/// Stands between SQLite and the disk while it lives, for every connection that is opened meanwhile (SQLite's "VFS"). Waits for no disk: what it
/// syncs it only counts.
class FaultyDisk
{
public:
    enum class Fault {
        read_error,
        write_error,
        half_written, ///< the first half gets there
        full,
        read_only,
        sync_error, ///< what was written is there, for the moment
        truncate_error
    };

    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;

    /// The `nth` call (from 1) that this fault can befall fails; `for_good`: and each that follows.
    void arm(Fault fault, int nth, bool for_good = false);
    void disarm() { countdown_ = -1; }
    /// While it lives nothing fails, and nothing counts.
    class Truce
    {
    public:
        explicit Truce(FaultyDisk& disk) : disk_{disk} { disk_.truce_ = true; }
        ~Truce() { disk_.truce_ = false; }
        Truce(const Truce&) = delete;
    private:
        FaultyDisk& disk_;
    };
    bool struck() const { return struck_; } ///< since it was armed

    /// @return SQLite's code where this call is to fail, else SQLITE_OK
    int strike(Fault fault);
    Fault fault() const { return fault_; }
    sqlite3_vfs& real() const { return *real_; }
private:
    sqlite3_vfs* real_;
    sqlite3_vfs vfs_;
    std::atomic<Fault> fault_{Fault::full};
    std::atomic<int> countdown_{-1};
    std::atomic<bool> for_good_{false}, struck_{false}, truce_{false};
};
