package dev.synth.dsp.pitch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PitchTest {
  @Test
  void frequenciesAreThoseOfEqualTemperament() {
    assertEquals(440, Pitch.hzOfMidi(69), 1e-9);
    assertEquals(261.6256, Pitch.hzOfMidi(60), 1e-4);
    assertEquals(27.5, Pitch.hzOfMidi(21), 1e-9);
  }
}
