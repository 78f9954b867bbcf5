/** Benchmarks: JMH for the parts, and whole programs that {@code scripts/bench-peers.sh} runs. */
package dev.synth.bench;
