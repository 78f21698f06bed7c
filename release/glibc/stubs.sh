#!/bin/sh
# stubs.sh FOLDER [linux-x64|linux-arm64]: makes what an executable is linked with to start on glibc 2.28 and newer,
# whatever glibc is installed here:
# FOLDER/start.o, and for each library of symbols.txt a shared one that names its symbols in their old versions.
# FOLDER/link.rsp is what the compiler is told to link with these. Fails where a small program cannot be linked so, or does not run.
# Nothing of the libraries gets into the executable but names and versions: at run time it finds the machine's own libraries.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
into=${1:?a folder is needed}
case "$(uname -m)" in
  x86_64 | amd64) own=linux-x64 ;;
  aarch64 | arm64) own=linux-arm64 ;;
  *) own= ;;
esac
target=${2:-$own}
case "$target" in
  linux-x64) first=GLIBC_2.2.5; name=x86_64 ;;
  linux-arm64) first=GLIBC_2.17; name=aarch64 ;;
  *) echo "stubs.sh: unknown processor ${target:-$(uname -m)}" >&2; exit 1 ;;
esac
if [ "$target" = "$own" ]; then
  compiler=$(command -v clang || command -v gcc)
else
  compiler=$(command -v "$name-linux-gnu-gcc")
fi
mkdir -p "$into"
rm -f "$into"/lib*.so* "$into"/start.o

"$compiler" -O2 -fPIC -fno-stack-protector -c "$here/start.c" -o "$into/start.o"

symbols() { sed '/^#/d' "$here/symbols.txt" | awk -v library="$1" -v first="$first" '
  $1 == library { print $2, (first == "GLIBC_2.2.5" && NF > 2 ? $3 : first) }'; }

for library in $(sed '/^#/d' "$here/symbols.txt" | cut -d' ' -f1 | sort -u); do
  symbols "$library" | while read -r symbol version; do
    printf 'void %s(void) {}\n' "$symbol"
  done >"$into/$library.c"
  symbols "$library" | sort -k2,2 | awk '
    $2 != version { if (version) print "};"; version = $2; print version " { global:" }
    { print "  " $1 ";" }
    END { print "};" }' >"$into/$library.map"
  "$compiler" -shared -fPIC -nostdlib -fno-builtin -w -Wl,-soname,"$library" -Wl,--version-script="$into/$library.map" \
    "$into/$library.c" -o "$into/$library"
done

{
  printf '%s\n' -Wl,--wrap=__libc_start_main -Wl,--push-state,--no-as-needed
  for library in "$into"/lib*.so.[0-9]; do printf '"%s"\n' "$library"; done
  printf '%s\n' -Wl,--pop-state
} >"$into/link.rsp"

cat >"$into/probe.c" <<'TEXT'
static int constructed;
static __attribute__((constructor)) void construct(void) { constructed++; }
int main(void) { return constructed == 1 ? 0 : 1; }
TEXT
"$compiler" "$into/start.o" @"$into/link.rsp" "$into/probe.c" -o "$into/probe"
# Another processor's program is linked here and runs elsewhere.
[ "$target" != "$own" ] || "$into/probe"
