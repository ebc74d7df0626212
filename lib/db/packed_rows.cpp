#include "db/packed_rows.hpp"

#include "base/rewind.hpp"

#include <array>
#include <cstring>
#include <unistd.h>

namespace cb::db {

namespace {

constexpr std::size_t max_buffered_bytes = 8U << 20U;
constexpr std::size_t read_bytes = 1U << 20U;

template <typename Number> void append_number(std::string& out, Number number)
{
    std::array<char, sizeof number> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    out.append(bytes.data(), bytes.size());
}

template <typename Number> Number take_number(std::string_view& in)
{
    Number number{};
    std::memcpy(&number, in.data(), sizeof number);
    in.remove_prefix(sizeof number);
    return number;
}

/// The type of a cell, followed by its value.
void append_cell(std::string& out, const Cell& cell)
{
    out += static_cast<char>(cell.index());
    if (const auto* const integer = std::get_if<std::int64_t>(&cell)) {
        append_number(out, *integer);
    } else if (const auto* const real = std::get_if<double>(&cell)) {
        append_number(out, *real);
    } else if (const auto* const text = std::get_if<std::string_view>(&cell)) {
        append_number(out, text->size());
        out += *text;
    }
}

Cell take_cell(std::string_view& in)
{
    const auto kind = in.front();
    in.remove_prefix(1);
    switch (kind) {
    case 1:
        return take_number<std::int64_t>(in);
    case 2:
        return take_number<double>(in);
    case 3: {
        const auto size = take_number<std::size_t>(in);
        const auto text = in.substr(0, size);
        in.remove_prefix(size);
        return text;
    }
    default:
        return Null{};
    }
}

class PackedRow final : public Row {
public:
    explicit PackedRow(std::string_view packed)
    {
        while (!packed.empty()) {
            cells_.push_back(take_cell(packed));
        }
    }

    [[nodiscard]] bool is_null(int column) const override
    {
        return std::holds_alternative<Null>(cell(column));
    }
    [[nodiscard]] std::int64_t integer(int column) const override
    {
        const auto* const number = std::get_if<std::int64_t>(&cell(column));
        return number != nullptr ? *number : 0;
    }
    [[nodiscard]] bool truth(int column) const override { return integer(column) != 0; }
    [[nodiscard]] double real(int column) const override
    {
        const auto* const number = std::get_if<double>(&cell(column));
        return number != nullptr ? *number : static_cast<double>(integer(column));
    }
    [[nodiscard]] std::string_view text(int column) const override
    {
        const auto* const text = std::get_if<std::string_view>(&cell(column));
        return text != nullptr ? *text : std::string_view{};
    }

private:
    [[nodiscard]] const Cell& cell(int column) const
    {
        return cells_.at(static_cast<std::size_t>(column));
    }

    std::vector<Cell> cells_{};
};

/// Passes the complete rows on, and returns their size in bytes.
std::size_t use_rows(std::string_view packed, const RowUse& use)
{
    const auto size = packed.size();
    while (packed.size() >= sizeof(std::size_t)) {
        auto rest = packed;
        const auto row_size = take_number<std::size_t>(rest);
        if (rest.size() < row_size) {
            break;
        }
        use(PackedRow{rest.substr(0, row_size)});
        packed = rest.substr(row_size);
    }
    return size - packed.size();
}

} // namespace

void PackedRows::add(std::span<const Cell> row)
{
    const auto start = buffer_.size();
    append_number(buffer_, std::size_t{0});
    for (const auto& cell : row) {
        append_cell(buffer_, cell);
    }
    const std::size_t size = buffer_.size() - start - sizeof(std::size_t);
    std::memcpy(buffer_.data() + start, &size, sizeof size);
    if (buffer_.size() > max_buffered_bytes) {
        spill();
    }
}

void PackedRows::spill()
{
    if (!file_) {
        file_ = make_unnamed_file();
    }
    write_all(file_.get(), buffer_, "a temporary file");
    buffer_.clear();
}

void PackedRows::for_each(const RowUse& use)
{
    if (!file_) {
        use_rows(buffer_, use);
        return;
    }
    spill();
    rewind(file_.get(), "a temporary file");
    std::string pending;
    while (true) {
        const auto kept = pending.size();
        pending.resize(kept + read_bytes);
        const auto got = ::read(file_.get(), pending.data() + kept, read_bytes);
        if (got < 0) {
            throw_errno("reading a temporary file");
        }
        pending.resize(kept + static_cast<std::size_t>(got));
        if (got == 0) {
            return;
        }
        pending.erase(0, use_rows(pending, use));
    }
}

} // namespace cb::db
