#!/usr/bin/env bash
# The shell part of the release workflow: `agree TAG`, `unpack TAG TARGET`, `sums TAG`. Run at the root of the repository.
set -euo pipefail

wrong() {
  echo "::error title=release::$1" >&2 # the runner reads commands from both streams
  exit 1
}

# The version of a tag, which is v and the version.
version() {
  [[ "$1" =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || wrong "the tag is not v and a version"
  echo "${1#v}"
}

# The changelog's section of a version, without its heading.
section() {
  awk -v version="$1" '/^## / { inside = ($2 == version); next } inside' CHANGELOG.md
}

# Tag, Cargo.toml, Cargo.lock and changelog tell the same version.
agree() {
  local version manifest lock
  version=$(version "$1")
  manifest=$(awk -F'"' '/^version = / { print $2; exit }' Cargo.toml)
  lock=$(awk -F'"' '/^name = / { own = ($2 == "synlint") } own && /^version = / { print $2 }' Cargo.lock)
  [ "$manifest" = "$version" ] || wrong "the tag says $version, Cargo.toml $manifest"
  [ "$lock" = "$version" ] || wrong "the tag says $version, Cargo.lock $lock"
  section "$version" | grep -q '[^[:space:]]' || wrong "CHANGELOG.md has no section for $version, or an empty one"
  echo "$version"
}

# The wheel, and the program in it as an archive with its licenses: both were built in the same container.
unpack() {
  local version name wheels
  version=$(version "$1")
  name=synlint-$version-$2
  wheels=(wheels/*.whl)
  if [ "${#wheels[@]}" != 1 ] || [ ! -f "${wheels[0]}" ]; then wrong "one wheel was to be built"; fi
  mkdir -p dist "$name"
  unzip -q -j "${wheels[0]}" '*.data/scripts/synlint*' -d "$name"
  cp README.md LICENSE-MIT LICENSE-APACHE "$name"
  chmod 755 "$name"/synlint*
  tar -czf "dist/$name.tar.gz" "$name"
  mv "${wheels[0]}" dist/
}

# SHA-256 of every file, and the notes of the release.
sums() {
  local version
  version=$(version "$1")
  (cd dist && sha256sum -- *.whl *.tar.gz > SHA256SUMS && cat SHA256SUMS)
  section "$version" > notes.md
}

case "${1:-}" in
  agree | unpack | sums) "$@" ;;
  *) wrong "agree, unpack or sums" ;;
esac
