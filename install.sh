#!/bin/sh
# Builds kubectl-helmstuck as one native executable and installs it.
set -eu

usage() {
  cat <<'TEXT'
Usage: ./install.sh [--prefix DIR] [--demo]
       ./install.sh [--prefix DIR] --uninstall

Builds kubectl-helmstuck from this folder as one native executable and installs it with its completion shim
into DIR/bin (DIR is ~/.local unless given). Needs the .NET SDK 10 or later and a C linker; safe to run again.

  --prefix DIR     install into DIR/bin
  --demo           install, then open the program on the cluster that is built into it
                   (without a terminal: print its screen)
  --uninstall      remove what was installed; backups and the journal are kept
  --publish DIR    only build the executable, into DIR
  --help           this text
TEXT
}

say() { printf '%s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
fail() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }

home=$(cd "$(dirname "$0")" && pwd)
prefix="${HOME:?HOME is not set: give --prefix DIR}/.local"
action=install
publish_into=

while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) [ $# -ge 2 ] || fail "--prefix needs a folder"; prefix=$2; shift ;;
    --prefix=*) prefix=${1#*=} ;;
    --publish) [ $# -ge 2 ] || fail "--publish needs a folder"; action=publish; publish_into=$2; shift ;;
    --demo) action=demo ;;
    --uninstall) action=uninstall ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown argument: $1" ;;
  esac
  shift
done
[ -n "$prefix" ] || fail "--prefix needs a folder"
case "$prefix" in /*) ;; *) prefix="$PWD/$prefix" ;; esac
bin="$prefix/bin"

uninstall() {
  rm -f "$bin/kubectl-helmstuck" "$bin/kubectl_complete-helmstuck"
  say "Removed kubectl-helmstuck from $bin."
  say "Backups and the journal stay in ${XDG_STATE_HOME:-$HOME/.local/state}/helmstuck."
}

# The .NET name of this machine.
runtime() {
  case "$(uname -s)" in
    Linux) if ldd --version 2>&1 | grep -qi musl; then os=linux-musl; else os=linux; fi ;;
    Darwin) os=osx ;;
    *) fail "this machine ($(uname -s)) is not supported: Linux and macOS are" ;;
  esac
  case "$(uname -m)" in
    x86_64 | amd64) say "$os-x64" ;;
    aarch64 | arm64) say "$os-arm64" ;;
    *) fail "this processor ($(uname -m)) is not supported: x86-64 and arm64 are" ;;
  esac
}

# Says all that is missing at once.
check_prerequisites() {
  rid=$(runtime)
  missing=
  if ! command -v dotnet >/dev/null 2>&1 && [ -x "$HOME/.dotnet/dotnet" ]; then
    PATH="$HOME/.dotnet:$PATH"
  fi
  newest=$(dotnet --list-sdks 2>/dev/null | sed 's/\..*//' | sort -n | tail -1 || true)
  if [ "${newest:-0}" -lt 10 ]; then
    missing="$missing
  - the .NET SDK 10 or later${newest:+ (there is $newest)}: your system's package dotnet-sdk-10.0, or see https://dotnet.microsoft.com/download"
  fi
  compiler=$(command -v clang || command -v gcc || true)
  if [ -z "$compiler" ]; then
    missing="$missing
  - a C linker: Debian, Ubuntu: apt install gcc libc6-dev; Fedora, RHEL: dnf install gcc; Alpine: apk add build-base; macOS: xcode-select --install"
  elif ! links "$compiler"; then
    missing="$missing
  - what a C program is linked with ($compiler is there, but cannot link one): Debian, Ubuntu: apt install libc6-dev; Fedora, RHEL: dnf install glibc-devel; Alpine: apk add musl-dev"
  fi
  libc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/[^0-9]*//' || true)
  if [ -n "$libc" ] && older "$libc" 2.27; then
    missing="$missing
  - a newer C library: this one is glibc $libc, and .NET needs 2.27"
  fi
  [ -z "$missing" ] || fail "missing here:$missing"
}

links() {
  probe=$(mktemp -d)
  printf 'int main(void) { return 0; }\n' >"$probe/probe.c"
  if "$1" "$probe/probe.c" -o "$probe/probe" >/dev/null 2>&1; then result=0; else result=1; fi
  rm -rf "$probe"
  return $result
}

# older A B: whether version A comes before version B.
older() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t. -k1,1n -k2,2n | head -1)" = "$1" ]
}

# build TARGET...: runs dotnet in folders of its own, so that a build beside it is not disturbed.
build() {
  dotnet "$@" "$home/kubectl-helmstuck.csproj" -r "$rid" --nologo -v q -p:BaseIntermediateOutputPath="obj/native/" \
    -p:LinkForOldGlibc="$for_old_glibc" </dev/null
}

# Whether an executable for glibc 2.28 can be linked here, whatever glibc is installed; said where it cannot.
choose_glibc() {
  for_old_glibc=false
  case "$rid" in linux-x64 | linux-arm64) ;; *) return 0 ;; esac
  stubs=$(mktemp -d)
  if sh "$home/release/glibc/stubs.sh" "$stubs" >/dev/null 2>&1; then
    for_old_glibc=true
  else
    warn "this machine's linker cannot link for glibc 2.28, so the executable starts only where glibc is as new as here ($libc)."
  fi
  rm -rf "$stubs"
}

# publish FOLDER: leaves the native executable in FOLDER.
publish() {
  choose_glibc
  log=$(mktemp)
  build restore >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "could not restore the packages."; }
  say "Building the native executable (half a minute or so) ..."
  build publish -c Release --no-restore -o "$1" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "could not build."; }
  rm -f "$log"
}

# Runs the executable once: a C library that is too old shows here at the latest.
self_check() {
  needed=$(grep -a -o 'GLIBC_2\.[0-9]*' "$1" | sed 's/GLIBC_//' | sort -t. -k2,2n | tail -1 || true)
  libc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/[^0-9]*//' || true)
  if [ -n "$needed" ] && [ -n "$libc" ] && older "$libc" "$needed"; then
    fail "the executable needs glibc $needed, and this machine has $libc."
  fi
  version=$("$1" --version </dev/null) || fail "the self-check failed: $1 --version ended with exit code $?."
  [ -n "$version" ] || fail "the self-check failed: $1 --version printed nothing."
}

has_openssl() {
  [ "$(uname -s)" = Darwin ] && return 0
  for folder in /lib /lib64 /usr/lib /usr/lib64 /usr/local/lib /usr/local/lib64 /lib/*-linux-* /usr/lib/*-linux-*; do
    for library in "$folder"/libssl.so.3 "$folder"/libssl.so.1.1; do
      [ -e "$library" ] && return 0
    done
  done
  PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q 'libssl\.so'
}

install_all() {
  check_prerequisites
  build_into=$(mktemp -d)
  trap 'rm -rf "$build_into"' EXIT
  publish "$build_into"
  self_check "$build_into/kubectl-helmstuck"
  mkdir -p "$bin"
  put "$build_into/kubectl-helmstuck" kubectl-helmstuck
  put "$home/plugin/kubectl_complete-helmstuck" kubectl_complete-helmstuck
  rm -rf "$build_into"
  trap - EXIT
  say "Installed kubectl-helmstuck $version into $bin."
  has_openssl || warn "OpenSSL is missing (libssl.so.3 or libssl.so.1.1): it is needed to reach a cluster. Debian, Ubuntu: apt install libssl3; Fedora, RHEL: dnf install openssl-libs; Alpine: apk add libssl3"
  case ":$PATH:" in
    *":$bin:"*) ;;
    *) warn "$bin is not on your PATH, so kubectl does not find it yet: export PATH=\"$bin:\$PATH\"" ;;
  esac
}

# One rename: a kubectl that runs meanwhile has the old one or the new one, never half of it.
put() {
  cp "$1" "$bin/.$2.$$"
  chmod 755 "$bin/.$2.$$"
  mv -f "$bin/.$2.$$" "$bin/$2"
}

case "$action" in
  uninstall) uninstall ;;
  publish)
    check_prerequisites
    publish "$publish_into"
    ;;
  install) install_all ;;
  demo)
    install_all
    if [ -t 0 ] && [ -t 1 ]; then
      exec "$bin/kubectl-helmstuck" --demo
    else
      exec "$bin/kubectl-helmstuck" screen --demo
    fi
    ;;
esac
