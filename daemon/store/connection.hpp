#pragma once
#include "daemon/store/erasure_key.hpp"
#include "daemon/store/time.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace nida::daemon
{
/// A value for a statement that is put together at run time.
using SqlValue = std::variant<std::int64_t, double, std::string>;

/// A prepared statement in use: values bound, rows read; reset when it goes out of scope, so that its transaction can end.
class Query
{
public:
    explicit Query(SQLite::Statement& statement) : statement_{&statement} {}
    explicit Query(std::unique_ptr<SQLite::Statement> statement) : own_{std::move(statement)}, statement_{own_.get()} {}
    ~Query();
    Query(Query&& other) noexcept : own_{std::move(other.own_)}, statement_{std::exchange(other.statement_, nullptr)} {}
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    Query& operator=(Query&&) = delete;

    /// Binds ?1, ?2, ... in order. Integers, real numbers, booleans, enums, text, octets, times, and optionals of them; nullptr for NULL.
    template <class... Values> Query& bind(const Values&... values)
    {
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }
    /// Binds values to the places `first`, `first` + 1, ...
    Query& bind_all(std::span<const SqlValue> values, int first = 1)
    {
        for (int index = first; const auto& value : values)
            std::visit([&](const auto& one) { bind_one(index++, one); }, value);
        return *this;
    }
    bool step() { return statement_->executeStep(); } ///< true where a row is there
    void run();                                       ///< to the end, rows or not

    bool is_null(int column) const { return statement_->getColumn(column).isNull(); }
    std::int64_t integer(int column) const { return statement_->getColumn(column).getInt64(); }
    std::string text(int column) const { return statement_->getColumn(column).getString(); } ///< empty for NULL
    Time time(int column) const { return Time{std::chrono::microseconds{integer(column)}}; }
    std::vector<std::uint8_t> octets(int column) const;
    template <class Enum> Enum as(int column) const { return static_cast<Enum>(integer(column)); }
    std::optional<std::int64_t> optional_integer(int column) const;
    std::optional<std::string> optional_text(int column) const;
    std::optional<Time> optional_time(int column) const;
private:
    template <class Value> void bind_one(int index, const Value& value)
    {
        if constexpr (std::is_same_v<Value, std::nullptr_t>)
            statement_->bind(index);
        else if constexpr (std::is_same_v<Value, Time>)
            statement_->bind(index, std::int64_t{value.time_since_epoch().count()});
        else if constexpr (std::is_enum_v<Value>)
            statement_->bind(index, static_cast<std::int64_t>(value));
        else if constexpr (std::is_floating_point_v<Value>)
            statement_->bind(index, static_cast<double>(value));
        else if constexpr (std::is_integral_v<Value>)
            statement_->bind(index, static_cast<std::int64_t>(value));
        else if constexpr (std::is_convertible_v<Value, std::string_view>)
            statement_->bind(index, std::string{std::string_view{value}});
        else if constexpr (std::is_convertible_v<Value, std::span<const std::uint8_t>>) {
            const std::span<const std::uint8_t> octets{value};
            // A null pointer would bind NULL, but no octets are not an absent value.
            statement_->bind(index, octets.empty() ? static_cast<const void*>("") : octets.data(),
                             static_cast<int>(octets.size()));
        } else if (value)
            bind_one(index, *value);
        else
            statement_->bind(index);
    }
    std::unique_ptr<SQLite::Statement> own_; ///< of a statement that is used once; empty where the connection keeps it
    SQLite::Statement* statement_;
};

/// One SQLite connection with its prepared statements. Used by one thread. Its SQL has a function more, `erasure_hash(number)`: the
/// number's hash under the erasure key, NULL where there is none.
class Connection
{
public:
    /// To check is to read, but with what SQLite knows only of a file that it could write: the CHECKs of its tables.
    enum class Mode { write, read, check };
    Connection(const std::filesystem::path& path, Mode mode);

    /// The statement for `sql`, prepared once. @param sql  a string literal: its address is the cache's key
    template <class... Values> Query query(const char* sql, const Values&... values)
    {
        Query prepared{statement(sql)};
        prepared.bind(values...);
        return prepared;
    }
    /// A statement that was put together at run time: prepared now, and gone with what is returned.
    Query query_once(const std::string& sql, std::span<const SqlValue> values = {})
    {
        Query prepared{std::make_unique<SQLite::Statement>(database_, sql)};
        prepared.bind_all(values);
        return prepared;
    }
    /// A statement without rows, run to its end.
    template <class... Values> void run(const char* sql, const Values&... values) { query(sql, values...).run(); }
    std::int64_t last_id() const { return database_.getLastInsertRowid(); }
    int changes() const { return database_.getChanges(); }
    SQLite::Database& database() { return database_; }
    ErasureKey& erasure_key() { return *erasure_key_; }
    /// What coordinators' codes are hashed with and their TOTP secrets are sealed with.
    KeyFile& coordinator_key() { return coordinator_key_; }
private:
    SQLite::Statement& statement(const char* sql);

    std::unique_ptr<ErasureKey> erasure_key_; // its address is known to SQLite
    KeyFile coordinator_key_;
    SQLite::Database database_;
    std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
};
} // namespace nida::daemon
