#!/usr/bin/env bash
# Runs all tests on a fresh machine that has the .NET SDK: provides real servers and Helms, publishes the native binary, runs everything.
# The last line of output is "N passed, N failed". Exit code 0 only if something passed, nothing failed and nothing was skipped.
#
#   tests/run.sh                          everything
#   tests/run.sh unit [FILTER]            the fast tests: no server, no native binary
#   tests/run.sh cluster [FILTER]         against a real API server and real Helm
#   tests/run.sh terminal [FILTER]        the native binary in a pseudo-terminal, on a real API server
#
# FILTER is part of a class name (KubeconfigTests) or arguments for the xunit runner (-class, -method, -namespace, -trait, …).
# KUBE_TEST_BIN names a folder with the servers, TEST_BINARY a native binary, TEST_BINARY_ARM64 one for arm64:
# what is given is neither fetched nor built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

finish() { # PASSED FAILED
  echo "$1 passed, $2 failed"
  [ "$1" -gt 0 ] && [ "$2" -eq 0 ] || exit 1
  exit 0
}

step() {
  local name=$1
  shift
  echo "== $name" >&2
  "$@" || { echo "$name failed." >&2; finish 0 1; }
}

# install PACKAGE...: on Debian as root; elsewhere the program that needs it says what is missing and how to get it.
install() {
  command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] || return 0
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

install_compiler() { command -v clang >/dev/null || command -v gcc >/dev/null || install gcc libc6-dev; }

# What packs for Red Hat, and the shells whose completion is tested; where these cannot be installed, their tests have nothing to run.
install_packer() {
  { command -v rpmbuild && command -v fish && command -v zsh; } >/dev/null || install rpm fish zsh
}

# What the full screen is shown in; where these cannot be installed, their tests have nothing to run.
install_multiplexers() { { command -v tmux && command -v screen; } >/dev/null || install tmux screen; }

# For arm64: the cross compiler, and the emulator that runs what it makes. Elsewhere the tests of that executable have nothing to run.
provide_arm64() {
  [ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] && [ -z "${TEST_BINARY_ARM64:-}" ] || return 0
  command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64 >/dev/null ||
    install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
  command -v aarch64-linux-gnu-gcc >/dev/null || return 0
  # The libraries that the tests will ask for are downloaded meanwhile.
  local machine
  for machine in 'bullseye amd64' 'bullseye arm64' 'bookworm arm64'; do
    # shellcheck disable=SC2086
    ! command -v apt-get >/dev/null || tests/tools/userspace.sh $machine >&2 &
  done
  release/build.sh --publish linux-arm64 artifacts/linux-arm64 || return 1
  wait
  export TEST_BINARY_ARM64="$PWD/artifacts/linux-arm64/kubectl-helmstuck"
}

check_workflows() { { command -v npm >/dev/null || install npm; } && tests/tools/check-workflows.sh >&2; }

provide_servers() {
  [ -n "${KUBE_TEST_BIN:-}" ] && return
  KUBE_TEST_BIN="$(tests/tools/provision.sh)" && export KUBE_TEST_BIN
}

provide_binary() {
  [ -n "${TEST_BINARY:-}" ] && return
  install_compiler && ./install.sh --publish artifacts >&2 && export TEST_BINARY="$PWD/artifacts/kubectl-helmstuck"
}

check_format() { dotnet tool restore >&2 && dotnet csharpier check . >&2; }

# Known vulnerabilities in a package, or in one that it needs. Where the feed cannot be asked, this is said and nothing else.
check_packages() {
  local found
  found=$(dotnet list kubectl-helmstuck.slnx package --vulnerable --include-transitive 2>&1) ||
    { echo "$found" >&2; echo "The feed does not say which packages are vulnerable." >&2; return 0; }
  ! grep -A 20 'has the following vulnerable packages' <<<"$found" >&2
}

build() { dotnet build "$1" "${@:2}" -v q >&2; }

passed=0
failed=0

# run PART ARGUMENT...: runs one test project; its report tells how it went.
run() {
  local name=$1 report=TestResults/$1.xml
  shift
  mkdir -p TestResults
  rm -f "$report"
  echo "== $name tests" >&2
  dotnet "tests/$name/bin/Debug/net10.0/Helmstuck.Tests.$name.dll" -noColor -xml "$report" -jUnit "TestResults/$name.junit.xml" "$@" || true
  [ -s "$report" ] || { echo "the $name tests ended without a report." >&2; failed=$((failed + 1)); return; }
  local skipped
  skipped=$(count "$report" skipped)
  [ "$skipped" -eq 0 ] || echo "$skipped skipped: a skipped test counts as failed." >&2
  passed=$((passed + $(count "$report" passed)))
  failed=$((failed + $(count "$report" failed) + $(count "$report" errors) + skipped))
}

count() { grep -o "<assembly [^>]*" "$1" | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p" | head -1; }

# Settings of the person who runs the tests must not reach them.
for name in $(compgen -e | grep -E '^(HELM_|HELMSTUCK_|KUBECONFIG$|KUBECACHEDIR$|NO_COLOR$)' || true); do
  case "$name" in KUBE_TEST_BIN | TEST_BINARY | TEST_BINARY_ARM64) ;; *) unset "$name" ;; esac
done

part=${1:-all}
[ $# -eq 0 ] || shift
filter=()
case "${1:-}" in
  '') ;;
  -*) filter=("$@") ;;
  *) filter=(-class "*$1*") ;;
esac

case "$part" in
  unit)
    step "test build" build tests/Unit
    run Unit "${filter[@]}"
    ;;
  cluster)
    step "real etcd, Kubernetes, kubectl, Helm 3 and Helm 4" provide_servers
    step "test build" build tests/Cluster
    run Cluster "${filter[@]}"
    ;;
  terminal)
    step "real etcd, Kubernetes, kubectl, Helm 3 and Helm 4" provide_servers
    step "test build" build tests/Terminal
    step "packer and shells" install_packer
    step "tmux and GNU screen" install_multiplexers
    step "native binary" provide_binary
    step "native binary for arm64" provide_arm64
    run Terminal "${filter[@]}"
    ;;
  all)
    step "real etcd, Kubernetes, kubectl, Helm 3 and Helm 4" provide_servers
    step "format (mend it with: dotnet csharpier format .)" check_format
    step "workflows, pipeline and issue forms" check_workflows
    step "build" build kubectl-helmstuck.slnx
    step "vulnerable packages" check_packages
    step "packer and shells" install_packer
    step "tmux and GNU screen" install_multiplexers
    step "native binary" provide_binary
    step "native binary for arm64" provide_arm64
    run Unit
    run Cluster
    run Terminal
    ;;
  *)
    sed -n '2,13s/^# \{0,1\}//p' "$0" >&2
    exit 1
    ;;
esac
finish "$passed" "$failed"
