#!/bin/sh
# Kills a tiny training run again and again at random moments, resumes it each time, and compares
# its losses and weights with those of a run that was never stopped, bit by bit.
#
#   scripts/torture-training.sh [KILLS [SEED]]
#
# KILLS (default: 20) is how often the run is killed while it trains; SEED makes the moments anew.
# WORK (default: a new folder in TMPDIR) receives both runs; it is deleted if all agrees.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,8p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
kills=${1:-20}
seed=${2:-$$}
work=${WORK:-$(mktemp -d)}
data=$home/nsynth-data
steps=$((kills * 40))
mkdir -p "$work"
echo "torture-training: $kills kills of a run of $steps steps, seed $seed, in $work" >&2

# A checkpoint every third step: many kills hit one being written.
train() {
  exec "$home/bin/synth" train "$data" --preset tiny --batch 2 --crop 1024 --input-noise 0.2 \
    --clip 1 --steps "$steps" --evaluate-every 10 --save-every 3 --log-every 3 --sample-every 0 \
    --run "$1" -q
}

# The next of a simple generator's random numbers, from 0 to below $1.
random() {
  seed=$(((seed * 1103515245 + 12345) % 2147483648))
  echo $((seed / 65536 % $1))
}

(train "$work/whole") >/dev/null

killed=0
starts=0
while :; do
  (train "$work/killed") >/dev/null 2>"$work/err" &
  pid=$!
  starts=$((starts + 1))
  if [ "$killed" -lt "$kills" ]; then
    # Until it trains: a log or a checkpoint newer than the start. Then a moment more.
    touch "$work/start"
    while kill -0 $pid 2>/dev/null && [ -z "$(find "$work/killed" -newer "$work/start" -name 'step-*' 2>/dev/null | head -n 1)" ]; do
      sleep 0.1
    done
    milliseconds=$(random 1500)
    sleep "$(printf '%d.%03d' $((milliseconds / 1000)) $((milliseconds % 1000)))"
    if kill -9 $pid 2>/dev/null; then
      killed=$((killed + 1))
    fi
  fi
  code=0
  wait $pid || code=$?
  case $code in
    0) break ;;
    137) ;;
    *)
      cat "$work/err" >&2
      echo "torture-training: ended with $code after $killed kills; both runs are in $work" >&2
      exit 1
      ;;
  esac
done

# Losses, without what depends on the clock.
losses() {
  grep -E '"kind":"(train|measured)"' "$1/log.jsonl" | sed 's/,"seconds".*//'
}
losses "$work/whole" >"$work/whole.losses"
losses "$work/killed" >"$work/killed.losses"
last=$(printf 'checkpoints/step-%08d' "$steps")
for pair in "whole.losses killed.losses" \
  "whole/$last/training.safetensors killed/$last/training.safetensors" \
  "whole/$last/model.safetensors killed/$last/model.safetensors" \
  "whole/model.safetensors killed/model.safetensors"; do
  # shellcheck disable=SC2086  # two names
  set -- $pair
  if ! cmp "$work/$1" "$work/$2"; then
    echo "torture-training: the runs differ; both are in $work" >&2
    exit 1
  fi
done
echo "killed $killed times in $starts starts; $(wc -l <"$work/whole.losses") lines of losses, all weights and moments are the same to the bit"
[ -n "${WORK:-}" ] || rm -rf "$work"
