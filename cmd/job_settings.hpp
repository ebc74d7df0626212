#pragma once

#include "base/error.hpp"
#include "command.hpp"
#include "manifest/manifest.hpp"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::cmd {

/// The option that a project file or a manifest names by `key`, with its texts, or what is wrong.
/// `command` is that of the table. Messages call it COMMAND.KEY.
[[nodiscard]] Parsed<Given> give(const std::vector<Group>& table,
                                 std::string_view command,
                                 const std::string& key,
                                 const std::vector<std::string>& texts);

/// Applies the options to the table: those that the command was given, then the others in `texts`.
/// Options of other tables among `given` are ignored. The error is the first.
[[nodiscard]] Parsed<void> apply(const std::vector<Group>& table,
                                 std::string_view command,
                                 const std::vector<Given>& given,
                                 const OptionTexts& texts);

/// Marks a job as failed because its options are wrong. The operator's file is at fault.
void fail_for_options(Manifest& job, Stage stage, const std::string& message);

/// The settings with which a stage processes a job: those of its command line, and for what that
/// leaves open, those of the job (docs/configuration.md).
template <typename Options, typename Settings> class JobSettings {
public:
    using Describe = std::vector<Group> (*)(Options&);
    using Make = std::function<Settings(const Options&)>;

    /// `own` are the options of the command line, `given` what they were made of, and `make`
    /// converts options. Throws the exceptions of `make`.
    JobSettings(
        Stage stage, Describe describe, const Options& own, std::vector<Given> given, Make make)
        : stage_{stage}, describe_{describe}, given_{std::move(given)}, make_{std::move(make)},
          own_{make_(own)}
    {}

    /// Calls `work` with the settings of the job. A job whose options are wrong, or cannot be
    /// fulfilled on this machine, is marked as failed.
    void work(Manifest& job, const std::function<void(const Settings&)>& work)
    {
        const auto& all = job.config().options.by_command;
        const auto texts = all.find(std::string{to_word(stage_)});
        if (texts == all.end() || texts->second.empty()) {
            work(own_);
            return;
        }
        try {
            work(of(texts->second));
        } catch (const Error& error) {
            if (error.code() != Errc::usage) {
                throw;
            }
            fail_for_options(job, stage_, error.what());
        }
    }

private:
    const Settings& of(const OptionTexts& texts)
    {
        if (!last_ || last_->first != texts) {
            Options options{};
            const auto applied = apply(describe_(options), to_word(stage_), given_, texts);
            if (!applied) {
                throw Error{Errc::usage, "the options of the job: " + applied.error()};
            }
            last_.emplace(texts, make_(options));
        }
        return last_->second;
    }

    Stage stage_;
    Describe describe_;
    std::vector<Given> given_;
    Make make_;
    Settings own_;
    std::optional<std::pair<OptionTexts, Settings>> last_; ///< jobs often come in rows
};

} // namespace cb::cmd
