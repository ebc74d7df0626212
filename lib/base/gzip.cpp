#include "base/gzip.hpp"

#include "base/collect.hpp"
#include "base/file.hpp"
#include "base/rewind.hpp"

#include <fmt/format.h>

#include <array>
#include <new>
#include <optional>
#include <zlib.h>

namespace cb {

namespace {

constexpr std::size_t piece_bytes = 65536;

/// Decompresses a gzip file that arrives in chunks.
class Gunzip {
public:
    explicit Gunzip(Bytes max_size) : max_size_{max_size}
    {
        constexpr int gzip_only = 16 + MAX_WBITS;
        if (::inflateInit2(&stream_, gzip_only) != Z_OK) {
            throw std::bad_alloc{};
        }
    }
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;
    ~Gunzip() { ::inflateEnd(&stream_); }

    /// Calls `take` (string_view → void) with the decompressed text of the chunk, in pieces.
    /// Returns an error, after which feed() must not be called again.
    template <typename Take>
    [[nodiscard]] std::optional<std::string> feed(std::string_view chunk, const Take& take)
    {
        // zlib does not modify the input, but its type lacks const.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(chunk.data()));
        stream_.avail_in = static_cast<uInt>(chunk.size());
        do {
            if (auto reason = step(take)) {
                return reason;
            }
        } while (stream_.avail_in > 0 || stream_.avail_out == 0);
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::string> finish() const
    {
        return is_between_members_ ? std::nullopt : std::optional{std::string{"is truncated"}};
    }

private:
    template <typename Take> std::optional<std::string> step(const Take& take)
    {
        if (is_between_members_ && stream_.avail_in > 0) {
            ::inflateReset(&stream_);
            is_between_members_ = false;
        }
        stream_.next_out = reinterpret_cast<Bytef*>(piece_.data());
        stream_.avail_out = static_cast<uInt>(piece_.size());
        const int status = ::inflate(&stream_, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
            return "is damaged";
        }
        const std::size_t size = piece_.size() - stream_.avail_out;
        if (size > max_size_.count() - taken_) {
            return fmt::format("contains more than {} of text", max_size_.to_string());
        }
        taken_ += size;
        take(std::string_view{piece_.data(), size});
        is_between_members_ = is_between_members_ || status == Z_STREAM_END;
        return std::nullopt;
    }

    z_stream stream_{};
    std::array<char, piece_bytes> piece_{};
    Bytes max_size_;
    std::uint64_t taken_ = 0;
    bool is_between_members_ = false;
};

} // namespace

bool is_gzip(std::string_view start)
{
    return start.starts_with("\x1f\x8b\x08");
}

std::string gzip(std::string_view text)
{
    constexpr int gzip_only = 16 + MAX_WBITS;
    constexpr int level = 3; // half of the time of the default for about a tenth more bytes
    z_stream stream{};
    if (::deflateInit2(&stream, level, Z_DEFLATED, gzip_only, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        throw std::bad_alloc{};
    }
    std::string out(::deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    // zlib only reads from there; its type has no const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream, Z_FINISH); // at once: there is room for all of it
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return out;
}

std::string zlib(std::string_view data)
{
    auto size = ::compressBound(data.size());
    std::string result(size, '\0');
    const auto* const bytes = reinterpret_cast<const Bytef*>(data.data());
    if (::compress2(
            reinterpret_cast<Bytef*>(result.data()), &size, bytes, data.size(), Z_BEST_SPEED) !=
        Z_OK) {
        throw std::bad_alloc{};
    }
    result.resize(size);
    return result;
}

Parsed<std::string> gunzip(std::string_view data, Bytes max_size)
{
    Gunzip stream{max_size};
    std::string text;
    while (!data.empty()) { // zlib's lengths have 32 bits
        const auto chunk = data.substr(0, piece_bytes);
        if (auto reason = stream.feed(chunk, [&](std::string_view piece) { text += piece; })) {
            return tl::unexpected{std::move(*reason)};
        }
        data.remove_prefix(chunk.size());
    }
    if (auto reason = stream.finish()) {
        return tl::unexpected{std::move(*reason)};
    }
    return text;
}

Fd gunzipped(std::string start, int fd, const std::string& what, Bytes max_size)
{
    Gunzip stream{max_size};
    auto copy = make_unnamed_file();
    const auto refuse = [&](const std::optional<std::string>& reason) {
        if (reason) {
            throw Error{Errc::bad_input,
                        fmt::format("{}: the gzip data {}; decompress it with gunzip and pass its "
                                    "result",
                                    what,
                                    *reason)};
        }
    };
    const auto write = [&](std::string_view piece) {
        write_all(copy.get(), piece, "the text of " + what);
    };
    for (auto chunk = std::move(start); !chunk.empty();
         chunk = read_some(fd, what, std::move(chunk))) {
        refuse(stream.feed(chunk, write));
    }
    refuse(stream.finish());
    rewind(copy.get(), what);
    return copy;
}

} // namespace cb
