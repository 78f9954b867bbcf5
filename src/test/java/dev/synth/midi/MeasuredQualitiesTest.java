package dev.synth.midi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dsp.pitch.Pitch;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Notes of known envelopes and spectra, four seconds long, let go after three. */
class MeasuredQualitiesTest {
  private static final int RATE_HZ = NsynthFormat.SAMPLE_RATE_HZ;
  private static final DoubleUnaryOperator HELD = t -> t < 3 ? Math.min(1, t / 0.1) : 0;

  private static List<String> qualities(
      int pitch, DoubleUnaryOperator envelope, IntToDoubleFunction partial) {
    double hz = Pitch.hzOfMidi(pitch);
    float[] samples = new float[4 * RATE_HZ];
    for (int k = 1; k * hz < 7800; k++) {
      for (int i = 0; i < samples.length; i++) {
        double t = (double) i / RATE_HZ;
        samples[i] +=
            (float)
                (0.1
                    * envelope.applyAsDouble(t)
                    * partial.applyAsDouble(k)
                    * Math.sin(2 * Math.PI * k * hz * t));
      }
    }
    List<String> qualities = MeasuredQualities.of(new AudioClip(samples, RATE_HZ), 3, pitch);
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= 0.01f;
    }
    assertEquals(
        qualities,
        MeasuredQualities.of(new AudioClip(samples, RATE_HZ), 3, pitch),
        "loudness must not matter");
    return qualities;
  }

  /** Harmonics that fall by 6 dB an octave: neither bright nor dark in the middle. */
  private static double plain(int k) {
    return 1.0 / k;
  }

  @Test
  void aHeldNoteOfAPlainSoundHasNone() {
    assertEquals(List.of(), qualities(48, HELD, MeasuredQualitiesTest::plain));
  }

  @Test
  void brightIsMuchAboveTwoKilohertzAndAboveTheFourthPartial() {
    assertEquals(List.of("bright"), qualities(60, HELD, k -> 1));
    // A fundamental above 2 kHz is high, not bright.
    assertEquals(List.of(), qualities(100, HELD, k -> k == 1 ? 1 : 0.01));
    // A strong sixth partial at 393 Hz is not bright either.
    assertEquals(List.of("dark"), qualities(36, HELD, k -> k == 6 ? 1 : 0.001));
  }

  @Test
  void darkIsNothingMuchAboveOneKilohertz() {
    assertEquals(List.of("dark"), qualities(60, HELD, k -> k == 1 ? 1 : 0.01));
    assertEquals(List.of(), qualities(60, HELD, k -> k == 1 || k == 5 ? 1 : 0.01));
  }

  @Test
  void fastDecayIsTwentyDecibelsBeforeTheKeyIsLetGo() {
    // exp(-2.4 t) falls by 20.8 dB a second, exp(-0.6 t) by 15.6 dB in three.
    DoubleUnaryOperator fast = t -> HELD.applyAsDouble(t) * Math.exp(-2.4 * t);
    DoubleUnaryOperator slow = t -> HELD.applyAsDouble(t) * Math.exp(-0.6 * t);
    assertEquals(List.of("fast_decay"), qualities(48, fast, MeasuredQualitiesTest::plain));
    assertEquals(List.of(), qualities(48, slow, MeasuredQualitiesTest::plain));
  }

  @Test
  void longReleaseIsHeardHalfASecondAfter() {
    DoubleUnaryOperator rings = t -> Math.min(1, t / 0.1) * (t < 3 ? 1 : Math.exp(-4 * (t - 3)));
    DoubleUnaryOperator damped = t -> Math.min(1, t / 0.1) * (t < 3 ? 1 : Math.exp(-6 * (t - 3)));
    assertEquals(List.of("long_release"), qualities(48, rings, MeasuredQualitiesTest::plain));
    assertEquals(List.of(), qualities(48, damped, MeasuredQualitiesTest::plain));
    // What rings on below hearing is not there.
    DoubleUnaryOperator faint = t -> Math.min(1, t / 0.1) * Math.exp(-1.6 * t);
    assertEquals(List.of("fast_decay"), qualities(48, faint, MeasuredQualitiesTest::plain));
  }

  @Test
  void percussiveIsAStrikeAndThenMuchLess() {
    DoubleUnaryOperator struck = t -> t < 3 ? 0.2 + 0.8 * Math.exp(-20 * t) : 0;
    assertEquals(List.of("percussive"), qualities(48, struck, MeasuredQualitiesTest::plain));
    // The same after 50 ms of silence, and the same but swelling for 100 ms.
    DoubleUnaryOperator late = t -> t < 0.05 ? 0 : struck.applyAsDouble(t - 0.05);
    assertEquals(List.of("percussive"), qualities(48, late, MeasuredQualitiesTest::plain));
    DoubleUnaryOperator swelling =
        t -> t < 0.1 ? Math.pow(10, 2 * (t / 0.1 - 1)) : struck.applyAsDouble(t - 0.1);
    assertEquals(List.of(), qualities(48, swelling, MeasuredQualitiesTest::plain));
  }
}
