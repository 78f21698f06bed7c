#!/usr/bin/env bash
# Runs all tests on a fresh machine that has the .NET SDK: provides real servers and Helms, publishes the native binary, runs everything.
# The last line of output is "N passed, N failed". Exit code 0 only if something passed, nothing failed and nothing was skipped.
#
#   tests/run.sh                                        everything
#   tests/run.sh -class 'Helmstuck.Tests.Kube.*'        arguments go to the xunit runner (-class, -method, -namespace, -trait, …)
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

install_compiler() {
  command -v clang >/dev/null || command -v gcc >/dev/null && return
  if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev >&2
  fi # Otherwise install.sh says what is missing and how to get it.
}

provide_servers() { KUBE_TEST_BIN="$(tests/tools/provision.sh)" && export KUBE_TEST_BIN; }

# Settings of the person who runs the tests must not reach them.
for name in $(compgen -e | grep -E '^(HELM_|HELMSTUCK_|KUBECONFIG$|KUBECACHEDIR$|NO_COLOR$)' || true); do
  case "$name" in KUBE_TEST_BIN | TEST_BINARY) ;; *) unset "$name" ;; esac
done

[ -n "${KUBE_TEST_BIN:-}" ] || step "real etcd, Kubernetes, kubectl, Helm 3 and Helm 4" provide_servers
step "test build" dotnet build tests/Helmstuck.Tests.csproj -v q >&2
step "bench build" dotnet build bench/Helmstuck.Bench.csproj -c Release -v q >&2
if [ -z "${TEST_BINARY:-}" ]; then
  step "C linker" install_compiler
  step "native binary" ./install.sh --publish artifacts >&2
  export TEST_BINARY="$PWD/artifacts/kubectl-helmstuck"
fi

mkdir -p TestResults
report=TestResults/tests.xml
rm -f "$report"
dotnet tests/bin/Debug/net10.0/Helmstuck.Tests.dll -noColor -xml "$report" "$@" || true # The report tells.

[ -s "$report" ] || { echo "the test runner ended without a report." >&2; finish 0 1; }
count() { grep -o "<assembly [^>]*" "$report" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | head -1; }
skipped=$(count skipped)
[ "$skipped" -eq 0 ] || echo "$skipped skipped: a skipped test counts as failed." >&2
finish "$(count passed)" $(($(count failed) + $(count errors) + skipped))
