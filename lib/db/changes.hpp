#pragma once

#include "base/collect.hpp"
#include "db/target.hpp"

#include <memory>

namespace cb::db {

/// Says when there is something new in a database. It needs no right but to connect or to read the
/// file, and holds no lock.
class Changes {
public:
    Changes() = default;
    Changes(const Changes&) = delete;
    Changes& operator=(const Changes&) = delete;
    virtual ~Changes() = default;

    /// Waits until a transaction has been committed that announced a change, after this object was
    /// made and after the last call. Returns false if the deadline passed. A true answer may be
    /// wrong; a false one is not, except behind a pool that gives each transaction another session.
    /// Throws DatabaseError if the database goes away, and Interrupted at any time.
    [[nodiscard]] virtual bool wait(const Deadline& deadline) = 0;
};

/// PostgreSQL: LISTEN, on a connection of its own. A standby cannot listen, so it is asked every
/// two seconds what it has replayed. SQLite: the file is looked at every second, which also works
/// on a network file system. Throws DatabaseError{unavailable}, {usage} if the file does not exist,
/// Interrupted.
[[nodiscard]] std::unique_ptr<Changes> watch_changes(const Target& target);

} // namespace cb::db
