#include "base/error.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "engine/overlay.hpp"
#include "git/disk_tree.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <vector>

using namespace cb;
using namespace cb::engine;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file)
{
    return read_file(file, Bytes{1000});
}

/// A directory with files to overlay: "run", "bench/new" and a link "bench/link".
struct OverlayScene {
    OverlayScene()
    {
        fs::create_directories(overlay / "bench");
        fs::create_directories(tree);
        fs::create_directories(outside);
        replace_file(overlay / "run", "new run");
        fs::permissions(overlay / "run", fs::perms{0755});
        replace_file(overlay / "bench/new", "new");
        fs::create_symlink("../run", overlay / "bench/link");
    }
    /// Writes a commit with these entries, and the overlay over it, into `tree`.
    void lay(const std::vector<git::TreeEntry>& commit) const
    {
        const auto laid = Overlay::read(overlay);
        git::DiskTree disk{tree, 1'700'000'000};
        OverlaidTree over{laid, disk};
        for (const auto& entry : commit) {
            if (over.wants(entry.path, entry.kind)) {
                over.add(entry);
            }
        }
        over.finish();
        disk.finish();
    }

    TempDir dir{};
    fs::path overlay = dir.path() / "overlay";
    fs::path tree = dir.path() / "tree";
    fs::path outside = dir.path() / "outside";
};

} // namespace

TEST_CASE("an overlay is laid over a tree")
{
    const OverlayScene scene;
    fs::permissions(scene.overlay / "bench", fs::perms{0500});
    scene.lay({{"bench", git::TreeKind::directory, 0755, ""},
               {"bench/old", git::TreeKind::file, 0644, "old"},
               {"old", git::TreeKind::file, 0644, "old"},
               {"run", git::TreeKind::file, 0644, "old run"}});
    const auto overlay = Overlay::read(scene.overlay);
    CHECK(content(scene.tree / "run") == "new run");
    CHECK(fs::status(scene.tree / "run").permissions() == fs::perms{0755});
    CHECK(content(scene.tree / "old") == "old");
    CHECK(content(scene.tree / "bench/old") == "old");
    CHECK(fs::status(scene.tree / "bench").permissions() == fs::perms{0755});
    CHECK(content(scene.tree / "bench/new") == "new");
    CHECK(fs::read_symlink(scene.tree / "bench/link") == "../run");
    REQUIRE(overlay.file("run") != nullptr);
    CHECK(*overlay.file("run") == "new run");
    CHECK(overlay.file("bench") == nullptr);
}

TEST_CASE("a tree does not redirect what is laid over it")
{
    const OverlayScene scene;
    replace_file(scene.outside / "run", "ours");
    scene.lay({{"bench", git::TreeKind::link, 0, scene.outside.native()},
               {"run", git::TreeKind::link, 0, (scene.outside / "run").native()}});
    CHECK(content(scene.outside / "run") == "ours");
    CHECK_FALSE(fs::exists(scene.outside / "new"));
    CHECK(content(scene.tree / "bench/new") == "new");
    CHECK_FALSE(fs::is_symlink(scene.tree / "run"));
}

TEST_CASE("a directory in the place of a file is the commit's trouble")
{
    const OverlayScene scene;
    CHECK_THROWS_WITH(scene.lay({{"run", git::TreeKind::directory, 0755, ""}}),
                      CB_CONTAINS("run is a file in the overlay but a directory in the commit"));
}

TEST_CASE("the hash of an overlay is of names, modes and contents")
{
    const OverlayScene scene;
    const auto hash = [&scene] { return Overlay::read(scene.overlay).hash(); };
    const auto first = hash();
    CHECK(hash() == first);
    fs::permissions(scene.overlay / "run", fs::perms{0644});
    const auto second = hash();
    CHECK(second != first);
    replace_file(scene.overlay / "run", "other");
    const auto third = hash();
    CHECK(third != second);
    fs::rename(scene.overlay / "run", scene.overlay / "go");
    CHECK(hash() != third);
    CHECK(Overlay{}.hash().empty());
}

TEST_CASE("an overlay that cannot be read is a wrong command line")
{
    const OverlayScene scene;
    ::mkfifo((scene.overlay / "fifo").c_str(), 0600);
    for (const auto& directory : {scene.overlay, scene.dir.path() / "nothing"}) {
        try {
            static_cast<void>(Overlay::read(directory));
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(error.code() == Errc::usage);
            CHECK_THAT(error.what(), Catch::StartsWith("--overlay: "));
        }
    }
}
