/** One picocli command a file: arguments in, one call, results out. Sees all; nothing sees it. */
package dev.synth.cli;
