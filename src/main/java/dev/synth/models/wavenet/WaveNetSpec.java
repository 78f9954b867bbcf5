package dev.synth.models.wavenet;

import dev.synth.audio.WavFile;
import dev.synth.generate.GenerationRequest;
import dev.synth.latent.LatentFormat;
import dev.synth.model.ModelSpec;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Every size of a WaveNet autoencoder (Engel et al. 2017, "Neural Audio Synthesis of Musical Notes
 * with WaveNet Autoencoders"). The training graph, the generator, the parameter count, the memory
 * estimate and the model file are all derived from this one record.
 *
 * @param sampleRateHz rate of its input and output sound
 * @param encoderWidth channels of the encoder's residual stack
 * @param encoderLayers residual blocks of the encoder
 * @param latentChannels channels of an embedding frame
 * @param hopSamples samples an embedding frame stands for
 * @param width channels of the decoder's residual stack
 * @param skipWidth channels of the skip sum and of the post-net
 * @param layers gated layers of the decoder
 * @param layersPerStage layers until the dilation starts again at 1; layer i has dilation 2^(i mod
 *     layersPerStage), in encoder and decoder alike
 * @param kernelSize taps of a dilated convolution, odd
 * @param pitchChannels size of the learned embedding of the MIDI pitch that is added to every
 *     layer's conditioning; 0 for none
 * @param pitchHarmonics harmonics of a {@link PitchOscillator} at the note's pitch that the decoder
 *     takes as input beside its own past; 0 for none
 * @param linearPrediction whether the decoder's classes count from a linear prediction of the
 *     sample ({@link ResidualCoding}), and not from the least code
 * @param pastPeriods most periods of the pitch that the decoder receives a mean over ({@link
 *     PitchPredictor}); 0 for none
 */
public record WaveNetSpec(
    int sampleRateHz,
    int encoderWidth,
    int encoderLayers,
    int latentChannels,
    int hopSamples,
    int width,
    int skipWidth,
    int layers,
    int layersPerStage,
    int kernelSize,
    int pitchChannels,
    int pitchHarmonics,
    boolean linearPrediction,
    int pastPeriods)
    implements ModelSpec {

  /** The kind's name. */
  public static final String KIND = "wavenet";

  /** Mu-law codes, and so the decoder's output channels. */
  public static final int CODES = 256;

  /** Rows of the pitch embedding: MIDI 0 to 127, and one for notes that are unpitched. */
  public static final int PITCHES = 129;

  /** The row of the pitch embedding for unpitched notes. */
  public static final int UNKNOWN_PITCH = GenerationRequest.UNKNOWN_PITCH;

  /** Checks every size; the message names the field. */
  public WaveNetSpec {
    ModelSpec.require("sampleRateHz", sampleRateHz, WavFile.MIN_RATE_HZ, WavFile.MAX_RATE_HZ);
    ModelSpec.require("encoderWidth", encoderWidth, 1, 8_192);
    ModelSpec.require("encoderLayers", encoderLayers, 1, 1_000);
    ModelSpec.require("latentChannels", latentChannels, 1, 8_192);
    ModelSpec.require("hopSamples", hopSamples, 1, 65_536);
    ModelSpec.require("width", width, 1, 8_192);
    ModelSpec.require("skipWidth", skipWidth, 1, 8_192);
    ModelSpec.require("layers", layers, 1, 1_000);
    ModelSpec.require("layersPerStage", layersPerStage, 1, 20);
    ModelSpec.require("kernelSize", kernelSize, 1, 31);
    ModelSpec.require("pitchChannels", pitchChannels, 0, 8_192);
    ModelSpec.require("pitchHarmonics", pitchHarmonics, 0, 1_024);
    ModelSpec.require("pastPeriods", pastPeriods, 0, 1_024);
    if (kernelSize % 2 == 0) {
      throw new IllegalArgumentException("kernelSize must be odd, got " + kernelSize);
    }
  }

  /**
   * The spec of {@code model}.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static WaveNetSpec of(SavedModel model) {
    if (model.spec() instanceof WaveNetSpec spec) {
      return spec;
    }
    throw new IllegalArgumentException("a WaveNet is wanted, got a " + model.spec().kind());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Optional<LatentFormat> latent() {
    return Optional.of(format());
  }

  /** The form of its embeddings. */
  public LatentFormat format() {
    return new LatentFormat(latentChannels, hopSamples, sampleRateHz);
  }

  /** Dilation, in samples, of layer {@code layer} (from 0) of encoder or decoder. */
  public int dilation(int layer) {
    return 1 << (layer % layersPerStage);
  }

  @Override
  public boolean isOfEncoder(String name) {
    return name.startsWith("ae_");
  }

  /** Whether the decoder has a learned embedding of the pitch, one of the ways to condition it. */
  public boolean hasPitchEmbedding() {
    return pitchChannels > 0;
  }

  /**
   * Whether the decoder is conditioned on the pitch in any way: by the embedding, the oscillator or
   * the past periods.
   */
  @Override
  public boolean isPitchConditioned() {
    return pitchChannels > 0 || pitchHarmonics > 0 || pastPeriods > 0;
  }

  /**
   * Samples the decoder's distribution of sample t depends on: t - receptiveFieldSamples .. t - 1.
   * One startconv of kernelSize taps, then (kernelSize - 1) · dilation more per layer; with a
   * {@link PitchPredictor}, its values reach further back than startconv does.
   */
  public int receptiveFieldSamples() {
    int start = pastPeriods > 0 ? Math.max(kernelSize, PitchPredictor.FIELD_SAMPLES) : kernelSize;
    return convolutionFieldSamples() - kernelSize + start;
  }

  /** The part of the receptive field that is the convolutions' alone, in samples. */
  public int convolutionFieldSamples() {
    int field = kernelSize;
    for (int i = 0; i < layers; i++) {
      field += (kernelSize - 1) * dilation(i);
    }
    return field;
  }

  /** Frames of the embedding of {@code samples} samples; the last one may be partly padding. */
  public int frames(int samples) {
    return (samples + hopSamples - 1) / hopSamples;
  }

  /** The encoder's tensors in the order of their use. */
  public List<TensorShape> encoderTensors() {
    List<TensorShape> all = new ArrayList<>();
    convolution(all, "ae_startconv", kernelSize, 1, encoderWidth);
    for (int i = 1; i <= encoderLayers; i++) {
      convolution(all, "ae_dilatedconv_" + i, kernelSize, encoderWidth, encoderWidth);
      convolution(all, "ae_res_" + i, 1, encoderWidth, encoderWidth);
    }
    convolution(all, "ae_bottleneck", 1, encoderWidth, latentChannels);
    return Collections.unmodifiableList(all);
  }

  /** The decoder's tensors in the order of their use. */
  public List<TensorShape> decoderTensors() {
    List<TensorShape> all = new ArrayList<>();
    if (hasPitchEmbedding()) {
      all.add(new TensorShape("pitch_embedding/W", PITCHES, pitchChannels));
    }
    convolution(all, "startconv", kernelSize, 1, width);
    if (pitchHarmonics > 0) {
      all.add(new TensorShape("oscillator/W", 1, 1, 2 * pitchHarmonics, width));
    }
    if (pastPeriods > 0) {
      all.add(new TensorShape("past_periods/W", 1, 1, PitchPredictor.HINTS, width));
    }
    convolution(all, "skip_start", 1, width, skipWidth);
    for (int i = 1; i <= layers; i++) {
      convolution(all, "dilatedconv_" + i, kernelSize, width, 2 * width);
      conditioning(all, i + "", 2 * width);
      convolution(all, "res_" + i, 1, width, width);
      convolution(all, "skip_" + i, 1, width, skipWidth);
    }
    convolution(all, "out1", 1, skipWidth, skipWidth);
    conditioning(all, "out1", skipWidth);
    convolution(all, "logits", 1, skipWidth, CODES);
    return Collections.unmodifiableList(all);
  }

  /** All tensors, the encoder's first. */
  @Override
  public List<TensorShape> tensors() {
    List<TensorShape> all = new ArrayList<>(encoderTensors());
    all.addAll(decoderTensors());
    return Collections.unmodifiableList(all);
  }

  private void conditioning(List<TensorShape> all, String layer, int out) {
    convolution(all, "cond_map_" + layer, 1, latentChannels, out);
    if (hasPitchEmbedding()) {
      all.add(new TensorShape("pitch_map_" + layer + "/W", 1, 1, pitchChannels, out));
    }
  }

  private static void convolution(List<TensorShape> all, String name, int taps, int in, int out) {
    all.add(new TensorShape(name + "/W", 1, taps, in, out));
    all.add(new TensorShape(name + "/biases", out));
  }

  /**
   * Multiply-adds a sample of a training step's forward pass: every kernel is used once a sample,
   * but conditioning only once a frame.
   */
  public double multiplyAddsPerSample() {
    double count = 0;
    for (TensorShape t : tensors()) {
      boolean perFrame = t.name().startsWith("cond_map") || t.name().startsWith("pitch_");
      if (!t.isBias()) {
        count += perFrame ? (double) t.length() / hopSamples : t.length();
      }
    }
    return count;
  }
}
