/**
 * The floor every room stands on: files written whole or not at all, and the exceptions whose
 * message is one sentence for the person at the keyboard. Sees nobody.
 */
package dev.synth.io;
