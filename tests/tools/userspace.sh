#!/usr/bin/env bash
# Provides the C library and OpenSSL of a Debian release, so that a program can be run with these instead of the machine's own:
#   bullseye  glibc 2.31, OpenSSL 1.1
#   bookworm  glibc 2.36, OpenSSL 3
#
#   tests/tools/userspace.sh SUITE amd64|arm64    provide what is missing, then print the folder (last line of stdout)
#
# The packages are unpacked, not installed, and kept in ${XDG_CACHE_HOME:-~/.cache}/helmstuck. apt downloads them with lists of its own.
set -euo pipefail

suite=${1:?a suite of Debian is needed: bullseye or bookworm}
architecture=${2:?a processor is needed: amd64 or arm64}
case "$suite" in
  bullseye) packages='libc6 libssl1.1' ;;
  bookworm) packages='libc6 libssl3' ;;
  *) echo "userspace.sh: unknown suite $suite" >&2; exit 1 ;;
esac
cache="${XDG_CACHE_HOME:-$HOME/.cache}/helmstuck"
root="$cache/userspace-$suite-$architecture"
if [ -d "$root" ]; then echo "$root"; exit 0; fi

command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
  { echo "userspace.sh: needs apt-get and dpkg-deb, so a Debian machine." >&2; exit 1; }

mkdir -p "$cache"
work=$(mktemp -d "$cache/.userspace.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists,cache/archives}/partial "$work/parts" "$work/root" "$work/packages"
: >"$work/status"

# Where this machine takes Debian from; DEBIAN_MIRRORS names further addresses, for a suite that is no longer there.
mirrors=$(apt-get indextargets --format '$(CREATED_BY) $(ORIGIN) $(LABEL) $(REPO_URI)' | sed -n 's/^Packages Debian Debian //p' | sort -u)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
options="check-valid-until=no"
[ ! -e "$keyring" ] || options="$options signed-by=$keyring"
apt=(apt-get -o "Dir::Etc::SourceList=$work/sources.list" -o "Dir::Etc::SourceParts=$work/parts" -o "Dir::State::Lists=$work/lists"
  -o "Dir::State::status=$work/status" -o "Dir::Cache=$work/cache" -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none
  -o "APT::Architecture=$architecture" -o "APT::Architectures::=$architecture" -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false
  -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false -qq)
for mirror in $mirrors ${DEBIAN_MIRRORS:-}; do
  echo "deb [$options] $mirror $suite main" >"$work/sources.list"
  # shellcheck disable=SC2086
  if (cd "$work/packages" && "${apt[@]}" update && "${apt[@]}" download $packages) </dev/null >"$work/log" 2>&1; then
    for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$work/root"; done
    mv -T "$work/root" "$root" 2>/dev/null || [ -d "$root" ]
    echo "$root"
    exit 0
  fi
done
tail -5 "$work/log" >&2
echo "userspace.sh: could not download $packages of Debian's $suite." >&2
exit 1
