#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace cb {

/// Sets an environment variable until the end of the scope.
class SetVariable {
public:
    SetVariable(const char* name, const std::string& value) : name_{name}
    {
        if (const char* const before = std::getenv(name)) {
            before_ = before;
        }
        ::setenv(name, value.c_str(), 1);
    }
    SetVariable(const SetVariable&) = delete;
    SetVariable& operator=(const SetVariable&) = delete;
    ~SetVariable()
    {
        if (before_) {
            ::setenv(name_, before_->c_str(), 1);
        } else {
            ::unsetenv(name_);
        }
    }

private:
    const char* name_;
    std::optional<std::string> before_{};
};

} // namespace cb
