#!/bin/sh
# Installs kubectl-helmstuck: from a release archive, or built from this folder as one native executable.
set -eu

usage() {
  cat <<'TEXT'
Usage: ./install.sh [--prefix DIR] [--from ARCHIVE] [--demo]
       ./install.sh [--prefix DIR] --uninstall

Installs kubectl-helmstuck into DIR/bin, and its completions and manual page into DIR/share (DIR is ~/.local unless given).
Needs no root. Safe to run again: the new version replaces the old one.

In the folder of an unpacked release archive, it installs the files in that folder and downloads nothing. In the sources it
builds the program; that needs the .NET SDK 10 or later and a C linker, and downloads packages (HTTPS_PROXY is used).

  --prefix DIR     install into DIR
  --from ARCHIVE   install from a release archive, and verify it with ARCHIVE.sha256 or SHA256SUMS in the same folder
  --demo           install, then open the program on its built-in demo cluster
                   (without a terminal: print its screen)
  --uninstall      remove what was installed; backups and the journal are kept
  --publish DIR    only build the executable, into DIR
  --help           print this text
TEXT
}

say() { printf '%s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
fail() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }

home=$(cd "$(dirname "$0")" && pwd)
prefix="${HOME:+$HOME/.local}"
action=install
publish_into=
archive=

while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) [ $# -ge 2 ] || fail "--prefix needs a folder"; prefix=$2; shift ;;
    --prefix=*) prefix=${1#*=} ;;
    --publish) [ $# -ge 2 ] || fail "--publish needs a folder"; action=publish; publish_into=$2; shift ;;
    --from) [ $# -ge 2 ] || fail "--from needs an archive"; archive=$2; shift ;;
    --from=*) archive=${1#*=} ;;
    --demo) action=demo ;;
    --uninstall) action=uninstall ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown argument: $1" ;;
  esac
  shift
done
[ -n "$prefix" ] || fail "HOME is not set: give --prefix DIR"
case "$prefix" in /*) ;; *) prefix="$PWD/$prefix" ;; esac
bin="$prefix/bin"
bash_completion="$prefix/share/bash-completion/completions/kubectl-helmstuck"
zsh_completion="$prefix/share/zsh/site-functions/_kubectl-helmstuck"
fish_completion="$prefix/share/fish/vendor_completions.d/kubectl-helmstuck.fish"
[ "$prefix" != "${HOME:-}/.local" ] || fish_completion="${XDG_CONFIG_HOME:-$HOME/.config}/fish/completions/kubectl-helmstuck.fish"
man_page="$prefix/share/man/man1/kubectl-helmstuck.1"

uninstall() {
  rm -f "$bin/kubectl-helmstuck" "$bin/kubectl_complete-helmstuck" || fail "cannot remove the program from $bin."
  for file in "$bash_completion" "$zsh_completion" "$fish_completion" "$man_page"; do
    rm -f "$file" || fail "cannot remove $file."
    # Also the folders that are empty now.
    folder=${file%/*}
    while [ "$folder" != "$prefix" ] && rmdir "$folder" 2>/dev/null; do folder=${folder%/*}; done
  done
  say "Removed kubectl-helmstuck from $prefix."
  state="${XDG_STATE_HOME:-${HOME:-}/.local/state}/helmstuck"
  if [ -d "$state" ]; then say "Backups and the journal stay in $state."; fi
}

# Before the build: check that the program can be installed.
check_prefix() {
  probe="$bin/.kubectl-helmstuck.$$"
  if ! mkdir -p "$bin" 2>/dev/null || ! (: >"$probe") 2>/dev/null; then
    fail "cannot write to $bin: it is read-only, full, or not yours. Use --prefix DIR with a folder that you can write to.
The program keeps backups and its journal in ${XDG_STATE_HOME:-${HOME:-}/.local/state}: if that is read-only too, set XDG_STATE_HOME."
  fi
  rm -f "$probe"
}

sums() { if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# unpack ARCHIVE FOLDER, if the archive has the checksum of the released one.
unpack() {
  [ -f "$1" ] || fail "$1 does not exist."
  name=$(basename "$1")
  known=$(cat "$1.sha256" "$(dirname "$1")/SHA256SUMS" 2>/dev/null |
    awk -v name="$name" '$2 == name || $2 == "*" name { print $1; exit }')
  [ -n "$known" ] || fail "$name cannot be verified: put $name.sha256 or SHA256SUMS of the same release into the same folder."
  [ "$(sums "$1" | cut -d' ' -f1)" = "$known" ] || fail "$name is damaged or is not the released one: its SHA-256 is not $known."
  tar -xzf "$1" -C "$2" || fail "cannot unpack $name."
}

# verify FOLDER: check each file of an unpacked archive.
verify() {
  [ -f "$1/SHA256SUMS" ] || fail "$1 has no SHA256SUMS: it is not a release archive."
  (cd "$1" && sums -c SHA256SUMS) >/dev/null 2>&1 ||
    fail "$1 is damaged: a file is not the one that SHA256SUMS names. Unpack the archive again."
}

# The .NET runtime identifier of this machine.
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

# Reports everything that is missing at once.
check_prerequisites() {
  rid=$(runtime)
  missing=
  if ! command -v dotnet >/dev/null 2>&1 && [ -x "$HOME/.dotnet/dotnet" ]; then
    PATH="$HOME/.dotnet:$PATH"
  fi
  newest=$(dotnet --list-sdks 2>/dev/null | sed 's/\..*//' | sort -n | tail -1 || true)
  if [ "${newest:-0}" -lt 10 ]; then
    missing="$missing
  - the .NET SDK 10 or later${newest:+ (found $newest)}: your system's package dotnet-sdk-10.0, or see https://dotnet.microsoft.com/download"
  fi
  compiler=$(command -v clang || command -v gcc || true)
  if [ -z "$compiler" ]; then
    missing="$missing
  - a C linker: Debian, Ubuntu: apt install gcc libc6-dev; Fedora, RHEL: dnf install gcc; Alpine: apk add build-base; macOS: xcode-select --install"
  elif ! links "$compiler"; then
    missing="$missing
  - the files for linking a C program ($compiler cannot link one): Debian, Ubuntu: apt install libc6-dev; Fedora, RHEL: dnf install glibc-devel; Alpine: apk add musl-dev"
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

# build TARGET...: runs dotnet with its own intermediate folder, so that it does not disturb another build.
build() {
  dotnet "$@" "$home/kubectl-helmstuck.csproj" -r "$rid" --nologo -v q -p:BaseIntermediateOutputPath="obj/native/" \
    -p:LinkForOldGlibc="$for_old_glibc" -p:SourceRevisionId="$commit" -p:SourceRevisionDate="$commit_date" </dev/null
}

# Whether an executable for glibc 2.28 can be linked here, with any installed glibc; warns if it cannot.
choose_glibc() {
  for_old_glibc=false
  case "$rid" in linux-x64 | linux-arm64) ;; *) return 0 ;; esac
  stubs=$(mktemp -d)
  if sh "$home/release/glibc/stubs.sh" "$stubs" >/dev/null 2>&1; then
    for_old_glibc=true
  else
    warn "this machine's linker cannot link for glibc 2.28, so the executable needs glibc $libc or newer."
  fi
  rm -rf "$stubs"
}

# The commit that is built; empty if files differ from it.
choose_commit() {
  commit=
  commit_date=
  if [ -z "$(git_here rev-parse --show-prefix || echo none)$(git_here status --porcelain || echo none)" ]; then
    commit=$(git_here rev-parse HEAD)
    commit_date=$(TZ=UTC git_here log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)
  fi
}

git_here() { git -c safe.directory="$home" -C "$home" "$@" 2>/dev/null; }

# publish FOLDER: leaves the native executable in FOLDER.
publish() {
  choose_glibc
  choose_commit
  log=$(mktemp)
  build restore >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "could not restore the packages."; }
  say "Building the native executable (about half a minute) ..."
  build publish -c Release --no-restore -o "$1" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "could not build."; }
  rm -f "$log"
}

# Runs the executable once: with a C library that is too old it does not start.
self_check() {
  needed=$(grep -a -o 'GLIBC_2\.[0-9]*' "$1" | sed 's/GLIBC_//' | sort -t. -k2,2n | tail -1 || true)
  libc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/[^0-9]*//' || true)
  if [ -n "$needed" ] && [ -n "$libc" ] && older "$libc" "$needed"; then
    fail "the executable needs glibc $needed, and this machine has $libc."
  fi
  version=$("$1" --version </dev/null) || fail "the self-check failed: $1 --version ended with exit code $?."
  [ -n "$version" ] || fail "the self-check failed: $1 --version printed nothing."
}

install_all() {
  check_prefix
  files=$(mktemp -d)
  trap 'rm -rf "$files"' EXIT
  if [ -n "$archive" ]; then
    unpack "$archive" "$files"
    verify "$files"
    shim="$files/kubectl_complete-helmstuck"
  elif [ -f "$home/kubectl-helmstuck.csproj" ]; then
    check_prerequisites
    publish "$files"
    shim="$home/plugin/kubectl_complete-helmstuck"
  else
    verify "$home"
    cp "$home/kubectl-helmstuck" "$files/"
    shim="$home/kubectl_complete-helmstuck"
  fi
  program="$files/kubectl-helmstuck"
  self_check "$program"
  put "$program" "$bin/kubectl-helmstuck" 755
  put "$shim" "$bin/kubectl_complete-helmstuck" 755
  tell "$bash_completion" completion bash
  tell "$zsh_completion" completion zsh
  tell "$fish_completion" completion fish
  tell "$man_page" __man
  rm -rf "$files"
  trap - EXIT
  say "Installed $version into $bin."
  case ":$PATH:" in
    *":$bin:"*) ;;
    *) warn "$bin is not on your PATH, so kubectl does not find it yet: export PATH=\"$bin:\$PATH\"" ;;
  esac
  case "${SHELL:-}" in
    */zsh) say "For completion in zsh, add to ~/.zshrc before compinit: fpath=(${zsh_completion%/*} \$fpath)" ;;
  esac
}

# tell FILE ARGUMENT...: writes the program's output to FILE.
tell() {
  told="$files/told"
  file=$1
  shift
  "$program" "$@" >"$told" </dev/null || fail "the self-check failed: kubectl-helmstuck $* ended with exit code $?."
  put "$told" "$file" 644
}

# put FILE PLACE MODE, with one rename: a kubectl that runs meanwhile sees the old or the new file, never a part of it.
put() {
  folder=$(dirname "$2")
  new="$folder/.$(basename "$2").$$"
  mkdir -p "$folder" && cp "$1" "$new" && chmod "$3" "$new" && mv -f "$new" "$2" || fail "cannot write $2."
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
