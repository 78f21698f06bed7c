#!/usr/bin/env bash
# Checks the files that GitHub and GitLab read (workflows, pipeline, issue forms, Dependabot) against their published schemas.
#
#   tests/tools/check-workflows.sh           this repository
#   tests/tools/check-workflows.sh FOLDER    the files in another folder
#
# Prints a line for each file that it checked. Exit code 0 only if every file is there and valid.
# Needs Node 18 or later with npm. The packages that it checks with are pinned in tests/tools/workflows/package-lock.json; npm installs them
# once into ${XDG_CACHE_HOME:-~/.cache}/helmstuck.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

fail() { echo "check-workflows: $*" >&2; exit 1; }

case "${1:-}" in
  -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
  -*) fail "unknown argument $1 (try --help)" ;;
esac
root="$(cd "${1:-$here/../..}" && pwd)"

for program in node npm; do
  command -v "$program" >/dev/null ||
    fail "needs $program, and there is none on PATH: install Node 18 or later with npm (on Debian: apt-get install npm)."
done
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || fail "needs Node 18 or later, and this is $(node --version)."

# Named after what is installed in it, and put in place by one rename: a run that was interrupted leaves nothing that counts.
packages="${XDG_CACHE_HOME:-$HOME/.cache}/helmstuck/workflows-$(cksum <"$here/workflows/package-lock.json" | cut -d' ' -f1)"
if [ ! -d "$packages" ]; then
  mkdir -p "$(dirname "$packages")"
  fresh="$(mktemp -d "$packages.XXXXXX")"
  trap 'rm -rf "$fresh"' EXIT
  cp "$here/workflows/package.json" "$here/workflows/package-lock.json" "$fresh"
  echo "check-workflows: installing the packages that it checks with" >&2
  (cd "$fresh" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >npm.log 2>&1 </dev/null) ||
    { head -5 "$fresh/npm.log" >&2; fail "npm could not install the packages."; }
  mv -T "$fresh" "$packages" 2>/dev/null || [ -d "$packages" ] || fail "cannot write $packages."
fi

node "$here/workflows/check.mjs" "$root" "$packages"
