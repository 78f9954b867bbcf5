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
public record Metric(String key, String text, String format, ToDoubleFunction<SoundScores> value) {
  public static final List<Metric> ALL =
      List.of(
          new Metric("logMelDb", "log-mel distance, dB", "%.2f", SoundScores::logMelDb),
          new Metric(
              "multiResolution",
              "multi-resolution STFT distance",
              "%.3f",
              s -> s.multiResolution()),
          new Metric("loudnessErrorDb", "loudness error, dB", "%.2f", s -> s.loudnessErrorDb()),
          new Metric(
              "envelopeCorrelation", "envelope correlation", "%.3f", s -> s.envelopeCorrelation()),
          new Metric(
              "noiseFloorDb", "noise floor at 5-7.5 kHz, dB", "%.1f", SoundScores::noiseFloorDb),
          new Metric("jumps", "jumps per note", "%.2f", SoundScores::jumps),
          new Metric("clicks", "clicks per note", "%.2f", SoundScores::clicks));

  public double mean(List<NoteScores> notes, ReconstructionMethod way) {
    return EvaluationResult.mean(notes, note -> value.applyAsDouble(note.way(way)));
  }

  public String formatted(double number) {
    return format(format, number);
  }

  /** A number, or a dash where there is none. */
  public static String format(String format, double number) {
    return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, format, number);
  }

  public static String percent(double share) {
    return format("%.1f", 100 * share);
  }
}
