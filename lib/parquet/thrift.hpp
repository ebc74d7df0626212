#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parquet {

/// Appends the number, seven bits a byte, the lowest first.
void append_varint(std::string& bytes, std::uint64_t number);

/// Writes structures in Thrift's compact protocol
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md), as far as
/// Parquet uses it. The numbers of the fields ascend within a structure.
class ThriftWriter {
public:
    /// The types of the protocol for the elements of a list.
    enum class Element : std::uint8_t { i32 = 5, text = 8, structure = 12 };

    ThriftWriter& truth(int field, bool value);
    ThriftWriter& i16(int field, std::int16_t value);
    ThriftWriter& i32(int field, std::int32_t value);
    ThriftWriter& i64(int field, std::int64_t value);
    ThriftWriter& text(int field, std::string_view value);
    /// end() must follow.
    ThriftWriter& begin(int field);
    /// `size` elements must follow, without field numbers.
    ThriftWriter& list(int field, Element type, std::size_t size);
    ThriftWriter& element(std::int32_t value);
    ThriftWriter& element(std::string_view value);
    /// end() must follow.
    ThriftWriter& begin_element();
    ThriftWriter& end();

    /// Ends the outermost structure and returns its bytes.
    [[nodiscard]] std::string take();

private:
    void start(int field, std::uint8_t type);
    void append_signed(std::int64_t number);

    std::string bytes_{};
    std::vector<int> last_{0}; ///< the last field number of each open structure
};

} // namespace cb::parquet
