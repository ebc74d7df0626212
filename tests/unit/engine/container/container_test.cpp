#include "catch.hpp"
#include "engine/container/container_facts.hpp"
#include "engine/container/container_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

using namespace cb;
using namespace cb::engine;

namespace {

ContainerPlan plan(Engine engine)
{
    ContainerPlan made{engine, {}, "run-1", "cb-init-1", std::nullopt};
    made.request.image.id = "sha256:12";
    made.request.argv = {"true"};
    ::setenv("CB_DATA_DIR", CB_TEST_DATA "/../..", 1); // the location of the profiles
    made.request.cpus = CpuSet::parse("1").value();
    made.request.mems = NodeSet::parse("0").value();
    made.request.shm = Bytes{4096};
    return made;
}

/// The words, each surrounded by blanks.
std::string text(const std::vector<std::string>& words)
{
    std::string all = " ";
    for (const auto& word : words) {
        all += word + " ";
    }
    return all;
}

bool has(const ContainerPlan& made, const std::string& words)
{
    return text(run_words(made)).find(" " + words + " ") != std::string::npos;
}

} // namespace

TEST_CASE("both engines are told the same pins, and to fetch nothing")
{
    for (const auto engine : {Engine::docker, Engine::podman}) {
        const auto made = plan(engine);
        CHECK(has(made, "run --interactive --pull never --name cb-run-1"));
        CHECK(has(made, "--network none --cap-drop ALL --security-opt no-new-privileges"));
        CHECK(has(made, "--cpuset-cpus 1 --cpuset-mems 0"));
        CHECK(has(made, "--no-healthcheck"));
        CHECK(has(made, "--volume cb-init-1:/.cb-run-1:ro,nocopy"));
        CHECK(has(made, "--entrypoint /.cb-run-1/cb-init -- sha256:12 --name run-1 --aslr off"));
    }
    CHECK(to_run_name(container_name("run-1")) == "run-1");
    CHECK(to_run_name("mine").empty());
}

TEST_CASE("each engine gets its own profile, whether addresses are randomized or not")
{
    for (const auto& [engine, name] :
         {std::pair{Engine::docker, "seccomp"}, std::pair{Engine::podman, "seccomp-podman"}}) {
        for (const auto aslr : {AslrMode::off, AslrMode::on}) {
            auto made = plan(engine);
            made.request.aslr = aslr;
            CHECK(text(run_words(made)).find(fmt::format("/profiles/{}.json ", name)) !=
                  std::string::npos);
        }
    }
}

TEST_CASE("podman is kept from what docker does not do of itself")
{
    for (const std::string word : {"--http-proxy=false", "--log-driver none", "--stop-timeout 0"}) {
        CHECK(has(plan(Engine::podman), word));
        CHECK_FALSE(has(plan(Engine::docker), word));
    }
}

TEST_CASE("no proxy of the client's configuration is passed, but the image's and the user's are")
{
    auto made = plan(Engine::docker);
    made.request.image.variables = {"HTTP_PROXY"};
    made.request.env = {{"https_proxy", "http://mine"}};
    CHECK(has(made, "--env https_proxy=http://mine"));
    CHECK(has(made, "--env http_proxy="));
    CHECK(has(made, "--env HTTPS_PROXY="));
    CHECK_FALSE(has(made, "--env HTTP_PROXY="));
    CHECK_FALSE(has(made, "--env https_proxy="));
}

TEST_CASE("a directory is shown read-only, whatever is in its name")
{
    auto made = plan(Engine::docker);
    made.request.mounts = {"/a,b:c\"d"};
    const auto words = run_words(made);
    CHECK(std::find(words.begin(),
                    words.end(),
                    R"(type=bind,"source=/a,b:c""d","target=/a,b:c""d",readonly)") != words.end());
}

TEST_CASE("a limit of open files leaves podman's limit of processes where it can be")
{
    auto docker = plan(Engine::docker);
    docker.request.open_files = 64;
    CHECK(has(docker, "--ulimit nofile=64:64"));
    CHECK(text(run_words(docker)).find("nproc") == std::string::npos);
    auto podman = plan(Engine::podman);
    podman.request.open_files = 64;
    CHECK(text(run_words(podman)).find("--ulimit nofile=64:64 --ulimit nproc=") !=
          std::string::npos);
    CHECK(text(run_words(plan(Engine::podman))).find("--ulimit") == std::string::npos);
}

TEST_CASE("/dev/shm is docker's own with a policy, podman's own without, or ours")
{
    auto docker = plan(Engine::docker);
    docker.request.shm_nodes = docker.request.mems;
    CHECK(has(docker, "--tmpfs /dev/shm:rw,nosuid,nodev,exec,mode=1777,size=4096,mpol=bind:0"));
    docker.request.shm_nodes = NodeSet::parse("0,2").value();
    CHECK_THROWS_WITH(run_words(docker), CB_CONTAINS("one range of nodes, not to 0,2"));
    auto podman = plan(Engine::podman);
    CHECK(has(podman, "--tmpfs /dev/shm:rw,nosuid,nodev,exec,mode=1777,size=4096,notmpcopyup"));
    podman.request.shm_nodes = NodeSet::parse("0,2").value();
    podman.shm = "/scratch/run-1";
    CHECK(has(podman, "--volume /scratch/run-1:/dev/shm"));
    CHECK(text(run_words(podman)).find("/dev/shm:rw") == std::string::npos);
}

TEST_CASE("docker's facts, of its program or of its daemon")
{
    constexpr auto info = R"({"CgroupDriver":"systemd","KernelVersion":"6.1.0","NCPU":8,
        "OperatingSystem":"Debian GNU/Linux 12","Architecture":"x86_64","MemTotal":1024,
        "DockerRootDir":"/var/lib/docker","Name":"box","ServerVersion":"27.1",
        "DefaultRuntime":"runc","RuncCommit":{"ID":"v1.1.12-0-g51d5e946"}{}})";
    const auto parse = [&](std::string_view more) {
        std::string text{info};
        return parse_facts(Engine::docker, text.replace(text.find("{}"), 2, more));
    };
    const auto facts = parse(R"(,"ClientInfo":{"Context":"default"})");
    CHECK(facts.context == "default");
    CHECK(facts.cgroup_driver == "systemd");
    CHECK(facts.version == "27.1");
    CHECK(facts.root == "/var/lib/docker");
    CHECK(facts.runtime == "runc");
    CHECK(facts.runtime_version == "v1.1.12-0-g51d5e946");
    CHECK(facts.host.name == "box");
    CHECK(facts.host.cpus_online == 8);
    CHECK(facts.host.memory_bytes == 1024);
    CHECK(facts.host.facts ==
          std::map<std::string, std::string>{{"kernel", "6.1.0"},
                                             {"cpus", "8"},
                                             {"memory", "1024"},
                                             {"system", "Debian GNU/Linux 12, x86_64"},
                                             {"name", "box"}});
    CHECK(parse("").host.key == facts.host.key);
    for (const char* const text : {"", "[]", "null", "no", R"({"ServerVersion":27})"}) {
        CHECK(parse_facts(Engine::docker, text).version.empty());
        CHECK_FALSE(parse_facts(Engine::docker, text).is_local);
    }
}

TEST_CASE("podman's facts, of a runtime whose version has several lines")
{
    const auto facts = [](bool rootless, bool remote) {
        return parse_facts(
            Engine::podman,
            fmt::format(R"({{"host":{{"arch":"amd64","cgroupManager":"cgroupfs","cpus":8,
                "distribution":{{"distribution":"debian","version":"12"}},"hostname":"box",
                "kernel":"6.1.0","memTotal":1024,"ociRuntime":{{"name":"crun",
                "version":"crun version 1.8.1\ncommit: f8a0\nspec: 1.0.0"}},
                "security":{{"rootless":{}}},"serviceIsRemote":{}}},
                "store":{{"graphRoot":"/var/lib/containers/storage"}},
                "version":{{"APIVersion":"4.3.1","Version":"4.3.1"}}}})",
                        rootless,
                        remote));
    };
    const auto here = facts(false, false);
    CHECK(here.is_local);
    CHECK_FALSE(here.is_rootless);
    CHECK(here.version == "4.3.1");
    CHECK(here.root == "/var/lib/containers/storage");
    CHECK(here.runtime == "crun");
    CHECK(here.runtime_version == "crun version 1.8.1");
    CHECK(here.host.facts.at("system") == "debian, amd64");
    CHECK(here.host.memory_bytes == 1024);
    CHECK_FALSE(facts(false, true).is_local);
    CHECK(facts(true, false).is_rootless);
    CHECK_FALSE(parse_facts(Engine::podman, "").is_local);
}

TEST_CASE("the docker daemon's answers about containers")
{
    CHECK(parse_container_names(R"([{"Names":["/cb-a"]},{"Names":["/cb-b","/x/cb-b"]}])") ==
          std::vector<std::string>{"cb-a", "cb-b", "x/cb-b"});
    CHECK(parse_container_names("[]") == std::vector<std::string>{});
    CHECK_FALSE(parse_container_names(R"({"message":"no"})"));
    CHECK_FALSE(parse_container_names(R"([{"Names":"cb-a"}])"));
    CHECK(parse_oom_killed(R"({"State":{"OOMKilled":true}})") == true);
    CHECK(parse_oom_killed(R"({"State":{"OOMKilled":false}})") == false);
    CHECK_FALSE(parse_oom_killed(R"({"message":"no"})"));
    CHECK_FALSE(parse_oom_killed(""));
}

TEST_CASE("an engine's message is its last line, without what is before every message")
{
    CHECK(find_message("docker: Error response from daemon: no\n") == "no");
    CHECK(find_message("level=warning\nError response from daemon: no\n\n") == "no");
    CHECK(find_message("Error: no") == "no");
    CHECK(find_message("docker: no.\nSee 'docker run --help'.\n") == "no.");
    CHECK(find_message("docker: no\n\nRun 'docker run --help' for more information\n") == "no");
    CHECK(find_message("See 'docker run --help'.") == "See 'docker run --help'.");
    CHECK(find_message("").empty());
}

TEST_CASE("values of variables are not among the words, which everybody can read")
{
    for (const auto engine : {Engine::docker, Engine::podman}) {
        auto made = plan(engine);
        made.request.env = {{"TOKEN", "secret"}, {"PATH", "/bin"}};
        CHECK(has(made, "--env TOKEN"));
        CHECK(text(run_words(made)).find("secret") == std::string::npos);
        CHECK(has(made, "--env PATH=/bin")); // the engine's program would search others there
    }
    CHECK(hidden_variables({{"TOKEN", "secret"}, {"PATH", "/bin"}, {"DOCKER_HOST", "x"}}) ==
          Variables{{"TOKEN", "secret"}});
}
