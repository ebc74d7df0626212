#include "store/target.hpp"

#include "base/file.hpp"
#include "base/paths.hpp"

namespace cb::store {

SqliteFile default_file()
{
    const auto directory = data_home();
    make_private_directory(directory);
    return {directory / "store.db"};
}

} // namespace cb::store
