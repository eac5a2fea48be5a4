# shellcheck shell=bash
# Where private servers keep their data.
#
# An ordinary user keeps it in .local. As root, PostgreSQL refuses to run as us and its unprivileged user often cannot
# enter the checkout (/root, closed parents), so the data lies under /var/lib in a directory of a random name that
# .local remembers: two checkouts, or one that was moved, never meet there.

# The directory that holds the servers' homes.
servers_place() {
  if ! is_root; then
    say "$LOCAL"
    return
  fi
  if [ ! -s "$LOCAL/place" ]; then
    local place
    place=/var/lib/samverka-$(random_hex 6)
    install -d -m 0711 "$place"
    say "Data of the private servers of $LOCAL" >"$place/README"
    say "$place" >"$LOCAL/place"
  fi
  cat "$LOCAL/place"
}

# server_home <name> <user>: its directory, made when missing, and reachable as .local/<name> as well.
server_home() {
  local home
  home=$(servers_place)/$1
  if [ ! -d "$home" ]; then
    if is_root; then
      install -d -m 0700 -o "$2" -g "$(id -g "$2")" "$home"
      ln -sfn "$home" "$LOCAL/$1"
    else
      install -d -m 0700 "$home"
    fi
  fi
  say "$home"
}

# server_file <user> <path>: keeps standard input there, readable only by that user.
server_file() {
  private_file "$2"
  ! is_root || chown "$1:$(id -g "$1")" "$2"
}

# forget_server <name>: its data; the server must have stopped.
forget_server() {
  rm -rf -- "$(servers_place)/${1:?}" "$LOCAL/${1:?}"
}

# forget_place: all data that lies outside .local.
forget_place() {
  local place
  [ -s "$LOCAL/place" ] || return 0
  place=$(cat "$LOCAL/place")
  [[ $place =~ ^/var/lib/samverka-[0-9a-f]{12}$ ]] || fail "Not removing '$place', which is no place of ours."
  rm -rf -- "$place"
}
