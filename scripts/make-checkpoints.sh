#!/bin/sh
# Writes, by TensorFlow for Java, the checkpoints that the tests read.
#
#   scripts/make-checkpoints.sh [DIR]
#
# DIR is by default src/test/resources/dev/synth/io/checkpoint, where they are committed: models of
# NSynth's variables at tiny width, in both forms, of one and several files, with moving averages,
# in slices, and of other types than float32. The same values come out each time. Fetches about 250
# MB the first time.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,10p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
folder=${1:-$home/src/test/resources/dev/synth/io/checkpoint}
mvn -B -ntp -q -f "$home/src/interop/pom.xml" package >&2
"${SYNTH_JAVA:-java}" -cp "$home/target/interop/synth-interop.jar:$home/target/interop/lib/*" \
  dev.synth.interop.WriteCheckpoints "$folder"
