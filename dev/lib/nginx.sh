# shellcheck shell=bash
# The front of the distributed way to run: one address, and behind it the routes that the ingress will have.

nginx_home() { server_home nginx "$(id -un)"; }

# nginx_routes: one location for each service's resources, one for each other path of dev/routes.txt.
nginx_routes() {
  local service resources path
  for service in "${SERVICES[@]}"; do
    resources=$(awk -v service="$service" '$1 !~ /^[#\/]/ && $2 == service { print $1 }' "$ROOT/dev/routes.txt" | paste -sd '|')
    printf '    location ~ ^/api/v1/(?:%s)(?:/|$) { proxy_pass http://%s; }\n' "$resources" "$service"
  done
  while read -r path service; do
    [[ $path == /* ]] || continue
    case $path:$service in
      /:*) printf '    location / { proxy_pass http://%s; }\n' "$service" ;;
      *:nobody) printf '    location ~ ^%s(?:/|$) { return 404; }\n' "${path//./\\.}" ;;
      *) printf '    location ~ ^%s(?:/|$) { proxy_pass http://%s; }\n' "${path//./\\.}" "$service" ;;
    esac
  done <"$ROOT/dev/routes.txt"
}

# To whom the front leads: what their names begin with.
FRONTED=('')

nginx_upstreams() {
  local service beside
  for service in "${SERVICES[@]}" portal; do
    printf '  upstream %s {' "$service"
    for beside in "${FRONTED[@]}"; do printf ' server 127.0.0.1:%s max_fails=0;' "$(port "$beside$service")"; done
    printf ' keepalive 16; }\n'
  done
}

# nginx_settings <home>
nginx_settings() {
  local home=$1
  ! is_root || say 'user www-data;'
  cat <<CONF
worker_processes auto;
daemon off;
pid $home/pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  access_log off;
  server_tokens off;
  client_body_temp_path $home/body;
  proxy_temp_path $home/proxy;
  fastcgi_temp_path $home/fastcgi;
  uwsgi_temp_path $home/uwsgi;
  scgi_temp_path $home/scgi;
$(nginx_upstreams)
  server {
    listen 127.0.0.1:$FRONT_PORT;
    absolute_redirect off;
    merge_slashes off;
    # Each service sets its own limits and answers in the manners of the API.
    client_max_body_size 0;
    # And sees a body as it comes, so that one that is too large is stopped on its way.
    proxy_request_buffering off;
    proxy_http_version 1.1;
    proxy_read_timeout 120s;
    proxy_next_upstream off;
    proxy_set_header Connection "";
    proxy_set_header Host \$http_host;
    proxy_set_header X-Forwarded-For \$remote_addr;
    proxy_set_header X-Forwarded-Proto \$scheme;
    error_page 404 @unknown;
    error_page 502 504 = @away;
    location @unknown {
      default_type application/problem+json;
      return 404 '{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}';
    }
    location @away {
      default_type application/problem+json;
      add_header Retry-After 2 always;
      return 503 '{"type":"about:blank","title":"Service Unavailable","status":503,"code":"service_unavailable"}';
    }
$(nginx_routes)
  }
}
CONF
}

nginx_start() {
  local home
  home=$(nginx_home)
  # Workers of another user keep large bodies below it.
  chmod 711 "$home"
  nginx_settings "$home" >"$home/nginx.conf.new"
  if process_lives nginx && cmp -s "$home/nginx.conf.new" "$home/nginx.conf"; then
    rm "$home/nginx.conf.new"
    return
  fi
  process_stop nginx
  mv "$home/nginx.conf.new" "$home/nginx.conf"
  nginx -t -q -e stderr -p "$home" -c "$home/nginx.conf" || fail "The front's configuration is faulty: $home/nginx.conf"
  process_start nginx "$(id -un)" "$LOCAL/log/nginx.log" nginx -e stderr -p "$home" -c "$home/nginx.conf"
  process_await nginx 20 "$LOCAL/log/nginx.log" port_answers "$FRONT_PORT"
}

# From now on it leads to others. What was begun ends where it began.
nginx_lead_to() {
  local home
  FRONTED=("$@")
  home=$(nginx_home)
  nginx_settings "$home" >"$home/nginx.conf"
  nginx -t -q -e stderr -p "$home" -c "$home/nginx.conf" || fail "The front's configuration is faulty: $home/nginx.conf"
  kill -HUP "$(process_pid nginx)"
}

nginx_stop() { process_stop nginx; }
