#include "base/hash.hpp"
#include "base/ids.hpp"
#include "catch.hpp"

using namespace cb;

TEST_CASE("a commit is 40 or 64 lower-case hexadecimal digits")
{
    const std::string sha1 = "0123456789abcdef0123456789abcdef01234567";
    CHECK(CommitId::parse(sha1)->hex() == sha1);
    CHECK(CommitId::parse(std::string(64, 'f')).has_value());
    const auto text = GENERATE_COPY(as<std::string>{},
                                    "",
                                    "HEAD",
                                    sha1.substr(1),
                                    sha1 + "0",
                                    std::string(40, 'F'),
                                    std::string(40, 'g'),
                                    std::string(39, 'a') + "\n",
                                    "--upload-pack=touch_x_0000000000000000000",
                                    std::string(40, '\0'),
                                    std::string(1U << 20U, 'x'));
    REQUIRE_FALSE(CommitId::parse(text).has_value());
    CHECK(CommitId::parse(text).error().size() < 200);
}

TEST_CASE("a job's identity is a name that is safe as a file and as an argument")
{
    CHECK(JobId::parse("a")->text() == "a");
    CHECK(JobId::parse("Az0-_.")->text() == "Az0-_.");
    CHECK(JobId::parse(std::string(64, 'a')).has_value());
    const auto text = GENERATE(as<std::string>{},
                               "",
                               ".",
                               "..",
                               ".a",
                               "-a",
                               "a/b",
                               "a b",
                               "a\n",
                               "ü",
                               "a:b",
                               "$(x)",
                               std::string(65, 'a'),
                               std::string("a\0b", 3));
    INFO(text);
    CHECK_FALSE(JobId::parse(text).has_value());
}

TEST_CASE("the identity made from a text is the same for the same text, and can be read")
{
    CHECK(JobId::from("a") == JobId::from("a"));
    CHECK(JobId::from("a") != JobId::from("b"));
    CHECK(JobId::parse(JobId::from("").text()) == JobId::from(""));
}

TEST_CASE("SHA-256 is that of FIPS 180-4")
{
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("HMAC is that of RFC 4231")
{
    CHECK(hmac_sha256_hex("Jefe", "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hmac_sha256_hex(std::string(131, '\xaa'),
                          "Test Using Larger Than Block-Size Key - Hash Key First") ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("random text has the length that is asked for and does not repeat")
{
    CHECK(random_hex(16).size() == 32);
    CHECK(random_hex(16) != random_hex(16));
    CHECK(random_hex(4096).size() == 8192);
}
