#!/bin/sh
# Measures synth against libtorch on this machine's CPU, in turns, and prints a Markdown table.
#
#   scripts/bench-peers.sh [small] [nsynth]
#
# For each preset named (default: both): whole training steps, and the generator against the same
# fast algorithm written with libtorch tensors. Sizes and threads are the same. Both train in float
# and, where the CPU has instructions for it, in bf16; libtorch plays in float alone, and trains in
# both of its layouts, of which the better one counts. ROUNDS (default: 3) turns are taken and the
# medians compared. Best on a machine that does nothing else. Fetches about 110 MB the first time.
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,12p' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
rounds=${ROUNDS:-3}
threads=$(getconf _NPROCESSORS_ONLN)
java=${SYNTH_JAVA:-java}
results=$(mktemp)
trap 'rm -f "$results"' EXIT
[ $# -gt 0 ] || set -- small nsynth
flags=$(grep -o -w -E 'avx2|avx512f|avx512_bf16|avx512_vnni|amx_bf16|amx_int8' /proc/cpuinfo 2>/dev/null | sort -u | tr '\n' ' ' || true)
case $flags in
  *bf16*) bf16=bf16 ;;
  *) bf16= ;;
esac

cd "$home"
mvn -B -ntp -q -Pjmh -DskipTests -Dspotless.check.skip=true package >&2
mvn -B -ntp -q -f src/bench/pom.xml package >&2
ours_path="target/test-classes:target/classes:$(cat target/bench.classpath)"

ours() {
  main=$1
  shift
  OMP_WAIT_POLICY=passive "$java" --add-exports=java.base/jdk.internal.module=ALL-UNNAMED -Xmx4g -XX:+UseParallelGC \
    -Dorg.bytedeco.javacpp.maxbytes=0 -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
    -cp "$ours_path" "dev.synth.bench.$main" "$@" 2>/dev/null
}

theirs() {
  main=$1
  shift
  "$java" -Xmx1g -Dorg.bytedeco.javacpp.maxbytes=0 -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
    -cp "target/bench/synth-bench.jar:target/bench/lib/*" "dev.synth.bench.$main" "$@"
}

# turn CASE COMMAND...: runs it and keeps its line under the case's name.
turn() {
  of=$1
  shift
  line=$("$@")
  echo "$of $line" >&2
  printf '%s\t%s\n' "$of" "$line" >>"$results"
}

for preset in "$@"; do
  case $preset in
    small) batch=4 crop=6144 warm=25 steps=15 sing=20000 batched=4000 ;;
    nsynth) batch=1 crop=6144 warm=3 steps=5 sing=600 batched=128 ;;
    *)
      echo "bench-peers: $preset: small or nsynth are wanted." >&2
      exit 2
      ;;
  esac
  round=0
  while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    for type in float $bf16; do
      case_name="train $preset, $type"
      turn "$case_name" ours Training "$preset" $batch $crop $warm $steps "$threads" "$type"
      turn "$case_name" theirs TorchTraining "$preset" $batch $crop 2 $steps "$threads" conv "$type"
      turn "$case_name" theirs TorchTraining "$preset" $batch $crop 2 $steps "$threads" rows "$type"
    done
    turn "generate $preset 1 note" ours Generation "$preset" 1 $((sing / 2)) $sing "$threads" float
    turn "generate $preset 1 note" theirs TorchGeneration "$preset" 1 50 $((sing / 20)) 1
    turn "generate $preset 1 note" theirs TorchGeneration "$preset" 1 50 $((sing / 20)) "$threads"
    turn "generate $preset 32 notes" ours Generation "$preset" 32 $((batched / 4)) $batched "$threads" float
    turn "generate $preset 1 note, bf16" ours Generation "$preset" 1 $((sing / 2)) $sing "$threads" bf16
    turn "generate $preset 32 notes, bf16" ours Generation "$preset" 32 $((batched / 4)) $batched "$threads" bf16
    turn "generate $preset 32 notes" theirs TorchGeneration "$preset" 32 20 $((batched / 20 + 20)) "$threads"
  done
done

echo "Machine: $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $threads threads, ${flags:-no known vectors}; $("$java" -version 2>&1 | head -n 1); $(date -u +%Y-%m-%d)"
echo
"$java" -cp "$ours_path" dev.synth.bench.PeerTable "$results"
