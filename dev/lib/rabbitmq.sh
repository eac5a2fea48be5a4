# shellcheck shell=bash
# A private RabbitMQ: its own node name, port mapper (epmd), ports, cookie, user and virtual host; loopback only.
# Nothing of /etc/rabbitmq or of the machine's own broker is read or touched.
# shellcheck disable=SC2154 # RABBITMQ_* secrets come from load_secrets

RABBITMQ_PROGRAMS=/usr/lib/rabbitmq/bin

rabbitmq_user() { if is_root; then say rabbitmq; else id -un; fi; }
rabbitmq_home() { server_home rabbitmq "$(rabbitmq_user)"; }
rabbitmq_url() { say "amqp://samverka:$RABBITMQ_PASSWORD@127.0.0.1:$(port rabbitmq)/samverka"; }

# What the node and its tools must see. RUNNING_UNDER_SYSTEMD makes the start script become the node
# instead of watching over it, so that one process is one process.
rabbitmq_environment() {
  local home
  home=$(rabbitmq_home)
  printf '%s\n' \
    "HOME=$home" \
    "RUNNING_UNDER_SYSTEMD=true" \
    "ERL_EPMD_ADDRESS=127.0.0.1" \
    "ERL_EPMD_PORT=$(port rabbitmq-names)" \
    "RABBITMQ_NODENAME=$(cat "$home/node")" \
    "RABBITMQ_NODE_IP_ADDRESS=127.0.0.1" \
    "RABBITMQ_NODE_PORT=$(port rabbitmq)" \
    "RABBITMQ_DIST_PORT=$(port rabbitmq-nodes)" \
    "RABBITMQ_CONF_ENV_FILE=$home/no-environment.conf" \
    "RABBITMQ_CONFIG_FILE=$home/rabbitmq.conf" \
    "RABBITMQ_ADVANCED_CONFIG_FILE=$home/no-advanced.config" \
    "RABBITMQ_ENABLED_PLUGINS_FILE=$home/enabled_plugins" \
    "RABBITMQ_MNESIA_BASE=$home/nodes" \
    "RABBITMQ_LOG_BASE=$home/log" \
    "RABBITMQ_GENERATED_CONFIG_DIR=$home/generated" \
    "RABBITMQ_SCHEMA_DIR=$home/schema" \
    "RABBITMQ_PID_FILE=$home/pid" \
    "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}"
}

rabbitmq_settings() {
  local home=$1
  cat <<CONF
listeners.tcp.local = 127.0.0.1:$(port rabbitmq)
default_vhost = samverka
default_user = samverka
default_pass = $RABBITMQ_PASSWORD
default_user_tags.administrator = true
log.file = $home/log/rabbitmq.log
log.file.level = info
# Room for a developer's machine, not for a production broker.
disk_free_limit.absolute = 200MB
raft.wal_max_size_bytes = 67108864
CONF
}

# rabbitmq_prepare: files of the node, before its first start and after a change of ports.
rabbitmq_prepare() {
  local home=$1 user=$2
  renew_port_if_taken rabbitmq
  renew_port_if_taken rabbitmq-nodes
  # The data directory carries the node's name, so the name must not follow a port that may change.
  [ -s "$home/node" ] || say "samverka-$(random_hex 4)@localhost" | server_file "$user" "$home/node"
  rabbitmq_settings "$home" | server_file "$user" "$home/rabbitmq.conf"
  say '[].' | server_file "$user" "$home/enabled_plugins"
  printf '%s' "$RABBITMQ_COOKIE" | server_file "$user" "$home/.erlang.cookie"
  chmod 400 "$home/.erlang.cookie"
}

# The listener opens last in the node's start.
rabbitmq_answers() { port_answers "$(port rabbitmq)"; }

rabbitmq_start() {
  local home user environment
  ! process_lives rabbitmq || return 0
  user=$(rabbitmq_user) home=$(rabbitmq_home)
  # A port mapper whose node was killed lives on and is used again; a stranger's is not.
  rabbitmq_names_lives || renew_port_if_taken rabbitmq-names
  rabbitmq_prepare "$home" "$user"
  mapfile -t environment < <(rabbitmq_environment)
  process_start rabbitmq "$user" "$LOCAL/log/rabbitmq.log" env "${environment[@]}" "$RABBITMQ_PROGRAMS/rabbitmq-server"
  process_await rabbitmq 90 "$LOCAL/log/rabbitmq.log" rabbitmq_answers
}

rabbitmq_stop() {
  process_stop rabbitmq 60
  if rabbitmq_names_lives; then
    rabbitmq_names -kill >/dev/null 2>&1 || warn "The port mapper of RabbitMQ stays, as a node is still known to it."
  fi
}

# The node's port mapper. It is started by the node, and outlives it.
rabbitmq_names() { ERL_EPMD_ADDRESS=127.0.0.1 epmd -port "$(port rabbitmq-names)" "$@"; }
rabbitmq_names_lives() { [ -d "$LOCAL/rabbitmq/" ] && rabbitmq_names -names >/dev/null 2>&1; }

# rabbitmq_control <arguments of rabbitmqctl…>
rabbitmq_control() {
  local environment
  mapfile -t environment < <(rabbitmq_environment)
  (cd / && as_user "$(rabbitmq_user)" env "${environment[@]}" "$RABBITMQ_PROGRAMS/rabbitmqctl" "$@")
}

# Takes away what waits in every queue.
rabbitmq_empty() {
  local queue
  for queue in $(rabbitmq_control --silent list_queues -p samverka name); do
    rabbitmq_control --silent purge_queue -p samverka "$queue"
  done
}
