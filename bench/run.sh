#!/usr/bin/env bash
# Measures kubectl-helmstuck against Helm 3, Helm 4 and kubectl on a real API server, side by side, and prints Markdown tables.
#
#   bench/run.sh                     100 releases x 10 revisions x 100 KB, 3 stuck
#   bench/run.sh --revisions 100     ten times the history
#   bench/run.sh --check             exit with 1 if a budget is exceeded
#   bench/run.sh --peer kubernetes-client
#                                    compare with a program on KubernetesClient.Aot instead (docs/decisions/kubernetes-client.md)
#   bench/run.sh --peer terminal-gui compare the demo's screen with one on Terminal.Gui (docs/terminal.md)
#   bench/run.sh --peer terminal-gui --idle 10
#                                    the same, with ten idle minutes instead of one
#   bench/run.sh --memory --releases 200 --size 2 --idle 10
#                                    only the memory of the screen, at first and after ten idle minutes
#   bench/run.sh --scale             measure with 1,000, 10,000 and 50,000 records, and write docs/scale.md and its plot
# Further arguments: --releases N --size KB --stuck N --runs N --idle MINUTES
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
case " $* " in
  *' --peer terminal-gui '*) ;; # The demo needs no cluster.
  *) : "${KUBE_TEST_BIN:=$(tests/tools/provision.sh)}" && export KUBE_TEST_BIN ;;
esac
if [ -z "${TEST_BINARY:-}" ]; then
  ./install.sh --publish artifacts >&2
  export TEST_BINARY="$PWD/artifacts/kubectl-helmstuck"
fi
# peer NAME PROJECT: builds bench/peers/NAME, if it is asked for.
peer() {
  case " $* " in *" --peer $1 "*) ;; *) return 0 ;; esac
  [ -z "${PEER_BINARY:-}" ] || return 0
  dotnet publish "bench/peers/$1/$2" -c Release --ucr -v q --nologo -o artifacts >&2
  export PEER_BINARY="$PWD/artifacts/$1-peer"
}
peer kubernetes-client KubernetesClient.Peer.csproj "$@"
peer terminal-gui TerminalGui.Peer.csproj "$@"
dotnet build bench/Helmstuck.Bench.csproj -c Release -v q >&2
exec dotnet bench/bin/Release/net10.0/Helmstuck.Bench.dll "$@"
