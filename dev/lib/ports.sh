# shellcheck shell=bash
# Loopback ports: chosen free once per installation, then remembered by name.

# Does anything listen on this port of the loopback?
port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below the range from which the kernel lends ports to outgoing connections.
free_port() {
  local candidate
  while :; do
    candidate=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    port_answers "$candidate" && continue
    grep -rqsx "$candidate" "$ROOT/.local/ports" "$LOCAL/ports" && continue
    say "$candidate"
    return
  done
}

# port <name>: the remembered port.
port() {
  local file=$LOCAL/ports/$1
  if [ ! -s "$file" ]; then
    mkdir -p "$LOCAL/ports"
    free_port >"$file"
  fi
  cat "$file"
}

# renew_port_if_taken <name>: call before a start. Somebody else may have come to sit there since.
renew_port_if_taken() {
  if port_answers "$(port "$1")"; then
    warn "Port $(port "$1") is now used by another program; choosing a new one for $1."
    rm -f "$LOCAL/ports/$1"
    port "$1" >/dev/null
  fi
}

# The program that listens on a port, if the system lets us see it.
port_holder() {
  { ss -Hltnp "sport = :$1" 2>/dev/null || true; } | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p' | head -1
}
