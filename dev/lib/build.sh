# shellcheck shell=bash
# Our own programs: built, and told apart from what they were before.

# What is measured is built as it would ship; all else in the one profile that serves `make up` and `make test`.
BUILT_FOR=${SAMVERKA_BUILT_FOR:-use}
case $BUILT_FOR in
  use) PROGRAMS=$CARGO_TARGET_DIR/debug PROFILE=dev ;;
  measuring) PROGRAMS=$CARGO_TARGET_DIR/release PROFILE=release ;;
  *) fail "SAMVERKA_BUILT_FOR is neither 'use' nor 'measuring'." ;;
esac
# Of another version, which `make upgrade` replaces.
PROGRAMS=${SAMVERKA_PROGRAMS:-$PROGRAMS}

# All programs at once, as `make test` builds them, so that no dependency is compiled twice with other features.
build() {
  [ -z "${SAMVERKA_PROGRAMS:-}" ] || return 0
  if [ -x "$PROGRAMS/suite" ]; then step "Building"; else step "Building; the first time takes some minutes"; fi
  (cd "$ROOT" && exec 9>&- && cargo build --locked --workspace --bins --profile "$PROFILE") || fail "The build failed."
}

# Changes whenever one of the named programs was built anew.
stamp_of() {
  local program
  for program in "$@"; do stat -c '%n %i %Y %s' "$PROGRAMS/$program"; done | sha256sum | cut -c1-32
}

# for_release: from here on, what is built is the same wherever it is built: neither the checkout's place nor the user's is in
# it. In a folder of its own, as other flags would build everything else anew.
for_release() {
  local cargo=${CARGO_HOME:-$HOME/.cargo}
  PROFILE=release CARGO_TARGET_DIR=$CARGO_TARGET_DIR/given-away
  PROGRAMS=$CARGO_TARGET_DIR/release
  export RUSTFLAGS="--remap-path-prefix=$ROOT=/samverka --remap-path-prefix=$cargo=/cargo --remap-path-prefix=$CARGO_TARGET_DIR=/target"
  # What crates compile of C.
  export CFLAGS="-ffile-prefix-map=$ROOT=/samverka -ffile-prefix-map=$cargo=/cargo -ffile-prefix-map=$CARGO_TARGET_DIR=/target"
}
