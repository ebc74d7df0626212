#include "store/target.hpp"

#include "base/file.hpp"
#include "base/paths.hpp"

namespace cb::store {

SqliteFile default_file()
{
    make_private_directory(data_home());
    return find_default_file();
}

SqliteFile find_default_file()
{
    return {data_home() / "store.db"};
}

} // namespace cb::store
