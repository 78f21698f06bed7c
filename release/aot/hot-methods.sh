#!/usr/bin/env bash
# Writes release/aot/hot-methods.txt.gz: the methods that a screen calls, in the order of their first calls. The linker puts them side by
# side, and 3 MB of code that no screen runs stay out of memory. Names that no longer exist are ignored. Linux on x86-64, with gcc.
#
#   release/aot/hot-methods.sh KUBECONFIG     a cluster with a stuck release, over TLS: its connection is traced too
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet publish kubectl-helmstuck.csproj -c Release --ucr -v q --nologo -p:StripSymbols=false -o "$folder" >&2
program="$folder/kubectl-helmstuck"
gcc -O2 -o "$folder/first-calls" release/aot/first-calls.c
read -r size start < <(size -A "$program" | awk '$1 == "__managedcode" { print $2, $3 }')
nm "$program" | awk -v start="$start" -v size="$size" '
  function hex(text, i, n) { for (i = 1; i <= length(text); i++) n = n * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1; return n }
  NF >= 3 && ($2 == "t" || $2 == "T") && !seen[$1]++ {
    at = hex($1)
    if (at >= start && at < start + size) { address = $1; sub(/^[^ ]+ [^ ]+ /, ""); print address, $0 }
  }' >"$folder/functions"
# trace NAME ARGUMENT...: a command.
trace() {
  name=$1; shift
  "$folder/first-calls" "$folder/functions" "$folder/$name" "$program" "$@" >"$folder/output" </dev/null
}
# press KEYS NAME ARGUMENT...: a screen at 120 columns, the keys three seconds apart; the last one ends it.
press() {
  keys=$1 name=$2; shift 2
  { sleep 20; for ((i = 0; i < ${#keys}; i++)); do printf %s "${keys:i:1}"; sleep 3; done; } |
    TERM=xterm-256color script -qec "stty columns 120 rows 40; '$folder/first-calls' '$folder/functions' '$folder/$name' '$program' $*" /dev/null >"$folder/output"
}
kubeconfig=$(realpath "$1")
trace list list -A --kubeconfig "$kubeconfig"
# Twice: what waits for what differs from run to run, and so do the methods.
for run in first second; do
  press $'jk2a345/x\e1:\e?\en\ed\ejkq' "$run" -A --kubeconfig "$kubeconfig"
done
press $'jk21d\eq' demo --demo
cat "$folder/list" "$folder/first" "$folder/second" "$folder/demo" | awk '!seen[$0]++' | gzip -9n >release/aot/hot-methods.txt.gz
