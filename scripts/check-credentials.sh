#!/bin/sh
# What two other programs say about the content credentials of files: c2pa-rs, the C2PA
# project's own library, as WebAssembly, and c2pa-ts. A line of JSON a file.
#
#   scripts/check-credentials.sh [FILE...]
#
# Both are fetched by npm into target/judges once, where JudgesTest finds them, too; without a file
# nothing else is done. Needs Node 20 or later.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,9p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
judges=$home/target/judges
if [ ! -d "$judges/node_modules/@trustnxt/c2pa-ts" ]; then
  mkdir -p "$judges"
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$judges" \
    @contentauth/c2pa-wasm@0.15.0 @trustnxt/c2pa-ts@0.9.4 >&2
fi
[ $# -eq 0 ] || exec node "$home/scripts/check_credentials.mjs" "$judges" "$@"
