# shellcheck shell=bash
# Secrets of this installation: random, made once, kept in .local/secrets.env, readable only by us.
# The values are plain (hexadecimal or base64), so they may stand in URLs and in shell.

SERVICES=(tenants goals projects reporting)

# secret <NAME> <command…>: remembers what the command prints, unless the name is known already.
secret() {
  local name=$1
  shift
  grep -qs "^$name=" "$LOCAL/secrets.env" || (umask 077 && say "$name=$("$@")" >>"$LOCAL/secrets.env")
}

load_secrets() {
  local service role
  open_local
  secret POSTGRES_PASSWORD random_hex 24
  for service in "${SERVICES[@]}"; do
    for role in OWNER APP RELAY; do
      secret "${service^^}_${role}_PASSWORD" random_hex 24
    done
  done
  secret RABBITMQ_PASSWORD random_hex 24
  secret RABBITMQ_COOKIE random_hex 24
  secret REDIS_PASSWORD random_hex 24
  secret S3_ACCESS_KEY random_hex 8
  secret S3_SECRET_KEY random_hex 24
  secret INTERNAL_SECRET random_hex 32
  secret MASTER_KEY random_base64 32
  secret COOKIE_SECRET random_base64 32
  secret OPERATOR_PASSWORD random_hex 12
  # shellcheck source=/dev/null
  . "$LOCAL/secrets.env"
}
