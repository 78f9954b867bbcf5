package dev.synth.models.instant;

import dev.synth.latent.LatentFormat;
import dev.synth.model.ModelSpec;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every size of an instant autoencoder: an encoder of frames of 16 kHz sound, and a decoder from
 * its embeddings and a pitch to the controls of partials and noise.
 *
 * @param sampleRateHz rate of the sound it makes, a multiple of 8 kHz
 * @param encoderWidth channels of the encoder's residual stack
 * @param encoderLayers residual blocks of the encoder; block i has dilation 2^(i mod 4)
 * @param latentChannels channels of an embedding frame; the first two are measured, see {@link
 *     MeasuredChannels}, the others learned
 * @param width channels of the decoder's residual stack
 * @param layers residual blocks of the decoder
 * @param partials most partials of a note
 * @param ownTunings partials, from the lowest on, that may lie off the harmonics
 * @param noiseBands noise bands up to half the rate
 * @param envelopePoints points of the {@link LevelEnvelope spectral envelope} that the decoder's
 *     network makes
 */
public record InstantSpec(
    int sampleRateHz,
    int encoderWidth,
    int encoderLayers,
    int latentChannels,
    int width,
    int layers,
    int partials,
    int ownTunings,
    int noiseBands,
    int envelopePoints)
    implements ModelSpec {
  /** The kind's name. */
  public static final String KIND = "instant";

  /** Rate of the sound that the encoder takes. */
  public static final int ENCODER_RATE_HZ = 16_000;

  /** Samples of an embedding's frame at the encoder's rate: 32 ms, as NSynth's. */
  public static final int ENCODER_HOP_SAMPLES = 512;

  /** Points of the controls in a frame: every 8 ms. */
  public static final int POINTS_PER_FRAME = 4;

  private static final int RATE_STEP_HZ = 8_000;

  /** Checks every size; the message names the field. */
  public InstantSpec {
    ModelSpec.require("sampleRateHz", sampleRateHz, RATE_STEP_HZ, 192_000);
    ModelSpec.require("encoderWidth", encoderWidth, 1, 8_192);
    ModelSpec.require("encoderLayers", encoderLayers, 0, 100);
    ModelSpec.require("latentChannels", latentChannels, MeasuredChannels.COUNT + 1, 8_192);
    ModelSpec.require("width", width, 1, 8_192);
    ModelSpec.require("layers", layers, 0, 100);
    ModelSpec.require("partials", partials, 1, 1_024);
    ModelSpec.require("ownTunings", ownTunings, 0, partials);
    ModelSpec.require("noiseBands", noiseBands, 2, 256);
    ModelSpec.require("envelopePoints", envelopePoints, 2, 256);
    if (sampleRateHz % RATE_STEP_HZ != 0) {
      throw new IllegalArgumentException(
          "sampleRateHz must be a multiple of " + RATE_STEP_HZ + ", got " + sampleRateHz);
    }
  }

  /**
   * The spec of {@code model}.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static InstantSpec of(SavedModel model) {
    if (model.spec() instanceof InstantSpec spec) {
      return spec;
    }
    throw new IllegalArgumentException("an instant model is wanted, got a " + model.spec().kind());
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Samples of a frame at the rate of the sound. */
  public int hopSamples() {
    return ENCODER_HOP_SAMPLES * (sampleRateHz / RATE_STEP_HZ) / (ENCODER_RATE_HZ / RATE_STEP_HZ);
  }

  /** Samples from one point of the controls to the next. */
  public int pointSamples() {
    return hopSamples() / POINTS_PER_FRAME;
  }

  /** Values that the decoder tells of each point: levels of partials and of noise bands. */
  public int valuesPerPoint() {
    return partials + noiseBands;
  }

  /** Values that the decoder tells of each frame: those of its points, then the tunings. */
  public int valuesPerFrame() {
    return POINTS_PER_FRAME * valuesPerPoint() + ownTunings;
  }

  /** The encoder's network. */
  public StackShape encoderStack() {
    return new StackShape(
        "encoder",
        EncoderInputs.COUNT,
        PitchFeatures.COUNT,
        encoderWidth,
        encoderLayers,
        latentChannels - MeasuredChannels.COUNT);
  }

  /**
   * The decoder's network. Of each point it makes the values, to the partials' of which its
   * envelope is added; behind all points come the tunings.
   */
  public StackShape decoderStack() {
    return new StackShape(
        "decoder",
        latentChannels - MeasuredChannels.COUNT,
        DecoderConditions.COUNT,
        width,
        layers,
        valuesPerFrame() + POINTS_PER_FRAME * envelopePoints);
  }

  @Override
  public Optional<LatentFormat> latent() {
    return Optional.of(new LatentFormat(latentChannels, hopSamples(), sampleRateHz));
  }

  @Override
  public Optional<LatentFormat> encoderLatent() {
    return Optional.of(new LatentFormat(latentChannels, ENCODER_HOP_SAMPLES, ENCODER_RATE_HZ));
  }

  @Override
  public boolean isPitchConditioned() {
    return true;
  }

  @Override
  public boolean isOfEncoder(String name) {
    return name.startsWith("encoder/");
  }

  @Override
  public List<TensorShape> tensors() {
    List<TensorShape> all = new ArrayList<>(encoderStack().tensors());
    all.addAll(decoderStack().tensors());
    return all;
  }
}
