#!/bin/sh
# Plays 1 and 16 notes for half a minute each on the page of synth play, in Chromium without a
# screen, and prints the drop-outs and how much of a core the audio thread takes.
#
#   scripts/measure-page.sh
#
# On a machine that does nothing else: there, a drop-out is a failure.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$home"
SYNTH_TEST_TOOLS=required exec mvn -B -ntp -q test -Dspotless.check.skip=true -Dtest=PlayLoadTest -Dsynth.idle=true
