#!/bin/sh
# Measures how fast notes are read, and what memory a large TFRecord file takes.
#
#   scripts/bench-reading.sh [GIGABYTES]
#
# First JMH's table: notes from TFRecord files, gzipped ones and folders of WAV files, against the
# same bytes with their checksum only. Then a TFRecord file of GIGABYTES (default: 2) is written to
# the folder for temporary files, indexed and read in a shuffled order under a heap of 512 MB, and
# deleted. Best on a machine that does nothing else.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,9p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
gigabytes=${1:-2}
java=${SYNTH_JAVA:-java}
cd "$home"
scripts/bench.sh ReadingBenchmark

large=$(mktemp -d)
trap 'rm -rf "$large"' EXIT
run() {
  heap=$1
  shift
  "$java" -Xmx"$heap" -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" \
    dev.synth.bench.ReadLarge "$@"
}
run 1g write "$large/large.tfrecord" "$gigabytes"
run 512m read "$large/large.tfrecord"
