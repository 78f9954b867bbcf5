#!/bin/sh
# Renders a grid of mixtures: tells what it will take, then makes it.
#
#   scripts/render-grid.sh GRID.yaml OUT [OPTION...]
#
# GRID.yaml and OPTIONs are synth grid's; docs/rendering.md tells of both.
# PROCESSES (default: 1) is how many work side by side. The same line again makes what is missing.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac
if [ $# -lt 2 ]; then
  echo "render-grid: name the grid's file and the folder for everything; --help tells more." >&2
  exit 2
fi

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
grid=$1
out=$2
shift 2
"${SYNTH:-$scripts/../bin/synth}" grid "$grid" -o "$out" "$@" --dry-run >&2
exec "$scripts/share.sh" "${PROCESSES:-1}" grid "$grid" -o "$out" "$@"
