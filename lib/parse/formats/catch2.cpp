#include "parse/formats/catch2_document.hpp"
#include "parse/formats/formats.hpp"

namespace cb::parse {

namespace {

/// Catch2's XML reporter, `-r xml`, from the first line of a document to its last.
class Catch2Xml final : public LineFormat {
public:
    [[nodiscard]] bool may_begin(char first) const override { return first == '<'; }

    [[nodiscard]] bool is_sure_of(std::string_view /*line*/) const override { return true; }
    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        const bool is_declaration = line.text.starts_with("<?xml ");
        if (is_declaration || line.text.starts_with("<Catch ") ||
            line.text.starts_with("<Catch>") || line.text.starts_with("<Catch2TestRun")) {
            begin(line.number, is_declaration, collector);
        }
        if (!document_) {
            return Next::some;
        }
        document_->read(line.text, line.number, collector);
        if (document_->is_done()) {
            document_.reset();
        }
        return document_ ? Next::every : Next::some;
    }

    void finish(Collector& collector) override
    {
        if (document_) {
            document_->finish(collector);
        }
    }

private:
    /// If a document starts within another one, the previous program died.
    void begin(std::uint64_t line, bool is_declaration, Collector& collector)
    {
        if (document_ && (is_declaration || document_->is_begun())) {
            document_->finish(collector);
            document_.reset();
        }
        if (!document_) {
            document_ = std::make_unique<Catch2Document>(line);
        }
    }

    std::unique_ptr<Catch2Document> document_{};
};

} // namespace

std::unique_ptr<LineFormat> make_catch2_xml()
{
    return std::make_unique<Catch2Xml>();
}

/// Catch2's JSON reporter omits benchmarks (catch_reporter_json.cpp).
std::unique_ptr<JsonFormat> make_catch2_json()
{
    return std::make_unique<PlainFormat>(
        std::vector<Key>{{"test-run"}},
        [](JsonValue object) {
            return object.has("test-run") && object["metadata"].has("catch2-version");
        },
        [](JsonReading& reading) {
            reading.wrong(
                reading.root()["test-run"],
                "Catch2's JSON reporter leaves out benchmarks; use its XML reporter: -r xml");
        });
}

} // namespace cb::parse
