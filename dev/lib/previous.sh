# shellcheck shell=bash
# The version before this one: built once, and kept with what all checkouts share.

# SAMVERKA_PREVIOUS, or the newest tag before this commit, or, as long as there is none, what dev/previous says.
previous_commit() {
  local wanted=${SAMVERKA_PREVIOUS:-}
  [ -n "$wanted" ] || wanted=$(git -C "$ROOT" describe --tags --abbrev=0 HEAD^ 2>/dev/null) || wanted=$(cat "$ROOT/dev/previous")
  git -C "$ROOT" rev-parse --quiet --verify "$wanted^{commit}" ||
    fail "There is no version '$wanted' in this checkout: fetch it, or name another one as SAMVERKA_PREVIOUS."
}

# borrow_dependencies <target>: what this version's own build has compiled of other people's crates. Crates of ours are not
# taken: cargo tells them apart by their place in the checkout, which is the same in both versions.
borrow_dependencies() {
  local built=${BUILT_DEPENDENCIES:-$CACHE/target/debug} crate crates=()
  [ -d "$built/.fingerprint" ] || return 0
  cp -al "$built/deps" "$built/build" "$1/" && cp -a "$built/.fingerprint" "$1/" || return
  for crate in $(cargo metadata --locked --no-deps --format-version 1 | node -p \
    'JSON.parse(require("node:fs").readFileSync(0, "utf8")).packages.map((p) => p.name).join(" ")'); do
    crates+=(--package "$crate")
  done
  cargo clean --quiet "${crates[@]}"
}

# previous_programs: where its programs lie. What both versions depend on is compiled once.
previous_programs() {
  local commit home program
  commit=$(previous_commit)
  home=$CACHE/previous/$commit
  if [ ! -d "$home/programs" ]; then
    warn "» Building the version before, $commit; once, in some minutes"
    rm -rf -- "${home:?}"
    mkdir -p "$home/source" "$home/making" "$home/target/debug"
    git -C "$ROOT" archive "$commit" | tar -x -C "$home/source"
    (
      exec 9>&-
      cd "$home/source" && export CARGO_TARGET_DIR=$home/target && unset CARGO_BUILD_BUILD_DIR
      borrow_dependencies "$home/target/debug"
      cargo build --locked --workspace --bins >&2
    ) || fail "The version before, $commit, could not be built."
    for program in suite portal "${SERVICES[@]}"; do cp "$home/target/debug/$program" "$home/making/"; done
    rm -rf -- "$home/source" "$home/target"
    mv "$home/making" "$home/programs"
  fi
  say "$home/programs"
}
