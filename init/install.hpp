#pragma once

namespace cb_init {

/// Copies this program to DIRECTORY/cb-init, so that the file is complete or absent at any time: it
/// is written as DIRECTORY/NAME, synced and renamed. NAME must differ between concurrent calls.
/// Returns the exit code; on failure, standard error says why.
int install(const char* directory, const char* name);

} // namespace cb_init
