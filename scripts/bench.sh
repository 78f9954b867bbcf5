#!/bin/sh
# Runs synth's JMH benchmarks: kernels, a training step, the encoder, the generator.
#
#   scripts/bench.sh [JMH_OPTIONS...]
#
# For example: scripts/bench.sh Kernel -p width=64
# Best on a machine that does nothing else.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$home"
mvn -B -ntp -q -Pjmh -DskipTests -Dspotless.check.skip=true package >&2
OMP_WAIT_POLICY=passive exec "${SYNTH_JAVA:-java}" --add-exports=java.base/jdk.internal.module=ALL-UNNAMED \
  -XX:+UseParallelGC -Dorg.bytedeco.javacpp.maxbytes=0 -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" org.openjdk.jmh.Main "$@"
