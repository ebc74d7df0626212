#include "parse/cb_object.hpp"
#include "parse/collector.hpp"
#include "parse/reader.hpp"
#include "parse/scanner.hpp"

namespace cb::parse {

namespace {

/// current-bench's format, versions 1 to 3: JSON objects in the log of a benchmark.
class CbReader : public Reader, private ObjectSink {
public:
    void feed(std::string_view chunk) override { scanner_.feed(chunk); }

    Found finish() override
    {
        scanner_.finish();
        return collector_.take("cb");
    }

private:
    void found(const FoundObject& object) override { read_cb_object(object, parser_, collector_); }
    void rejected(Rejected rejected) override { collector_.reject(std::move(rejected)); }

    simdjson::dom::parser parser_{};
    Collector collector_{};
    Scanner scanner_{{"results", "metrics"}, *this};
};

} // namespace

std::unique_ptr<Reader> make_cb_reader()
{
    return std::make_unique<CbReader>();
}

} // namespace cb::parse
