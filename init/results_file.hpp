#pragma once

namespace cb_init {

/// Whether the argument is --results, which is followed by a path.
bool is_results_option(const char* word);

/// Reports the file and sends its bytes. Reads only a regular file on a disk or tmpfs: anything
/// else that the command created (a device, a pipe, a link into /proc) is reported as an error.
void send_results_file(int report_fd, const char* path);

} // namespace cb_init
