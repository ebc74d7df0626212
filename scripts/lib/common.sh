# shellcheck shell=bash
# What every script here shares: a word to the user, an error, root when it is needed.
# Sourced, never run. In functions that traps call, `return` needs its number: without, bash takes the status from before
# the trap.

shopt -s inherit_errexit
PATH=$PATH:/usr/sbin:/sbin # debootstrap and dockerd, which Debian keeps from a plain user's PATH

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# What to write before a command in order to run it as root: nothing, or sudo where we are somebody else.
sudo=()
is_root || sudo=(sudo --)

as_root() {
    is_root || command -v sudo >/dev/null || die "this needs root, and there is no sudo: ${1##*/}"
    "${sudo[@]}" "$@"
}

# The arguments of a process, one a line; nothing when it has ended.
argv_of() { tr '\0' '\n' 2>/dev/null <"/proc/$1/cmdline" || true; }

# All processes, one a line: pid, parent's pid, process group, state. (A minimal Debian has no ps.)
process_table() {
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } |
        sed -n 's/^\([0-9]*\) (.*) \(.\) \([0-9]*\) \([0-9]*\) .*/\1 \3 \4 \2/p'
}

# The processes below PID, parents before their children.
descendants() {
    process_table | awk -v root="$1" '
        { children[$2] = children[$2] " " $1 }
        function walk(pid, list, count, i) {
            count = split(children[pid], list, " ")
            for (i = 1; i <= count; i++) { print list[i]; walk(list[i]) }
        }
        END { walk(root) }'
}

# Waits up to SECONDS until COMMAND succeeds.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.1
    done
}

# True once PID has ended. A zombie that nobody reaped has ended, too.
has_ended() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    [[ ${stat##*) } == [ZX]* ]]
}

# Asks PID to end, and ends it after SECONDS.
end_process() {
    as_root kill -TERM "$1" 2>/dev/null || return 0
    wait_until "$2" has_ended "$1" && return 0
    say "process $1 did not end within $2 s of SIGTERM: killed"
    as_root kill -KILL "$1" 2>/dev/null || true
    wait_until 10 has_ended "$1"
}

# Runs a command in a process group of its own and waits for it, so that end_group can end all of it. Without that, a
# shell that is told to end first waits for the command.
in_group() {
    local status=0
    set -m
    "$@" </dev/null &
    group=$!
    set +m
    wait "$group" || status=$?
    group=
    return "$status"
}

group_has_ended() {
    [ -z "$(process_table | grep "^[0-9]* [0-9]* $group [^ZX]" || true)" ]
}

# Ends what in_group runs, if it runs.
end_group() {
    [ -n "${group:-}" ] || return 0
    kill -TERM -- "-$group" 2>/dev/null || true
    wait_until 15 group_has_ended && return 0
    kill -KILL -- "-$group" 2>/dev/null || true
}

# An absolute path without links for DIR, which need not exist yet.
absolute() { realpath -m -- "$1"; }

# The mount points below DIR (a real path), the deepest first.
mounts_below() {
    local point
    # Fields 1 to 4 of a line, then the mount point, in which octal escapes stand for blanks.
    while read -r _ _ _ _ point _; do
        printf '%b\n' "$point"
    done </proc/self/mountinfo | dir=$1 awk 'index($0, ENVIRON["dir"] "/") == 1' | LC_ALL=C sort -r
}
