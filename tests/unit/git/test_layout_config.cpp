#include "catch.hpp"
#include "git/layout_config.hpp"

using cb::git::layout_config;

TEST_CASE("of a configuration, the layout of the repository stays")
{
    CHECK(layout_config(
              "[core]\n\trepositoryformatversion = 1\n\tbare = false\n\tWorkTree = ../../lib\n"
              "[extensions]\n\tobjectformat = sha256\n") ==
          "[core]\n\trepositoryformatversion = 1\n\tbare = false\n\tworktree = ../../lib\n"
          "[extensions]\n\tobjectformat = sha256\n");
}

TEST_CASE("of a configuration, nothing stays that may hold or lead to a password")
{
    CHECK(layout_config("[remote \"origin\"]\n\turl = https://me:secret@host/x\n"
                        "[http \"https://host\"]\n\textraheader = AUTHORIZATION: basic c2VjcmV0\n"
                        "[credential]\n\thelper = store\n"
                        "[url \"https://me:secret@host\"]\n\tinsteadOf = https://host\n"
                        "[include]\n\tpath = secret\n")
              .find("secret") == std::string::npos);
    CHECK(layout_config("[core]\n\tsshCommand = ssh -i key\n\taskPass = secret\n") == "[core]\n");
    CHECK(layout_config("[core]\n\tbare = \"fal\\\nse\"\n\tabbrev = 7 ; secret\n") == "[core]\n");
    CHECK(layout_config("[core] bare = secret\nbare = secret") == "");
    CHECK(layout_config("[").empty());
    CHECK(layout_config("[]\n=\n=\n").empty());
    CHECK(layout_config("bare = true\n").empty());
}
