package dev.synth.eval;

import dev.synth.eval.metric.HarmonicGaps;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * A figure of a reconstruction, as it stands in the reports.
 *
 * @param key its name in JSON
 * @param text its name for people, with its unit
 * @param format of its values
 * @param average of many notes
 * @param value of a note's sound
 */
public record Metric(
    String key, String text, String format, Average average, ToDoubleFunction<SoundScores> value) {
  /** How the figures of many notes become one. */
  public enum Average {
    MEAN,
    MEDIAN
  }

  /** The distance that stands for the others where there is room for one. */
  public static final Metric LOG_MEL =
      mean("logMelDb", "log-mel distance, dB", "%.2f", SoundScores::logMelDb);

  /** What the NSynth paper judged its models by. */
  public static final Metric CLASSIFIER_PITCH =
      mean(
          "classifierPitchPercent",
          "classifier names the pitch, %",
          "%.1f",
          s -> 100 * s.classes().pitch());

  public static final List<Metric> ALL =
      Stream.of(
              Stream.of(
                  LOG_MEL,
                  mean(
                      "ownRateLogMelDb",
                      "log-mel distance at the model's own rate, dB",
                      "%.2f",
                      SoundScores::ownRateLogMelDb),
                  mean(
                      "multiResolution",
                      "multi-resolution STFT distance",
                      "%.3f",
                      SoundScores::multiResolution),
                  mean(
                      "loudnessErrorDb",
                      "loudness error, dB",
                      "%.2f",
                      SoundScores::loudnessErrorDb),
                  mean("levelDifferenceDb", "level, dB", "%.2f", SoundScores::levelDifferenceDb),
                  mean(
                      "levelErrorDb",
                      "level error, dB",
                      "%.2f",
                      s -> Math.abs(s.levelDifferenceDb())),
                  mean(
                      "envelopeCorrelation",
                      "envelope correlation",
                      "%.3f",
                      SoundScores::envelopeCorrelation),
                  mean(
                      "noiseFloorDb",
                      "noise floor at 5-7.5 kHz, dB",
                      "%.1f",
                      SoundScores::noiseFloorDb),
                  mean("noiseLevelDb", "noise level, dB", "%.1f", s -> s.noise().meanDb()),
                  mean(
                      "noiseLevelErrorDb",
                      "noise level error, dB",
                      "%.1f",
                      s -> s.noise().errorDb()),
                  mean(
                      "betweenPartialsDb",
                      "between partials, dB",
                      "%.1f",
                      s -> s.gaps().betweenDb()),
                  mean(
                      "harmonicsOverGapsDb",
                      "harmonics over gaps below 5 kHz, dB",
                      "%.1f",
                      s -> s.gaps().overGapsDb())),
              IntStream.range(0, HarmonicGaps.OCTAVES_HZ.size() - 1).mapToObj(Metric::octave),
              Stream.of(
                  mean(
                      "addedPartialsDb",
                      "added partials, dB",
                      "%.1f",
                      SoundScores::addedPartialsDb),
                  mean(
                      "startJumpPercent",
                      "jump in the first 2 ms, %",
                      "%.1f",
                      SoundScores::startJumpPercent),
                  mean(
                      "startLevelDb",
                      "level of the first 2 ms, dB",
                      "%.1f",
                      SoundScores::startLevelDb),
                  mean("attackMs", "attack time, ms", "%.1f", SoundScores::attackMs),
                  new Metric(
                      "attackErrorMs",
                      "error of short attacks (median), ms",
                      "%.1f",
                      Average.MEDIAN,
                      SoundScores::attackErrorMs),
                  mean("cutSeconds", "cut from the end, s", "%.2f", SoundScores::cutSeconds),
                  mean("jumps", "jumps per note", "%.2f", SoundScores::jumps),
                  mean("clicks", "clicks per note", "%.2f", SoundScores::clicks),
                  CLASSIFIER_PITCH,
                  mean(
                      "classifierFamilyPercent",
                      "classifier names the family, %",
                      "%.1f",
                      s -> 100 * s.classes().family()),
                  mean(
                      "classifierQualitiesPercent",
                      "classifier names the qualities, %",
                      "%.1f",
                      s -> 100 * s.classes().qualities())))
          .flatMap(metrics -> metrics)
          .toList();

  private static Metric mean(
      String key, String text, String format, ToDoubleFunction<SoundScores> value) {
    return new Metric(key, text, format, Average.MEAN, value);
  }

  private static Metric octave(int index) {
    int fromHz = HarmonicGaps.OCTAVES_HZ.get(index);
    int toHz = HarmonicGaps.OCTAVES_HZ.get(index + 1);
    return mean(
        "harmonicsOverGapsDifferenceDb" + fromHz + "Hz",
        String.format(
            Locale.ROOT, "harmonics over gaps at %d-%d Hz, from the original's, dB", fromHz, toHz),
        "%+.1f",
        s -> s.octaveDifferencesDb()[index]);
  }

  /** The average over the notes that have a number; NaN if none has. */
  public double average(List<NoteScores> notes, ReconstructionMethod way) {
    double[] values = values(notes, way);
    if (values.length == 0) {
      return Double.NaN;
    }
    return average == Average.MEDIAN
        ? new Median().evaluate(values)
        : Arrays.stream(values).average().orElseThrow();
  }

  private double[] values(List<NoteScores> notes, ReconstructionMethod way) {
    return notes.stream()
        .mapToDouble(note -> value.applyAsDouble(note.way(way)))
        .filter(number -> !Double.isNaN(number))
        .toArray();
  }

  /** The standard error of the mean; NaN for fewer than two numbers. */
  public double standardError(List<NoteScores> notes, ReconstructionMethod way) {
    double[] values = values(notes, way);
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
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
