# Read by race.sh and differential.sh: sets count (from the first argument, unless --count is given) and seed, provides the servers,
# and builds the tests. cluster_tests then runs some of them.
# shellcheck shell=sh
count=$1
seed=$(date +%s)
shift
while [ $# -gt 0 ]; do
    case "$1" in
        --count) count=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        *) echo "usage: $0 [--count N] [--seed N]" >&2; exit 2 ;;
    esac
done
root=$(cd "$(dirname "$0")/../.." && pwd)
"$root/tests/tools/provision.sh" >/dev/null
dotnet build "$root/tests/Cluster" -v q --nologo >/dev/null
cluster_tests() { exec dotnet "$root/tests/Cluster/bin/Debug/net10.0/Helmstuck.Tests.Cluster.dll" -nologo "$@"; }
