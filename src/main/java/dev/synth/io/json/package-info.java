/** JSON read from files, and what is wrong with it in words for people. */
package dev.synth.io.json;
