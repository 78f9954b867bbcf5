#!/bin/sh
# Encodes every sound in a folder, its subfolders kept.
#
#   scripts/encode-folder.sh SOUNDS EMBEDDINGS [OPTION...]
#
# SOUNDS is a folder, or whatever else synth encode takes; OPTIONs are synth encode's.
# PROCESSES (default: 1) is how many work side by side. The same line again makes what is missing.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac
if [ $# -lt 2 ]; then
  echo "encode-folder: name the folder of sounds and the folder for embeddings; --help tells more." >&2
  exit 2
fi

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
sounds=$1
embeddings=$2
shift 2
exec "$scripts/share.sh" "${PROCESSES:-1}" encode "$sounds" -o "$embeddings" "$@"
