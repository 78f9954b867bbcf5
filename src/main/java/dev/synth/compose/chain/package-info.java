/**
 * Sequences of symbols from a variable-order model, sampled exactly under constraints: the model's
 * contexts multiplied with the constraints' automata, and messages sent backward through the
 * product (Pachet, Roy and Barbieri 2011; Papadopoulos et al. 2015). Symbols are integers from 0
 * up; nothing here knows of music. Sees {@code io} alone.
 */
package dev.synth.compose.chain;
