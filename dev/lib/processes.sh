# shellcheck shell=bash
# Processes in the background, told apart from strangers that were given the same number later.

# As root every server runs as the unprivileged user its Debian package created.
# as_user <user> <command…> never forks, so that $! is the server itself.
as_user() {
  local user=$1
  shift
  if is_root && [ "$user" != root ]; then
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups -- "$@"
  else
    "$@"
  fi
}

# runs <pid>: and has not merely ended without anybody (in a container, often nobody) collecting it.
runs() { [ -d "/proc/$1" ] && ! grep -qs "^State:[[:space:]]*[ZX]" "/proc/$1/status"; }

born() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

pid_file() { printf '%s/run/%s.pid' "$LOCAL" "$1"; }

# process_pid <name>: its number, if it still lives.
process_pid() {
  local pid birth
  [ -s "$(pid_file "$1")" ] || return 1
  read -r pid birth <"$(pid_file "$1")"
  [ -n "$birth" ] && [ "$(born "$pid")" = "$birth" ] && runs "$pid" || return 1
  say "$pid"
}

process_lives() { process_pid "$1" >/dev/null; }
process_gone() { ! process_lives "$1"; }

# Closes whatever a caller holds open but the three streams: our lock, or one of somebody who called us. A server that
# kept it would hold it for as long as it lives.
let_go() {
  local fd
  for fd in "/proc/$BASHPID/fd"/*; do
    fd=${fd##*/}
    [ "$fd" -le 2 ] || eval "exec $fd>&-"
  done
}

# process_start <name> <user> <log file> <command…>: in a session of its own, away from our terminal and lock.
process_start() {
  local name=$1 user=$2 log=$3 pid
  shift 3
  mkdir -p "$LOCAL/run" "$(dirname "$log")"
  [ ! -s "$log" ] || mv -f "$log" "$log.1"
  : >"$log"
  (
    cd /
    trap - EXIT INT TERM
    exec </dev/null >>"$log" 2>&1
    let_go
    if is_root && [ "$user" != root ]; then
      exec setsid setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups -- "$@"
    fi
    exec setsid "$@"
  ) &
  pid=$!
  say "$pid $(born "$pid")" >"$(pid_file "$name")"
}

# process_stop <name> [seconds]: asks, waits, and insists in the end.
process_stop() {
  local name=$1 patience=${2:-20} pid
  if pid=$(process_pid "$name"); then
    kill -TERM "$pid" 2>/dev/null || true
    if ! wait_until "$patience" process_gone "$name"; then
      warn "$name did not stop within $patience s; ending it."
      kill -KILL "$pid" 2>/dev/null || true
      wait_until 10 process_gone "$name" || warn "$name (process $pid) cannot be ended."
    fi
  fi
  rm -f "$(pid_file "$name")"
}

# process_kill <name>: at once, as a power cut would.
process_kill() {
  local pid
  pid=$(process_pid "$1") || return 0
  kill -KILL "$pid"
  wait_until 10 process_gone "$1" || fail "$1 (process $pid) cannot be ended."
}

# process_await <name> <seconds> <log file> <test…>: until the test holds; says why when it never does.
process_await() {
  local name=$1 deadline=$((SECONDS + $2)) log=$3
  shift 3
  until "$@"; do
    if process_gone "$name" || [ "$SECONDS" -ge "$deadline" ]; then
      warn "$name did not become ready. The end of $log:"
      tail -n 20 "$log" >&2 || true
      process_stop "$name"
      return 1
    fi
    sleep 0.1
  done
}
