# shellcheck shell=bash
# shellcheck disable=SC2154 # `only` comes from dev/test
# The parts of `make test`: each is timed against its budget, and its tests are counted from what it printed.

passed=0
failed=0
lines=()

# part <name> <minutes cold> <minutes warm> <command…>: a failure is counted, and the next part follows.
# A part in which no test ran has failed: somebody took its tests away, or we cannot read its answer.
part() {
  must_count=yes timed "$@"
}
part_without_tests() {
  must_count='' timed "$@"
}

timed() {
  local name=$1 cold=$2 warm=$3 began=$SECONDS status=0 log used
  shift 3
  if [ -n "${only:-}" ] && [ "$only" != "$name" ]; then
    return
  fi
  log=$LOCAL/log/test-$name.out
  mkdir -p "$(dirname "$log")"
  say
  say "── $name (budget: $cold min cold, $warm min warm)"
  "$@" 2>&1 | tee "$log" || status=1
  used=$((SECONDS - began))
  count "$log" "$status"
  lines+=("$(printf '%-20s %5d passed %4d failed %4d:%02d of %d min cold, %d warm%s' "$name" "$part_passed" "$part_failed" \
    $((used / 60)) $((used % 60)) "$cold" "$warm" "$([ "$used" -le $((cold * 60)) ] || say '   OVER BUDGET')")")
}

# count <log> <status>: sums of nextest, `cargo test` and node's test runner.
count() {
  read -r part_passed part_failed < <(sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    # Summary [ 1.2s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped
    /^ *Summary \[/ {
      for (i = 2; i <= NF; i++) {
        if ($i ~ /^tests?$/ && $(i + 1) == "run:") { split($(i - 1), run, "/"); ran = run[1] }
        if ($i ~ /^passed,?$/) ok = $(i - 1)
      }
      passed += ok; failed += ran - ok
    }
    /^test result: / { for (i = 1; i <= NF; i++) { if ($i == "passed;") passed += $(i - 1); if ($i == "failed;") failed += $(i - 1) } }
    /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
    /^(#|ℹ) (fail|cancelled) [0-9]+$/ { failed += $3 }
    END { print passed + 0, failed + 0 }')
  # What broke before a test could say so (a lint, a compiler, a server) is a failure too.
  if [ "$part_failed" -eq 0 ] && { [ "$2" -ne 0 ] || [ "$part_passed:$must_count" = 0:yes ]; }; then part_failed=1; fi
  passed=$((passed + part_passed))
  failed=$((failed + part_failed))
}

report() {
  say
  [ ${#lines[@]} -gt 0 ] || fail "There is no part called '$only'."
  printf '%s\n' "${lines[@]}"
  say
  say "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] || exit 1
}

rust_tests() {
  if ! command -v cargo-nextest >/dev/null; then
    step "Installing cargo-nextest"
    cargo install cargo-nextest --locked --quiet || warn "cargo-nextest could not be installed; using cargo test."
  fi
  if command -v cargo-nextest >/dev/null; then
    cargo nextest run --locked --workspace --no-fail-fast "$@"
  else
    cargo test --locked --workspace --no-fail-fast --lib --bins --tests "$@"
  fi
}

# installation_tests <embedded|distributed> <tests…>: against an installation of their own, made by the command people use.
installation_tests() {
  local way=$1 home=$LOCAL/test/$1 port status=0 tests
  shift
  port=$(LOCAL=$home port front)
  export SAMVERKA_LOCAL=$home
  # Everything is exported to where nobody listens, until the test of that does.
  export OTEL_EXPORTER_OTLP_ENDPOINT OTEL_METRIC_EXPORT_INTERVAL=2000 OTEL_BSP_SCHEDULE_DELAY=500 OTEL_BLRP_SCHEDULE_DELAY=500
  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$(LOCAL=$home port otlp)
  if SAMVERKA_CARELESS=yes PORT=$port dev/up "$way"; then
    for tests in "$@"; do "$tests" "$way" "$home" "$port" || status=1; done
  else
    status=1
  fi
  dev/clean
  unset SAMVERKA_LOCAL "${!OTEL_@}"
  return "$status"
}

# browser_tests <way> <home> <port>
browser_tests() (
  cd tests/browser || exit
  export SAMVERKA_TEST_WAY=$1 SAMVERKA_TEST_URL=http://localhost:$3 SAMVERKA_TEST_CREDENTIALS=$2/demo.json
  SAMVERKA_TEST_MAIL_URL=http://127.0.0.1:$(cat "$2/ports/mail-page")
  SAMVERKA_TEST_CHROMIUM=$(command -v chromium-headless-shell)
  export SAMVERKA_TEST_MAIL_URL SAMVERKA_TEST_CHROMIUM
  if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund || exit
  fi
  npm test
)

# journey_tests <way> <home> <port> [stories]: the stories that `rust` has told to a suite of their own.
journey_tests() (
  export SAMVERKA_TEST_URL=http://localhost:$3 SAMVERKA_TEST_CREDENTIALS=$2/demo.json
  SAMVERKA_TEST_MAIL_URL=http://127.0.0.1:$(cat "$2/ports/mail-page")
  export SAMVERKA_TEST_MAIL_URL
  rust_tests -E "package(journeys)${4:+ & ($4)}"
)

# trace_tests <way> <home> <port>: a page followed to every read model, by what the processes export.
trace_tests() (
  export SAMVERKA_TEST_URL=http://localhost:$3 SAMVERKA_TEST_CREDENTIALS=$2/demo.json
  SAMVERKA_TEST_MAIL_URL=http://127.0.0.1:$(cat "$2/ports/mail-page")
  SAMVERKA_TEST_OTLP_PORT=$(cat "$2/ports/otlp")
  export SAMVERKA_TEST_MAIL_URL SAMVERKA_TEST_OTLP_PORT
  rust_tests --test journeys --run-ignored only
)

# fuzz_tests <way> <home> <port> [short]: whatever is asked, as each role, is answered as the description says.
fuzz_tests() (
  export SAMVERKA_TEST_URL=http://localhost:$3 SAMVERKA_TEST_CREDENTIALS=$2/demo.json
  python3 tests/fuzz/run.py "$SCHEMATHESIS" services/suite/openapi.json "$ROOT/.local/fuzz" "${@:4}"
)
short_fuzz_tests() { fuzz_tests "$@" short; }

# chaos_in <way> <rounds> [test]: in an installation of its own, which keeps what it acknowledged; its logs stay when it fails.
chaos_in() {
  local way=$1 rounds=$2 test=${3:-} home=$LOCAL/test/chaos-$1 port status=0
  port=$(LOCAL=$home port front)
  export SAMVERKA_LOCAL=$home
  if SAMVERKA_PROGRAMS=${SAMVERKA_PROGRAMS_BEFORE:-} SAMVERKA_EMPTY=yes PORT=$port dev/up "$way"; then
    # Rounds are told as they go; the test's own verdict is left to the summary, or it would be counted twice.
    SAMVERKA_CHAOS_WAY=$way SAMVERKA_CHAOS_ROUNDS=$rounds SAMVERKA_CHAOS_SEED=${SEED:-} SAMVERKA_CHAOS_HOME=$home \
      SAMVERKA_CHAOS_VICTIMS=${VICTIMS:-} \
      rust_tests --test chaos --run-ignored only --no-capture -E "test(${test:-whatever_is_killed})" | grep --line-buffered -v '^test result: ' || status=1
  else
    status=1
  fi
  if [ "$status" -ne 0 ]; then keep_logs "$home" "$ROOT/.local/chaos-$way"; fi
  dev/clean
  unset SAMVERKA_LOCAL
  return "$status"
}

# keep_logs <installation> <place>
keep_logs() {
  rm -rf -- "${2:?}"
  mkdir -p "$2"
  cp -r "$1/log/." "$2/" || true
  cp "$1/postgres/log" "$2/postgres.log" || true
  cp "$1/rabbitmq/log/rabbitmq.log" "$2/rabbitmq-node.log" || true
  warn "What the processes said lies in $2."
}

# A few rounds; `make chaos` goes on for as long as one likes.
chaos_tests() {
  local status=0
  chaos_in embedded 3 || status=1
  chaos_in distributed 5 || status=1
  return "$status"
}

# Back to a second chosen at random; `make restore` does it in both ways to run.
restore_tests() { chaos_in embedded 1 a_second_chosen_at_random; }

# From the version before to this one, while people work.
upgrade_tests() {
  local status=0 previous
  build
  previous=$(previous_programs) || return
  SAMVERKA_PROGRAMS_BEFORE=$previous chaos_in distributed 1 this_version_takes_the_place || status=1
  return "$status"
}
