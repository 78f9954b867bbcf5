/**
 * The operations on ND4J's arrays, whatever its backend; and where ND4J's native build and threads
 * are chosen. The only part of {@code kernel} that sees ND4J.
 */
package dev.synth.kernel.nd4j;
