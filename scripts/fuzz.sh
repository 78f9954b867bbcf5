#!/bin/sh
# Looks for inputs on which a reader of files hangs, throws what it should not, or takes too much
# memory.
#
#   scripts/fuzz.sh [READER [SECONDS]]
#
# READER is one of: wav aiff flac vorbis opus mp3 soundfont tfrecord nsynth embedding model
# checkpoint credentials; default: all of them, one after the other, each for SECONDS (default: 60).
# What is found is kept in src/test/resources/dev/synth/fuzz, where every build replays it: mend the
# reader and commit the file. Inputs that reach new code are kept in .cifuzz-corpus for the next run,
# which git ignores.
set -eu

readers='wav aiff flac vorbis opus mp3 soundfont tfrecord nsynth embedding model checkpoint credentials'
case "${1:-}" in
  -h | --help)
    sed -n '2,11p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac
[ $# -eq 0 ] || readers=$1
seconds=${2:-60}

fuzz_class() {
  case $1 in
    wav | aiff | flac | vorbis | opus | mp3) echo SoundFilesFuzzTest ;;
    soundfont | tfrecord | nsynth | embedding | model | checkpoint | credentials) echo DataFilesFuzzTest ;;
    *)
      echo "fuzz.sh: '$1' is no reader; see scripts/fuzz.sh --help." >&2
      exit 64
      ;;
  esac
}
for reader in $readers; do
  fuzz_class "$reader" >/dev/null
done

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$home"
mvn -B -ntp -q test-compile

failed=0
for reader in $readers; do
  class=$(fuzz_class "$reader")
  echo "fuzz.sh: $reader, $seconds s"
  folder=src/test/resources/dev/synth/fuzz/${class}Inputs/$reader
  mkdir -p "$folder"
  # A small heap makes an input that takes much memory fail.
  JAZZER_FUZZ=1 mvn -B -ntp -q surefire:test@default-test -Dtest="$class#$reader" \
    -Dtest.forks=1 -Dtest.heap=900m -Dfuzz.hooks=true -Dfuzz.seconds="$seconds" || failed=1
  rmdir -p "$folder" 2>/dev/null || true
done
exit $failed
