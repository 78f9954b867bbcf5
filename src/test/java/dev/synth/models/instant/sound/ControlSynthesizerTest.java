package dev.synth.models.instant.sound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlSynthesizerTest {
  private static final int RATE_HZ = 48_000;
  private static final int HOP = 384;
  private static final int PARTIALS = 40;
  private static final int BANDS = 24;

  private static NoteControls silent(int points) {
    float[] levels = new float[points * PARTIALS];
    float[] noise = new float[points * BANDS];
    Arrays.fill(levels, -200);
    Arrays.fill(noise, -200);
    return new NoteControls(PARTIALS, BANDS, levels, noise, new float[points], new float[PARTIALS]);
  }

  /** One partial, from 1, at one level throughout. */
  private static NoteControls partial(int points, int number, double db) {
    NoteControls controls = silent(points);
    for (int p = 0; p < points; p++) {
      controls.partialDb()[p * PARTIALS + number - 1] = (float) db;
    }
    return controls;
  }

  private static NoteControls random(int points, long seed) {
    Random random = new Random(seed);
    NoteControls controls = silent(points);
    for (int i = 0; i < controls.partialDb().length; i++) {
      controls.partialDb()[i] = -20 - 60 * random.nextFloat();
    }
    for (int i = 0; i < controls.noiseDb().length; i++) {
      controls.noiseDb()[i] = -30 - 60 * random.nextFloat();
    }
    for (int i = 0; i < points; i++) {
      controls.cents()[i] = 60 * random.nextFloat() - 30;
    }
    for (int i = 0; i < PARTIALS; i++) {
      controls.tuningCents()[i] = 60 * random.nextFloat() - 30;
    }
    return controls;
  }

  private static ControlSynthesizer synthesizer() {
    return new ControlSynthesizer(RATE_HZ, HOP, PARTIALS, BANDS);
  }

  @ParameterizedTest
  @CsvSource({"21, 1", "57.5, 1", "69, 7", "60, 40", "108, 3"})
  void aPartialIsASine(double pitch, int number) {
    float[] sound = synthesizer().play(partial(500, number, -6), pitch, 500 * HOP, 1);
    double hz = number * 440 * Math.pow(2, (pitch - 69) / 12);
    double amplitude = Math.pow(10, -6 / 20.0);
    double start = -0.5 * (number - 1) * number / PARTIALS;
    double worst = 0;
    for (int i = 100; i < sound.length; i++) {
      double wanted = amplitude * Math.sin(2 * Math.PI * (start + hz * i / RATE_HZ));
      worst = Math.max(worst, Math.abs(sound[i] - wanted));
    }
    // A rounding a sample in a stretch of 96, and those of sine, level and product.
    assertTrue(worst < 100 * 0x1p-24, "error " + worst);
  }

  @Test
  void phasesDoNotDriftInTenMinutes() {
    ControlSynthesizer.Stream stream = synthesizer().open(partial(1, 1, 0), 60, 1);
    double hz = 440 * Math.pow(2, -9 / 12.0);
    float[] block = new float[RATE_HZ];
    for (int second = 0; second < 600; second++) {
      stream.read(block, 0, block.length);
    }
    double wanted = Math.sin(2 * Math.PI * (hz * 599 - Math.floor(hz * 599)));
    assertEquals(wanted, block[0], 1e-4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 384, 1000})
  void blocksOfAnySizeAreTheSame(int block) {
    NoteControls controls = random(20, 3);
    float[] whole = synthesizer().play(controls, 50.3, 20 * HOP, 5);
    ControlSynthesizer.Stream stream = synthesizer().open(controls, 50.3, 5);
    float[] pieces = new float[whole.length];
    for (int at = 0; at < pieces.length; at += block) {
      stream.read(pieces, at, Math.min(block, pieces.length - at));
    }
    assertArrayEquals(whole, pieces);
  }

  @Test
  void theVectorKernelMakesThePlainOnesBits() {
    NoteControls controls = random(20, 4);
    float[] plain =
        new ControlSynthesizer(RATE_HZ, HOP, PARTIALS, BANDS, new PlainPartials(""))
            .play(controls, 44, 20 * HOP, 5);
    float[] vector =
        new ControlSynthesizer(RATE_HZ, HOP, PARTIALS, BANDS, new VectorPartials())
            .play(controls, 44, 20 * HOP, 5);
    assertArrayEquals(plain, vector);
  }

  @ParameterizedTest
  @ValueSource(doubles = {96, 108, 120})
  void nothingSoundsAboveHalfTheRate(double pitch) {
    NoteControls controls = silent(50);
    Arrays.fill(controls.partialDb(), -20);
    float[] sound = synthesizer().play(controls, pitch, 50 * HOP, 1);
    double hz = 440 * Math.pow(2, (pitch - 69) / 12);
    int kept = (int) Math.floor(0.485 * RATE_HZ / hz);
    float[] below = new float[sound.length];
    for (int k = 1; k <= PARTIALS && k * hz < 0.4975 * RATE_HZ; k++) {
      double fade = k <= kept ? 1 : (0.4975 - k * hz / RATE_HZ) / 0.0125;
      for (int i = 0; i < sound.length; i++) {
        double turns = -0.5 * (k - 1) * k / PARTIALS + k * hz * i / RATE_HZ;
        below[i] += (float) (0.1 * fade * Math.sin(2 * Math.PI * turns));
      }
    }
    for (int i = 100; i < sound.length; i++) {
      assertEquals(below[i], sound[i], 1e-5);
    }
  }

  @Test
  void flatBandsAreWhiteNoiseOfTheirPower() {
    NoteControls controls = silent(1);
    Arrays.fill(controls.noiseDb(), -30);
    float[] sound = synthesizer().play(controls, 60, 10 * RATE_HZ, 9);
    double power = 0;
    for (float sample : sound) {
      power += (double) sample * sample;
    }
    // 24 kHz of -30 dB a kilohertz; a deviation of 0.1 dB is 11 sigma of so many samples.
    assertEquals(-30 + 10 * Math.log10(24), 10 * Math.log10(power / sound.length), 0.1);
    double lag = 0;
    for (int i = 1; i < sound.length; i++) {
      lag += (double) sound[i] * sound[i - 1];
    }
    assertEquals(0, lag / power, 0.01);
  }

  @Test
  void aBandIsWhereItShouldBe() {
    NoteControls controls = silent(1);
    int band = 12;
    controls.noiseDb()[band] = 0;
    float[] sound = synthesizer().play(controls, 60, 10 * RATE_HZ, 9);
    NoiseBands bands = new NoiseBands(BANDS, RATE_HZ);
    double power = 0;
    for (float sample : sound) {
      power += (double) sample * sample;
    }
    // The square of a triangle has a third of its base's half on each side.
    double width = (bands.middleHz(band + 1) - bands.middleHz(band - 1)) / 3 / 1000;
    assertEquals(10 * Math.log10(width), 10 * Math.log10(power / sound.length), 0.3);
  }

  @Test
  void leapsOfLevelAndPitchDoNotClick() {
    NoteControls controls = silent(60);
    for (int p = 0; p < 60; p++) {
      boolean loud = p / 10 % 2 == 1;
      controls.partialDb()[p * PARTIALS] = loud ? -6 : -200;
      controls.cents()[p] = p > 30 ? 200 : 0;
    }
    float[] sound = synthesizer().play(controls, 69, 60 * HOP, 1);
    // A sine's largest step, and a level that rises in a hop.
    double step = 0.5 * 2 * Math.PI * 440 * Math.pow(2, 200 / 1200.0) / RATE_HZ + 0.5 / HOP;
    for (int i = 1; i < sound.length; i++) {
      assertTrue(Math.abs(sound[i] - sound[i - 1]) < 1.01 * step, "at " + i);
    }
    assertEquals(0, sound[0]);
  }

  @Test
  void seedsChangeTheNoiseOnly() {
    NoteControls noise = silent(2);
    Arrays.fill(noise.noiseDb(), -30);
    float[] one = synthesizer().play(noise, 60, 1000, 1);
    assertTrue(!Arrays.equals(one, synthesizer().play(noise, 60, 1000, 2)));
    assertArrayEquals(one, synthesizer().play(noise, 72, 1000, 1));
    NoteControls tone = partial(2, 1, -6);
    assertArrayEquals(synthesizer().play(tone, 60, 1000, 1), synthesizer().play(tone, 60, 1000, 2));
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new NoteControls(2, 2, new float[4], new float[4], new float[3], new float[2]));
    assertThrows(
        IllegalArgumentException.class, () -> synthesizer().open(controls(PARTIALS + 1), 60, 1));
    assertThrows(IllegalArgumentException.class, () -> new ControlSynthesizer(16_000, 126, 10, 10));
  }

  private static NoteControls controls(int partials) {
    return new NoteControls(
        partials, BANDS, new float[partials], new float[BANDS], new float[1], new float[partials]);
  }
}
