/** Use cases of composition: styles from corpora of scores, pieces from styles. */
package dev.synth.app.compose;
