#include "report/address.hpp"

#include "report/text.hpp"

#include <fmt/format.h>

namespace cb::report {

// web/src/route.ts reads it.
std::string
address_of_commit(std::string_view site, std::string_view repository, std::string_view commit)
{
    return fmt::format("{}#/r/{}/commit/{}", site, make_key(repository), commit);
}

} // namespace cb::report
