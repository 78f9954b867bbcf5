package dev.synth.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.dataset.NotePitch.Origin;
import dev.synth.dsp.pitch.Pitch;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotePitchTest {
  private static Optional<Pitch> heard(double midi, double confidence) {
    return Optional.of(new Pitch(Pitch.hzOfMidi(midi), confidence));
  }

  private static NotePitch of(String file, Optional<Pitch> heard) {
    return NotePitch.of(Note.of(Path.of(file)), OptionalInt.empty(), heard);
  }

  private static void assertPitch(int midi, Origin origin, NotePitch pitch) {
    assertEquals(OptionalInt.of(midi), pitch.midi());
    assertEquals(origin, pitch.origin());
  }

  @Test
  void theStrongestSourceCounts() {
    assertPitch(57, Origin.NAME, of("organ A3.wav", heard(60, 0.99)));
    assertPitch(60, Origin.SOUND, of("organ.wav", heard(60.2, 0.99)));
    assertPitch(60, Origin.NAME, of("magenta16-060-100_2.wav", Optional.empty()));
    Note labelled =
        new Note(
            "organ A3",
            java.util.OptionalLong.empty(),
            Note.of(Path.of("x.wav")).audio(),
            Labels.of(Family.ORGAN, SoundSource.ACOUSTIC, 0, 64, 100));
    assertPitch(64, Origin.LABEL, NotePitch.of(labelled, OptionalInt.empty(), heard(60, 0.99)));
    assertPitch(30, Origin.SETTING, NotePitch.of(labelled, OptionalInt.of(30), heard(60, 0.99)));
  }

  @Test
  void anUnsureNameYieldsToTheSound() {
    assertPitch(50, Origin.SOUND, of("take_60.wav", heard(50.1, 0.99)));
    assertPitch(60, Origin.NAME, of("60.wav", heard(48, 0.99)));
    assertPitch(60, Origin.NAME, of("60.wav", heard(47, 0.2)));
    assertPitch(61, Origin.SOUND, of("flute-25.wav", heard(61, 0.99)));
    assertPitch(60, Origin.NAME, of("60.wav", Optional.empty()));
  }

  @Test
  void whatNobodyHearsIsUnknown() {
    assertEquals(OptionalInt.empty(), of("chord.wav", heard(60, 0.3)).midi());
    assertEquals(Origin.NOTHING, of("chord.wav", Optional.empty()).origin());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "A3, 57.1, -",
        "A3, 45, sounds an octave lower (A2) than its name says (A3)",
        "A3, 81, sounds 2 octaves higher (A5) than its name says (A3)",
        "A3, 57.4, is 40 cents sharper than A3 (MIDI 57)",
        "A3, 56.6, is 40 cents flatter than A3 (MIDI 57)",
        "A3, 60.25, 'sounds like C4 (MIDI 60.25), but its name says A3 (MIDI 57)'",
      })
  void disagreementIsTold(String name, double midi, String remark) {
    NotePitch pitch = of("organ " + name + ".wav", heard(midi, 0.9));
    assertEquals(Optional.ofNullable(remark), pitch.remark(0.5));
    assertEquals(Optional.empty(), of("organ A3.wav", heard(midi, 0.4)).remark(0.5));
  }
}
