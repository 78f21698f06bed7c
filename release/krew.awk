# Fills the krew manifest: the version, and the checksum of each archive. Platforms without an archive are left out.
# First file: checksums; second file: the manifest to fill.
FNR == NR { sum[$2] = $1; next }
/^#/ { next }
/^  - selector:/ { print_platform(); within = 1 }
{ gsub(/v0\.1\.0/, version) }
/^    uri:/ { name = $2; sub(/.*\//, "", name) }
/^    sha256:/ && name in sum { $0 = "    sha256: \"" sum[name] "\"" }
within { block = block $0 "\n"; next }
{ print }
END { print_platform() }
function print_platform() {
  if (name in sum) printf "%s", block
  block = ""
}
