# shellcheck shell=bash
# Shared by all scripts here: messages, errors, running commands as root. Sourced, never run. In
# functions called by traps, `return` needs an explicit number: otherwise bash returns the status
# from before the trap.

shopt -s inherit_errexit
PATH=$PATH:/usr/sbin:/sbin # debootstrap and dockerd, which Debian keeps from a plain user's PATH

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# The prefix for a command that must run as root: empty, or sudo for other users.
sudo=()
is_root || sudo=(sudo --)

as_root() {
    is_root || command -v sudo >/dev/null || die "this requires root, and sudo is missing: ${1##*/}"
    "${sudo[@]}" "$@"
}

# The arguments of a process, one per line; empty if it has ended.
argv_of() { tr '\0' '\n' 2>/dev/null <"/proc/$1/cmdline" || true; }

# All processes, one per line: PID, parent's PID, process group, state. (A minimal Debian has no
# ps.)
process_table() {
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } |
        sed -n 's/^\([0-9]*\) (.*) \(.\) \([0-9]*\) \([0-9]*\) .*/\1 \3 \4 \2/p'
}

# The descendants of PID, parents before their children.
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

# True if PID has ended. A zombie counts as ended.
has_ended() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    [[ ${stat##*) } == [ZX]* ]]
}

# Sends SIGTERM to PID, and SIGKILL after SECONDS.
end_process() {
    as_root kill -TERM "$1" 2>/dev/null || return 0
    wait_until "$2" has_ended "$1" && return 0
    say "process $1 did not end within $2 s of SIGTERM: killed"
    as_root kill -KILL "$1" 2>/dev/null || true
    wait_until 10 has_ended "$1"
}

group= # of the command that in_group runs

# Starts a command in its own process group, so that end_group can end all of it; $! is the group.
start_group() {
    set -m
    "$@" </dev/null &
    set +m
}

# Runs a command in its own process group and waits for it. Otherwise a shell that is asked to end
# would wait for the command first.
in_group() {
    local status=0
    start_group "$@"
    group=$!
    wait "$group" || status=$?
    group=
    return "$status"
}

group_has_ended() {
    [ -z "$(process_table | grep "^[0-9]* [0-9]* $1 [^ZX]" || true)" ]
}

# Ends the process group GROUP, if there is one.
end_group() {
    [ -n "${1:-}" ] || return 0
    kill -TERM -- "-$1" 2>/dev/null || true
    wait_until 15 group_has_ended "$1" && return 0
    kill -KILL -- "-$1" 2>/dev/null || true
}

# The absolute path of DIR without links; DIR need not exist.
absolute() { realpath -m -- "$1"; }

# The mount points below DIR (a real path), deepest first.
mounts_below() {
    local point
    # Fields 1 to 4 of a line, then the mount point, in which blanks are octal escapes.
    while read -r _ _ _ _ point _; do
        printf '%b\n' "$point"
    done </proc/self/mountinfo | dir=$1 awk 'index($0, ENVIRON["dir"] "/") == 1' | LC_ALL=C sort -r
}

# For CMake: compiles sixteen files of a module together, because most of the time of a single one goes into the same headers
# and templates. Builds without it also check that each file includes what it uses.
# shellcheck disable=SC2034 # used by the scripts that include this file
together=(-DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=16)
