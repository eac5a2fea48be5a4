# shellcheck shell=bash
# Catches the mail that a local installation sends, and shows it on a page. Nothing leaves the machine.

mail_smtp_url() { say "smtp://127.0.0.1:$(port mail)"; }
mail_page() { say "http://localhost:$(port mail-page)"; }
mail_answers() { port_answers "$(port mail)" && port_answers "$(port mail-page)"; }

# The program, shared by all installations of this checkout.
MAIL_PROGRAM=$ROOT/.local/mail-catcher

# From the lock file, again only when that changed. Installations take turns: the servers of the tests and an
# installation to look at may be started at the same moment.
mail_install() {
  mkdir -p "$MAIL_PROGRAM"
  (flock 8 && mail_fetch) 8>"$MAIL_PROGRAM/lock"
}

mail_fetch() {
  local home=$MAIL_PROGRAM
  if cmp -s "$ROOT/dev/mail/package-lock.json" "$home/installed.json"; then
    return
  fi
  step "Fetching the mail catcher"
  mkdir -p "$LOCAL/log"
  cp "$ROOT/dev/mail/package.json" "$ROOT/dev/mail/package-lock.json" "$home/"
  (cd "$home" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund) >"$LOCAL/log/npm.log" 2>&1 ||
    fail "npm could not fetch the mail catcher: $(tail -n 10 "$LOCAL/log/npm.log")"
  cp "$home/package-lock.json" "$home/installed.json"
}

mail_start() {
  ! process_lives mail || return 0
  mail_install
  renew_port_if_taken mail
  renew_port_if_taken mail-page
  mkdir -p "$LOCAL/letters"
  process_start mail "$(id -un)" "$LOCAL/log/mail.log" node "$MAIL_PROGRAM/node_modules/maildev/dist/bin/maildev.js" \
    --ip 127.0.0.1 --smtp "$(port mail)" --web-ip 127.0.0.1 --web "$(port mail-page)" \
    --mail-directory "$LOCAL/letters" --max-emails 1000
  process_await mail 90 "$LOCAL/log/mail.log" mail_answers
}

mail_stop() { process_stop mail; }
