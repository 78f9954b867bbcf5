#!/bin/sh
# Plays every sound in a folder through the model: encodes it, then decodes what came of it.
#
#   scripts/render-notes.sh SOUNDS OUT [OPTION...]
#
# OUT/embeddings receives the embeddings, OUT/sounds the notes; folders below SOUNDS are kept.
# OPTIONs are synth decode's, such as --stretch 2 --peak-db -12 --rate 44100.
# PROCESSES (default: 1) is how many work side by side, MODEL the model if not the default one.
# The same line again makes what is missing.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,9p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac
if [ $# -lt 2 ]; then
  echo "render-notes: name the folder of sounds and the folder for everything; --help tells more." >&2
  exit 2
fi

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
sounds=$1
out=$2
shift 2

# A sound that cannot be encoded must not keep the others from being played.
code=0
"$scripts/encode-folder.sh" "$sounds" "$out/embeddings" ${MODEL:+--model "$MODEL"} >/dev/null || code=$?
case $code in
  0 | 65 | 66) ;;
  *) exit "$code" ;;
esac
"$scripts/share.sh" "${PROCESSES:-1}" decode "$out/embeddings" -o "$out/sounds" \
  ${MODEL:+--model "$MODEL"} "$@"
exit "$code"
