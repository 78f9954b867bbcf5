/**
 * Coverage-guided fuzz tests of everything that reads files, by Jazzer. In an ordinary build they
 * run over the inputs that are kept beside them ({@code src/test/resources/dev/synth/fuzz}) and
 * over whole files; {@code scripts/fuzz.sh} looks for new inputs.
 */
package dev.synth.fuzz;
