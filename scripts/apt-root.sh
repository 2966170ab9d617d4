#!/bin/sh
# apt-root.sh SUITE ROOT PACKAGE...
#
# Fetch PACKAGEs, with their whole dependency closure (libc included), from SUITE of the Debian
# mirror this machine already uses, and unpack them under ROOT. Nothing is installed: no maintainer
# script runs, the machine's own package state is neither read nor written, and no root is needed.
# apt checks the archive's signature, and through it every package's hash.
#
# ROOT/.apt   apt's private state (lists, downloaded packages)
# ROOT/.stamp what is unpacked; the script does nothing when it says just what was asked for
#
# Environment: DEB_MIRROR   use this archive URI in place of the machine's own
#              DEB_KEYRING  use this keyring (default: debian-archive-keyring)
#              APT_ROOT_REFRESH=1  ask the mirror again even when the stamp matches
set -eu
suite=$1 root=$2; shift 2
keyring=${DEB_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

for tool in apt-get dpkg dpkg-deb tar flock; do
  command -v "$tool" >/dev/null || die "needs $tool: a Debian-like machine"
done
[ -r "$keyring" ] || die "no keyring at $keyring (package debian-archive-keyring)"
# Ubuntu's archive has neither Debian's suites nor its keys; derivatives that use Debian's archive are fine.
if [ -z "${DEB_MIRROR:-}" ] && [ "$(. /etc/os-release 2>/dev/null && printf %s "${ID:-}")" = ubuntu ]; then
  die "Ubuntu's archive has no suite $suite"
fi
mkdir -p "$root"
root=$(cd "$root" && pwd -P)
# What is there is replaced below, so it has to be ours.
[ -z "$(ls -A "$root")" ] || [ -d "$root/.apt" ] || die "$root is not empty and not made by this script"
mkdir -p "$root/.apt"
exec 9>"$root/.apt/lock"      # one at a time: test workers may ask for it together
flock 9

want="$suite $*"
if [ "${APT_ROOT_REFRESH:-}" != 1 ] && [ "$(head -n 1 "$root/.stamp" 2>/dev/null)" = "$want" ]; then
  exit 0
fi

# The mirror: the first archive of the machine's apt configuration that serves its own release.
mirror=${DEB_MIRROR:-}
if [ -z "$mirror" ]; then
  codename=$(. /etc/os-release && printf %s "${VERSION_CODENAME:-}")
  mirror=$(apt-get update --print-uris 2>/dev/null |
    sed -n "s#^'\(.*\)/dists/${codename:-[a-z]*}/InRelease'.*#\1#p" | head -n 1)
fi
[ -n "$mirror" ] || die "found no Debian archive in apt's configuration: set DEB_MIRROR"

apt=$root/.apt
mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$apt/empty"
: >"$apt/status"
printf 'deb [arch=%s signed-by=%s] %s %s main\n' \
  "$(dpkg --print-architecture)" "$keyring" "$mirror" "$suite" >"$apt/sources.list"
# Read after the machine's own apt.conf, which stays in force (it may name a proxy).
cat >"$apt/apt.conf" <<CONF
Dir::State "$apt/state";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "$apt/empty";
Dir::Etc::preferences "$apt/empty/none";
Dir::Etc::preferencesparts "$apt/empty";
Dir::Log "$apt";
APT::Architecture "$(dpkg --print-architecture)";
APT::Architectures { "$(dpkg --print-architecture)"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
APT::Keep-Downloaded-Packages "true";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Install-Pkgs;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
CONF

# apt's own messages go to a log; the caller gets one line that says what to look at.
log=$apt/log
apt-get -qq -c "$apt/apt.conf" -o APT::Update::Error-Mode=any update >"$log" 2>&1 ||
  die "cannot read suite $suite at $mirror: $(grep -m 1 '^[EW]:' "$log" || echo "see $log")"
apt-get -qq -y -c "$apt/apt.conf" --download-only install "$@" >"$log" 2>&1 ||
  die "cannot fetch $* from $mirror: $(grep -m 1 '^[EW]:' "$log" || echo "see $log")"

rm -rf "$root/usr" "$root/etc" "$root/lib" "$root/lib64" "$root/bin" "$root/sbin" "$root/var" "$root/.stamp"
# A merged /usr, as base-files would make it: older packages may still name /lib and /lib64.
mkdir -p "$root/usr/lib" "$root/usr/lib64" "$root/usr/bin" "$root/usr/sbin"
for d in lib lib64 bin sbin; do ln -s "usr/$d" "$root/$d"; done
for deb in "$apt"/cache/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --no-same-owner --keep-directory-symlink
done
{
  printf '%s\n' "$want"
  for deb in "$apt"/cache/archives/*.deb; do
    dpkg-deb -W --showformat='${Package} ${Version}\n' "$deb"
  done
} >"$root/.stamp.new"
# The lists (tens of MB) and the archives are no longer needed.
rm -rf "$apt/state" "$apt/cache"
mv "$root/.stamp.new" "$root/.stamp"
