package dev.synth.train;

import java.util.Map;

/**
 * What a model does on crops of held-out notes.
 *
 * @param loss mean loss, in the task's unit; NaN where no notes are held out
 * @param more what else the log should say, by name, such as {@code accuracy}
 */
public record Measurement(double loss, Map<String, Double> more) {}
