#include "engine/build_process.hpp"

#include "base/error.hpp"
#include "engine/guarded.hpp"

#include <array>

namespace cb::engine {

namespace {

constexpr std::size_t kept = 65536;
/// Longer than the guard's deadline for the program.
constexpr std::chrono::seconds time_to_stop{15};

class Reader {
public:
    Reader(const Command& command, Bytes most) : most_{most.count()}
    {
        Pipe out = make_pipe();
        Pipe err = make_pipe();
        child_.emplace(command, Subprocess::Streams{-1, out.write.get(), err.write.get()});
        streams_[0].fd = std::move(out.read);
        streams_[1].fd = std::move(err.read);
    }

    [[nodiscard]] BuildProcess run(Duration time)
    {
        try {
            const auto end = read(time);
            return {.end = end,
                    .status = status_,
                    .out = std::move(streams_[0].data),
                    .err = std::move(streams_[1].data)};
        } catch (const Interrupted&) {
            stop();
            throw;
        }
    }

private:
    BuildProcess::End read(Duration time)
    {
        const auto deadline = deadline_in(time);
        const auto collected =
            collect(streams_, deadline, OnStop::interrupt, [this] { return forget_old() > most_; });
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
        const auto deadline = deadline_in(time_to_stop);
        child_->stop();
        static_cast<void>(collect(streams_, deadline, OnStop::ignore, [this] {
            forget_old();
            return false;
        }));
        child_.reset();
    }

    std::uint64_t most_;
    std::uint64_t forgotten_ = 0;
    std::optional<Guarded> child_{};
    std::array<Stream, 2> streams_{Stream{Fd{}, Bytes{8 * kept}}, Stream{Fd{}, Bytes{8 * kept}}};
    ProcessEnd status_{Exited{0}};
};

} // namespace

BuildProcess run_build(const Command& command, Duration time, Bytes most_output)
{
    return Reader{command, most_output}.run(time);
}

} // namespace cb::engine
