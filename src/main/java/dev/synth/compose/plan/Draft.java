package dev.synth.compose.plan;

import dev.synth.compose.style.ChordEvent;
import dev.synth.compose.style.Grid;
import dev.synth.compose.style.RhythmEvent;
import dev.synth.compose.style.TuneNote;
import java.util.ArrayList;
import java.util.List;

/** A piece while it is planned: what is there so far of each bar. */
final class Draft {
  final Frame frame;
  final Form form;

  /** [bars] what somebody wrote, and is not to be changed. */
  final boolean[] locked;

  /** [bars] null where there are none yet. */
  final List<List<ChordEvent>> chords = new ArrayList<>();

  /** [bars] null where there is none yet. */
  final List<List<RhythmEvent>> rhythm = new ArrayList<>();

  /** [bars] the notes that begin in a bar; null where there are none yet. */
  final List<List<TuneNote>> notes = new ArrayList<>();

  /** What was sampled, for the report. */
  final List<Plan.Sampled> sampled = new ArrayList<>();

  /** What could not be as it was planned, in sentences. */
  final List<String> remarks = new ArrayList<>();

  Draft(Frame frame, Form form) {
    this.frame = frame;
    this.form = form;
    locked = new boolean[form.bars()];
    for (int bar = 0; bar < form.bars(); bar++) {
      chords.add(null);
      rhythm.add(null);
      notes.add(null);
    }
    for (Phrase phrase : form.phrases()) {
      for (int bar = phrase.bar(); bar < phrase.endBar() && !phrase.isSung(); bar++) {
        rhythm.set(bar, List.of());
        notes.set(bar, List.of());
      }
    }
  }

  int barTicks() {
    return frame.barTicks();
  }

  /** The bars of a phrase that are still to be made, in runs: pairs of first and end. */
  static List<int[]> open(Phrase phrase, List<?> made) {
    List<int[]> runs = new ArrayList<>();
    for (int bar = phrase.bar(); bar < phrase.endBar(); bar++) {
      if (made.get(bar) == null) {
        int from = bar;
        while (bar < phrase.endBar() && made.get(bar) == null) {
          bar++;
        }
        runs.add(new int[] {from, bar});
      }
    }
    return runs;
  }

  /** The chord at a time. */
  ChordEvent chordAt(int ticks) {
    int bar = Math.min(ticks / barTicks(), chords.size() - 1);
    List<ChordEvent> here = chords.get(bar);
    boolean second = ticks - bar * barTicks() >= Grid.half(frame.meter());
    return here.get(second ? here.size() - 1 : 0);
  }

  /** All notes before a bar that follow one another without a bar of rest between. */
  List<TuneNote> notesBefore(int bar) {
    List<TuneNote> all = new ArrayList<>();
    for (int b = bar - 1; b >= 0 && notes.get(b) != null && !isRest(b); b--) {
      all.addAll(0, notes.get(b));
    }
    return all;
  }

  private boolean isRest(int bar) {
    return form.phrases().stream()
        .anyMatch(phrase -> !phrase.isSung() && phrase.bar() <= bar && bar < phrase.endBar());
  }

  /** The notes of the bars from {@code bar} on that are there already, without a gap. */
  List<TuneNote> notesFrom(int bar, int most) {
    List<TuneNote> all = new ArrayList<>();
    for (int b = bar; b < notes.size() && notes.get(b) != null && all.size() < most; b++) {
      all.addAll(notes.get(b));
    }
    return all.subList(0, Math.min(most, all.size()));
  }

  List<TuneNote> allNotes() {
    List<TuneNote> all = new ArrayList<>();
    notes.forEach(all::addAll);
    return all;
  }

  /** The whole phrases' events of the bars before a bar. */
  List<RhythmEvent> rhythmBefore(int bar) {
    List<RhythmEvent> all = new ArrayList<>();
    for (int b = bar - 1; b >= Math.max(0, bar - 2) && rhythm.get(b) != null; b--) {
      all.addAll(0, rhythm.get(b));
    }
    return all;
  }
}
