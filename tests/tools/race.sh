#!/bin/sh
# Lets real Helm, another person or a new deploy act at a random moment around a confirmed delete, and prints what came of each round.
# usage: tests/tools/race.sh [--count N] [--seed N]
set -eu
seeded() { . "$(dirname "$0")/seeded.sh"; }
seeded 500 "$@"
export HELMSTUCK_RACE_COUNT="$count" HELMSTUCK_RACE_SEED="$seed"
cluster_tests -class 'Helmstuck.Tests.Cluster.Recovery.RaceTests'
