# shellcheck shell=bash
# A private Redis: loopback only, with a password, and nothing written to disk.
# shellcheck disable=SC2154 # REDIS_PASSWORD comes from load_secrets

redis_user() { if is_root; then say redis; else id -un; fi; }
redis_url() { say "redis://default:$REDIS_PASSWORD@127.0.0.1:$(port redis)/0"; }
redis_answers() { [ "$(REDISCLI_AUTH=$REDIS_PASSWORD redis-cli -h 127.0.0.1 -p "$(port redis)" ping 2>/dev/null)" = PONG ]; }

redis_start() {
  local home user
  ! process_lives redis || return 0
  user=$(redis_user) home=$(server_home redis "$user")
  renew_port_if_taken redis
  server_file "$user" "$home/redis.conf" <<CONF
bind 127.0.0.1
port $(port redis)
protected-mode yes
requirepass $REDIS_PASSWORD
dir $home
save ""
appendonly no
maxmemory 128mb
maxmemory-policy allkeys-lru
CONF
  process_start redis "$user" "$LOCAL/log/redis.log" redis-server "$home/redis.conf"
  process_await redis 20 "$LOCAL/log/redis.log" redis_answers
}

redis_stop() { process_stop redis; }
