#!/bin/sh
# Holds forecasts and decoder against the real Helm 3 and Helm 4, for random histories and for payloads that chance has broken,
# and prints how many agreed and every disagreement.
# usage: tests/tools/differential.sh [--count N] [--seed N]
set -eu
count=2000
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
HELMSTUCK_DIFFERENTIAL_COUNT=$count HELMSTUCK_DIFFERENTIAL_SEED=$seed \
    exec dotnet "$root/tests/Cluster/bin/Debug/net10.0/Helmstuck.Tests.Cluster.dll" -nologo \
    -method 'Helmstuck.Tests.Cluster.Differential.DifferentialTests.Random_histories_are_forecast_as_Helm_acts' \
    -method 'Helmstuck.Tests.Cluster.Differential.DifferentialDecoderTests.*'
