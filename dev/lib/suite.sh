# shellcheck shell=bash
# Our own processes, in either way to run: started, replaced when they changed, stopped.

# settings_file <process>: written anew.
settings_file() {
  mkdir -p "$LOCAL/run"
  settings_of "$1" | private_file "$LOCAL/run/$BESIDE$1.env"
  say "$LOCAL/run/$BESIDE$1.env"
}

ready_at() { curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$1/readyz" 2>/dev/null; }

# service_start <process> <program> <command>: unless the very same already runs.
service_start() {
  local name=$BESIDE$1 program=$2 command=$3 settings stamp
  settings=$(settings_file "$1")
  stamp="$(stamp_of "$program") $(sha256sum <"$settings")"
  if process_lives "$name" && [ "$(cat "$LOCAL/run/$name.stamp" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  process_stop "$name" 30
  process_start "$name" "$(id -un)" "$LOCAL/log/$name.log" \
    "$ROOT/dev/lib/with-settings" "$settings" "$PROGRAMS/$program" "$command"
  say "$stamp" >"$LOCAL/run/$name.stamp"
}

# service_await <process> <port>
service_await() { process_await "$BESIDE$1" 120 "$LOCAL/log/$BESIDE$1.log" ready_at "$2" || exit 1; }

# Roles, schemas and tables: again whenever the program that knows them changed.
prepare_database() {
  local stamp settings
  stamp=$(stamp_of suite)
  [ "$(cat "$LOCAL/run/prepared" 2>/dev/null)" != "$stamp" ] || return 0
  step "Preparing the database"
  postgres_database "$DATABASE"
  mkdir -p "$LOCAL/run"
  settings=$LOCAL/run/prepare.env
  { all_databases && say "SAMVERKA_PROVISION_URL=$(postgres_url "$DATABASE")"; } | private_file "$settings"
  "$ROOT/dev/lib/with-settings" "$settings" "$PROGRAMS/suite" provision || fail "Creating roles and schemas failed."
  "$ROOT/dev/lib/with-settings" "$settings" "$PROGRAMS/suite" migrate || fail "The migration failed."
  say "$stamp" >"$LOCAL/run/prepared"
}

# The demo is loaded through the API: again whenever the program that carries it changed.
load_demo() {
  local stamp settings
  stamp=$(stamp_of suite)
  if [ -s "$LOCAL/demo.json" ] && [ "$(cat "$LOCAL/run/demo" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  step "Loading the demo"
  settings=$LOCAL/run/demo.env
  { operator_settings && say "SAMVERKA_URL=http://127.0.0.1:$FRONT_PORT"; } | private_file "$settings"
  "$ROOT/dev/lib/with-settings" "$settings" "$PROGRAMS/suite" demo --credentials "$LOCAL/demo.json" ||
    fail "Loading the demo failed; what the suite said lies in $LOCAL/log."
  say "$stamp" >"$LOCAL/run/demo"
}

embedded_start() {
  distributed_stop
  service_start suite suite up
  say "suite $FRONT_PORT" >"$LOCAL/run/front"
  service_await suite "$FRONT_PORT"
}

embedded_stop() { process_stop suite 30; }

# Each service twice, and the portal.
services_start() {
  local service name
  for service in "${SERVICES[@]}"; do
    for name in "$service" "$service-work"; do
      process_lives "$BESIDE$name" || renew_port_if_taken "$BESIDE$name"
    done
  done
  process_lives "${BESIDE}portal" || renew_port_if_taken "${BESIDE}portal"
  for service in "${SERVICES[@]}"; do
    service_start "$service" "$service" serve
    service_start "$service-work" "$service" work
  done
  service_start portal portal serve
}

services_await() {
  local service name
  for service in "${SERVICES[@]}"; do
    for name in "$service" "$service-work"; do service_await "$name" "$(port "$BESIDE$name")"; done
  done
  service_await portal "$(port "${BESIDE}portal")"
}

distributed_start() {
  embedded_stop
  redis_start
  rabbitmq_start
  services_start
  nginx_start
  say "nginx $FRONT_PORT" >"$LOCAL/run/front"
  services_await
}

# Nothing waits for a consumer any more (dead letters wait for a person).
queues_are_empty() {
  ! rabbitmq_control --silent list_queues -p samverka name messages 2>/dev/null |
    awk '$1 !~ /dead/ && $2 > 0 { waiting = 1 } END { exit !waiting }'
}

# First what accepts changes, then what carries them on: no event is left in a broker that `make up` does not run.
distributed_stop() {
  local service
  for service in "${SERVICES[@]}" portal "${SERVICES[@]/#/next-}" next-portal; do process_stop "$service" 30; done
  nginx_stop
  if process_lives rabbitmq && process_lives reporting-work; then
    wait_until 15 queues_are_empty || warn "Events wait in RabbitMQ; the next 'make up-distributed' delivers them."
  fi
  for service in "${SERVICES[@]}" "${SERVICES[@]/#/next-}"; do process_stop "$service-work" 30; done
  [ ! -d "$LOCAL/rabbitmq/" ] || rabbitmq_stop
  redis_stop
}

# The address people type must be ours, or free.
front_must_be_free() {
  local process port
  port_answers "$FRONT_PORT" || return 0
  if [ -s "$LOCAL/run/front" ]; then
    read -r process port <"$LOCAL/run/front"
    if [ "$port" = "$FRONT_PORT" ] && process_lives "$process"; then
      return
    fi
  fi
  local holder
  holder=$(port_holder "$FRONT_PORT")
  fail "Port $FRONT_PORT is used by another program${holder:+ ($holder)}. Stop it, or choose another port: make up PORT=$((FRONT_PORT + 10))"
}

# stop_everything: of this installation, in good order.
stop_everything() {
  embedded_stop
  distributed_stop
  mail_stop
  postgres_stop
}

# forget_nested: installations that browser tests made for themselves and, interrupted, could not remove.
forget_nested() {
  local nested
  for nested in "$ROOT"/.local/test/*/secrets.env; do
    [ ! -e "$nested" ] || SAMVERKA_LOCAL=$(dirname "$nested") "$ROOT/dev/clean"
  done
}
