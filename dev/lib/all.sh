# shellcheck shell=bash
# Everything the scripts share, in one line to read.
for part in common ports processes home secrets packages postgres backups rabbitmq redis mail s3 nginx build previous settings suite; do
  # shellcheck source=/dev/null
  . "$(dirname "${BASH_SOURCE[0]}")/$part.sh"
done
unset part
