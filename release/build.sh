#!/bin/sh
# Builds all that a release consists of into artifacts/release: see usage below.
set -eu

usage() {
  cat <<'TEXT'
Usage: release/build.sh VERSION [--out DIR] [--binary FILE]...
       release/build.sh --publish RID DIR
       release/build.sh --lock

Builds what a release consists of into DIR (artifacts/release unless given), for each platform that this machine can build for:
on Linux its own processor, and the other one of x86-64 and arm64 where the cross compiler gcc-aarch64-linux-gnu or
gcc-x86-64-linux-gnu is installed; on macOS both processors.

  helmstuck_OS_ARCH.tar.gz     program, completion, manual page, licences, install.sh; with its .sha256
  helmstuck_OS_ARCH.cdx.json   what the program is built of (CycloneDX)
  *.deb, *.rpm                 where dpkg-deb and rpmbuild are installed
  helmstuck.yaml               the krew manifest, kubectl-helmstuck.rb: the Homebrew formula; both name the archives in DIR
  SHA256SUMS                   of everything

Archives of another machine that lie in DIR already are taken into the manifest, the formula and the sums.
The same commit, SDK and compiler give the same bytes. SOURCE_DATE_EPOCH is the commit's date unless given.

  --binary FILE      package this executable instead of building; once for each platform
  --publish RID DIR  only build the executable for a platform (linux-x64, linux-arm64), into DIR, also with files that differ
                     from the commit
  --lock             write down the packages that a release takes, after a change of Directory.Packages.props or of the SDK
TEXT
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "build.sh: $*"; exit 1; }

case "$(uname -s)/$(uname -m)" in
  Linux/x86_64) own=linux-x64; other=linux-arm64; cross=aarch64-linux-gnu ;;
  Linux/aarch64) own=linux-arm64; other=linux-x64; cross=x86_64-linux-gnu ;;
  Darwin/x86_64) own=osx-x64; other=osx-arm64; cross= ;;
  Darwin/arm64) own=osx-arm64; other=osx-x64; cross= ;;
  *) fail "releases are built on Linux and macOS, on x86-64 and arm64" ;;
esac

# runtime_of FILE: the platform of an executable, in .NET's names.
runtime_of() {
  case "$own/$(od -An -tx2 -j18 -N2 "$1" | tr -d ' ')" in
    linux-*/003e) echo linux-x64 ;;
    linux-*/00b7) echo linux-arm64 ;;
    *) echo "$own" ;;
  esac
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
home=$(cd "$(dirname "$0")/.." && pwd)
out="$home/artifacts/release"
version=
given=
lock=false
publish_for=
while [ $# -gt 0 ]; do
  case "$1" in
    --out) [ $# -ge 2 ] || fail "--out needs a folder"; out=$2; shift ;;
    --binary)
      [ $# -ge 2 ] || fail "--binary needs a file"
      [ -x "$2" ] || fail "$2 is not an executable"
      rid=$(runtime_of "$2")
      given="$given $rid"
      mkdir -p "$work/$rid"
      cp "$2" "$work/$rid/kubectl-helmstuck"
      shift
      ;;
    --publish)
      [ $# -ge 3 ] || fail "--publish needs a platform and a folder"
      publish_for=$2
      publish_into=$3
      shift 2
      ;;
    --lock) lock=true ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; fail "unknown argument: $1" ;;
    *) [ -z "$version" ] || fail "one version, not two: $version and $1"; version=$1 ;;
  esac
  shift
done

# dotnet restore OPTION...: the packages for one platform, in a folder of its own.
restore() {
  dotnet restore "$home/kubectl-helmstuck.csproj" -r "$rid" --nologo -v q \
    -p:BaseIntermediateOutputPath="obj/release/$rid/" "$@" </dev/null >&2
}

if $lock; then
  for rid in linux-x64 linux-arm64; do
    restore -p:RestorePackagesWithLockFile=true -p:RestoreForceEvaluate=true -p:NuGetLockFilePath="$home/release/packages/$rid.lock.json"
  done
  exit 0
fi

if [ -n "$publish_for" ]; then
  version=$(sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' "$home/Directory.Build.props")
fi
printf '%s' "$version" | grep -Eqx '[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?' ||
  { usage >&2; fail "a version like 1.2.3 is needed, not '$version'"; }
grep -qF "## [$version]" "$home/CHANGELOG.md" || fail "CHANGELOG.md has no section [$version]"

# The folder may belong to another user, as in a container.
git_here() { git -c safe.directory="$home" -C "$home" "$@"; }
commit=$(git_here rev-parse HEAD 2>/dev/null || true)
if [ -z "$given" ] && [ -n "$commit" ] && [ -n "$(git_here status --porcelain)" ]; then
  [ -n "$publish_for" ] || fail "files differ from the commit: a release is built from a commit"
  commit=
fi
: "${SOURCE_DATE_EPOCH:=}"
if [ -z "$SOURCE_DATE_EPOCH" ] && [ -n "$commit" ]; then
  SOURCE_DATE_EPOCH=$(git_here log -1 --format=%ct)
fi
[ -n "$SOURCE_DATE_EPOCH$publish_for" ] ||
  fail "this is no git repository: set SOURCE_DATE_EPOCH to the seconds since 1970 that the release is dated with"
[ -z "$SOURCE_DATE_EPOCH" ] || export SOURCE_DATE_EPOCH
export LC_ALL=C TZ=UTC DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
umask 022

# at FORMAT: the date of the release.
at() { date -u -d "@$SOURCE_DATE_EPOCH" "+$1" 2>/dev/null || date -u -r "$SOURCE_DATE_EPOCH" "+$1"; }

rids=$given
if [ -z "$given$publish_for" ]; then
  rids=$own
  if [ -z "$cross" ] || command -v "$cross-gcc" >/dev/null; then
    rids="$own $other"
  else
    say "Without $cross-gcc there is nothing for $other."
  fi
fi

# platform RID: operating system and processor in Go's names.
platform() {
  case "$1" in linux-*) os=linux ;; *) os=darwin ;; esac
  case "$1" in *-x64) arch=amd64 ;; *) arch=arm64 ;; esac
}

sums() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# build RID: leaves the executable in $work/RID.
build() {
  rid=$1
  mkdir -p "$work/$rid"
  if [ -f "$home/release/packages/$rid.lock.json" ]; then
    restore -p:RestorePackagesWithLockFile=true -p:RestoreLockedMode=true -p:NuGetLockFilePath="$home/release/packages/$rid.lock.json" ||
      fail "the packages are not those of release/packages/$rid.lock.json: use the SDK that it was written with (here is
$(dotnet --version)), or run release/build.sh --lock"
  else
    say "There is no release/packages/$rid.lock.json: the packages are not compared."
    restore
  fi
  set --
  if [ "$rid" != "$own" ] && [ -n "$cross" ]; then
    set -- -p:CppCompilerAndLinker="$cross-gcc" -p:ObjCopyName="$cross-objcopy"
  fi
  say "Building for $rid ..."
  dotnet publish "$home/kubectl-helmstuck.csproj" -c Release -r "$rid" --no-restore --nologo -v q -p:Version="$version" \
    -p:SourceRevisionId="$commit" -p:SourceRevisionDate="${SOURCE_DATE_EPOCH:+$(at %Y-%m-%dT%H:%M:%SZ)}" \
    -p:BaseIntermediateOutputPath="obj/release/$rid/" "$@" -o "$work/$rid" </dev/null >&2
}

# stage RID: the contents of the archive, in $work/RID.files.
stage() {
  files="$work/$1.files"
  mkdir -p "$files/completions" "$files/man"
  cp "$work/$1/kubectl-helmstuck" "$home/plugin/kubectl_complete-helmstuck" "$home/install.sh" "$files/"
  chmod 755 "$files"/*helmstuck "$files/install.sh"
  cp "$home/LICENSE" "$home/README.md" "$home/CHANGELOG.md" "$files/"
  tool notices "$home/obj/release/$1/project.assets.json" "$home/LICENSE" >"$files/THIRD-PARTY-NOTICES.txt"
  cp "$work/completions"/* "$files/completions/"
  cp "$work/kubectl-helmstuck.1" "$files/man/"
  (cd "$files" && sums $(find . -type f ! -name SHA256SUMS | sed 's|^\./||' | sort) >"$work/sums" && mv "$work/sums" SHA256SUMS)
  chmod 644 "$files"/completions/* "$files"/man/* "$files"/*.md "$files"/*.txt "$files/LICENSE" "$files/SHA256SUMS"
}

if [ -n "$publish_for" ]; then
  build "$publish_for"
  mkdir -p "$publish_into"
  mv -f "$work/$publish_for/kubectl-helmstuck" "$publish_into/"
  exit 0
fi

tool() { dotnet "$work/tool/Helmstuck.Release.dll" "$@"; }

# dated FOLDER: gives everything in it the date of the release.
dated() { find "$1" -exec touch -h -t "$(at %Y%m%d%H%M.%S)" {} +; }

# archive FOLDER FILE: sorted, with the commit's date, without owner.
archive() {
  dated "$1"
  if tar --version | grep -q GNU; then nobody='--owner=0 --group=0 --numeric-owner'; else nobody='--uid 0 --gid 0'; fi
  # shellcheck disable=SC2086
  (cd "$1" && find . -type f | sed 's|^\./||' | sort | tar --format=ustar $nobody -cf - -T -) | gzip -9n >"$2"
}

# tree FOLDER ZSH_FOLDER: the same files as a distribution's package has them.
tree() {
  docs="$1/usr/share/doc/kubectl-helmstuck"
  mkdir -p "$1/usr/bin" "$1/usr/share/man/man1" "$1/usr/share/bash-completion/completions" "$1/usr/share/$2" \
    "$1/usr/share/fish/vendor_completions.d" "$docs"
  cp "$files/kubectl-helmstuck" "$files/kubectl_complete-helmstuck" "$1/usr/bin/"
  gzip -9nc "$files/man/kubectl-helmstuck.1" >"$1/usr/share/man/man1/kubectl-helmstuck.1.gz"
  cp "$files/completions/kubectl-helmstuck.bash" "$1/usr/share/bash-completion/completions/kubectl-helmstuck"
  cp "$files/completions/_kubectl-helmstuck" "$1/usr/share/$2/"
  cp "$files/completions/kubectl-helmstuck.fish" "$1/usr/share/fish/vendor_completions.d/"
  cp "$files/README.md" "$files/THIRD-PARTY-NOTICES.txt" "$docs/"
  cp "$files/LICENSE" "$docs/copyright"
  gzip -9nc "$files/CHANGELOG.md" >"$docs/changelog.gz"
}

summary="Recover Helm releases that are stuck in pending"
about="Finds the Helm release that is stuck, shows whether it is safe to unstick it and what Helm will do
 afterwards, and deletes exactly one release record, with a backup. A plugin of kubectl."
page=https://github.com/kubectl-helmstuck/kubectl-helmstuck

deb() {
  root="$work/$1.deb"
  tree "$root" zsh/vendor-completions
  mkdir -p "$root/DEBIAN"
  cat >"$root/DEBIAN/control" <<TEXT
Package: kubectl-helmstuck
Version: $(printf '%s' "$version" | sed 's/-/~/')
Architecture: $arch
Maintainer: The kubectl-helmstuck authors <kubectl-helmstuck@users.noreply.github.com>
Installed-Size: $(find "$root/usr" -type f -exec wc -c {} + | awk '$2 != "total" { size += $1 } END { print int(size / 1024) + 1 }')
Depends: libc6 (>= 2.28), libssl3 | libssl3t64 | libssl1.1
Recommends: ca-certificates
Section: admin
Priority: optional
Homepage: $page
Description: $summary
 $about
TEXT
  (cd "$root" && find usr -type f | sort | xargs md5sum >DEBIAN/md5sums)
  dated "$root"
  DPKG_DEB_THREADS_MAX=1 dpkg-deb --root-owner-group -Zxz --build "$root" "$out/kubectl-helmstuck_${version}_$arch.deb" >&2
}

rpm() {
  case "$arch" in amd64) machine=x86_64 ;; *) machine=aarch64 ;; esac
  root="$work/$1.rpm"
  tree "$root" zsh/site-functions
  dated "$root"
  cat >"$work/$1.spec" <<TEXT
Name: kubectl-helmstuck
Version: $(printf '%s' "$version" | sed 's/-/~/')
Release: 1
Summary: $summary
License: MIT
URL: $page
# What was built elsewhere cannot be read here for another processor, so the needs are named.
AutoReqProv: no
Requires: libc.so.6(GLIBC_2.28)(64bit)
Requires: (libssl.so.3()(64bit) or libssl.so.1.1()(64bit))
%description
$(printf '%s' "$about" | sed 's/^ //')
%install
cp -a "$root/." %{buildroot}
%files
$(cd "$root" && find usr -type f | sort | sed 's|^|/|')
TEXT
  rpmbuild -bb --quiet --target "$machine-linux" --define "_topdir $work/rpmbuild" --define "_rpmdir $work/rpms" \
    --define "_build_name_fmt %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm" --define "_buildhost localhost" \
    --define "use_source_date_epoch_as_buildtime 1" --define "clamp_mtime_to_source_date_epoch 1" \
    --define "_binary_payload w6.xzdio" --define "__os_install_post %{nil}" --define "debug_package %{nil}" \
    --define "_build_id_links none" "$work/$1.spec" >&2
  mv "$work/rpms"/*.rpm "$out/"
}

mkdir -p "$out"
out=$(cd "$out" && pwd)
dotnet build "$home/release/tool/Helmstuck.Release.csproj" -c Release -o "$work/tool" --nologo -v q \
  -p:BaseIntermediateOutputPath="$work/tool.obj/" </dev/null >&2

for rid in $rids; do
  if [ -n "$given" ]; then restore; else build "$rid"; fi
done

# The program of this machine tells these of itself; they are the same for all.
mkdir -p "$work/completions"
program="$work/$own/kubectl-helmstuck"
[ -x "$program" ] || fail "the executable for this machine is needed too: it tells completion and manual page"
"$program" __man >"$work/kubectl-helmstuck.1"
"$program" completion bash >"$work/completions/kubectl-helmstuck.bash"
"$program" completion zsh >"$work/completions/_kubectl-helmstuck"
"$program" completion fish >"$work/completions/kubectl-helmstuck.fish"

for rid in $rids; do
  platform "$rid"
  name="helmstuck_${os}_$arch"
  stage "$rid"
  archive "$files" "$out/$name.tar.gz"
  (cd "$out" && sums "$name.tar.gz" >"$name.tar.gz.sha256")
  tool sbom "$home/obj/release/$rid/project.assets.json" "$version" "$SOURCE_DATE_EPOCH" "$work/$rid/kubectl-helmstuck" \
    >"$out/$name.cdx.json"
  [ "$os" = linux ] || continue
  if command -v dpkg-deb >/dev/null; then deb "$rid"; else say "Without dpkg-deb there is no .deb."; fi
  if command -v rpmbuild >/dev/null; then rpm "$rid"; else say "Without rpmbuild there is no .rpm."; fi
done

cd "$out"
sums helmstuck_*.tar.gz >"$work/archives"
awk -v version="v$version" -f "$home/release/krew.awk" "$work/archives" "$home/plugin/helmstuck.yaml" >helmstuck.yaml
awk -v version="$version" -f "$home/release/homebrew.awk" "$work/archives" "$home/release/homebrew.rb" >kubectl-helmstuck.rb
sums $(find . -type f ! -name SHA256SUMS ! -name '*.sha256' | sed 's|^\./||' | sort) >"$work/sums"
mv "$work/sums" SHA256SUMS
say "In $out:"
ls
