/**
 * The operations on the JDK's Vector API. Its module incubates and may be absent, so the files that
 * use it are called Vector*, are compiled apart from the rest, and are reached by name.
 */
package dev.synth.kernel.vector;
