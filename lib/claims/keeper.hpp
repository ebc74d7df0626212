#pragma once

#include "claims/keeper_order.hpp"

/// The keeper: a process that lives as long as a pipeline, renews its leases, and gives back what
/// it still holds when it has ended. `cb watch` has ended long before, and the stages know no
/// store.
namespace cb::claims {

/// Starts a keeper: this program's `cb claims --keep`, which calls keep(). Returns when it has
/// begun. Throws Error{system}.
void start_keeper(const KeeperOrder& order);

/// The keeper's work, as the order says that `input` has on one line. It goes on in a process of
/// its own, in a session of its own, so that Ctrl-C does not reach it, and without a standard
/// stream, so that pipes end; the calling process exits at once, with status 0. Signals that ask to
/// stop are ignored, because it ends with the pipeline.
///
/// Looks for further processes of the pipeline (host/pipeline.hpp) when it begins, after a moment,
/// when one of them ends, and with each renewal. Tries again if the database is unreachable.
/// Returns when all processes have ended and their claims are given back. Throws Error{bad_input}
/// for a wrong order, and what store::Claims throws.
void keep(int input);

} // namespace cb::claims
