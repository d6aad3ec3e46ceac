#pragma once
#include "daemon/audit/audit.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/schema.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

/// When most cases play.
inline const nida::daemon::Time noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{12}};

/// What people do themselves, by texting.
inline nida::daemon::Act texted(nida::daemon::Time at) { return {{}, at}; }
inline nida::daemon::Act done_by(const std::string& actor, nida::daemon::Time at) { return {actor, at}; }

/// A store of its own in a directory that goes with it, opened without the threads of Store: rules can be tested one transaction after another.
struct TemporaryStore {
    TemporaryStore()
        : directory{make_directory()}, connection{directory / "nida.db", nida::daemon::Connection::Mode::write}
    {
        connection.database().exec("PRAGMA synchronous = OFF");
        nida::daemon::prepare_schema(connection);
    }
    ~TemporaryStore() { std::filesystem::remove_all(directory); }
    TemporaryStore(const TemporaryStore&) = delete;
    TemporaryStore& operator=(const TemporaryStore&) = delete;

    std::int64_t add_line(const std::string& name)
    {
        connection.run("INSERT INTO line(name) VALUES (?1)", name);
        return connection.last_id();
    }
    std::int64_t number(const char* sql)
    {
        auto row = connection.query(sql);
        return row.step() ? row.integer(0) : -1;
    }

    std::filesystem::path directory;
    nida::daemon::Connection connection;
private:
    static std::filesystem::path make_directory()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "nida-test-XXXXXX").string();
        return ::mkdtemp(pattern.data());
    }
};
