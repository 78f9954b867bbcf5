package dev.synth.compose.plan;

import dev.synth.compose.chain.Constraint;
import dev.synth.compose.chain.Motifs;
import dev.synth.compose.chain.Repeats;
import dev.synth.compose.chain.Sequences;
import dev.synth.compose.chain.Until;
import dev.synth.compose.style.ChordFit;
import dev.synth.compose.style.Grid;
import dev.synth.compose.style.MelodyModel;
import dev.synth.compose.style.RhythmEvent;
import dev.synth.compose.style.ScaleSteps;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.TuneNote;
import dev.synth.score.Key;
import dev.synth.score.PitchClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Samples the pitches of one phrase after the other. */
final class MelodyPlanner {
  private static final double NEARLY = 4;
  private static final double VARIED = 0.8;
  private static final double SEQUENCE = 1;
  private static final double AT_THE_END = 0.3;
  private static final int STEPS_MOST = 4;
  private static final int SAME_PITCH_MOST = 3;
  private static final double LOOSE = 7;
  private static final int ARCH = 4;
  private static final double UNLIKELY = 0.01;

  /** How often phrases rise and fall, fall, rise, fall and rise. */
  private static final double[] CONTOURS = {39, 29, 19, 10};

  private final MelodyModel melody;
  private final ScaleSteps scale;
  private final ChordFit fit;
  private final Draft draft;
  private final Compass compass;
  private boolean motifPending;

  MelodyPlanner(Style style, Draft draft, Compass compass) {
    this.draft = draft;
    this.compass = compass;
    melody = style.melody(draft.frame.key().mode());
    scale = melody.scale();
    fit = style.chordFit();
    motifPending = !draft.frame.wishes().motif().isEmpty();
  }

  void plan(Phrase phrase, Random random) {
    double[] contour = contour(random);
    if (phrase.isSung() && phrase.likeness() == Phrase.Likeness.REPEATED) {
      repeat(phrase);
    }
    for (int[] run : Draft.open(phrase, draft.notes)) {
      plan(phrase, run[0], run[1], contour, random);
    }
  }

  private void plan(Phrase phrase, int from, int to, double[] contour, Random random) {
    Stretch stretch = stretch(from, to);
    for (int bar = from; bar < to; bar++) {
      draft.notes.set(bar, new ArrayList<>());
    }
    if (stretch.openNotes() == 0) {
      return;
    }
    List<TuneNote> before = draft.notesBefore(from);
    MelodyModel.Position position = position(before);
    List<Integer> symbols = before.stream().map(note -> scale.symbolOf(note.above())).toList();
    int last = symbols.isEmpty() ? -1 : symbols.get(symbols.size() - 1);

    int open = stretch.openNotes();
    List<Constraint> own = new ArrayList<>();
    own.add(
        Constraint.weights(
            "the notes fit the chords",
            (t, s) -> fit.weight(stretch.above(t, s), s, stretch.chord(t), stretch.strong(t))));
    own.add(
        Constraint.weights(
            "nothing outside the scale but chord tones",
            (t, s) ->
                ScaleSteps.alteration(s) == 0 || stretch.chord(t).contains(stretch.above(t, s))
                    ? 1
                    : 0));
    own.add(shape(phrase, stretch, contour));
    own.add(compass.constraint(stretch));
    own.replaceAll(each -> new Until(each, open));
    own.add(new Until(new Leaps(stretch, last), open + 1));
    own.add(
        new Until(
            new Repeats(
                "at most " + SAME_PITCH_MOST + " times the same pitch", s -> s, SAME_PITCH_MOST),
            open + SAME_PITCH_MOST - 1));
    if (phrase.model() >= 0) {
      own.add(like(phrase, stretch));
    }
    if (to == phrase.endBar()) {
      cadence(phrase, stretch, own);
    }
    // Last, as what is last gives way last.
    for (int note = open; note < stretch.notes(); note++) {
      own.add(Constraint.fixed("it leads into the notes behind", note, stretch.given(note)));
    }
    List<Constraint> wanted = wanted(stretch, from, to, symbols);
    boolean ends = phrase.cadence().isFinal() && to == phrase.endBar();
    Sequences sequences =
        Solving.solve(
            "melody",
            from,
            to - from,
            0,
            wanted,
            own,
            draft,
            wishes -> melody.melodies(stretch, wishes, position, ends));
    draft.sampled.add(new Plan.Sampled("melody", from + 1, to - from, sequences.logZ()));
    int[] found = sequences.sample(random);
    for (int note = 0; note < stretch.openNotes(); note++) {
      int bar = stretch.startTicks(note) / draft.barTicks();
      draft.notes.get(bar).add(stretch.note(note, found[note]));
    }
    motifPending = false;
  }

  private Stretch stretch(int from, int to) {
    List<int[]> open = new ArrayList<>();
    for (int bar = from; bar < to; bar++) {
      for (RhythmEvent event : draft.rhythm.get(bar)) {
        if (!event.rest()) {
          open.add(new int[] {bar * draft.barTicks() + event.onsetTicks(), event.durationTicks()});
        }
      }
    }
    List<TuneNote> before = draft.notesBefore(from);
    TuneNote last = before.isEmpty() ? null : before.get(before.size() - 1);
    return new Stretch(draft, scale, last, open, draft.notesFrom(to, melody.mostCopiedNotes()));
  }

  /** Where the melody stands behind notes. */
  private MelodyModel.Position position(List<TuneNote> before) {
    Stretch sung = new Stretch(draft, scale, null, List.of(), before);
    int[] symbols = before.stream().mapToInt(note -> scale.symbolOf(note.above())).toArray();
    return melody.after(melody.start(), sung, symbols);
  }

  /** A phrase note for note, unless that would make too long a copy of a tune where it joins. */
  private void repeat(Phrase phrase) {
    Phrase model = draft.form.phrases().get(phrase.model());
    boolean same = model.cadence() == phrase.cadence();
    int shift = (phrase.bar() - model.bar()) * draft.barTicks();
    for (int i = 0; i < phrase.bars() - (same ? 0 : 1); i++) {
      int bar = phrase.bar() + i;
      if (draft.notes.get(bar) != null
          || !draft.rhythm.get(bar).equals(draft.rhythm.get(model.bar() + i))
          || !draft.chords.get(bar).equals(draft.chords.get(model.bar() + i))) {
        continue;
      }
      List<TuneNote> again = new ArrayList<>();
      for (TuneNote note : draft.notes.get(model.bar() + i)) {
        again.add(new TuneNote(note.startTicks() + shift, note.durationTicks(), note.above()));
      }
      if (mayFollow(bar, again)) {
        draft.notes.set(bar, again);
      }
    }
  }

  private boolean mayFollow(int bar, List<TuneNote> notes) {
    List<TuneNote> all = new ArrayList<>(draft.notesBefore(bar));
    int before = all.size();
    all.addAll(notes);
    all.addAll(draft.notesFrom(bar + 1, melody.mostCopiedNotes()));
    Stretch sung = new Stretch(draft, scale, null, List.of(), all);
    int[] symbols = all.stream().mapToInt(note -> scale.symbolOf(note.above())).toArray();
    if (!melody.isFree(sung, symbols, before)) {
      return false;
    }
    for (Wishes.NoteAt wish : draft.frame.wishes().notes()) {
      if (wish.bar() == bar + 1) {
        return false;
      }
    }
    return true;
  }

  private double[] contour(Random random) {
    double left = random.nextDouble() * 97;
    int kind = 0;
    while (kind < CONTOURS.length - 1 && left >= CONTOURS[kind]) {
      left -= CONTOURS[kind++];
    }
    return switch (kind) {
      case 0 -> new double[] {-ARCH, ARCH, -ARCH};
      case 1 -> new double[] {ARCH, 0, -ARCH};
      case 2 -> new double[] {-ARCH, 0, ARCH};
      default -> new double[] {ARCH, -ARCH, ARCH};
    };
  }

  private Constraint shape(Phrase phrase, Stretch stretch, double[] contour) {
    int from = phrase.bar() * draft.barTicks();
    double length = phrase.bars() * draft.barTicks();
    return Constraint.weights(
        "the phrase's contour",
        (t, s) -> {
          double place = Math.min(1, Math.max(0, (stretch.startTicks(t) - from) / length));
          double bend =
              place < 0.5
                  ? contour[0] + 2 * place * (contour[1] - contour[0])
                  : contour[1] + (2 * place - 1) * (contour[2] - contour[1]);
          double away =
              (stretch.above(t, s) - compass.middle() - phrase.registerSemitones() - bend) / LOOSE;
          return Math.exp(-away * away / 2);
        });
  }

  private Constraint like(Phrase phrase, Stretch stretch) {
    Phrase model = draft.form.phrases().get(phrase.model());
    int shift = (phrase.bar() - model.bar()) * draft.barTicks();
    int change = phrase.likeness() == Phrase.Likeness.SEQUENCE ? (model.bar() % 4 < 2 ? 1 : -1) : 0;
    int end = (phrase.endBar() - 1) * draft.barTicks();
    double strength =
        switch (phrase.likeness()) {
          case REPEATED -> NEARLY;
          case VARIED -> VARIED;
          case SEQUENCE -> SEQUENCE;
          default -> 0;
        };
    return Constraint.weights(
        "a melody like " + Solving.bars(model.bar(), model.bars()),
        (t, s) -> {
          int ticks = stretch.startTicks(t) - shift;
          TuneNote near = at(ticks);
          if (near == null || strength == 0) {
            return 1;
          }
          double here = stretch.startTicks(t) >= end ? Math.min(strength, AT_THE_END) : strength;
          int step = ScaleSteps.step(scale.symbolOf(near.above())) + change;
          int away = Math.min(STEPS_MOST, Math.abs(ScaleSteps.step(s) - step));
          return Math.exp(-here * away);
        });
  }

  /** The note that sounds at a time, or null. */
  private TuneNote at(int ticks) {
    int bar = ticks / draft.barTicks();
    List<TuneNote> notes = ticks < 0 ? null : draft.notes.get(bar);
    if (notes != null) {
      for (TuneNote note : notes) {
        if (note.startTicks() <= ticks && ticks < note.endTicks()) {
          return note;
        }
      }
    }
    return null;
  }

  private void cadence(Phrase phrase, Stretch stretch, List<Constraint> own) {
    int last = stretch.openNotes() - 1;
    String where = "bar " + phrase.endBar();
    switch (phrase.cadence()) {
      case OPEN -> {}
      case HALF ->
          own.add(
              Constraint.weights(
                  where + " ends in the chord",
                  (t, s) ->
                      t != last || stretch.chord(t).contains(stretch.above(t, s)) ? 1 : UNLIKELY));
      case CLOSED ->
          own.add(
              Constraint.weights(
                  where + " ends on the tonic, third or fifth",
                  (t, s) ->
                      t != last
                          ? 1
                          : switch (ScaleSteps.degree(s)) {
                            case 0 -> 1;
                            case 2 -> 0.35;
                            case 4 -> 0.15;
                            default -> 0;
                          }));
      default ->
          own.add(
              Constraint.weights(
                  where + " ends on the tonic",
                  (t, s) ->
                      t != last || (ScaleSteps.degree(s) == 0 && ScaleSteps.alteration(s) == 0)
                          ? 1
                          : 0));
    }
  }

  private List<Constraint> wanted(Stretch stretch, int from, int to, List<Integer> before) {
    Wishes wishes = draft.frame.wishes();
    Key key = draft.frame.key();
    int tonic = draft.frame.tonicPitch();
    List<Constraint> wanted = new ArrayList<>();
    if (wishes.lowestPitch() > 0 || wishes.highestPitch() < 127) {
      wanted.add(
          Constraint.weights(
              "the melody lies from "
                  + name(wishes.lowestPitch())
                  + " to "
                  + name(wishes.highestPitch()),
              (t, s) -> {
                int pitch = tonic + stretch.above(t, s);
                boolean within = wishes.lowestPitch() <= pitch && pitch <= wishes.highestPitch();
                return t >= stretch.openNotes() || within ? 1 : 0;
              }));
    }
    for (int avoided : wishes.avoidedPitchClasses()) {
      wanted.add(
          Constraint.weights(
              "no " + key.nameOf(avoided),
              (t, s) ->
                  t < stretch.openNotes() && PitchClasses.of(tonic + stretch.above(t, s)) == avoided
                      ? 0
                      : 1));
    }
    for (Wishes.NoteAt note : wishes.notes()) {
      if (note.bar() - 1 >= from && note.bar() - 1 < to) {
        int ticks =
            (note.bar() - 1) * draft.barTicks()
                + (int)
                    Math.round(
                        (note.beat() - 1) * draft.frame.meter().unitTicks(Grid.TICKS_PER_QUARTER));
        wanted.add(
            Constraint.weights(
                name(note.midiPitch())
                    + " at bar "
                    + note.bar()
                    + ", beat "
                    + RhythmPlanner.beat(note.beat()),
                (t, s) ->
                    stretch.startTicks(t) != ticks
                            || tonic + stretch.above(t, s) == note.midiPitch()
                        ? 1
                        : 0));
      }
    }
    if (!wishes.avoidedMotif().isEmpty()) {
      Motifs none =
          Motifs.forbidden(
              "no motif " + words(wishes.avoidedMotif()), List.of(ints(wishes.avoidedMotif())));
      wanted.add(OnIntervals.behind(none, before));
    }
    if (motifPending) {
      Motifs motif =
          Motifs.wanted("the motif " + words(wishes.motif()), List.of(ints(wishes.motif())));
      wanted.add(OnIntervals.behind(motif, List.of()));
    }
    return wanted;
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String words(List<Integer> numbers) {
    return String.join(" ", numbers.stream().map(n -> n > 0 ? "+" + n : "" + n).toList());
  }

  /** A pitch by name: C4 is 60. */
  private String name(int midi) {
    return draft.frame.key().nameOf(PitchClasses.of(midi)) + (midi / PitchClasses.OCTAVE - 1);
  }
}
