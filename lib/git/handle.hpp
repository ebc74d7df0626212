#pragma once

#include <memory>
#include <string>

/// What the files of this room share to hold what libgit2 hands out.
namespace cb::git {

template <auto Free> struct Freed {
    template <typename T> void operator()(T* raw) const noexcept { Free(raw); }
};

/// Owns what libgit2 hands out: Handle<git_tree, git_tree_free>.
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

/// Starts libgit2 when it is called for the first time. Throws Error{system}.
void start_libgit2();

/// Throws what libgit2 says is wrong when `code` is negative: Error{system} where the operating
/// system refused, else Error{bad_input}. Call it at once: libgit2 keeps only its last message.
void check(int code, const std::string& doing);

} // namespace cb::git
