/** What a run learns from: crops, their order, reading ahead, corrupted contexts. */
package dev.synth.train.data;
