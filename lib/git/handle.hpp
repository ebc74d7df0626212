#pragma once

#include <memory>
#include <string>

/// Owners for objects that libgit2 returns, shared by the files of this module.
namespace cb::git {

template <auto Free> struct Freed {
    template <typename T> void operator()(T* raw) const noexcept { Free(raw); }
};

/// Owns an object that libgit2 returned: Handle<git_tree, git_tree_free>.
template <typename T, auto Free> using Handle = std::unique_ptr<T, Freed<Free>>;

/// Lets a C function fill a handle: git_tree_lookup(Out{tree}, …).
template <typename Ptr> class Out {
public:
    explicit Out(Ptr& target) : target_{target} {}
    Out(const Out&) = delete;
    Out& operator=(const Out&) = delete;
    ~Out() { target_.reset(raw_); }
    operator typename Ptr::pointer *() noexcept { return &raw_; }

private:
    Ptr& target_;
    typename Ptr::pointer raw_ = nullptr;
};

/// Initializes libgit2 on the first call. Throws Error{system}.
void start_libgit2();

/// Throws libgit2's last error if `code` is negative: Error{system} if the operating system
/// returned it, otherwise Error{bad_input}. Must be called immediately, because libgit2 keeps only
/// its last message.
void check(int code, const std::string& doing);

} // namespace cb::git
