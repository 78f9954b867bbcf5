package dev.synth.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
  private static final long SEED = 20260103L;

  @Test
  void aNameTellsWhatItWasMadeFrom() {
    Random random = new Random(SEED);
    String[] suffixes = {"", ".wav", "_embeddings", "_embeddings.npy", ".WAV"};
    String[] folders = {"", "audio/", "/data.v1/audio/", "C:\\notes\\"};
    for (int i = 0; i < 2_000; i++) {
      Family family = Family.values()[random.nextInt(Family.values().length)];
      SoundSource source = SoundSource.values()[random.nextInt(SoundSource.values().length)];
      int instrument = random.nextInt(1_000);
      int pitch = random.nextInt(128);
      int velocity = random.nextInt(128);
      String name =
          folders[random.nextInt(folders.length)]
              + Labels.noteName(family, source, instrument, pitch, velocity)
              + suffixes[random.nextInt(suffixes.length)];
      assertEquals(
          Labels.of(family, source, instrument, pitch, velocity),
          Labels.parse(name),
          name + ", seed " + SEED);
    }
  }

  @Test
  void synthLeadKeepsItsUnderscore() {
    Labels labels = Labels.parse("synth_lead_acoustic_006-096-075");
    assertEquals(Optional.of(Family.SYNTH_LEAD), labels.family());
    assertEquals(Optional.of(SoundSource.ACOUSTIC), labels.source());
    assertEquals(Optional.of("synth_lead_acoustic_006"), labels.instrumentName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "door slam.wav",
        "keyboard_acoustic_000-060",
        "keyboard_acoustic_000-060-1000",
        "keyboard_acoustic_000-128-100",
        "keyboard_acoustic_000-060-128",
        "keyboard_acoustic_000-060-100_spectrogram"
      })
  void otherNamesTellNothing(String name) {
    assertEquals(Labels.NONE, Labels.parse(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kazoo_acoustic_000-060-100",
        "keyboard_digital_000-060-100_embeddings.npy",
        "keyboard_acoustic_00-060-100.wav",
        "my_keyboard_acoustic_000-060-100",
        "magenta16-060-100_2"
      })
  void namesOfOtherInstrumentsTellPitchAndVelocity(String name) {
    Labels labels = Labels.parse(name);
    assertEquals(OptionalInt.of(60), labels.pitch());
    assertEquals(OptionalInt.of(100), labels.velocity());
    assertEquals(name.substring(0, name.indexOf("-060")), labels.instrumentName().orElseThrow());
    assertEquals(Optional.empty(), labels.family());
    assertEquals(OptionalInt.empty(), labels.instrument());
  }

  @Test
  void aNoteNameTellsThePitch() {
    Labels labels = Labels.parse("sounds/organ C4.wav");
    assertEquals(OptionalInt.of(60), labels.pitch());
    assertEquals(OptionalInt.empty(), labels.velocity());
    assertEquals(Labels.NONE, Labels.parse("60.wav"));
    assertEquals(
        Labels.parse("flute_acoustic_000-060-100"), Labels.parse("flute_acoustic_000-060-100_2"));
  }

  @Test
  void missingLabelsAreFilledAndPresentOnesKept() {
    Labels pitchOnly =
        new Labels(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            OptionalInt.of(61),
            OptionalInt.empty(),
            List.of("bright"));
    Labels filled = pitchOnly.orElse(Labels.parse("flute_acoustic_004-067-100"));
    assertEquals(OptionalInt.of(61), filled.pitch());
    assertEquals(OptionalInt.of(100), filled.velocity());
    assertEquals(Optional.of(Family.FLUTE), filled.family());
    assertEquals(List.of("bright"), filled.qualities());
  }

  @Test
  void familiesAndSourcesAreInNsynthsOrder() {
    assertEquals(Optional.of(Family.BASS), Family.of(0));
    assertEquals(Optional.of(Family.VOCAL), Family.of(10));
    assertEquals(Optional.empty(), Family.of(11));
    assertEquals(Optional.of(SoundSource.SYNTHETIC), SoundSource.of(2));
    assertEquals(Optional.empty(), SoundSource.of(-1));
  }
}
