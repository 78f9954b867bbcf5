package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dataset.NsynthFormat;
import dev.synth.dsp.pitch.Pitch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OnsetsTest {
  private static final int RATE = NsynthFormat.SAMPLE_RATE_HZ;
  private static final int TOLERANCE = RATE / 50; // 20 ms; the literature asks for 50

  private final float[] sound = new float[8 * RATE];

  /** Adds a note of five harmonics; {@code decay} 0 holds it until it ends. */
  private void note(double atSeconds, double seconds, double midi, double level, double decay) {
    int from = (int) (atSeconds * RATE);
    int samples = (int) (seconds * RATE);
    double hz = Pitch.hzOfMidi(midi);
    for (int t = 0; t < samples && from + t < sound.length; t++) {
      double envelope = Math.min(1, t / 80.0) * Math.min(1, (samples - t) / 160.0);
      double wave = 0;
      for (int k = 1; k <= 5 && k * hz < RATE / 2.0; k++) {
        wave += Math.sin(2 * Math.PI * k * hz * t / RATE) / k;
      }
      sound[from + t] += (float) (level * wave * envelope * Math.exp(-decay * t / RATE));
    }
  }

  private void noise(double level) {
    Random random = new Random(5);
    for (int i = 0; i < sound.length; i++) {
      sound[i] += (float) (level * random.nextGaussian());
    }
  }

  private void assertOnsets(double... seconds) {
    List<Integer> found = Onsets.find(sound);
    List<Double> told = found.stream().map(at -> (double) at / RATE).toList();
    assertEquals(seconds.length, found.size(), told.toString());
    for (int i = 0; i < seconds.length; i++) {
      assertTrue(Math.abs(found.get(i) - seconds[i] * RATE) <= TOLERANCE, i + " in " + told);
    }
  }

  @Test
  void silenceHasNone() {
    assertOnsets();
  }

  @Test
  void decayingNotesOfOnePitch() {
    for (double at : new double[] {0.5, 1.5, 2.5, 3.25, 4}) {
      note(at, 3, 60, 0.3, 5);
    }
    noise(0.0005);
    assertOnsets(0.5, 1.5, 2.5, 3.25, 4);
  }

  @Test
  void aScaleWithoutPauses() {
    List<Double> at = new ArrayList<>();
    int[] scale = {48, 50, 52, 53, 55, 57, 59, 60, 72, 79};
    for (int i = 0; i < scale.length; i++) {
      at.add(0.2 + 0.6 * i);
      note(0.2 + 0.6 * i, 0.6, scale[i], 0.2, 0);
    }
    assertOnsets(at.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void levelDoesNotMatter() {
    note(1, 1, 55, 0.3, 3);
    note(3, 1, 67, 0.3, 3);
    for (double gain : new double[] {1, 0.01}) {
      for (int i = 0; i < sound.length; i++) {
        sound[i] *= (float) gain;
      }
      assertOnsets(1, 3);
    }
  }

  /** Half a semitone up and down, and 3 dB louder and softer, six times a second: one note. */
  @Test
  void vibratoIsOneNote() {
    double phase = 0;
    for (int t = 0; t < 4 * RATE; t++) {
      double seconds = (double) t / RATE;
      double vibrato = Math.sin(2 * Math.PI * 6 * seconds);
      phase += 2 * Math.PI * Pitch.hzOfMidi(69 + 0.5 * vibrato) / RATE;
      double wave = 0;
      for (int k = 1; k <= 6; k++) {
        wave += Math.sin(k * phase) / k;
      }
      double level = 0.2 * Levels.amplitude(1.5 * vibrato) * Math.min(1, t / 800.0);
      sound[RATE + t] = (float) (level * wave * Math.min(1, (4 * RATE - t) / 1600.0));
    }
    assertOnsets(1);
  }

  @Test
  void soundingPartIsFound() {
    note(2, 1.5, 60, 0.5, 0);
    ActiveRegion sounding = ActiveRegion.of(sound, 0, sound.length, 40, RATE).orElseThrow();
    assertEquals(2 * RATE, sounding.fromSample(), RATE / 100.0);
    assertEquals(3.5 * RATE, sounding.toSample(), RATE / 100.0);
    ActiveRegion part = ActiveRegion.of(sound, 3 * RATE, 4 * RATE, 40, RATE).orElseThrow();
    assertEquals(3 * RATE, part.fromSample());
    assertEquals(RATE / 2.0, part.samples(), RATE / 100.0);
  }

  @Test
  void silenceHasNoSoundingPart() {
    assertTrue(ActiveRegion.of(sound, 0, sound.length, 40, RATE).isEmpty());
    assertTrue(ActiveRegion.of(new float[0], 0, 0, 40, RATE).isEmpty());
    Arrays.fill(sound, 0.0001f); // -80 dBFS
    assertTrue(ActiveRegion.of(sound, 0, sound.length, 40, RATE).isEmpty());
  }
}
