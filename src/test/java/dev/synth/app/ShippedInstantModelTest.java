package dev.synth.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.latent.Embedding;
import dev.synth.model.ModelFiles;
import java.io.IOException;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the instant model that comes with synth makes of sounds whose partials are known. */
class ShippedInstantModelTest {
  private static final int RATE_HZ = 16_000;
  private static final int MIDI = 60;
  private static final double HZ = Pitch.hzOfMidi(MIDI);
  private static final int PARTIALS = 24;

  private static LoadedModel model;

  @BeforeAll
  static void open() throws IOException {
    model = LoadedModel.open(ModelFiles.byDefault(), 2);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /**
   * Two seconds of partials k of these amplitudes.
   *
   * @param cents by which the pitch is off at a time in seconds
   */
  private static float[] sound(DoubleUnaryOperator amplitude, DoubleUnaryOperator cents) {
    float[] sound = new float[2 * RATE_HZ];
    double turns = 0;
    for (int n = 0; n < sound.length; n++) {
      double seconds = (double) n / RATE_HZ;
      for (int k = 1; k <= PARTIALS; k++) {
        sound[n] += (float) (amplitude.applyAsDouble(k) * Math.sin(2 * Math.PI * k * turns));
      }
      sound[n] *= (float) Math.min(1, seconds / 0.01);
      turns += HZ * Math.pow(2, cents.applyAsDouble(seconds) / 1200) / RATE_HZ;
    }
    return sound;
  }

  private static float[] played(float[] sound) throws IOException {
    Embedding embedding = model.encode(new AudioClip(sound, RATE_HZ));
    return Resampler.resample(model.play(embedding, MIDI), RATE_HZ).samples();
  }

  /** The amplitude of what is near {@code hz}, from 0.5 to 1.5 s. */
  private static double amplitude(float[] sound, double hz) {
    double re = 0;
    double im = 0;
    double sum = 0;
    for (int n = RATE_HZ / 2; n < 3 * RATE_HZ / 2; n++) {
      double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (n - RATE_HZ / 2.0) / RATE_HZ);
      re += window * sound[n] * Math.cos(2 * Math.PI * hz * n / RATE_HZ);
      im += window * sound[n] * Math.sin(2 * Math.PI * hz * n / RATE_HZ);
      sum += window;
    }
    return 2 * Math.hypot(re, im) / sum;
  }

  private static double partialDb(float[] sound, int k) {
    return 20 * Math.log10(amplitude(sound, k * HZ) / amplitude(sound, HZ));
  }

  @Test
  void aSineStaysOne() throws IOException {
    float[] made = played(sound(k -> k == 1 ? 0.3 : 0, t -> 0));
    for (int k = 2; k <= PARTIALS; k++) {
      assertTrue(partialDb(made, k) < -40, "partial " + k + ": " + partialDb(made, k));
    }
  }

  @Test
  void aSquareHasOddPartialsOnly() throws IOException {
    float[] made = played(sound(k -> k % 2 == 1 ? 0.2 / k : 0, t -> 0));
    for (int k = 2; k <= PARTIALS; k += 2) {
      assertTrue(partialDb(made, k) < -35, "partial " + k + ": " + partialDb(made, k));
    }
  }

  /** Cents of the fundamental over time, each from the phase of 20 ms to the next. */
  private static double[] cents(float[] sound) {
    int hop = RATE_HZ / 50;
    double[] cents = new double[60];
    double before = 0;
    for (int i = 0; i <= cents.length; i++) {
      double re = 0;
      double im = 0;
      int first = RATE_HZ / 4 + i * hop;
      for (int n = first; n < first + 2 * hop; n++) {
        double window = 0.5 - 0.5 * Math.cos(Math.PI * (n - first) / hop);
        re += window * sound[n] * Math.cos(2 * Math.PI * HZ * n / RATE_HZ);
        im -= window * sound[n] * Math.sin(2 * Math.PI * HZ * n / RATE_HZ);
      }
      double phase = Math.atan2(im, re);
      if (i > 0) {
        double turned = Math.IEEEremainder(phase - before, 2 * Math.PI) / (2 * Math.PI);
        cents[i - 1] = 1200 * Math.log(1 + turned * 50 / HZ) / Math.log(2);
      }
      before = phase;
    }
    return cents;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value / values.length;
    }
    return sum;
  }

  /** The depth of what swings at a rate. */
  private static double depth(double[] cents, double hz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < cents.length; i++) {
      re += cents[i] * Math.cos(2 * Math.PI * hz * i / 50) * 2 / cents.length;
      im += cents[i] * Math.sin(2 * Math.PI * hz * i / 50) * 2 / cents.length;
    }
    return Math.hypot(re, im);
  }

  @Test
  void vibratoKeepsItsDepthAndRate() throws IOException {
    float[] sound = sound(k -> 0.1 / k, t -> 50 * Math.sin(2 * Math.PI * 5 * t));
    double original = depth(cents(sound), 5);
    double made = depth(cents(played(sound)), 5);
    assertEquals(original, made, 0.2 * original);
  }

  @ParameterizedTest
  @ValueSource(ints = {-30, 40})
  void aDetunedSoundKeepsItsTuning(int detuned) throws IOException {
    float[] made = played(sound(k -> 0.1 / k, t -> detuned));
    assertEquals(detuned, mean(cents(made)), 5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-6, -35, -60})
  void softSoundsKeepTheirLevel(double peakDb) throws IOException {
    float[] sound = sound(k -> Math.pow(10, peakDb / 20) * 0.4 / k, t -> 0);
    double gain = Levels.rms(played(sound)) / Levels.rms(sound);
    assertEquals(0, 20 * Math.log10(gain), 2);
  }
}
