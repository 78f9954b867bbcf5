package dev.synth.midi;

import java.util.List;

/**
 * One preset of a soundfont.
 *
 * @param bank 0 to 127 for melodic instruments, 0 being General MIDI's own; {@link #DRUM_BANK} for
 *     drum kits
 * @param program 0 to 127, counted from 0
 * @param name as the soundfont calls it
 * @param keys MIDI note numbers on which it sounds
 * @param problems what was mended in it, each without the file's name and a full stop
 */
public record SoundfontPreset(
    int bank, int program, String name, List<Integer> keys, List<String> problems) {
  /** The bank of drum kits, which every key of plays another drum. */
  public static final int DRUM_BANK = 128;

  /** Copies the lists. */
  public SoundfontPreset {
    keys = List.copyOf(keys);
    problems = List.copyOf(problems);
  }

  /** Whether it is a drum kit. */
  public boolean isDrumKit() {
    return bank == DRUM_BANK;
  }
}
