/** What a run keeps on disk: its folder, checkpoints and logs. */
package dev.synth.train.run;
