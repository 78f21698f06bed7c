# Fills the Homebrew formula: the version, and one block for each archive.
# First file: checksums; second file: the formula to fill.
FNR == NR { sum[$2] = $1; next }
/# PLATFORMS/ {
  platform("macos", "arm", "helmstuck_darwin_arm64.tar.gz")
  platform("macos", "intel", "helmstuck_darwin_amd64.tar.gz")
  platform("linux", "arm", "helmstuck_linux_arm64.tar.gz")
  platform("linux", "intel", "helmstuck_linux_amd64.tar.gz")
  next
}
{ gsub(/VERSION/, version); print }
function platform(os, processor, archive) {
  if (!(archive in sum)) return
  print ""
  print "  on_" os " do"
  print "    on_" processor " do"
  print "      url \"https://github.com/kubectl-helmstuck/kubectl-helmstuck/releases/download/v" version "/" archive "\""
  print "      sha256 \"" sum[archive] "\""
  print "    end"
  print "  end"
}
