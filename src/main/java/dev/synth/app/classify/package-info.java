/** What sounds are: their pitch, family and more, by a classifier. */
package dev.synth.app.classify;
