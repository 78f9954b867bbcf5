#!/bin/sh
# Makes the models that come with synth from nothing: renders the notes, then trains on them.
#
#   scripts/train-default-models.sh [WORK_DIR [MODEL...]]
#
# MODEL is wavenet, instant or classifier (default: all). WORK_DIR (default: runs/default) receives
#   dataset/         notes at 48 kHz that scripts/make-dataset.sh makes, 5.7 GB: for instant and
#                    classifier
#   instant/         the training run; instant/model.safetensors is the model
#   classifier/      the training run; classifier/model.safetensors is the model
#   notes/           16 instruments, all pitches but eight, 240 MB: for wavenet
#   held-out/        the same instruments at these pitches: to measure on
#   unseen/          4 other instruments at these pitches: to measure on
#   wavenet/         the training run; wavenet/model.safetensors is the model
# The same command continues with what is there. The analyses of the notes, which instant models are
# trained on, are kept in synth's cache folder (~/.cache/synth, 1 GB).
#
# SOUNDFONT names FluidR3_GM.sf2 where it is not in its usual place.
# STEPS (default: 16000 for wavenet, 8000 for instant, 3300 for classifier) lengthens or shortens the
# training; 1000 steps take some 4 minutes for wavenet and some 5 for instant on two cores.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '/^# Makes/,/^set -eu/{/^set -eu/d;p;}' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
  -*)
    echo "train-default-models: $1: no such option; try --help." >&2
    exit 2
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=${1:-$home/runs/default}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- instant wavenet classifier
for model in "$@"; do
  case $model in
    instant | wavenet | classifier) ;;
    *)
      echo "train-default-models: $model: no such model; name wavenet, instant or classifier." >&2
      exit 2
      ;;
  esac
done
synth=${SYNTH:-$home/bin/synth}
soundfont=${SOUNDFONT:-/usr/share/sounds/sf2/FluidR3_GM.sf2}

instant() {
  "$home/scripts/make-dataset.sh" "$work/dataset"
  "$synth" train "$work/dataset/train.txt" --validation "$work/dataset/valid.txt" \
    --run "$work/instant" --preset instant --steps "${STEPS:-8000}" --seed 1 \
    --evaluate-every 500 --sample-every 0
  "$synth" data index "$work/dataset/train.txt" --model "$work/instant" --force \
    --licence 'FluidR3_GM.sf2=MIT, (c) Frank Wen 2000-2002, 2008; Toby Smithe 2008' \
    --licence 'MuseScore_General_Full.sf2=MIT, (c) Frank Wen, Michael Cowgill, S. Christian Collins and others'
}

classifier() {
  "$home/scripts/make-dataset.sh" "$work/dataset"
  "$synth" train "$work/dataset/train.txt" --validation "$work/dataset/valid.txt" \
    --run "$work/classifier" --preset classifier --steps "${STEPS:-3300}" --seed 1 \
    --evaluate-every 300
}

# render FOLDER PROGRAMS PITCHES
render() {
  if [ ! -f "$work/$1/examples.json" ]; then
    "$synth" data render -o "$work/$1" --soundfont "$soundfont" \
      --programs "$2" --pitches "$3" --velocities 75,127
  fi
}

wavenet() {
  if [ ! -f "$soundfont" ]; then
    echo "train-default-models: $soundfont: no such soundfont; install the package fluid-soundfont-gm or set SOUNDFONT." >&2
    exit 66
  fi
  trained=0,4,11,12,19,24,33,40,42,52,56,60,65,71,73,80
  unseen=27,48,57,68
  held_out=40..82/6
  others=36..39,41..45,47..51,53..57,59..63,65..69,71..75,77..81,83,84
  render notes "$trained" "$others"
  render held-out "$trained" "$held_out"
  render unseen "$unseen" "$held_out"
  "$synth" train "$work/notes" --validation "$work/held-out" --run "$work/wavenet" \
    --preset small --steps "${STEPS:-16000}" --batch 2 --accumulate 2 --replicas 2 --crop 4096 \
    --learning-rate 2e-3 --schedule cosine --warm-up 100 --clip 3 --input-noise 0.5 --seed 1 \
    --evaluate-every 500 --save-every 1000 --sample-every 2000
}

for model in "$@"; do
  "$model"
  echo "The model is $work/$model/model.safetensors; as $home/nsynth-data/$model.safetensors it is the one that comes with synth."
done
