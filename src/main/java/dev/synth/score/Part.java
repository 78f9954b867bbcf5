package dev.synth.score;

import java.util.List;
import java.util.Objects;

/**
 * What one instrument plays.
 *
 * @param name for people; may be empty
 * @param program General MIDI program, 0 to 127; of drums the kit
 * @param drums whether pitches are General MIDI's drums instead
 * @param notes by start, then pitch
 * @param bends by start; empty where nothing is bent
 */
public record Part(
    String name, int program, boolean drums, List<ScoreNote> notes, List<PitchBend> bends) {
  private static final int PROGRAM_MAX = 127;

  /**
   * Sorts the notes.
   *
   * @throws IllegalArgumentException if there is no such program
   */
  public Part {
    Objects.requireNonNull(name, "name");
    if (program < 0 || program > PROGRAM_MAX) {
      throw new IllegalArgumentException("a program is 0 to 127, not " + program);
    }
    notes = notes.stream().sorted().toList();
    bends = List.copyOf(bends);
  }

  /** A part of a pitched instrument without bends. */
  public Part(String name, int program, List<ScoreNote> notes) {
    this(name, program, false, notes, List.of());
  }

  /** The same part with other notes. */
  public Part withNotes(List<ScoreNote> others) {
    return new Part(name, program, drums, others, bends);
  }

  /** The same part with all times multiplied, to the nearest ticks. */
  Part scaled(double scale) {
    List<ScoreNote> others =
        notes.stream()
            .map(
                note -> {
                  long start = Math.round(note.startTicks() * scale);
                  long end = Math.round(note.endTicks() * scale);
                  return new ScoreNote(
                      start, Math.max(1, end - start), note.midiPitch(), note.velocity());
                })
            .toList();
    List<PitchBend> bent =
        bends.stream()
            .map(bend -> new PitchBend(Math.round(bend.startTicks() * scale), bend.semitones()))
            .toList();
    return new Part(name, program, drums, others, bent);
  }

  /** The first tick after the last note; 0 where there is none. */
  public long endTicks() {
    return notes.stream().mapToLong(ScoreNote::endTicks).max().orElse(0);
  }

  /** The most notes that sound together. */
  public int polyphony() {
    return Polyphony.of(notes);
  }
}
