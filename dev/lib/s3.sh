# shellcheck shell=bash
# Object storage that speaks S3, for tests: rclone, which serves a folder. Each bucket is a folder within it.
# shellcheck disable=SC2154 # S3_ACCESS_KEY, S3_SECRET_KEY and RCLONE come from load_secrets and need_rclone

s3_url() { say "http://127.0.0.1:$(port s3)"; }
s3_folder() { say "$LOCAL/s3"; }
s3_answers() { port_answers "$(port s3)"; }

s3_start() {
  ! process_lives s3 || return 0
  renew_port_if_taken s3
  mkdir -p "$(s3_folder)"
  # What a test sees in the folder is what lies there: nothing is kept back or written later. What a test does there by hand
  # is seen a second later; seen at once, by a folder that is read anew at every step, two requests at once wait for each
  # other for ever. Nothing is read through for a sum when a part of it is asked for.
  process_start s3 "$(id -un)" "$LOCAL/log/s3.log" env RCLONE_CONFIG=/dev/null "$RCLONE" serve s3 \
    --addr "127.0.0.1:$(port s3)" --auth-key "$S3_ACCESS_KEY,$S3_SECRET_KEY" --vfs-cache-mode off --dir-cache-time 1s \
    --etag-hash '' "$(s3_folder)"
  process_await s3 30 "$LOCAL/log/s3.log" s3_answers
}

s3_stop() { process_stop s3; }
