#include "base/utf8.hpp"
#include "catch.hpp"
#include "notify/mail.hpp"
#include "notify/receivers.hpp"
#include "notify/text.hpp"

// Untrusted texts for those who show them.
namespace cb::notify {

TEST_CASE("a text is cut between characters, and is one line")
{
    CHECK(cut("abc", 3) == "abc");
    CHECK(cut("abcd", 3) == "ab…");
    CHECK(cut("a\nb\x1b[2Jc", 10) == "a b [2Jc");
    const auto text = cut(std::string(1000, '\xff'), 140);
    CHECK(is_utf8(text));
    CHECK(count_characters(text) == 140);
    CHECK(cut("日本語日本語", 4) == "日本語…");
}

TEST_CASE("nothing becomes a mention or a link of Slack")
{
    CHECK(to_slack("<!channel> <@U1> <http://a|b> & >") ==
          "&lt;!channel&gt; &lt;@U1&gt; &lt;http://a|b&gt; &amp; &gt;");
}

TEST_CASE("a header of mail is one header in ASCII")
{
    CHECK(to_mail_header("[cb] app: slower: 1 of 2") == "[cb] app: slower: 1 of 2");
    CHECK(to_mail_header("a\nBcc: b") == "=?utf-8?B?YQpCY2M6IGI=?=");
    CHECK(to_mail_header("=?utf-8?B?YQ==?=").starts_with("=?utf-8?B?PT91"));
    const auto header = to_mail_header(std::string(40, 'x') + "é → ± 日本語");
    for (const char c : header) {
        CHECK(static_cast<unsigned char>(c) < 0x80);
    }
    // RFC 2047, section 2: a word has at most 75 characters, and a fold starts with a blank.
    std::size_t start = 0;
    for (auto end = header.find('\n'); start < header.size(); end = header.find('\n', start)) {
        end = std::min(end, header.size());
        CHECK(end - start <= 76);
        CHECK((start == 0 || header[start] == ' '));
        start = end + 1;
    }
}

TEST_CASE("base64 in lines of at most 76 letters")
{
    CHECK(to_base64_lines("") == "");
    CHECK(to_base64_lines("f") == "Zg==\n");
    CHECK(to_base64_lines("fo") == "Zm8=\n");
    CHECK(to_base64_lines("foobar") == "Zm9vYmFy\n");
    CHECK(to_base64_lines("\xff\xfe\x00") == "//4=\n");
    const auto lines = to_base64_lines(std::string(100, 'a'));
    CHECK(lines.find('\n') == 76);
}

TEST_CASE("an address of mail cannot be an option or a header")
{
    for (const auto* const text : {"a@example.org", "root", "first.last+cb@example.org"}) {
        CHECK(parse_mail_address(text));
    }
    for (const auto* const text : {"",
                                   "-bs",
                                   "a b@example.org",
                                   "a@b@c",
                                   "a@example.org\nBcc: b",
                                   "a,b@example.org",
                                   "|sh"}) {
        CHECK_FALSE(parse_mail_address(text));
    }
}

TEST_CASE("a name of statuses cannot end the hidden mark")
{
    CHECK(parse_name("benchmarks"));
    CHECK(parse_name("x86/nightly-1.0"));
    for (const auto* const text : {"", "a b", "a-->", "a--b", "<a>", "é"}) {
        CHECK_FALSE(parse_name(text));
    }
    CHECK_FALSE(parse_name(std::string(61, 'a')));
}

} // namespace cb::notify
