# shellcheck shell=bash
# A private PostgreSQL: loopback only, no socket, passwords by SCRAM, apart from any cluster Debian runs.
# shellcheck disable=SC2154 # POSTGRES_PASSWORD comes from load_secrets

postgres_user() { if is_root; then say postgres; else id -un; fi; }
postgres_home() { server_home postgres "$(postgres_user)"; }

# postgres_bin [version]: programs of that version, or of the newest one that we support (15 to 18).
postgres_bin() {
  local version
  for version in ${1:-18 17 16 15}; do
    if [ -x "/usr/lib/postgresql/$version/bin/postgres" ]; then
      say "/usr/lib/postgresql/$version/bin"
      return
    fi
  done
  return 1
}

# The programs that fit the data: a cluster stays on the version that made it.
postgres_tools() {
  local home version
  home=$(postgres_home)
  if [ -s "$home/data/PG_VERSION" ]; then
    version=$(cat "$home/data/PG_VERSION")
    postgres_bin "$version" ||
      fail "The data was made by PostgreSQL $version, which is gone. Install postgresql-$version, or forget the data with 'make clean'."
  else
    postgres_bin || fail "No PostgreSQL 15 to 18 found under /usr/lib/postgresql."
  fi
}

# postgres_url <database>: as superuser.
postgres_url() { say "postgres://postgres:$POSTGRES_PASSWORD@127.0.0.1:$(port postgres)/$1"; }

postgres_lives() {
  local home pid
  [ -e "$LOCAL/postgres" ] || return 1
  home=$(postgres_home)
  pid=$(head -n 1 "$home/data/postmaster.pid" 2>/dev/null) || return 1
  # After a crash of the machine the number may be a stranger's by now.
  runs "$pid" && [ "$(readlink "/proc/$pid/cwd")" = "$home/data" ]
}

# What a killed server left: once the last of its processes is gone, nothing but a file claims the data.
# (PostgreSQL itself is fooled by an ended process that nobody collected, and by a stranger with its number.)
postgres_release() {
  local data=$1
  [ -e "$data/postmaster.pid" ] || return 0
  wait_until 10 postgres_unused "$data" || fail "Processes of a killed PostgreSQL still work in $data."
  rm -f "$data/postmaster.pid"
}
postgres_unused() {
  local cwd
  for cwd in /proc/[0-9]*/cwd; do
    [ "$(readlink "$cwd" 2>/dev/null)" != "$1" ] || return 1
  done
}

# Read at every start, so that a changed port or profile takes effect.
postgres_settings() {
  say "listen_addresses = '127.0.0.1'"
  say "port = $(port postgres)"
  say "unix_socket_directories = ''"
  say "cluster_name = 'samverka'"
  say "log_line_prefix = '%m [%p] %q%u@%d '"
  say "password_encryption = 'scram-sha-256'"
  if [ "$1" = careless ]; then
    # For tests alone: a crash of the machine may spoil the data, which is made anew anyway.
    printf '%s = off\n' fsync synchronous_commit full_page_writes
    say "max_connections = 300"
  else
    say "max_connections = 200"
    archive_settings
  fi
  # While data of an earlier moment is being laid.
  say "include_if_exists = 'restoring.conf'"
  if [ "$BUILT_FOR" = measuring ]; then
    # As an operator would have it, who reads the manual: a quarter of the memory, and room for the log of changes.
    say "shared_buffers = '$(awk '/^MemTotal/ {print int($2 / 4)}' /proc/meminfo)kB'"
    say "min_wal_size = '1GB'"
  fi
}

postgres_make() {
  local home=$1 tools=$2 user
  user=$(postgres_user)
  step "Laying a private PostgreSQL ($(basename "$(dirname "$tools")"))"
  rm -rf "$home/making" "$home/data"
  say "$POSTGRES_PASSWORD" | server_file "$user" "$home/password"
  (cd / && as_user "$user" "$tools/initdb" --pgdata="$home/making" --username=postgres --pwfile="$home/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$LOCAL/log/initdb.log" 2>&1) ||
    fail "initdb failed: $(tail -n 5 "$LOCAL/log/initdb.log")"
  rm -f "$home/password"
  say "include 'samverka.conf'" >>"$home/making/postgresql.conf"
  # Renamed last: what was interrupted is made again from nothing.
  mv "$home/making" "$home/data"
}

# Seconds that a start may take: a recovery reads all that was done since its backup.
postgres_patience() { if [ -e "$1/data/recovery.signal" ]; then say 3600; else say 60; fi; }

# postgres_start [careful|careless]
postgres_start() {
  local home tools user
  home=$(postgres_home) tools=$(postgres_tools) user=$(postgres_user)
  ! postgres_lives || return 0
  mkdir -p "$LOCAL/log"
  [ -s "$home/data/PG_VERSION" ] || postgres_make "$home" "$tools"
  postgres_release "$home/data"
  renew_port_if_taken postgres
  postgres_settings "${1:-careful}" | server_file "$user" "$home/data/samverka.conf"
  (
    cd /
    let_go
    as_user "$user" "$tools/pg_ctl" -D "$home/data" -l "$home/log" -w -t "$(postgres_patience "$home")" start >/dev/null
  ) || fail "PostgreSQL did not start: $(tail -n 10 "$home/log" 2>/dev/null)"
}

# Ends all its processes at once, as a power cut would (what they had handed to the kernel stays).
postgres_kill() {
  local data cwd
  data=$(postgres_home)/data
  for cwd in /proc/[0-9]*/cwd; do
    if [ "$(readlink "$cwd" 2>/dev/null)" = "$data" ]; then
      kill -KILL "$(basename "$(dirname "$cwd")")" 2>/dev/null || true
    fi
  done
  wait_until 10 postgres_unused "$data" || fail "PostgreSQL in $data cannot be ended."
}

postgres_stop() {
  local home tools user
  postgres_lives || return 0
  home=$(postgres_home) tools=$(postgres_tools) user=$(postgres_user)
  (cd / && as_user "$user" "$tools/pg_ctl" -D "$home/data" -m fast -w -t 60 stop >/dev/null) ||
    (cd / && as_user "$user" "$tools/pg_ctl" -D "$home/data" -m immediate -w -t 20 stop >/dev/null)
}

# postgres_ask <database> <sql>: one answer, as superuser.
postgres_ask() {
  PGPASSWORD=$POSTGRES_PASSWORD PGCONNECT_TIMEOUT=10 "$(postgres_tools)/psql" -X -q -A -t -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$(port postgres)" -U postgres -d "$1" -c "$2"
}

# postgres_database <name>: made when missing.
postgres_database() {
  [ "$(postgres_ask postgres "SELECT 1 FROM pg_database WHERE datname = '$1'")" = 1 ] ||
    postgres_ask postgres "CREATE DATABASE $1"
}
