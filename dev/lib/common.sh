# shellcheck shell=bash
# What every script here begins with: where things are, how to speak, and a few small tools.
set -euo pipefail

ROOT=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Everything an installation knows lies here: ports, secrets, logs, data. `make clean` forgets it.
LOCAL=${SAMVERKA_LOCAL:-$ROOT/.local}

# A bare PATH (cron, sudo, a minimal shell) knows neither rustup's tools nor those of administrators.
PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH
# What every checkout of this user shares: what was built and fetched.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/samverka
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}
# What it would keep to build a little faster next time is as much again as all that was built.
export CARGO_INCREMENTAL=${CARGO_INCREMENTAL:-0}

say() { printf '%s\n' "$*"; }
step() { printf '» %s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
fail() {
  warn "$*"
  exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# Opens (or lays) the private directory of this installation. Nobody else may enter it.
open_local() {
  [ -d "$LOCAL" ] || (umask 077 && mkdir -p "$LOCAL")
  if [ "$(stat -c %u "$LOCAL")" != "$(id -u)" ]; then
    fail "$LOCAL belongs to $(stat -c %U "$LOCAL"): run this as $(stat -c %U "$LOCAL"), or let them run 'make clean' first."
  fi
}

# One change of an installation at a time. Descriptor 9 is closed for every process that outlives us.
lock_local() {
  open_local
  exec 9>"$LOCAL/lock"
  flock -w 900 9 || fail "Another command has been changing $LOCAL for 15 minutes; giving up."
}

# random_hex <bytes>, random_base64 <bytes>
random_hex() { head -c "$1" /dev/urandom | od -An -vtx1 | tr -d ' \n'; }
random_base64() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }

# private_file <path>: keeps standard input there, readable only by us, whole or not at all.
private_file() {
  local draft=$1.$$
  (umask 077 && cat >"$draft")
  mv "$draft" "$1"
}

# wait_until <seconds> <command…>
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}
