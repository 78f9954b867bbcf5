package dev.synth.midi;

import dev.synth.dataset.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a program of a bank is called in NSynth's form. In melodic banks its family and source are
 * those of General MIDI's program of that number, as Roland's GS and Yamaha's XG have it, whose
 * further banks are variations of bank 0; the instrument's number is 128 times the bank plus the
 * program. NSynth has no family of drums: a drum kit has neither family nor source, and a note's
 * pitch is the key that plays the drum, not a pitch that is heard.
 *
 * @param bank 0 to 127, or {@link SoundfontPreset#DRUM_BANK}
 * @param program 0 to 127
 * @param offset added to the number
 */
record RenderedInstrument(int bank, int program, int offset) {
  private static final int PROGRAMS = 128;

  /** The labels of one note, without qualities. */
  Labels labels(int pitch, int velocity) {
    if (bank == SoundfontPreset.DRUM_BANK) {
      return new Labels(
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.of(kitName()),
          OptionalInt.of(pitch),
          OptionalInt.of(velocity),
          List.of());
    }
    GeneralMidi.Program general = GeneralMidi.program(program);
    return Labels.of(general.family(), general.source(), number(), pitch, velocity);
  }

  /** The name of one note. */
  String noteName(int pitch, int velocity) {
    if (bank == SoundfontPreset.DRUM_BANK) {
      return String.format(Locale.ROOT, "%s-%03d-%03d", kitName(), pitch, velocity);
    }
    GeneralMidi.Program general = GeneralMidi.program(program);
    return Labels.noteName(general.family(), general.source(), number(), pitch, velocity);
  }

  private String kitName() {
    return String.format(Locale.ROOT, "drums_%03d", offset + program);
  }

  private int number() {
    return offset + PROGRAMS * bank + program;
  }
}
