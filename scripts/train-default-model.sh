#!/bin/sh
# Makes the default model from nothing: renders the notes, then trains on them.
#
#   scripts/train-default-model.sh [WORK_DIR]
#
# WORK_DIR (default: runs/default) receives the notes (about 8 MB) and the run.
# SOUNDFONT names FluidR3_GM.sf2 where it is not in its usual place.
# STEPS (default: 4000) lengthens or shortens the training.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,8p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=${1:-$home/runs/default}
soundfont=${SOUNDFONT:-/usr/share/sounds/sf2/FluidR3_GM.sf2}
steps=${STEPS:-4000}

if [ ! -f "$soundfont" ]; then
  echo "train-default-model: $soundfont: no such soundfont; install the package fluid-soundfont-gm or set SOUNDFONT." >&2
  exit 66
fi

if [ ! -f "$work/notes/examples.json" ]; then
  "$home/bin/synth" data render -o "$work/notes" --soundfont "$soundfont" \
    --programs 0,11,24,40,42,52,56,65,71,73 \
    --pitches 48..72/12 --velocities 75,127
fi

"$home/bin/synth" train "$work/notes" --preset small --steps "$steps" --batch 4 \
  --crop 4096 --input-noise 2.5 --seed 1 --evaluate-every 200 --save-every 200 --run "$work/run"

echo "The model is $work/run/model.safetensors; copy it to $home/nsynth-data to make it the default."
