#include "base/apart.hpp"

#include "base/subprocess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <memory>
#include <utility>

namespace cb {

namespace {

constexpr std::chrono::seconds grace{2}; // to remove temporary files

/// The first character of what a copy writes: an answer, or the code of an error.
constexpr char answer_mark = '=';
constexpr std::array<std::pair<Errc, char>, 4> error_marks{
    {{Errc::usage, 'u'}, {Errc::bad_input, 'b'}, {Errc::unavailable, 'a'}, {Errc::system, 's'}}};

char mark_of(Errc code)
{
    const auto* const at = std::find_if(error_marks.begin(),
                                        error_marks.end(),
                                        [code](const auto& pair) { return pair.first == code; });
    return at->second;
}

std::string answer_of(const Work& work)
{
    try {
        return answer_mark + work();
    } catch (const Error& error) {
        return mark_of(error.code()) + std::string{error.what()};
    } catch (const std::exception& error) {
        return mark_of(Errc::system) + std::string{error.what()};
    } catch (...) {
        return mark_of(Errc::system) + std::string{"it failed"};
    }
}

/// Runs in the copy.
void tell_answer(const Work& work, int fd)
{
    try {
        write_all(fd, answer_of(work), "an answer");
    } catch (...) { // NOLINT(bugprone-empty-catch): nobody waits for it any more
    }
}

/// A work in progress.
class Copy {
public:
    explicit Copy(const Work& work) : Copy{work, make_pipe()} {}

    [[nodiscard]] Fd take_output() { return std::move(output_); }

    void terminate() { process_->kill(SIGTERM); }
    void wait(const Deadline& deadline)
    {
        static_cast<void>(process_->wait(deadline, OnStop::ignore));
    }

    /// `text` is all that it wrote.
    [[nodiscard]] Answer answer(const std::string& text)
    {
        const auto end = process_->wait(deadline_in(grace), OnStop::ignore);
        if (!end || *end != ProcessEnd{Exited{0}} || text.empty()) {
            return tl::unexpected{
                Error{Errc::system, end ? "it " + to_string(*end) : "it does not end"}};
        }
        auto rest = text.substr(1);
        for (const auto& [code, mark] : error_marks) {
            if (text.front() == mark) {
                return tl::unexpected{Error{code, rest}};
            }
        }
        return rest;
    }

private:
    Copy(const Work& work, Pipe pipe)
        : output_{std::move(pipe.read)}, process_{std::make_unique<Subprocess>(
                                             [&] { tell_answer(work, pipe.write.get()); })}
    {}

    Fd output_;
    std::unique_ptr<Subprocess> process_;
};

void end_all(std::vector<Copy>& copies)
{
    for (auto& copy : copies) {
        copy.terminate();
    }
    const auto deadline = deadline_in(grace);
    for (auto& copy : copies) {
        copy.wait(deadline);
    }
}

} // namespace

std::vector<Answer> run_apart(std::span<const Work> works, const ApartLimits& limits)
{
    const auto deadline = deadline_in(limits.time);
    std::vector<Copy> copies;
    std::vector<Stream> streams;
    copies.reserve(works.size());
    for (const auto& work : works) {
        copies.emplace_back(work);
        streams.push_back({copies.back().take_output(), limits.answer});
    }
    auto collected = Collected::overflow;
    try {
        while (collected == Collected::overflow) { // the others go on
            collected = collect(streams, deadline);
        }
    } catch (const Interrupted&) {
        end_all(copies);
        throw;
    }
    if (collected == Collected::deadline) {
        end_all(copies);
    }
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < works.size(); ++i) {
        if (streams[i].fd) {
            answers.emplace_back(tl::unexpected{Error{
                Errc::unavailable, fmt::format("no answer within {:g} s", seconds(limits.time))}});
        } else if (streams[i].overflowed) {
            answers.emplace_back(tl::unexpected{Error{
                Errc::bad_input, fmt::format("the answer exceeds {}", limits.answer.to_string())}});
        } else {
            answers.push_back(copies[i].answer(streams[i].data));
        }
    }
    return answers;
}

} // namespace cb
