#!/bin/sh
# Makes the default model from nothing: renders the notes, then trains on them.
#
#   scripts/train-default-model.sh [WORK_DIR]
#
# WORK_DIR (default: runs/default) receives the notes (about 240 MB) and the run:
#   notes/    16 instruments, all pitches but the eight below: to train on
#   held-out/ the same instruments at pitches 40, 46, ... 82: to measure on
#   unseen/   4 other instruments at those pitches: to measure on
#   run/      the training run; run/model.safetensors is the model
# The same command goes on with what is there.
#
# SOUNDFONT names FluidR3_GM.sf2 where it is not in its usual place.
# STEPS (default: 16000) lengthens or shortens the training; 1000 steps take some 4 minutes on two
# cores.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,15p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=${1:-$home/runs/default}
soundfont=${SOUNDFONT:-/usr/share/sounds/sf2/FluidR3_GM.sf2}
steps=${STEPS:-16000}
trained=0,4,11,12,19,24,33,40,42,52,56,60,65,71,73,80
unseen=27,48,57,68
held_out=40..82/6
others=36..39,41..45,47..51,53..57,59..63,65..69,71..75,77..81,83,84

if [ ! -f "$soundfont" ]; then
  echo "train-default-model: $soundfont: no such soundfont; install the package fluid-soundfont-gm or set SOUNDFONT." >&2
  exit 66
fi

# render FOLDER PROGRAMS PITCHES
render() {
  if [ ! -f "$work/$1/examples.json" ]; then
    "$home/bin/synth" data render -o "$work/$1" --soundfont "$soundfont" \
      --programs "$2" --pitches "$3" --velocities 75,127
  fi
}

render notes "$trained" "$others"
render held-out "$trained" "$held_out"
render unseen "$unseen" "$held_out"

"$home/bin/synth" train "$work/notes" --validation "$work/held-out" --run "$work/run" \
  --preset small --steps "$steps" --batch 2 --accumulate 2 --replicas 2 --crop 4096 \
  --learning-rate 2e-3 --schedule cosine --warm-up 100 --clip 3 --input-noise 0.5 --seed 1 \
  --evaluate-every 500 --save-every 1000 --sample-every 2000

echo "The model is $work/run/model.safetensors; copy it to $home/nsynth-data to make it the default."
