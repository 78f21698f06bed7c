#!/bin/sh
# Holds forecasts and decoder against the real Helm 3 and Helm 4, for random histories and for payloads that chance has broken,
# and prints how many agreed and every disagreement.
# usage: tests/tools/differential.sh [--count N] [--seed N]
set -eu
seeded() { . "$(dirname "$0")/seeded.sh"; }
seeded 2000 "$@"
export HELMSTUCK_DIFFERENTIAL_COUNT="$count" HELMSTUCK_DIFFERENTIAL_SEED="$seed"
cluster_tests \
    -method 'Helmstuck.Tests.Cluster.Differential.DifferentialTests.Random_histories_are_forecast_as_Helm_acts' \
    -method 'Helmstuck.Tests.Cluster.Differential.DifferentialDecoderTests.*'
