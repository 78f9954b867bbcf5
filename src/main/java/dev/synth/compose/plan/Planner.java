package dev.synth.compose.plan;

import dev.synth.compose.style.Grid;
import dev.synth.compose.style.RhythmEvent;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.StyleFile;
import dev.synth.compose.style.Tune;
import dev.synth.compose.style.TuneNote;
import dev.synth.io.BadSettingException;
import dev.synth.io.Sha256;
import dev.synth.io.text.Counted;
import dev.synth.score.Key;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Plans pieces in a style: frame, form, chords, rhythms, melody, in this order. The same request
 * and style give the same plan.
 */
public final class Planner {
  /** Pitch of the middle of a melody in no mood: G4. */
  private static final int MIDDLE_PITCH = 67;

  /** The lowest pitch of a melody for which no range is asked, so that chords have room below. */
  private static final int LOWEST_PITCH = 58;

  private static final double DEFAULT_SECONDS = 60;
  private static final int BARS_DEFAULT_LEAST = 16;

  /** Keys that are read and played easily. */
  private static final int SHARPS_MOST = 4;

  private final Style style;
  private final String sha256;

  /** Plans in a style. */
  public Planner(Style style) {
    this.style = style;
    this.sha256 = Sha256.of(StyleFile.text(style));
  }

  /** SHA-256 of the style. */
  public String styleSha256() {
    return sha256;
  }

  /**
   * Plans a piece.
   *
   * @throws BadSettingException if the request cannot be met, with the wishes that are at odds
   */
  public Plan plan(Request request) {
    Random random = random(request.seed(), "frame");
    Compass compass = Compass.of(style, random(request.seed(), "compass"));
    Frame frame = frame(request, compass, random);
    Form form = form(request, frame);
    Frame timed = timed(request, frame, form);
    checkPlaces(timed, form);
    Draft draft = new Draft(timed, form);
    draft.remarks.addAll(request.remarks(timed, form));
    return fill(draft, compass);
  }

  /**
   * Plans chords for a melody that is given, and nothing else.
   *
   * @param beatsPerMinute felt beats; null for the tune's own
   * @param wishes of which those about chords count
   * @throws BadSettingException if the wishes cannot be met
   */
  public Plan harmonize(Tune tune, long seed, Mood mood, Double beatsPerMinute, Wishes wishes) {
    return new Harmonizer(style, tune, seed, mood, beatsPerMinute, wishes)
        .plan(style.name(), sha256, random(seed, "chords"));
  }

  /**
   * A melody that is given, with the chords of its own: nothing is sampled.
   *
   * @param beatsPerMinute as the setting 'tempo' counts them; null for the tune's own
   * @throws IllegalArgumentException if it has none of its own
   */
  public Plan withOwnChords(Tune tune, long seed, Mood mood, Double beatsPerMinute) {
    return new Harmonizer(style, tune, seed, mood, beatsPerMinute, Wishes.NONE)
        .withOwnChords(style.name(), sha256);
  }

  /**
   * Plans anew what is not to be kept of a piece, by another seed. What is kept stays as it is, and
   * is played as before; so where all is kept, the plan stays the same.
   *
   * @param kept numbers of bars, from 0, whose chords and melody stay
   */
  public Plan renew(Plan plan, Set<Integer> kept, long seed) {
    if (kept.size() == plan.bars()
        && kept.stream().allMatch(bar -> bar >= 0 && bar < kept.size())) {
      return plan;
    }
    Frame frame = plan.frame().withSeed(seed);
    Draft draft = new Draft(frame, plan.form());
    for (int bar : kept) {
      if (bar < 0 || bar >= plan.bars()) {
        throw new BadSettingException(
            "The setting 'keep': there is no bar " + (bar + 1) + " among " + plan.bars());
      }
      draft.locked[bar] = true;
      draft.chords.set(bar, plan.chords().get(bar));
      List<TuneNote> notes = new ArrayList<>();
      for (TuneNote note : plan.notes()) {
        if (note.startTicks() / frame.barTicks() == bar) {
          notes.add(note);
        }
      }
      draft.notes.set(bar, notes);
      draft.rhythm.set(bar, rhythm(notes, bar * frame.barTicks(), frame.barTicks()));
    }
    for (Plan.Sampled each : plan.sampled()) {
      if (IntStream.range(each.bar() - 1, each.bar() - 1 + each.bars()).allMatch(kept::contains)) {
        draft.sampled.add(each);
      }
    }
    return fill(draft, Compass.of(style, random(frame.performanceSeed(), "compass")));
  }

  private static List<RhythmEvent> rhythm(List<TuneNote> notes, int start, int barTicks) {
    List<RhythmEvent> events = new ArrayList<>();
    int at = 0;
    for (TuneNote note : notes) {
      int onset = note.startTicks() - start;
      if (onset > at) {
        events.add(new RhythmEvent(at, onset - at, true));
      }
      events.add(new RhythmEvent(onset, note.durationTicks(), false));
      at = onset + note.durationTicks();
    }
    if (at < barTicks) {
      events.add(new RhythmEvent(at, barTicks - at, true));
    }
    return events;
  }

  private Plan fill(Draft draft, Compass compass) {
    long seed = draft.frame.seed();
    ChordPlanner chords = new ChordPlanner(style, draft);
    RhythmPlanner rhythms = new RhythmPlanner(style, draft);
    MelodyPlanner melodies = new MelodyPlanner(style, draft, compass);
    List<Phrase> phrases = draft.form.phrases();
    for (int i = 0; i < phrases.size(); i++) {
      chords.plan(phrases.get(i), random(seed, "chords " + i));
    }
    for (int i = 0; i < phrases.size(); i++) {
      rhythms.plan(phrases.get(i), random(seed, "rhythm " + i));
    }
    for (int i = 0; i < phrases.size(); i++) {
      melodies.plan(phrases.get(i), random(seed, "melody " + i));
    }
    return new Plan(
        null,
        style.name(),
        sha256,
        draft.frame,
        draft.form,
        draft.chords,
        draft.allNotes(),
        draft.sampled,
        draft.remarks);
  }

  /** Random numbers for one decision, so that a change of one leaves the others alone. */
  private static Random random(long seed, String what) {
    return new Random(Long.parseUnsignedLong(Sha256.of(seed + " " + what).substring(0, 16), 16));
  }

  private Frame frame(Request request, Compass compass, Random random) {
    Mood mood = request.mood() != null ? request.mood() : Mood.values()[random.nextInt(3)];
    Meter meter = meter(request.meter(), random);
    Key key = request.key() != null ? request.key() : key(mood, random);
    double beats =
        request.beatsPerMinute() != null
            ? request.beatsPerMinute()
            : Math.rint(mood.slowest() + random.nextDouble() * (mood.fastest() - mood.slowest()));
    double quarters = beats * Grid.tempoBeat(meter) / Grid.TICKS_PER_QUARTER;
    double density = request.density() != null ? request.density() : mood.density();
    Cadence cadence = request.cadence() != null ? request.cadence() : Cadence.AUTHENTIC;
    int tonic = tonic(key, mood, compass, request.wishes());
    Wishes wishes = request.wishes().withCadence(request.cadence());
    long seed = request.seed();
    return new Frame(seed, seed, mood, key, meter, quarters, tonic, density, cadence, wishes);
  }

  private Meter meter(Meter wanted, Random random) {
    Map<Meter, Integer> meters = style.meters();
    if (wanted != null) {
      if (!meters.containsKey(wanted)) {
        throw new BadSettingException(
            "The setting 'meter': the style has no tune in "
                + wanted
                + ", only in "
                + String.join(", ", meters.keySet().stream().map(Meter::toString).toList()));
      }
      return wanted;
    }
    // By the number of tunes, meters of one or two left out where there are more.
    int most = meters.values().stream().max(Comparator.naturalOrder()).orElseThrow();
    int least = Math.min(most, 4);
    List<Meter> all = new ArrayList<>();
    meters.forEach(
        (meter, count) -> {
          for (int i = 0; i < count && count >= least; i++) {
            all.add(meter);
          }
        });
    return all.get(random.nextInt(all.size()));
  }

  private static Key key(Mood mood, Random random) {
    List<Mode> modes = mood.modes();
    Mode mode = modes.get(random.nextInt(modes.size()));
    List<Key> keys = new ArrayList<>();
    for (int tonic = 0; tonic < 12; tonic++) {
      Key key = Key.of(tonic, mode);
      if (Math.abs(key.sharps()) <= SHARPS_MOST) {
        keys.add(key);
      }
    }
    return keys.get(random.nextInt(keys.size()));
  }

  /** The tonic with which the melody lies nearest to where the mood, or the wish, has it. */
  private static int tonic(Key key, Mood mood, Compass compass, Wishes wishes) {
    double middle = MIDDLE_PITCH + mood.registerSemitones();
    if (wishes.lowestPitch() > 0 && wishes.highestPitch() < 127) {
      middle = (wishes.lowestPitch() + wishes.highestPitch()) / 2.0;
    } else if (wishes.lowestPitch() > 0) {
      middle = Math.max(middle, wishes.lowestPitch() + compass.middle() - compass.lowest());
    } else if (wishes.highestPitch() < 127) {
      middle = Math.min(middle, wishes.highestPitch() - compass.highest() + compass.middle());
    }
    double wanted = middle - (compass.lowest() + compass.highest()) / 2.0;
    int octave = (int) Math.round((wanted - key.tonicPitchClass()) / 12);
    boolean free = wishes.lowestPitch() == 0 && wishes.highestPitch() == 127;
    if (free && 12 * octave + key.tonicPitchClass() + compass.lowest() < LOWEST_PITCH) {
      octave++;
    }
    return Math.max(24, Math.min(96, 12 * octave + key.tonicPitchClass()));
  }

  private Form form(Request request, Frame frame) {
    int bars;
    if (request.bars() != null) {
      bars = request.bars();
    } else if (request.seconds() != null || request.form() == null) {
      double seconds = request.seconds() != null ? request.seconds() : DEFAULT_SECONDS;
      bars = (int) Math.round(seconds / frame.seconds(1));
      bars = request.seconds() == null ? Math.max(BARS_DEFAULT_LEAST, bars) : bars;
      bars = Math.max(Request.BARS_MIN, Math.min(Request.BARS_MAX, bars));
    } else {
      bars = Form.SECTION_BARS * request.form().length() + 4;
    }
    boolean shortBars = frame.barTicks() <= 2 * Grid.TICKS_PER_QUARTER;
    return Form.of(
        bars, request.form(), frame.cadence(), shortBars ? 4 : 2, random(request.seed(), "form"));
  }

  /** The tempo with which the piece is as long as was asked for, where no tempo was. */
  private static Frame timed(Request request, Frame frame, Form form) {
    if (request.seconds() == null || request.beatsPerMinute() != null) {
      return frame;
    }
    double exact = frame.quartersPerMinute() * frame.seconds(form.bars()) / request.seconds();
    return frame.withTempo(Math.rint(exact * 1000) / 1000);
  }

  /** Wishes stand at places that there are. */
  private static void checkPlaces(Frame frame, Form form) {
    for (Wishes.ChordAt wish : frame.wishes().chords()) {
      if (wish.bar() < 1 || wish.bar() > form.bars()) {
        throw new BadSettingException(
            "The setting 'chord': there is no bar " + wish.bar() + " among " + form.bars());
      }
    }
    for (Wishes.NoteAt wish : frame.wishes().notes()) {
      boolean sung =
          form.phrases().stream()
              .anyMatch(p -> p.isSung() && p.bar() < wish.bar() && wish.bar() <= p.endBar());
      int beats = frame.meter().beats();
      if (wish.beat() < 1 || wish.beat() >= beats + 1) {
        throw new BadSettingException(
            "The setting 'note': there is no beat "
                + RhythmPlanner.beat(wish.beat())
                + "; a bar of "
                + frame.meter()
                + " has "
                + Counted.of(beats, "beat"));
      }
      if (!sung) {
        throw new BadSettingException(
            "The setting 'note': the melody has no bar "
                + wish.bar()
                + ", beat "
                + RhythmPlanner.beat(wish.beat())
                + "; it is sung in "
                + sung(form));
      }
    }
  }

  private static String sung(Form form) {
    List<Phrase> sung = form.phrases().stream().filter(Phrase::isSung).toList();
    int first = sung.get(0).bar();
    return Solving.bars(first, sung.get(sung.size() - 1).endBar() - first);
  }
}
