package dev.synth.compose.arrange;

import dev.synth.score.LeadSheet;
import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Arranges a melody with chords for melody, chords, bass and drums. Each section has its pattern;
 * drums come in with the second section that is sung; in the last bar the last chord is held. The
 * same request gives the same arrangement.
 */
public final class Arranger {
  private static final double CHORDS_OFFSET = -14;
  private static final double BASS_OFFSET = -2;
  private static final int BASS_PROGRAM = 32;

  /** From so many felt beats a minute on, eighths are not swung. */
  private static final double STRAIGHT_FROM = 300;

  private final ArrangementRequest request;
  private final LeadSheet sheet;
  private final Harmony harmony;
  private final List<Section> sections;
  private final Chance chance;
  private final List<ScoreNote> chords = new ArrayList<>();
  private final List<ScoreNote> bass = new ArrayList<>();

  private Arranger(ArrangementRequest request) {
    this.request = request;
    this.sheet = request.sheet();
    this.harmony = Harmony.of(sheet, request.voicings());
    this.chance = new Chance(request.seed());
    this.sections =
        request.sections().isEmpty()
            ? List.of(new Section("A", 1, bars(), true))
            : request.sections();
  }

  /** Arranges. */
  public static Arrangement arrange(ArrangementRequest request) {
    return new Arranger(request).arrange();
  }

  private int bars() {
    long ticks = sheet.endTicks() - sheet.pickupTicks();
    return (int) ((ticks + sheet.barTicks() - 1) / sheet.barTicks());
  }

  private long start(int bar) {
    return sheet.pickupTicks() + (bar - 1) * sheet.barTicks();
  }

  private Arrangement arrange() {
    List<Pattern> patterns = patterns();
    Bassist bassist = new Bassist(harmony, sheet.key(), chance.of(Arrangement.BASS));
    Dynamics chordLevels = dynamics(Arrangement.CHORDS, CHORDS_OFFSET);
    Dynamics bassLevels = dynamics(Arrangement.BASS, BASS_OFFSET);
    for (int s = 0; s < sections.size(); s++) {
      Section section = sections.get(s);
      for (int bar = section.firstBar(); bar < section.endBar() && bar <= bars(); bar++) {
        int index = bar - section.firstBar();
        long length = Math.min(sheet.barTicks(), sheet.endTicks() - start(bar));
        boolean last = bar == bars();
        Pattern pattern = patterns.get(s);
        List<Pattern.Hit> heldChord = List.of(new Pattern.Hit(0, length, 'c'));
        chords(last ? heldChord : pattern.chordHits(index, sheet.barTicks()), bar, chordLevels);
        List<Pattern.Hit> heldBass = List.of(new Pattern.Hit(0, length, 'R'));
        bass(last ? heldBass : pattern.bassHits(index, sheet.barTicks()), bar, bassist, bassLevels);
      }
    }
    DrumPattern drums = drums();
    List<Part> parts = new ArrayList<>();
    add(parts, Arrangement.MELODY, 0, false, melody());
    add(parts, Arrangement.CHORDS, 0, false, chords);
    add(parts, Arrangement.BASS, BASS_PROGRAM, false, bass);
    add(parts, Arrangement.DRUMS, 0, true, drums == null ? List.of() : drummed(drums));
    Score score = sheet.toScore().withParts(parts);
    Map<String, String> names = new TreeMap<>();
    for (int s = 0; s < sections.size(); s++) {
      if (sections.get(s).sung()) {
        names.put(sections.get(s).name(), patterns.get(s).name());
      }
    }
    return new Arrangement(
        score,
        names,
        drums == null ? DrumPattern.NONE : drums.name(),
        swing(patterns),
        harmony.voicings());
  }

  private static void add(
      List<Part> parts, String name, int program, boolean drums, List<ScoreNote> notes) {
    if (!notes.isEmpty()) {
      parts.add(new Part(name, program, drums, notes, List.of()));
    }
  }

  /** Jazz is swung: the longer the slower, as drummers do. */
  private double swing(List<Pattern> patterns) {
    if (patterns.stream().noneMatch(pattern -> pattern.name().equals("walking"))) {
      return 1;
    }
    double beats = Math.min(STRAIGHT_FROM, sheet.quartersPerMinute());
    return Math.max(1, Math.min(2, 600 / beats - 1));
  }

  private Dynamics dynamics(String part, double offset) {
    return new Dynamics(
        sheet.meter(),
        sheet.ticksPerQuarter(),
        sheet.pickupTicks(),
        request.energy(),
        offset,
        chance.of(part).of("dynamics"));
  }

  /** The pattern of each section; those of one name are the same, as is what has no melody. */
  private List<Pattern> patterns() {
    Map<String, Pattern> byName = new HashMap<>();
    Random random = chance.of("patterns").at(0);
    Pattern first = null;
    for (Section section : sections) {
      if (section.sung() && !byName.containsKey(section.name())) {
        Pattern chosen = pattern(section.name(), first, random);
        byName.put(section.name(), chosen);
        first = first == null ? chosen : first;
      }
    }
    Pattern usual = first == null ? pattern("", null, random) : first;
    return sections.stream().map(s -> byName.getOrDefault(s.name(), usual)).toList();
  }

  /** What is given for a section, else what suits it and is not another's. */
  private Pattern pattern(String section, Pattern other, Random random) {
    String given = request.patternOf(section);
    Pattern chosen = Patterns.chosen(sheet.meter(), request.energy(), other, random);
    return given == null ? chosen : Patterns.named(given, sheet.meter());
  }

  private List<ScoreNote> melody() {
    Dynamics levels = dynamics(Arrangement.MELODY, 0);
    return sheet.melody().stream()
        .map(n -> n.withVelocity(levels.velocity(n.startTicks(), n.midiPitch())))
        .toList();
  }

  private void chords(List<Pattern.Hit> hits, int bar, Dynamics levels) {
    for (Pattern.Hit hit : hits) {
      long at = start(bar) + hit.startTicks();
      long end = at + hit.durationTicks();
      while (at < end) {
        // Where the chord changes while it is held, the new one is struck.
        long until = Math.min(end, harmony.voicesChangeAfter(at));
        int[] voices = harmony.voicesAt(at);
        int velocity = levels.velocity(at, voices[voices.length - 1]);
        if (hit.what() == 'c') {
          for (int voice : voices) {
            chords.add(new ScoreNote(at, until - at, voice, velocity));
          }
        } else {
          int voice = voice(voices, hit.what() - '1', harmony.roomAt(at));
          chords.add(new ScoreNote(at, until - at, voice, velocity));
        }
        at = until;
      }
    }
  }

  /**
   * A voice by its number; one more than there are is the lowest an octave higher, or, where the
   * melody is there, the last but one.
   */
  private static int voice(int[] voices, int number, Room room) {
    int pitch = voices[number % voices.length] + 12 * (number / voices.length);
    boolean higher = number >= voices.length;
    return higher && pitch > room.highest() ? voices[Math.max(0, number - 2)] : pitch;
  }

  private void bass(List<Pattern.Hit> hits, int bar, Bassist bassist, Dynamics levels) {
    bassist.begin(start(bar));
    for (Pattern.Hit hit : hits) {
      long at = start(bar) + hit.startTicks();
      long end = at + hit.durationTicks();
      char what = hit.what();
      while (at < end) {
        long until = Math.min(end, harmony.changeAfter(at));
        int pitch = bassist.pitch(what, at, until);
        bass.add(new ScoreNote(at, until - at, pitch, levels.velocity(at, pitch)));
        at = until;
        what = 'R';
      }
    }
  }

  private DrumPattern drums() {
    List<DrumPattern> suiting = DrumPattern.suiting(sheet.meter(), request.energy());
    DrumPattern chosen =
        suiting.isEmpty() ? null : suiting.get(chance.of("drums").at(0).nextInt(suiting.size()));
    if (request.drums() != null) {
      return request.drums().equals(DrumPattern.NONE)
          ? null
          : DrumPattern.named(request.drums(), sheet.meter());
    }
    return chosen;
  }

  private List<ScoreNote> drummed(DrumPattern pattern) {
    Drummer drummer = new Drummer(pattern, request.energy(), chance.of(Arrangement.DRUMS));
    long sung = sections.stream().filter(Section::sung).count();
    int heard = 0;
    for (int s = 0; s < sections.size(); s++) {
      Section section = sections.get(s);
      heard += section.sung() ? 1 : 0;
      if (!section.sung() || heard == 1 && sung > 1) {
        continue;
      }
      for (int bar = section.firstBar(); bar < section.endBar() && bar < bars(); bar++) {
        boolean fills = bar + 1 == section.endBar() && section.bars() > 1;
        drummer.bar(start(bar), sheet.barTicks(), bar - section.firstBar(), fills);
      }
    }
    if (!drummer.notes().isEmpty()) {
      drummer.end(start(bars()), sheet.meter().beatTicks(sheet.ticksPerQuarter()));
    }
    return drummer.notes();
  }
}
