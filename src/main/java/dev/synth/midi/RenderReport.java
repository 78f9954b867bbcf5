package dev.synth.midi;

import java.util.List;

/**
 * What a rendering made.
 *
 * @param soundfont where the sounds come from
 * @param written names of the notes written, in order
 * @param silent names of the notes left out because the soundfont is silent there
 * @param scaled notes turned down so as not to clip
 * @param takenOver how many notes an earlier run, which was cut short, had rendered
 */
public record RenderReport(
    String soundfont,
    List<String> written,
    List<String> silent,
    List<Scaled> scaled,
    int takenOver) {
  /**
   * A note that the plan's gain would have clipped.
   *
   * @param name the note
   * @param changeDb by how much it was changed, negative, in decibels
   */
  public record Scaled(String name, double changeDb) {}

  /** Copies the lists. */
  public RenderReport {
    written = List.copyOf(written);
    silent = List.copyOf(silent);
    scaled = List.copyOf(scaled);
  }
}
