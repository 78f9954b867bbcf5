/** What tests of several rooms share. */
package dev.synth.testing;
