/** The operations as plain loops over arrays of Java: their definition, which needs no library. */
package dev.synth.kernel.plain;
