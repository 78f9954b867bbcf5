package dev.synth.render.grid;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys and velocities at which a note of a grid sounds: those that are nearer to its pitch than
 * to the others, the lower of two, and velocities above the next lower one up to its own; the
 * highest has all above it, too. So each key at each velocity, 0 aside, sounds one note.
 *
 * @param loKey the lowest key, as {@code hiKey} MIDI from 0 to 127
 * @param loVelocity the lowest velocity, as {@code hiVelocity} MIDI from 1 to 127
 */
record KeyZone(GridPlan.Cell cell, int loKey, int hiKey, int loVelocity, int hiVelocity) {
  private static final int MIDI_MAX = 127;

  /** The notes of one point, in its order. */
  static List<KeyZone> of(GridPlan plan, int column, int row) {
    List<Integer> pitches = plan.pitches().stream().sorted().distinct().toList();
    List<Integer> velocities = plan.velocities().stream().sorted().distinct().toList();
    List<KeyZone> zones = new ArrayList<>();
    for (GridPlan.Cell cell : plan.cells(column, row)) {
      int pitch = pitches.indexOf(cell.pitch());
      int velocity = velocities.indexOf(cell.velocity());
      zones.add(
          new KeyZone(
              cell,
              pitch == 0 ? 0 : (pitches.get(pitch - 1) + cell.pitch()) / 2 + 1,
              pitch == pitches.size() - 1 ? MIDI_MAX : (cell.pitch() + pitches.get(pitch + 1)) / 2,
              velocity == 0 ? 1 : velocities.get(velocity - 1) + 1,
              velocity == velocities.size() - 1 ? MIDI_MAX : cell.velocity()));
    }
    return zones;
  }
}
