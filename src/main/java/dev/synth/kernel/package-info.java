/**
 * The operations that networks are made of, behind one interface: {@link dev.synth.kernel.Ops} over
 * opaque matrices, chosen by {@link dev.synth.kernel.Kernels}. Behind it stand plain loops, which
 * define the operations; ND4J's, on any of its backends; and ND4J's products with element-wise
 * kernels on the JDK's Vector API. Sees only {@code io}.
 *
 * <p>Sequences are matrices [time · batch, channels] in C order, the batch inside: row t·batch + b.
 * A dilated tap d samples away is then the same matrix d·batch rows away, for the whole batch at
 * once, so a dilated convolution is one accumulating product of shifted row views a tap.
 */
package dev.synth.kernel;
