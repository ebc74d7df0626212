#include "child.hpp"
#include "environment.hpp"
#include "store_stage.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <filesystem>

namespace cb::store {

TEST_CASE("while the database cannot be reached all is kept, and the next store takes it first")
{
    StoreStage stage;
    stage.open = &not_there;
    stage.give(plain_job("a", {result_of("t", {1})}));
    stage.give(plain_job("b", {result_of("t", {2})}));
    const auto [code, message] = error_of(stage);
    CHECK(code == Errc::unavailable);
    CHECK(message ==
          fmt::format("what could not be stored is kept in {}, and the next cb store takes it "
                      "first",
                      stage.spool.directory().native()));
    CHECK(stage.log.text() == "no answer\n"); // once
    REQUIRE(stage.spool.files().size() == 1);

    FakeStore::Told told;
    stage.take_new_input();
    stage.open = [&] { return std::make_unique<FakeStore>(told); };
    stage.give(plain_job("c", {result_of("t", {1})}));
    const auto summary = stage.run_all();
    CHECK(told.jobs == std::vector<std::string>{"a", "b", "c"});
    CHECK(summary.added == 3);
    CHECK(summary.recovered == 2);
    CHECK(stage.spool.files().empty());
}

TEST_CASE("what comes out of the spool is as it went in")
{
    StoreStage stage;
    const auto open = std::exchange(stage.open, Opener{&not_there});
    stage.give(full_job("a"));
    static_cast<void>(error_of(stage));
    stage.take_new_input();
    stage.open = open;
    std::string passed;
    stage.on_stored = [&](const Manifest& manifest) { passed = manifest.to_json(); };
    CHECK(stage.run_all().recovered == 1);
    CHECK(stage.stored() == 5);
    auto expected = full_job("a");
    expected.set(Stored{"sqlite", true});
    CHECK(passed == expected.to_json());
}

TEST_CASE("aliases are stored after the jobs, and kept like them")
{
    const AliasRecord alias{.repo = "acme/x",
                            .old_series = {"b", "old", "time", "ms", Direction::lower},
                            .new_series = {"b", "new", "time", "ms", Direction::lower},
                            .created_by = "ada",
                            .created_at = parse_rfc3339("2026-01-31T08:00:00Z").value(),
                            .reason = "why"};
    const auto give = [&alias](const StoreStage& stage) {
        write_all(stage.in.write.get(), alias.to_json() + "\n", "a pipe");
    };
    StoreStage stage;
    FakeStore::Told told;
    told.lost_after = 1;
    stage.open = [&] { return std::make_unique<FakeStore>(told); };
    give(stage);
    stage.give(plain_job("a", {result_of("t", {1})}));
    CHECK(error_of(stage).first == Errc::unavailable);
    CHECK(told.jobs == std::vector<std::string>{"a"});
    CHECK(told.aliases.empty());
    REQUIRE(stage.spool.files().size() == 1);

    told.lost_after = 100;
    stage.take_new_input();
    give(stage);
    CHECK(stage.run_all().aliases == 2);
    CHECK(told.aliases == std::vector{alias, alias});
    CHECK(stage.spool.files().empty());
}

TEST_CASE("a database that goes away in the middle loses nothing")
{
    StoreStage stage;
    FakeStore::Told told;
    told.lost_after = 1;
    stage.open = [&] { return std::make_unique<FakeStore>(told); };
    for (int i = 0; i < 150; ++i) {
        stage.give(plain_job(fmt::format("j{}", i), {result_of("t", {1})}));
    }
    CHECK(error_of(stage).first == Errc::unavailable);
    CHECK(told.jobs.size() == 100);
    stage.take_new_input();
    told.lost_after = 100;
    CHECK(stage.run_all().recovered == 50);
    CHECK(std::set<std::string>(told.jobs.begin(), told.jobs.end()).size() == 150);
}

TEST_CASE("one job that the database refuses does not keep the others out")
{
    StoreStage stage;
    FakeStore::Told told;
    told.refused = {"bad"};
    stage.open = [&] { return std::make_unique<FakeStore>(told); };
    for (const auto* const job : {"a", "bad", "c"}) {
        stage.give(plain_job(job, {result_of("t", {1})}));
    }
    const auto [code, message] = error_of(stage);
    CHECK(code == Errc::bad_input);
    CHECK_THAT(stage.log.text(), CB_CONTAINS("job bad: that cannot be"));
    CHECK(told.jobs == std::vector<std::string>{"a", "c"});
    CHECK(stage.spool.files().size() == 1);

    // The file is set aside with the reason, and later calls do not fail because of it.
    stage.take_new_input();
    stage.give(plain_job("d", {result_of("t", {1})}));
    CHECK(stage.run_all().added == 1);
    CHECK(told.jobs == std::vector<std::string>{"a", "c", "d"});
    CHECK(stage.spool.files().empty());
    int refused = 0;
    for (const auto& entry : std::filesystem::directory_iterator{stage.spool.directory()}) {
        const auto text = read_file(entry.path(), Bytes{10000});
        if (entry.path().extension() == ".refused") {
            CHECK(text == plain_job("bad", {result_of("t", {1})}).to_json() + "\n");
            ++refused;
        } else {
            CHECK(entry.path().extension() == ".reason");
            CHECK(text == "that cannot be\n");
        }
    }
    CHECK(refused == 1);
    stage.take_new_input();
    CHECK(stage.run_all().added == 0);
}

TEST_CASE("a spool that cannot be written is said")
{
    StoreStage stage;
    replace_file(stage.dir.path() / "spool", "in the way");
    stage.open = &not_there;
    stage.give(plain_job("a", {result_of("t", {1})}));
    const auto [code, message] = error_of(stage);
    CHECK(code == Errc::system);
    CHECK_THAT(message, CB_CONTAINS(stage.spool.directory().parent_path().native()));
}

TEST_CASE("where neither the database nor the spool has room, the jobs that are lost are named")
{
    StoreStage stage;
    replace_file(stage.dir.path() / "spool", "in the way");
    stage.open = &not_there;
    for (const auto* const job : {"a", "b", "c"}) {
        stage.give(plain_job(job, {result_of("t", {1})}));
    }
    const auto [code, message] = error_of(stage);
    CHECK_THAT(message, CB_CONTAINS("no answer; 3 of the jobs, which are named above, are kept "));
    for (const auto* const job : {"a", "b", "c"}) {
        CHECK_THAT(stage.log.text(), CB_CONTAINS(fmt::format("job {} is not kept: ", job)));
    }
}

TEST_CASE("what is kept is for its owner alone, whatever the umask")
{
    const auto umask = ::umask(0);
    StoreStage stage;
    stage.give(plain_job("a", {result_of("t", {1})}));
    CHECK(stage.run_all().added == 1);
    stage.open = &not_there;
    stage.take_new_input();
    stage.give(plain_job("b", {result_of("t", {1})}));
    static_cast<void>(error_of(stage));
    ::umask(umask);
    for (const auto& file : {stage.dir.path() / "x.db", stage.spool.files().at(0)}) {
        INFO(file);
        CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::all) ==
              (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    }
}

TEST_CASE("a file of the spool with a damaged line is named, set aside and kept")
{
    StoreStage stage;
    make_private_directory(stage.spool.directory());
    const auto file = stage.spool.directory() / "0-a.jsonl";
    replace_file(file, plain_job("a", {result_of("t", {1})}).to_json() + "\n{\"cb\":1,\"jo\n");
    replace_file(stage.spool.directory() / "0-b.jsonl.XXXXXX", "half-written");
    CHECK(stage.run_all().recovered == 1);
    CHECK(stage.spool.files().empty());
    auto kept = file;
    CHECK_THAT(read_file(kept.replace_extension(".refused"), Bytes{10000}),
               CB_CONTAINS("{\"cb\":1,\"jo\n"));
    CHECK(read_file(kept.replace_extension(".reason"), Bytes{10000}) ==
          "1 of its lines are not manifests\n");
    CHECK_THAT(stage.log.text(), CB_CONTAINS(file.native() + ", line 2: not valid JSON"));
}

TEST_CASE("two stores that empty one spool at once store everything once")
{
    StoreStage stage;
    for (const auto& job : many_jobs("j", 40, 3, 5)) {
        stage.spool.keep(std::vector{job});
    }
    stage.in.write.reset();
    Child one{[&] { static_cast<void>(stage.run()); }};
    Child two{[&] { static_cast<void>(stage.run()); }};
    CHECK(one.succeeds());
    CHECK(two.succeeds());
    CHECK(stage.spool.files().empty());
    CHECK(stage.stored() == 600);
}

TEST_CASE("the spool of a database is below the user's data, and private")
{
    const TempDir dir;
    const SetVariable home{"XDG_DATA_HOME", dir.path().native()};
    const auto spool = Spool::of(Postgres{Conninfo::parse("host=db password=one").value()});
    CHECK(spool.directory().parent_path() == dir.path() / "cb/spool");
    CHECK(spool.directory() ==
          Spool::of(Postgres{Conninfo::parse("host=db password=two").value()}).directory());
    CHECK(spool.files().empty());
    spool.keep(std::vector{plain_job("a", {result_of("t", {1})})});
    REQUIRE(spool.files().size() == 1);
    const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    for (const auto& path : {spool.directory(), spool.directory().parent_path()}) {
        CHECK((std::filesystem::status(path).permissions() & others) ==
              std::filesystem::perms::none);
    }
}

} // namespace cb::store
