#include "parse/json_format.hpp"

#include <utility>

namespace cb::parse {

namespace {

class PlainFormat final : public JsonFormat {
public:
    PlainFormat(std::vector<Key> wanted, bool (*taker)(JsonValue), void (*reader)(JsonReading&))
        : keys_{std::move(wanted)}, takes_{taker}, read_{reader}
    {}

    [[nodiscard]] std::vector<Key> keys() const override { return keys_; }
    [[nodiscard]] bool takes(JsonValue object) const override { return takes_(object); }
    void read(JsonReading& reading) override { read_(reading); }

private:
    std::vector<Key> keys_;
    bool (*takes_)(JsonValue);
    void (*read_)(JsonReading&);
};

} // namespace

std::unique_ptr<JsonFormat>
make_json_format(std::vector<Key> keys, bool (*takes)(JsonValue), void (*read)(JsonReading&))
{
    return std::make_unique<PlainFormat>(std::move(keys), takes, read);
}

} // namespace cb::parse
