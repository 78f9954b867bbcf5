package dev.synth.compose.arrange;

import java.util.List;

/**
 * What a player plays.
 *
 * @param name as of the part
 * @param drums whether pitches are General MIDI's drums
 * @param notes by start
 */
public record PlayedPart(String name, boolean drums, List<PlayedNote> notes) {
  /** Keeps a copy. */
  public PlayedPart {
    notes = List.copyOf(notes);
  }
}
