package dev.synth.app.score;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.Clock;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import dev.synth.midi.GeneralMidi;
import dev.synth.score.Key;
import dev.synth.score.MeterChange;
import dev.synth.score.Part;
import dev.synth.score.PitchClasses;
import dev.synth.score.Score;
import dev.synth.score.TempoChange;
import dev.synth.score.TimedChord;
import dev.synth.score.analysis.KeyEstimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Facts about a score: lines for people, JSON for machines. */
public final class ScoreReport {
  private static final int CHANGES_MAX = 4;
  private static final int CHORDS_MAX = 12;
  private static final double ON_GRID = 0.02;

  private final ScoreFacts facts;
  private final Score score;

  /** A report of {@code facts}. */
  public ScoreReport(ScoreFacts facts) {
    this.facts = facts;
    this.score = facts.score();
  }

  /** One line of a table, the columns as {@link #heading}. */
  public String row() {
    String key = score.keys().isEmpty() ? "-" : score.key().label();
    String found = facts.found().map(f -> f.key().label()).orElse("-");
    return String.format(
        Locale.ROOT,
        "%-34.34s %4d %5s %-13s %-10s%s %6d %5s",
        Printable.line(facts.title()),
        facts.wholeBars(),
        score.meter(),
        key,
        found,
        facts.keysAgree() ? " " : "*",
        facts.notes(),
        Clock.text(score.seconds()));
  }

  /** What stands over {@link #row}. */
  public static String heading() {
    return String.format(
        Locale.ROOT,
        "%-34s %4s %5s %-13s %-11s %6s %5s",
        "title",
        "bars",
        "meter",
        "key written",
        "key found",
        "notes",
        "time");
  }

  /** All lines, the title first. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> from = new ArrayList<>();
    from.add(score.origin().composer());
    from.add(score.origin().origin());
    from.add(score.origin().licence());
    from.removeIf(String::isEmpty);
    String of = from.isEmpty() ? "" : " (" + String.join("; ", from) + ")";
    lines.add(Printable.line(facts.title() + of));
    line(lines, "length", length());
    line(lines, "key", key());
    for (Part part : score.parts()) {
      line(lines, part.drums() ? "drums" : "part", part(part));
    }
    line(lines, "chords", chords());
    line(lines, "phrases", phrases());
    line(lines, "grid", grid());
    for (String mended : facts.mended()) {
      line(lines, "mended", Printable.line(mended));
    }
    return lines;
  }

  private static void line(List<String> lines, String name, String text) {
    lines.add(String.format(Locale.ROOT, "  %-8s %s", name, text));
  }

  private String length() {
    List<String> meters = new ArrayList<>();
    for (MeterChange change : score.meters()) {
      meters.add(change.meter() + (meters.isEmpty() ? "" : at(change.startTicks())));
    }
    List<String> tempos = new ArrayList<>();
    for (TempoChange change : score.tempos()) {
      String tempo = String.format(Locale.ROOT, "%.4g", change.quartersPerMinute());
      tempos.add(
          (tempo.contains(".") ? tempo.replaceAll("\\.?0+$", "") : tempo)
              + (tempos.isEmpty() ? "" : at(change.startTicks())));
    }
    return Counted.of(facts.wholeBars(), "bar")
        + " of "
        + some(meters)
        + (score.pickupTicks() > 0 ? " and a pickup" : "")
        + ", "
        + some(tempos)
        + " quarters a minute, "
        + Clock.text(score.seconds());
  }

  private String at(long ticks) {
    return " from bar " + facts.barAt(ticks);
  }

  private static String some(List<String> all) {
    String shown = all.stream().limit(CHANGES_MAX).collect(Collectors.joining(", "));
    int more = all.size() - CHANGES_MAX;
    return shown + (more > 0 ? " and " + more + " more" : "");
  }

  private String key() {
    List<String> written =
        score.keys().stream()
            .map(c -> c.key().label() + (c.startTicks() == 0 ? "" : at(c.startTicks())))
            .toList();
    String told = written.isEmpty() ? "none written" : some(written) + " written";
    if (facts.found().isEmpty()) {
      return told + "; none found";
    }
    KeyEstimate found = facts.found().get();
    return String.format(
        Locale.ROOT,
        "%s; %s found (r %.2f%s%s)%s",
        told,
        found.key().label(),
        found.correlation(),
        found.isSure() ? "; next is " : "; as well perhaps ",
        found.runnerUp().label(),
        facts.keysAgree() ? "" : ", which differs");
  }

  private static String pitch(int midiPitch) {
    return Key.C_MAJOR.nameOf(PitchClasses.of(midiPitch)) + (midiPitch / PitchClasses.OCTAVE - 1);
  }

  private String part(Part part) {
    String name = part.name().isEmpty() ? "" : Printable.line(part.name()) + ", ";
    String sound = part.drums() ? "" : GeneralMidi.program(part.program()).title() + ", ";
    int voices = part.polyphony();
    String compass =
        part.drums()
            ? ""
            : ", "
                + pitch(ScoreFacts.lowest(part))
                + " to "
                + pitch(ScoreFacts.highest(part))
                + (voices > 1 ? ", up to " + voices + " at once" : "");
    String bends = part.bends().isEmpty() ? "" : ", " + Counted.of(part.bends().size(), "bend");
    return name + sound + Counted.of(part.notes().size(), "note") + compass + bends;
  }

  private String chords() {
    if (facts.chords().isEmpty()) {
      return "none";
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (TimedChord chord : facts.chords()) {
      counts.merge(chord.symbol().name(score.keyAt(chord.startTicks())), 1, Integer::sum);
    }
    List<String> names =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    String shown = names.stream().limit(CHORDS_MAX).collect(Collectors.joining(" "));
    return facts.chords().size()
        + (facts.written() ? " written: " : " found in the voices: ")
        + shown
        + (names.size() > CHORDS_MAX ? " and " + (names.size() - CHORDS_MAX) + " more" : "");
  }

  private String phrases() {
    if (facts.phraseStarts().isEmpty()) {
      return "none";
    }
    List<String> bars =
        facts.phraseStarts().stream().map(at -> String.valueOf(facts.barAt(at))).toList();
    return bars.size() + ", from bar " + some(bars);
  }

  private String grid() {
    if (facts.errorSteps() < ON_GRID && Math.abs(facts.shiftSteps()) < ON_GRID) {
      return "all notes on sixteenths or triplets";
    }
    return String.format(
        Locale.ROOT,
        "notes are %.2f sixteenths off on average%s",
        facts.errorSteps(),
        Math.abs(facts.shiftSteps()) < ON_GRID
            ? ""
            : String.format(Locale.ROOT, ", after all were moved by %.2f", -facts.shiftSteps()));
  }

  /** Fills a JSON object. */
  public void fill(ObjectNode node) {
    node.put("title", score.origin().title())
        .put("composer", score.origin().composer())
        .put("origin", score.origin().origin())
        .put("source", score.origin().source())
        .put("licence", score.origin().licence())
        .put("bars", facts.wholeBars())
        .put("pickupQuarters", (double) score.pickupTicks() / score.ticksPerQuarter())
        .put("seconds", score.seconds())
        .put("ticksPerQuarter", score.ticksPerQuarter());
    ArrayNode meters = node.putArray("meters");
    score
        .meters()
        .forEach(
            c ->
                meters
                    .addObject()
                    .put("bar", facts.barAt(c.startTicks()))
                    .put("meter", c.meter().toString()));
    ArrayNode tempos = node.putArray("tempos");
    score
        .tempos()
        .forEach(
            c ->
                tempos
                    .addObject()
                    .put("bar", facts.barAt(c.startTicks()))
                    .put("quartersPerMinute", c.quartersPerMinute()));
    ArrayNode keys = node.putArray("keysWritten");
    score
        .keys()
        .forEach(
            c ->
                keys.addObject()
                    .put("bar", facts.barAt(c.startTicks()))
                    .put("key", c.key().label()));
    facts
        .found()
        .ifPresent(
            found ->
                node.putObject("keyFound")
                    .put("key", found.key().label())
                    .put("correlation", found.correlation())
                    .put("next", found.runnerUp().label())
                    .put("lead", found.lead())
                    .put("sure", found.isSure())
                    .put("asWritten", facts.keysAgree()));
    fillNotes(node);
  }

  private void fillNotes(ObjectNode node) {
    ArrayNode parts = node.putArray("parts");
    for (Part part : score.parts()) {
      parts
          .addObject()
          .put("name", part.name())
          .put("program", part.program())
          .put("drums", part.drums())
          .put("notes", part.notes().size())
          .put("lowest", ScoreFacts.lowest(part))
          .put("highest", ScoreFacts.highest(part))
          .put("atOnce", part.polyphony())
          .put("bends", part.bends().size());
    }
    node.put("chordsWritten", facts.written());
    ArrayNode chords = node.putArray("chords");
    for (TimedChord chord : facts.chords()) {
      chords
          .addObject()
          .put("bar", facts.barAt(chord.startTicks()))
          .put("quarter", (double) chord.startTicks() / score.ticksPerQuarter())
          .put("quarters", (double) chord.durationTicks() / score.ticksPerQuarter())
          .put("chord", chord.symbol().name(score.keyAt(chord.startTicks())));
    }
    ArrayNode phrases = node.putArray("phraseBars");
    facts.phraseStarts().forEach(at -> phrases.add(facts.barAt(at)));
    node.putObject("grid")
        .put("shiftSixteenths", facts.shiftSteps())
        .put("meanErrorSixteenths", facts.errorSteps());
    ArrayNode mended = node.putArray("mended");
    facts.mended().forEach(mended::add);
  }
}
