#include "engine/build_process.hpp"

#include "base/error.hpp"
#include "engine/guarded.hpp"

#include <array>
#include <fcntl.h>

namespace cb::engine {

namespace {

constexpr std::size_t kept = 65536;
/// Longer than the guard's deadline for the program.
constexpr std::chrono::seconds time_to_stop{15};

/// Thrown through `feed` when the program does not want more input.
struct Enough {
    std::optional<BuildProcess::End> end; ///< nullopt: it reads no more
};

class Reader {
public:
    Reader(const Command& command, Bytes max_size, bool is_fed) : max_size_{max_size.count()}
    {
        Pipe in = is_fed ? make_pipe() : Pipe{};
        Pipe out = make_pipe();
        Pipe err = make_pipe();
        if (is_fed) {
            ::fcntl(in.write.get(), F_SETFL, O_NONBLOCK); // NOLINT(*-vararg): fcntl(2)
        }
        child_.emplace(
            command,
            Subprocess::Streams{is_fed ? in.read.get() : -1, out.write.get(), err.write.get()},
            is_fed ? in.write.get() : -1);
        in_.fd = std::move(in.write);
        streams_[0].fd = std::move(out.read);
        streams_[1].fd = std::move(err.read);
    }

    [[nodiscard]] BuildProcess run(Duration time, const Feed& feed)
    {
        const auto deadline = deadline_in(time);
        try {
            const auto cut = in_.fd ? give(feed, deadline) : std::nullopt;
            const auto end = cut ? *cut : read(deadline);
            return {.end = end,
                    .status = status_,
                    .out = std::move(streams_[0].data),
                    .err = std::move(streams_[1].data)};
        } catch (...) {
            stop();
            throw;
        }
    }

private:
    /// Returns why the program was stopped meanwhile, if it was.
    std::optional<BuildProcess::End> give(const Feed& feed, const Deadline& deadline)
    {
        std::optional<BuildProcess::End> cut;
        try {
            feed([this, &deadline](std::string_view data) { write(data, deadline); });
        } catch (const Enough& enough) {
            cut = enough.end;
        }
        in_.fd.reset();
        if (cut) {
            stop();
        }
        return cut;
    }

    void write(std::string_view data, const Deadline& deadline)
    {
        const auto written =
            cb::feed(in_, data, streams_, deadline, [this] { return forget_old() > max_size_; });
        if (written != Collected::closed) {
            throw Enough{written == Collected::deadline ? BuildProcess::End::timeout
                                                        : BuildProcess::End::too_much};
        }
        if (!in_.fd) {
            throw Enough{};
        }
    }

    BuildProcess::End read(const Deadline& deadline)
    {
        const auto collected = collect(
            streams_, deadline, OnStop::interrupt, [this] { return forget_old() > max_size_; });
        const auto status = collected == Collected::closed ? child_->wait(deadline) : std::nullopt;
        if (status) {
            status_ = *status;
            forget_old();
            return BuildProcess::End::exited;
        }
        stop();
        return collected == Collected::enough ? BuildProcess::End::too_much
                                              : BuildProcess::End::timeout;
    }

    /// Keeps only the ends of the output. Returns the total number of bytes so far.
    std::uint64_t forget_old()
    {
        for (auto& stream : streams_) {
            if (stream.data.size() > 2 * kept) {
                const auto old = stream.data.size() - kept;
                stream.data.erase(0, old);
                forgotten_ += old;
            }
        }
        return forgotten_ + streams_[0].data.size() + streams_[1].data.size();
    }

    /// Keeps reading the pipes, so that a full pipe does not keep the program from ending.
    void stop()
    {
        in_.fd.reset();
        const auto deadline = deadline_in(time_to_stop);
        child_->stop();
        static_cast<void>(collect(streams_, deadline, OnStop::ignore, [this] {
            forget_old();
            return false;
        }));
        child_.reset();
    }

    std::uint64_t max_size_;
    std::uint64_t forgotten_ = 0;
    std::optional<Guarded> child_{};
    Outgoing in_{}; ///< the program's standard input
    std::array<Stream, 2> streams_{Stream{Fd{}, Bytes{8 * kept}}, Stream{Fd{}, Bytes{8 * kept}}};
    ProcessEnd status_{Exited{0}};
};

} // namespace

BuildProcess run_build(const Command& command, Duration time, const Feed& feed, Bytes max_output)
{
    return Reader{command, max_output, static_cast<bool>(feed)}.run(time, feed);
}

} // namespace cb::engine
