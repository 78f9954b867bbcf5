/** Models from and for other programs. */
package dev.synth.app.exchange;
