#pragma once

namespace cb_init {

/// Whether the word is --results, which a path follows.
bool is_results_option(const char* word);

/// Reports the file and sends its bytes. Only a regular file on a disk or tmpfs is read: what the
/// command put there instead (a device, a pipe, a link into /proc) is reported as an error.
void send_results_file(int report_fd, const char* path);

} // namespace cb_init
