/**
 * The dozen operations the network is made of, behind one door: {@link dev.synth.kernel.Ops}. Three
 * implementations stand behind it: ND4J products with element-wise kernels on the JDK's Vector API,
 * ND4J operations alone (any backend), and plain Java loops that the tests compare with. Sees only
 * {@code io}.
 *
 * <p>Sequences are matrices [time · batch, channels] in C order, the batch inside: row t·batch + b.
 * A dilated tap d samples away is then the same matrix d·batch rows away, for the whole batch at
 * once, so a dilated convolution is one accumulating product of shifted row views a tap.
 */
package dev.synth.kernel;
