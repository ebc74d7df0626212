#pragma once

#include "manifest/words.hpp"

#include <cstddef>

namespace cb::verdict {

/// Jobs by what is known of the machine meanwhile; nothing known is like a quiet machine.
struct MachineCounts {
    std::size_t all = 0, suspect = 0, invalid = 0;

    void add(Verdict verdict)
    {
        ++all;
        suspect += verdict == Verdict::suspect ? 1U : 0U;
        invalid += verdict == Verdict::invalid ? 1U : 0U;
    }
    void add(const MachineCounts& other)
    {
        all += other.all;
        suspect += other.suspect;
        invalid += other.invalid;
    }
};

} // namespace cb::verdict
