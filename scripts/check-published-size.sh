#!/bin/sh
# Checks synth import-checkpoint at the size of the published NSynth model: TensorFlow writes random
# weights of these sizes, with all that Magenta's training saves besides; import, info, encode and
# decode of them are to be, to the bit, as of the same weights in a model file that synth did not
# write.
#
#   scripts/check-published-size.sh [DIR]
#
# DIR (default: a temporary one, deleted in the end) takes 1.6 GB. About 5 minutes on two cores that
# do nothing else. Fetches about 250 MB the first time.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,10p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
if [ $# -gt 0 ]; then
  folder=$1
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
synth=${SYNTH:-$home/bin/synth}
note=$home/nsynth-data/audio/flute_acoustic_073-060-100.wav

mvn -B -ntp -q -f "$home/src/interop/pom.xml" package >&2
"${SYNTH_JAVA:-java}" -Xmx4g -cp "$home/target/interop/synth-interop.jar:$home/target/interop/lib/*" \
  dev.synth.interop.WriteNsynth "$folder"
(cd "$folder" && wc -c model.ckpt-200000.*)

"$synth" import-checkpoint "$folder/model.ckpt-200000" -f -o "$folder/imported.safetensors" |
  sed '/^  [^ ]*\/[^ ]* \[/d'
"$synth" info "$folder/imported.safetensors"
for model in imported same; do
  "$synth" encode "$note" -q -f -m "$folder/$model.safetensors" -o "$folder/$model"
  "$synth" decode "$folder/$model/"*.npy -q -f --no-fields --no-credentials \
    -m "$folder/$model.safetensors" --length 32ms --seed 1 -o "$folder/$model"
done
for file in flute_acoustic_073-060-100_embeddings.npy gen_flute_acoustic_073-060-100.wav; do
  cmp "$folder/imported/$file" "$folder/same/$file"
done
echo "The same embedding and the same sound."
