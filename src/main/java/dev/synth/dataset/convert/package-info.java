/** Notes of any form as TFRecord files or NSynth folders. */
package dev.synth.dataset.convert;
