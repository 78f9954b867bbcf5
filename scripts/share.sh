#!/bin/sh
# Runs one synth command in several processes that share its output folder.
#
#   scripts/share.sh N COMMAND ARGUMENT...
#
# For example: scripts/share.sh 4 decode embeddings -o sounds
# The N processes divide the cores and the notes among them; the first one tells how it goes, and
# what is wrong with an input. The exit code is that of the first process that failed. SYNTH names
# the synth to run.
set -eu

case "${1:-}" in
  '' | -h | --help)
    sed -n '2,9p' "$0" | sed 's/^# \{0,1\}//'
    [ $# -gt 0 ] || exit 2
    exit 0
    ;;
  *[!0-9]* | 0)
    echo "share: '$1' is no number of processes, such as 4." >&2
    exit 2
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
synth=${SYNTH:-$home/bin/synth}
processes=$1
shift
if [ "$processes" -eq 1 ]; then
  exec "$synth" "$@"
fi

cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
threads=$((cores / processes))
[ "$threads" -ge 1 ] || threads=1
"$synth" --version >/dev/null # builds synth where it is not built, once
quiet=-q
for argument in "$@"; do
  case $argument in
    --threads | --threads=*) threads= ;;
    -q | --quiet) quiet= ;;
  esac
done

pids=
# shellcheck disable=SC2086,SC2154,SC2317  # a list of process ids, when the trap is run
stop() {
  trap '' INT TERM HUP
  kill -TERM $pids 2>/dev/null || true
  wait
  exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM
trap 'stop 129' HUP
SYNTH_SHARE=1/$processes "$synth" "$@" ${threads:+--threads "$threads"} &
pids=$!
process=2
while [ "$process" -le "$processes" ]; do
  SYNTH_SHARE=$process/$processes "$synth" "$@" ${threads:+--threads "$threads"} ${quiet:+-q} \
    >/dev/null &
  pids="$pids $!"
  process=$((process + 1))
done

code=0
for pid in $pids; do
  wait "$pid" || {
    failed=$?
    [ "$code" -ne 0 ] || code=$failed
  }
done
exit "$code"
