package dev.synth.eval;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A figure of a reconstruction, as it stands in the reports.
 *
 * @param key its name in JSON
 * @param text its name for people, with its unit
 * @param format of its values
 * @param value of a note's sound
 */
record Figure(String key, String text, String format, ToDoubleFunction<SoundScores> value) {
  static final List<Figure> ALL =
      List.of(
          new Figure("logMelDb", "log-mel distance, dB", "%.2f", SoundScores::logMelDb),
          new Figure(
              "multiResolution",
              "multi-resolution STFT distance",
              "%.3f",
              s -> s.multiResolution()),
          new Figure("loudnessErrorDb", "loudness error, dB", "%.2f", s -> s.loudnessErrorDb()),
          new Figure(
              "envelopeCorrelation", "envelope correlation", "%.3f", s -> s.envelopeCorrelation()),
          new Figure(
              "noiseFloorDb", "noise floor at 5-7.5 kHz, dB", "%.1f", SoundScores::noiseFloorDb),
          new Figure("jumps", "jumps a note", "%.2f", SoundScores::jumps),
          new Figure("clicks", "clicks a note", "%.2f", SoundScores::clicks));

  double mean(List<NoteScores> notes, Way way) {
    return EvaluationResult.mean(notes, note -> value.applyAsDouble(note.way(way)));
  }

  String formatted(double number) {
    return format(format, number);
  }

  /** A number, or a dash where there is none. */
  static String format(String format, double number) {
    return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, format, number);
  }

  static String percent(double share) {
    return format("%.1f", 100 * share);
  }
}
