#!/bin/sh
# Lets real Helm, another person or a new deploy act at a random moment around a confirmed delete, and prints what came of each round.
# usage: tests/tools/race.sh [--count N] [--seed N]
set -eu
count=500
seed=$(date +%s)
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
HELMSTUCK_RACE_COUNT=$count HELMSTUCK_RACE_SEED=$seed \
    exec dotnet "$root/tests/Cluster/bin/Debug/net10.0/Helmstuck.Tests.Cluster.dll" -nologo \
    -class 'Helmstuck.Tests.Cluster.Recovery.RaceTests'
