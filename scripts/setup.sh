#!/usr/bin/env bash
# Installs what deckhand builds with: Debian packages, and the pinned release of the C++ Actor Framework.
# Safe to run again at any time: what is already there is left alone.
#
#   scripts/setup.sh [release|asan|tsan|fuzz]
#
# The framework is built once per flavour into a cache outside the tree, since a sanitizer must also see into it:
#   ${DECKHAND_CACHE:-~/.cache/deckhand}/caf-0.18.7-<flavour>
set -euo pipefail

flavour=${1:-release}
case "$flavour" in
  release) sanitizer="" ;;
  asan) sanitizer="address,undefined" ;;
  tsan) sanitizer="thread" ;;
  fuzz) sanitizer="" ;;
  *) echo "setup: unknown flavour '$flavour' (release, asan, tsan or fuzz)" >&2; exit 2 ;;
esac

caf_version=0.18.7
caf_sha256=d5c3abe8fd67a729aab1baeece10367637d903ba335f4c79378bcadfbcd34552
caf_file=actor-framework_${caf_version}.orig.tar.gz
cache=${DECKHAND_CACHE:-$HOME/.cache/deckhand}
caf_prefix=$cache/caf-$caf_version-$flavour

packages=(build-essential cmake ninja-build pkg-config curl ca-certificates clang-format-14 libssl-dev libsqlite3-dev
          libcpp-httplib-dev nlohmann-json3-dev catch2 libcli11-dev libspdlog-dev libexpected-dev python3 libpython3-dev pybind11-dev
          iproute2 python3-numpy python3-serial)  # the last two are what protocols import

# libFuzzer is clang's, and what is fuzzed knows no actors.
[ "$flavour" = fuzz ] && packages+=(clang libclang-rt-dev)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_packages() {
  local missing=() package
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  echo "setup: installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

checksum_holds() { echo "$caf_sha256  $1" | sha256sum --check --status 2>/dev/null; }

# The Debian mirrors that apt is configured for carry the release; upstream is the last resort.
caf_sources() {
  apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | sort -u | while read -r mirror; do
    echo "${mirror%/}/pool/main/a/actor-framework/$caf_file"
  done
  echo "https://github.com/actor-framework/actor-framework/archive/refs/tags/$caf_version.tar.gz"
}

fetch_caf() {
  local archive=$cache/$caf_file source
  mkdir -p "$cache"
  checksum_holds "$archive" && return
  while read -r source; do
    if curl -fsSL --retry 2 --connect-timeout 20 -o "$archive.part" "$source" 2>/dev/null && checksum_holds "$archive.part"; then
      mv "$archive.part" "$archive"
      return
    fi
    rm -f "$archive.part"
  done < <(caf_sources)
  echo "setup: no source answered with C++ Actor Framework $caf_version (sha256 $caf_sha256)." >&2
  echo "setup: put $caf_file into $cache and run this again." >&2
  exit 1
}

# CMake takes an installed framework where there is one; only a sanitizer needs its own.
caf_is_installed() {
  [ -f "$caf_prefix/.complete" ] && return 0
  [ "$flavour" = release ] || return 1
  local probe
  probe=$(mktemp -d)
  printf 'cmake_minimum_required(VERSION 3.25)\nproject(probe CXX)\nfind_package(CAF %s REQUIRED COMPONENTS core io)\n' \
    "$caf_version" > "$probe/CMakeLists.txt"
  cmake -S "$probe" -B "$probe/build" >/dev/null 2>&1
  local found=$?
  rm -rf "$probe"
  return $found
}

build_caf() {
  fetch_caf
  local work
  work=$(mktemp -d)
  trap "rm -rf '$work'" EXIT
  echo "setup: building C++ Actor Framework $caf_version ($flavour) into $caf_prefix; this takes some minutes"
  tar -xzf "$cache/$caf_file" -C "$work" --strip-components=1
  cmake -S "$work" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$caf_prefix" \
    -DCMAKE_CXX_STANDARD=17 -DCMAKE_CXX_FLAGS=-w -DCAF_SANITIZERS="$sanitizer" -DCAF_ENABLE_EXAMPLES=OFF \
    -DCAF_ENABLE_TESTING=OFF -DCAF_ENABLE_TOOLS=OFF > "$work/configure.log" 2>&1 ||
    { cat "$work/configure.log" >&2; exit 1; }
  ninja -C "$work/build" install > "$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; exit 1; }
  touch "$caf_prefix/.complete"
}

install_packages
[ "$flavour" = fuzz ] || caf_is_installed || build_caf
echo "setup: ready ($flavour)"
