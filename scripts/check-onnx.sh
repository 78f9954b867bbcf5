#!/bin/sh
# Checks, by ONNX Runtime for Java, that exported ONNX networks compute what synth does.
#
#   scripts/check-onnx.sh
#
# The networks are those in src/test/resources/dev/synth/models/wavenet/onnx, which synth's tests
# hold to what it exports. Fetches about 250 MB the first time.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
mvn -B -ntp -q -f "$home/src/interop/pom.xml" package >&2
"${SYNTH_JAVA:-java}" -cp "$home/target/interop/synth-interop.jar:$home/target/interop/lib/*" \
  dev.synth.interop.CheckOnnx "$home/src/test/resources/dev/synth/models/wavenet/onnx"
