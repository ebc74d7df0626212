# shellcheck shell=bash
# Debian root file systems, created once by debootstrap and kept as tarballs. Sourced after
# common.sh, never run.
#
# Environment:
#   CB_DEBIAN_MIRROR  the Debian mirror; by default the one that this machine's own apt uses
#   CB_BED_CACHE      where the tarballs are kept; by default cb-bed in the user's cache directory

rootfs_cache() { echo "${CB_BED_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cb-bed}"; }

# The first repository in this machine's apt configuration whose Release file has LABEL.
apt_repository() {
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Origin: Debian' 'Created-By: Packages' 2>/dev/null |
        sed -n "s/^$1|//p" | head -n 1
}

debian_mirror() {
    local mirror=${CB_DEBIAN_MIRROR:-$(apt_repository Debian)}
    [ -n "$mirror" ] || die "apt has no Debian mirror (try apt-get update): set CB_DEBIAN_MIRROR"
    echo "${mirror%/}"
}

# sources.list of SUITE: the mirror, and the security repository if this machine has one.
apt_sources() {
    local mirror security
    mirror=$(debian_mirror) || return
    security=$(apt_repository Debian-Security)
    echo "deb $mirror $1 main"
    echo "deb $mirror $1-updates main"
    [ -z "$security" ] || echo "deb ${security%/} $1-security main"
}

# This machine's apt settings that are required for the mirror: proxies and clock checks.
apt_settings() {
    apt-config dump --format '%f "%v";%n' |
        grep -E '^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date|ForceIPv[46])[ :]' | grep -v ' "";$' || true
    echo 'APT::Install-Recommends "false";'
}

# Writes apt's configuration for SUITE into ROOT.
write_apt_configuration() {
    apt_sources "$2" | as_root tee "$1/etc/apt/sources.list" >/dev/null
    apt_settings | as_root tee "$1/etc/apt/apt.conf.d/90cb-bed" >/dev/null
}

# Removes from ROOT what was only needed to create it.
strip_rootfs() {
    as_root find "$1/var/cache/apt" "$1/var/lib/apt/lists" "$1/var/log" -type f -delete
    as_root rm -rf --one-file-system "${1:?}/tmp" "${1:?}/run"
    as_root mkdir -m 1777 "$1/tmp"
    as_root mkdir -m 755 "$1/run"
}

# Creates a root file system of SUITE with the comma-separated PACKAGES in ROOT.
debootstrap_into() {
    local root=$1 suite=$2 packages=$3 mirror proxy
    mirror=$(debian_mirror)
    proxy=$(apt-config dump Acquire::http::Proxy --format '%v')
    as_root env ${proxy:+"http_proxy=$proxy"} nice debootstrap --variant=minbase ${packages:+"--include=$packages"} \
        "$suite" "$root" "$mirror" >"$root.log" 2>&1 || {
        tail -n 15 "$root.log" >&2
        die "debootstrap of Debian $suite failed"
    }
    write_apt_configuration "$root" "$suite"
    strip_rootfs "$root"
}

# Removes what earlier, killed runs left in the cache. Must be called with the cache locked.
remove_stale_rootfs() {
    local stale mount
    for stale in "$1"/.making.*; do
        [ -e "$stale" ] || continue
        mounts_below "$(realpath "$stale")" | while read -r mount; do as_root umount -l "$mount"; done
        as_root rm -rf --one-file-system "$stale"
    done
}

# Prints the path of the tarball NAME: Debian SUITE with PACKAGES (comma-separated, may be empty).
# Creates it if it is not in the cache. An incomplete tarball is never visible: it is created under
# another name, and renamed when it is complete.
rootfs_tarball() {
    local name=$1 suite=$2 packages=$3 cache key tarball making
    cache=$(rootfs_cache)
    key=$({ apt_sources "$suite" && apt_settings && echo "$packages"; } | sha256sum | cut -c 1-12)
    tarball=$cache/$name-$(dpkg --print-architecture)-$key.tar.gz
    mkdir -p "$cache"
    exec {lock}>"$cache/.lock"
    # shellcheck disable=SC2154 # assigned by the preceding line
    flock -n "$lock" || { say "waiting for another run that creates a root file system" && flock "$lock"; }
    if [ ! -e "$tarball" ]; then
        command -v debootstrap >/dev/null || die "debootstrap is missing: run scripts/install-deps test"
        remove_stale_rootfs "$cache"
        say "creating a root file system of Debian $suite (once; it is kept in $cache)"
        making=$(mktemp -d "$cache/.making.XXXXXX")
        debootstrap_into "$making/root" "$suite" "$packages"
        as_root tar -C "$making/root" --one-file-system --numeric-owner -c . | nice gzip -1 >"$making/tar"
        rm -f "$cache/$name-$(dpkg --print-architecture)-"*.tar.gz
        mv "$making/tar" "$tarball"
        as_root rm -rf --one-file-system "$making"
    fi
    exec {lock}>&-
    echo "$tarball"
}
