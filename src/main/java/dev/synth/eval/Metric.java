package dev.synth.eval;

import java.util.Arrays;
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
          new Metric("levelDifferenceDb", "level, dB", "%.2f", s -> s.levelDifferenceDb()),
          new Metric(
              "levelErrorDb", "level error, dB", "%.2f", s -> Math.abs(s.levelDifferenceDb())),
          new Metric(
              "envelopeCorrelation", "envelope correlation", "%.3f", s -> s.envelopeCorrelation()),
          new Metric(
              "noiseFloorDb", "noise floor at 5-7.5 kHz, dB", "%.1f", SoundScores::noiseFloorDb),
          new Metric(
              "harmonicsOverGapsDb",
              "harmonics over gaps below 5 kHz, dB",
              "%.1f",
              s -> s.harmonicsOverGapsDb()),
          new Metric("addedPartialsDb", "added partials, dB", "%.1f", SoundScores::addedPartialsDb),
          new Metric(
              "startJumpPercent", "jump in the first 2 ms, %", "%.1f", s -> s.startJumpPercent()),
          new Metric(
              "startLevelDb", "level of the first 2 ms, dB", "%.1f", SoundScores::startLevelDb),
          new Metric("attackMs", "attack time, ms", "%.1f", SoundScores::attackMs),
          new Metric("cutSeconds", "cut from the end, s", "%.2f", SoundScores::cutSeconds),
          new Metric("jumps", "jumps per note", "%.2f", SoundScores::jumps),
          new Metric("clicks", "clicks per note", "%.2f", SoundScores::clicks));

  public double mean(List<NoteScores> notes, ReconstructionMethod way) {
    return EvaluationResult.mean(notes, note -> value.applyAsDouble(note.way(way)));
  }

  /** The standard error of {@link #mean}; NaN for fewer than two numbers. */
  public double standardError(List<NoteScores> notes, ReconstructionMethod way) {
    double[] values =
        notes.stream()
            .mapToDouble(note -> value.applyAsDouble(note.way(way)))
            .filter(number -> !Double.isNaN(number))
            .toArray();
    double mean = mean(notes, way);
    double squares = Arrays.stream(values).map(number -> Math.pow(number - mean, 2)).sum();
    return values.length < 2
        ? Double.NaN
        : Math.sqrt(squares / (values.length - 1) / values.length);
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
