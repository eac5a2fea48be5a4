# shellcheck shell=bash
# The settings of our processes: environment variables, and each process is given only what it reads.
# shellcheck disable=SC2154,SC2153 # the secrets come from load_secrets

DATABASE=samverka
# What names of processes and ports begin with: nothing, or `next-` for a version that runs beside the one before.
BESIDE=

# database_settings <service>: its three roles.
database_settings() {
  local role password
  for role in owner app relay; do
    password=${1^^}_${role^^}_PASSWORD
    say "SAMVERKA_${1^^}_${role^^}_URL=postgres://$1_$role:${!password}@127.0.0.1:$(port postgres)/$DATABASE"
  done
}

all_databases() {
  local service
  for service in "${SERVICES[@]}"; do database_settings "$service"; done
}

# common_settings <embedded|distributed>
common_settings() {
  say "SAMVERKA_PUBLIC_URL=http://localhost:$FRONT_PORT"
  say "SAMVERKA_INTERNAL_SECRET=$INTERNAL_SECRET"
  say "SAMVERKA_LOG=${SAMVERKA_LOG:-info}"
  if [ "$1" = distributed ]; then
    say "SAMVERKA_EVENTS=amqp"
    say "SAMVERKA_AMQP_URL=$(rabbitmq_url)"
    say "SAMVERKA_CACHE=redis"
    say "SAMVERKA_REDIS_URL=$(redis_url)"
  else
    say "SAMVERKA_EVENTS=in-process"
    say "SAMVERKA_CACHE=in-process"
  fi
  telemetry_settings
}

# Traces, metrics and logs go where the standard variables of the caller say, if they say so.
telemetry_settings() {
  local name
  for name in "${!OTEL_@}"; do printf '%s=%q\n' "$name" "${!name}"; done
}

# Where the services find each other.
address_settings() {
  local service
  for service in "${SERVICES[@]}"; do
    if [ "$1" = distributed ]; then
      say "SAMVERKA_${service^^}_URL=http://127.0.0.1:$(port "$BESIDE$service")"
    else
      say "SAMVERKA_${service^^}_URL=http://127.0.0.1:$FRONT_PORT"
    fi
  done
}

mail_settings() {
  say "SAMVERKA_SMTP_URL=$(mail_smtp_url)"
  say "SAMVERKA_MAIL_FROM=no-reply@samverka.example"
  # A demonstration may tell programs on this machine.
  say "SAMVERKA_WEBHOOKS_LOOPBACK=on"
}

# The heads of the journals' seals are noted outside the database.
key_settings() {
  say "SAMVERKA_MASTER_KEY=$MASTER_KEY"
  say "SAMVERKA_SEAL_HEADS=$LOCAL/seal-heads.jsonl"
  say "SAMVERKA_FILES=$LOCAL/files"
  say "SAMVERKA_ERASURES=$LOCAL/erasures.jsonl"
}

operator_settings() {
  say "SAMVERKA_OPERATOR_EMAIL=operator@samverka.example"
  say "SAMVERKA_OPERATOR_PASSWORD=$OPERATOR_PASSWORD"
}

# Apart, it asks each service at its own address.
portal_settings() {
  say "SAMVERKA_COOKIE_SECRET=$COOKIE_SECRET"
}

# settings_of <process>: `suite`, `portal`, `<service>` or `<service>-work`.
settings_of() {
  local service=${1%-work}
  if [ "$1" = suite ]; then
    common_settings embedded
    address_settings embedded
    all_databases
    mail_settings
    key_settings
    operator_settings
    portal_settings
    say "SAMVERKA_API_URL=http://127.0.0.1:$FRONT_PORT"
    say "SAMVERKA_HTTP_ADDRESS=127.0.0.1:$FRONT_PORT"
    return
  fi
  common_settings distributed
  address_settings distributed
  case $1 in
    *-work) say "SAMVERKA_HEALTH_ADDRESS=127.0.0.1:$(port "$BESIDE$1")" ;;
    *) say "SAMVERKA_HTTP_ADDRESS=127.0.0.1:$(port "$BESIDE$1")" ;;
  esac
  if [ "$service" = portal ]; then
    portal_settings
    return
  fi
  database_settings "$service"
  key_settings
  mail_settings
  [ "$service" != tenants ] || operator_settings
}
