#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cb::parquet {

/// Appends the number in little-endian order.
void append_int32(std::string& bytes, std::uint32_t number);
void append_int64(std::string& bytes, std::uint64_t number);

/// The least and the greatest value of one type in a part of a column, by which readers skip parts.
class Bounds {
public:
    void add(bool value);
    void add(std::int64_t value);
    /// A NaN has no place in the order: the part then has no bounds.
    void add(double value);
    /// Texts are ordered by their bytes. If one of the two is longer than 64 bytes, the part has no
    /// bounds.
    void add(std::string_view value);

    struct Encoded {
        std::string min, max;
    };
    /// In PLAIN encoding, texts without their lengths; nullopt if there are none.
    [[nodiscard]] std::optional<Encoded> encoded() const;

private:
    enum class Type { none, truth, integer, real, text };
    Type type_ = Type::none;
    bool has_nan_ = false;
    std::int64_t min_integer_ = 0, max_integer_ = 0;
    double min_real_ = 0, max_real_ = 0;
    std::string min_text_{}, max_text_{};
};

} // namespace cb::parquet
