#include "catch.hpp"
#include "git/export.hpp"
#include "git/partial.hpp"
#include "git/temp_repository.hpp"

using cb::git::fetch_promised;
using cb::git::Repository;

namespace {

/// A project, and a partial clone with only commits, or only commits and trees.
struct PartialBed {
    TempRepository origin{};
    cb::CommitId commit = make_commit();
    std::filesystem::path clone = origin.beside("clone");
    std::filesystem::path out = origin.beside("out");

    explicit PartialBed(const std::string& filter)
    {
        origin.git({"config", "uploadpack.allowFilter", "true"});
        origin.git({"config", "uploadpack.allowAnySHA1InWant", "true"});
        origin.git({"clone",
                    "--quiet",
                    "--bare",
                    "--filter=" + filter,
                    "file://" + origin.path().native(),
                    clone.native()});
        std::filesystem::create_directory(out);
    }

    cb::CommitId make_commit()
    {
        origin.write("src/deep/file", "content");
        origin.write("binary", std::string("\0\1", 2));
        origin.write(".gitattributes", "binary -diff\n");
        return origin.commit("first");
    }

    [[nodiscard]] cb::Error error_of(void (*action)(const PartialBed&)) const
    {
        try {
            action(*this);
        } catch (const cb::Error& error) {
            return error;
        }
        FAIL("it did not fail");
        throw std::logic_error{"FAIL returned"};
    }
};

} // namespace

TEST_CASE("what a partial clone lacks of a commit is fetched")
{
    const auto* const filter = GENERATE("blob:none", "tree:0");
    const PartialBed bed{filter};
    const auto repository = Repository::open(bed.clone);
    REQUIRE(cb::git::is_partial(repository));
    fetch_promised(repository, bed.commit);
    static_cast<void>(export_to(bed.out, repository, bed.commit));
    CHECK(cb::read_file(bed.out / "src/deep/file", cb::Bytes{100}) == "content");

    std::filesystem::remove_all(bed.origin.path()); // nothing is missing, so git asks no remote
    fetch_promised(repository, bed.commit);
}

TEST_CASE("what a partial clone cannot get is the machine's fault and says what helps")
{
    const auto* const filter = GENERATE("blob:none", "tree:0");
    const PartialBed bed{filter};
    std::filesystem::remove_all(bed.origin.path());
    const auto fetching = bed.error_of(
        [](const PartialBed& of) { fetch_promised(Repository::open(of.clone), of.commit); });
    CHECK(fetching.code() == cb::Errc::unavailable);
    CHECK_THAT(fetching.what(), CB_CONTAINS("is a partial clone"));
    CHECK_THAT(fetching.what(), CB_CONTAINS("fetch --refetch --no-filter"));
    const auto exporting = bed.error_of([](const PartialBed& of) {
        static_cast<void>(export_to(of.out, Repository::open(of.clone), of.commit));
    });
    CHECK(exporting.code() == cb::Errc::unavailable);
    CHECK_THAT(exporting.what(), CB_CONTAINS("is a partial clone and lacks it"));
}

TEST_CASE("a whole clone asks nobody, and a commit that is not there is no commit")
{
    TempRepository temp;
    const auto commit = temp.commit("first");
    const auto repository = Repository::open(temp.path());
    CHECK_FALSE(cb::git::is_partial(repository));
    fetch_promised(repository, commit);

    const PartialBed bed{"blob:none"};
    const auto error = bed.error_of([](const PartialBed& of) {
        fetch_promised(Repository::open(of.clone),
                       cb::CommitId::parse(std::string(40, 'a')).value());
    });
    CHECK(error.code() == cb::Errc::usage);
}
