/** What a run learns from: notes, crops, their order, reading ahead. */
package dev.synth.train.data;
