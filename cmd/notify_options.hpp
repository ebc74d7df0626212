#pragma once

#include "forge_options.hpp"
#include "notify/notify.hpp"
#include "notify/receivers.hpp"
#include "option.hpp"
#include "target_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::cmd {

enum class Dry { no, yes };

/// What the options of cb notify say.
struct NotifyOptions {
    std::optional<std::string> file; ///< a project file
    TargetOptions target;
    ForgeOptions forges;
    notify::NotifyRequest request;
    notify::MailSettings mail;
    notify::When when = notify::When::regression;
    std::string name = "benchmarks";
    std::optional<std::string> project, slack_file, webhook_file, webhook_key_file;
    std::optional<std::string> comment_template, message_template;
    std::optional<Duration> timeout;
    Dry dry = Dry::no;
};

[[nodiscard]] std::vector<Group> describe_notify_options(NotifyOptions& options);

/// With the secrets and templates of the files. Throws Error{usage}.
[[nodiscard]] notify::ReceiverSettings settings_of(const NotifyOptions& options);

} // namespace cb::cmd
