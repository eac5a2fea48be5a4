# shellcheck shell=bash
# Backups of the private PostgreSQL: base backups, and the log of changes since (WAL), segment by segment. A restore lays the
# data of a moment anew; what was there before is set aside and never overwritten.
# shellcheck disable=SC2154 # POSTGRES_PASSWORD comes from load_secrets, DATABASE from settings.sh

backups_home() { server_home backups "$(postgres_user)"; }
backups_wal() { say "$(backups_home)/wal"; }
backups_base() { say "$(backups_home)/base"; }
backups_begun() { [ -d "$LOCAL/backups/wal" ]; }

# Read by postgres_settings. A segment that is there already and differs is never overwritten: then PostgreSQL keeps its own,
# complains in its log, and tries again. Until there is a first backup nothing is kept.
archive_settings() {
  local wal
  # Turning this on takes a restart; what the command does takes none.
  say "archive_mode = on"
  if backups_begun; then
    wal=$(backups_wal)
    say "archive_timeout = '60s'"
    say "archive_command = 'cmp -s \"%p\" \"$wal/%f\" || { test ! -e \"$wal/%f\" && cp \"%p\" \"$wal/%f.part\" && sync \"$wal/%f.part\" && mv \"$wal/%f.part\" \"$wal/%f\"; }'"
  else
    say "archive_command = 'true'"
  fi
}

# As whoever owns the data.
as_postgres() { (cd / && PGPASSWORD=$POSTGRES_PASSWORD as_user "$(postgres_user)" "$@"); }

# as_backup <arguments of suite backup…>: as whoever may see everything.
as_backup() {
  local settings=$LOCAL/run/backup.env
  mkdir -p "$LOCAL/run"
  say "SAMVERKA_BACKUP_URL=$(postgres_url "$DATABASE")" | private_file "$settings"
  "$ROOT/dev/lib/with-settings" "$settings" "$PROGRAMS/suite" backup "$@"
}

# backups_begin: from now on every change is kept.
backups_begin() {
  local user home
  user=$(postgres_user) home=$(postgres_home)
  if ! backups_begun; then
    as_postgres mkdir -p "$(backups_base)" "$(backups_wal)"
    postgres_settings careful | server_file "$user" "$home/data/samverka.conf"
  fi
  if [ "$(postgres_ask postgres 'SHOW archive_mode')" = on ]; then
    postgres_ask postgres 'SELECT pg_reload_conf()' >/dev/null
  else
    # Laid before there were backups.
    postgres_stop
    postgres_start
  fi
}

# A moment as the names of base backups have it, which sort by it.
moment_name() { date -u -d "$1" '+%Y%m%dT%H%M%SZ'; }

# backup_take: a base backup. It is called after the first whole second to which it can be restored.
backup_take() {
  local base tools stamp
  base=$(backups_base) tools=$(postgres_tools)
  rm -rf -- "$base/making" "$base/making.files.tar"
  as_postgres "$tools/pg_basebackup" --host=127.0.0.1 --port="$(port postgres)" --username=postgres --no-password \
    --pgdata="$base/making" --checkpoint=fast --wal-method=stream --label=samverka ||
    fail "pg_basebackup failed: no backup was made."
  as_postgres "$tools/pg_verifybackup" --quiet "$base/making" || fail "The backup is not what PostgreSQL wrote; it was not kept."
  stamp=$(moment_name "$(postgres_ask postgres "SELECT clock_timestamp() + interval '1 second'")")
  # Files that people attached, and long lists: their names are never given again, so a restore adds what is missing.
  mkdir -p "$LOCAL/files"
  tar -C "$LOCAL/files" -cf - . | server_file "$(postgres_user)" "$base/making.files.tar"
  mv "$base/making.files.tar" "$base/$stamp.files.tar"
  mv "$base/making" "$base/$stamp"
  backups_note
  say "$stamp"
}

# What lies beside the database and is never restored to an earlier state: kept with the backups, newest only.
backups_note() {
  local note home
  home=$(backups_home)
  for note in erasures.jsonl seal-heads.jsonl; do
    [ ! -e "$LOCAL/$note" ] || server_file "$(postgres_user)" "$home/$note" <"$LOCAL/$note"
  done
}

# backups_list: the names of base backups, oldest first.
backups_list() {
  local name
  for name in "$LOCAL"/backups/base/*Z; do
    [ ! -d "$name" ] || basename "$name"
  done
}

# backups_forget <how many to keep>: older ones, and the log that only they need. Keys of people who were erased lie in a
# base backup for as long as it is kept.
backups_forget() {
  local base tools names oldest start
  base=$(backups_base) tools=$(postgres_tools)
  mapfile -t names < <(backups_list)
  while [ ${#names[@]} -gt "$1" ]; do
    rm -rf -- "${base:?}/${names[0]}" "$base/${names[0]}.files.tar"
    names=("${names[@]:1}")
  done
  oldest=${names[0]}
  start=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]*\))$/\1/p' "$base/$oldest/backup_label")
  [ -n "$start" ] || fail "The backup $oldest does not say where its log begins."
  as_postgres "$tools/pg_archivecleanup" "$(backups_wal)" "$start"
}

archived() {
  [ "$(postgres_ask postgres "SELECT coalesce(last_archived_wal >= '$1', false) FROM pg_stat_archiver")" = t ]
}

# backups_flush: everything that was committed by now is in the archive.
backups_flush() {
  local segment
  # A transaction of its own, so that a recovery sees that the moment has passed, though nobody did anything since.
  postgres_ask postgres 'SELECT pg_current_xact_id()' >/dev/null
  segment=$(postgres_ask postgres 'SELECT pg_walfile_name(pg_switch_wal())')
  wait_until 60 archived "$segment" ||
    fail "PostgreSQL cannot archive its log: $(postgres_ask postgres 'SELECT last_failed_wal FROM pg_stat_archiver'). See $LOCAL/postgres/log; nothing was changed."
}

# restore_lay <base backup> <moment>: the data as it was then. Everything must have stopped.
restore_lay() {
  local home user base=$1 moment=$2 aside
  home=$(postgres_home) user=$(postgres_user)
  aside=$home/data.before-$(date -u '+%Y%m%dT%H%M%SZ')
  rm -rf -- "$home/making"
  as_postgres cp -a "$(backups_base)/$base" "$home/making"
  # The end of the log that nobody archived, if the server could not be asked any more.
  as_postgres sh -c 'for segment in "$1"/data/pg_wal/[0-9A-F]*; do
      [ ! -f "$segment" ] || [ -e "$2/${segment##*/}" ] || cp "$segment" "$1/making/pg_wal/"; done' restore "$home" "$(backups_wal)"
  {
    say "restore_command = 'cp \"$(backups_wal)/%f\" \"%p\"'"
    say "recovery_target_time = '$moment'"
    say "recovery_target_action = 'promote'"
  } | server_file "$user" "$home/making/restoring.conf"
  as_postgres touch "$home/making/recovery.signal"
  mv "$home/data" "$aside"
  mv "$home/making" "$home/data"
  say "$aside"
}

restored() { [ "$(postgres_ask postgres 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; }

# restore_recover <what was set aside>: until the moment is reached. If it never is, everything is as it was before.
restore_recover() {
  local home
  home=$(postgres_home)
  if ! (postgres_start) || ! wait_until 3600 restored_or_dead || ! restored; then
    warn "$(grep -E 'FATAL|PANIC' "$home/log" | tail -n 3)"
    postgres_stop || true
    rm -rf -- "${home:?}/data"
    mv "$1" "$home/data"
    fail "The moment was not reached: the archive lacks something, or nothing was committed after it. The data is as it was before."
  fi
  rm -f "$home/data/restoring.conf"
}
restored_or_dead() { restored || ! postgres_lives; }
