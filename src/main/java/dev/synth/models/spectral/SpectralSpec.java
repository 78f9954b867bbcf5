package dev.synth.models.spectral;

import dev.synth.latent.LatentFormat;
import dev.synth.model.ModelSpec;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.models.spectral.SpectralLayer.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every size of a spectral autoencoder. A piece of sound, which one frame of an embedding stands
 * for, is an image of log magnitudes with as many rows as the spectra have bins below the highest,
 * and as many columns as the power of two that holds its spectra.
 *
 * <p>Source: Engel et al. 2017, "Neural Audio Synthesis of Musical Notes with WaveNet
 * Autoencoders", and the configuration {@code nfft_1024} that Magenta published with it.
 *
 * @param sampleRateHz rate of the sound it takes and makes
 * @param fftSamples samples of a spectrum, a power of two
 * @param hopSamples samples from one spectrum to the next
 * @param noteSamples samples that a frame of an embedding stands for, a multiple of the hop
 * @param width channels of the first convolution; later ones have up to 8 times as many
 * @param latentChannels channels of an embedding's frame
 * @param pitchChannels channels of the table of pitches that the decoder is given a row of
 * @param phaseIterations of finding phases for the magnitudes that it makes
 */
public record SpectralSpec(
    int sampleRateHz,
    int fftSamples,
    int hopSamples,
    int noteSamples,
    int width,
    int latentChannels,
    int pitchChannels,
    int phaseIterations)
    implements ModelSpec {
  /** The kind's name. */
  public static final String KIND = "spectral";

  /** Pitches that the decoder knows, MIDI 0 to 127. */
  public static final int PITCHES = 128;

  /** The table of pitches, [channels, pitches]. */
  public static final String PITCH_TABLE = "decoder/pitches/W";

  /** What is added to variances before they divide. */
  public static final double EPSILON = 1e-3;

  private static final int WIDE_TAPS = 5;
  private static final int TAPS = 4;

  /** Checks every size; the message names the field. */
  public SpectralSpec {
    ModelSpec.require("sampleRateHz", sampleRateHz, 4_000, 192_000);
    ModelSpec.require("fftSamples", fftSamples, 16, 16_384);
    ModelSpec.require("hopSamples", hopSamples, 1, fftSamples / 2);
    ModelSpec.require("noteSamples", noteSamples, hopSamples, 10_000_000);
    ModelSpec.require("width", width, 1, 1_024);
    ModelSpec.require("latentChannels", latentChannels, 1, 65_536);
    ModelSpec.require("pitchChannels", pitchChannels, 1, 8_192);
    ModelSpec.require("phaseIterations", phaseIterations, 0, 100_000);
    if (Integer.bitCount(fftSamples) != 1) {
      throw new IllegalArgumentException("fftSamples must be a power of two, got " + fftSamples);
    }
    if (fftSamples / 2 % hopSamples != 0) {
      throw new IllegalArgumentException(
          "hopSamples must be a divisor of half of fftSamples, "
              + fftSamples / 2
              + ", got "
              + hopSamples);
    }
    if (noteSamples % hopSamples != 0 || noteSamples < fftSamples) {
      throw new IllegalArgumentException(
          "noteSamples must be a multiple of hopSamples, "
              + hopSamples
              + ", and at least fftSamples, "
              + fftSamples
              + ", got "
              + noteSamples);
    }
    if (columns(noteSamples, hopSamples) > fftSamples / 2) {
      throw new IllegalArgumentException(
          "noteSamples must be less than "
              + (long) fftSamples / 2 * hopSamples
              + ", so that the image is not broader than high, got "
              + noteSamples);
    }
  }

  /**
   * The spec of {@code model}.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static SpectralSpec of(SavedModel model) {
    if (model.spec() instanceof SpectralSpec spec) {
      return spec;
    }
    throw new IllegalArgumentException("a spectral model is wanted, got a " + model.spec().kind());
  }

  private static int columns(int noteSamples, int hopSamples) {
    int spectra = noteSamples / hopSamples + 1;
    return Integer.highestOneBit(2 * spectra - 1);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Rows of the image: bins from 0 Hz to below half the rate. */
  public int rows() {
    return fftSamples / 2;
  }

  /** Columns of the image. */
  public int columns() {
    return columns(noteSamples, hopSamples);
  }

  /** Spectra of a piece of sound, from its start to its end; the columns behind them are 0. */
  public int spectra() {
    return noteSamples / hopSamples + 1;
  }

  /** Pixels of the image. */
  public int pixels() {
    return rows() * columns();
  }

  /** How often both sides of the image are halved until it is one column. */
  private int halvings() {
    return Integer.numberOfTrailingZeros(columns());
  }

  /** How often its height is halved besides. */
  private int moreHalvings() {
    return Integer.numberOfTrailingZeros(rows()) - halvings();
  }

  /** Channels behind the encoder's layer {@code index}: they double every three layers. */
  private int channels(int index) {
    return width << Math.min(index, halvings() - 1) / 3;
  }

  private int broadest() {
    return 2 * channels(halvings() - 1);
  }

  /** The encoder's layers, from the image to [latentChannels, 1, 1]. */
  public List<SpectralLayer> encoderLayers() {
    List<SpectralLayer> all = new ArrayList<>();
    Stack stack = new Stack(all, "encoder/", false, 1, rows(), columns());
    for (int i = 0; i < halvings(); i++) {
      stack.add("" + i, channels(i), i == 0 ? WIDE_TAPS : TAPS, 2, 2, Output.RECTIFIED);
    }
    for (int i = 1; i <= moreHalvings(); i++) {
      String name = halvings() - 1 + "_" + i;
      stack.add(name, channels(halvings() - 1), TAPS, 2, 1, Output.RECTIFIED);
    }
    stack.add("" + halvings(), broadest(), 1, 1, 1, Output.RECTIFIED);
    stack.add("z", latentChannels, 1, 1, 1, Output.NORMALIZED);
    return all;
  }

  /** The decoder's layers, from [latentChannels + pitchChannels, 1, 1] to the image. */
  public List<SpectralLayer> decoderLayers() {
    List<SpectralLayer> all = new ArrayList<>();
    Stack stack = new Stack(all, "decoder/", true, latentChannels + pitchChannels, 1, 1);
    stack.add("0", broadest(), 1, 1, 1, Output.RECTIFIED);
    for (int i = 1; i <= halvings(); i++) {
      int taps = i == halvings() ? WIDE_TAPS : TAPS;
      stack.add("" + i, channels(halvings() - i), taps, 2, 2, Output.RECTIFIED);
    }
    for (int i = 1; i <= moreHalvings(); i++) {
      stack.add(halvings() + "_" + i, width, WIDE_TAPS, 2, 1, Output.RECTIFIED);
    }
    stack.convolve("mag", 1, Output.SIGMOID);
    return all;
  }

  /** Layers, one behind the other. */
  private static final class Stack {
    private final List<SpectralLayer> layers;
    private final String prefix;
    private final boolean isTransposed;
    private int channels;
    private int rows;
    private int columns;

    Stack(
        List<SpectralLayer> layers,
        String prefix,
        boolean isTransposed,
        int channels,
        int rows,
        int columns) {
      this.layers = layers;
      this.prefix = prefix;
      this.isTransposed = isTransposed;
      this.channels = channels;
      this.rows = rows;
      this.columns = columns;
    }

    void add(String name, int out, int taps, int rowStride, int columnStride, Output output) {
      rows = isTransposed ? rows * rowStride : rows / rowStride;
      columns = isTransposed ? columns * columnStride : columns / columnStride;
      layers.add(
          new SpectralLayer(
              prefix + name,
              isTransposed,
              channels,
              out,
              taps,
              rowStride,
              columnStride,
              output,
              rows,
              columns));
      channels = out;
    }

    /** A plain convolution of each pixel by itself. */
    void convolve(String name, int out, Output output) {
      layers.add(
          new SpectralLayer(prefix + name, false, channels, out, 1, 1, 1, output, rows, columns));
    }
  }

  /** The encoder's and the decoder's layers. */
  public List<SpectralLayer> layers() {
    List<SpectralLayer> all = new ArrayList<>(encoderLayers());
    all.addAll(decoderLayers());
    return all;
  }

  /** The table of pitches. */
  public TensorShape pitchTable() {
    return new TensorShape(PITCH_TABLE, pitchChannels, PITCHES);
  }

  @Override
  public Optional<LatentFormat> latent() {
    return Optional.of(new LatentFormat(latentChannels, noteSamples, sampleRateHz));
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
    List<TensorShape> all = new ArrayList<>();
    encoderLayers().forEach(layer -> all.addAll(layer.tensors()));
    all.add(pitchTable());
    decoderLayers().forEach(layer -> all.addAll(layer.tensors()));
    return all;
  }

  /** Multiply-adds of the convolutions for a note, of encoder and decoder. */
  public long multiplyAdds() {
    return layers().stream().mapToLong(SpectralLayer::multiplyAdds).sum();
  }
}
