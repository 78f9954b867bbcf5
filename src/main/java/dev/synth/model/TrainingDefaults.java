package dev.synth.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.json.Json;

/**
 * The settings that train a preset's sizes well; what a file does not say is as here.
 *
 * @param learningRate Adam's step size after any warm-up
 * @param batch crops a step (4)
 * @param cropFrames embedding frames a crop (12)
 * @param schedule how the learning rate falls: paper, cosine or constant (paper)
 * @param clipNorm the longest mean gradient that is used whole; 0 for any length (0)
 * @param averageDecay decay of the moving average of the weights (0.9999)
 * @param initialShare share of the initial weights in a model that is trained from another one (0)
 */
public record TrainingDefaults(
    Double learningRate,
    Integer batch,
    Integer cropFrames,
    String schedule,
    Double clipNorm,
    Double averageDecay,
    Double initialShare) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  /** Fills in what is null, and checks the learning rate. */
  public TrainingDefaults {
    if (learningRate == null || !(learningRate > 0 && learningRate <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "learningRate must be a number above 0, got " + learningRate);
    }
    batch = batch == null ? Integer.valueOf(4) : batch;
    cropFrames = cropFrames == null ? Integer.valueOf(12) : cropFrames;
    schedule = schedule == null ? "paper" : schedule;
    clipNorm = clipNorm == null ? Double.valueOf(0) : clipNorm;
    averageDecay = averageDecay == null ? Double.valueOf(0.9999) : averageDecay;
    initialShare = initialShare == null ? Double.valueOf(0) : initialShare;
  }

  static TrainingDefaults parse(String source, ObjectNode json) throws BadDataException {
    return Json.bind(MAPPER, json, TrainingDefaults.class, source + ": its training");
  }
}
