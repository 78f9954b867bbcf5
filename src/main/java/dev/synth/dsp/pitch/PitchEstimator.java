package dev.synth.dsp.pitch;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dsp.Levels;
import dev.synth.dsp.SpectralPeaks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pitch of a recorded note, from 25 Hz to 5 kHz, which holds the piano's MIDI 21 to 108.
 *
 * <p>YIN on overlapping frames of 128 ms; then the median, weighted by energy, over the frames that
 * repeat clearly and are within 20 dB of the loudest. At 32 kHz the shortest periods have enough
 * samples for a parabola to find their fraction within a few cents. Where the note repeats less
 * than clearly, its {@link PitchCorrection} settle which pitch it has. A chord repeats as clearly
 * as a note does, but far below its tones: where the fundamental is missing, the share of the
 * harmonics that are there lowers the confidence ({@link HarmonicSeries}).
 */
public final class PitchEstimator {
  private static final int RATE_HZ = 32_000;
  private static final double MIN_HZ = 25;
  private static final double MAX_HZ = 5_000;
  private static final int FRAME_SAMPLES = 4096;
  private static final int HOP_SAMPLES = 1024;
  // Below this a clip is too short to compare with itself.
  private static final int MIN_FRAME_SAMPLES = 640;
  private static final double SILENCE_DBFS = -80;
  private static final double SUSTAIN_DB = 20;
  // d is about 1 for noise and at most 0.1 for a clean note; breath and bow noise lie between.
  private static final double MAX_APERIODICITY = 0.4;
  private static final double AGREEMENT_SEMITONES = 0.5;
  private static final double MIN_CONFIDENCE = 0.25;
  // Harmonic notes repeat better than this, and need no second look.
  private static final double CLEAR_CONFIDENCE = 0.98;
  private static final double MIN_SETTLED_SECONDS = 0.5;

  /** One frame's finding. */
  private record Frame(double rms, double hz, double aperiodicity) {
    double energy() {
      return rms * rms;
    }
  }

  private PitchEstimator() {}

  /**
   * Estimates the pitch of the one note in {@code clip}.
   *
   * <p>A clip shorter than 128 ms is one frame, whose lowest pitch is three periods a frame.
   *
   * @param clip any rate from 4 to 192 kHz
   * @return the pitch; empty for silence, noise, most chords, clips under 20 ms, and where frames
   *     with a clear and common pitch hold less than a quarter of the energy
   * @throws IllegalArgumentException if the rate is out of range
   */
  public static Optional<Pitch> estimate(AudioClip clip) {
    float[] samples = Resampler.resample(clip, RATE_HZ).samples();
    int frameSamples = Math.min(FRAME_SAMPLES, samples.length);
    if (frameSamples < MIN_FRAME_SAMPLES) {
      return Optional.empty();
    }
    int maxLag = (int) Math.min(RATE_HZ / MIN_HZ, frameSamples / 3.0);
    Yin yin = new Yin(frameSamples - maxLag - 1, (int) (RATE_HZ / MAX_HZ), maxLag);
    List<Frame> frames = new ArrayList<>();
    for (int from = 0; from + frameSamples <= samples.length; from += HOP_SAMPLES) {
      double rms = Levels.rms(samples, from, from + frameSamples);
      if (Levels.dbfs(rms) > SILENCE_DBFS) {
        Yin.Period period = yin.period(samples, from);
        frames.add(new Frame(rms, RATE_HZ / period.samples(), period.aperiodicity()));
      }
    }
    Optional<Pitch> pitch = summarise(frames);
    if (pitch.isEmpty() || clip.seconds() < MIN_SETTLED_SECONDS) {
      return pitch;
    }
    SpectralPeaks spectrum = SpectralPeaks.of(clip);
    double hz = pitch.get().hz();
    double settled =
        pitch.get().confidence() < CLEAR_CONFIDENCE ? PitchCorrection.settle(hz, spectrum) : hz;
    double complete = HarmonicSeries.completeness(settled, spectrum);
    double confidence = pitch.get().confidence() * Math.pow(complete, 3);
    return confidence < MIN_CONFIDENCE
        ? Optional.empty()
        : Optional.of(new Pitch(settled, confidence));
  }

  private static Optional<Pitch> summarise(List<Frame> frames) {
    double loudest = frames.stream().mapToDouble(Frame::rms).max().orElse(0);
    double floor = loudest * Levels.amplitude(-SUSTAIN_DB);
    List<Frame> sustained = frames.stream().filter(frame -> frame.rms() >= floor).toList();
    List<Frame> voiced =
        sustained.stream()
            .filter(frame -> frame.aperiodicity() <= MAX_APERIODICITY)
            .sorted(Comparator.comparingDouble(Frame::hz))
            .toList();
    if (voiced.isEmpty()) {
      return Optional.empty();
    }
    double hz = weightedMedianHz(voiced);
    double ratio = Math.pow(2, AGREEMENT_SEMITONES / 12);
    double agreeing =
        voiced.stream()
            .filter(frame -> frame.hz() < hz * ratio && frame.hz() > hz / ratio)
            .mapToDouble(frame -> frame.energy() * (1 - frame.aperiodicity()))
            .sum();
    double confidence = agreeing / sustained.stream().mapToDouble(Frame::energy).sum();
    return confidence < MIN_CONFIDENCE ? Optional.empty() : Optional.of(new Pitch(hz, confidence));
  }

  /** The frequency below and above which lies half the energy each. */
  private static double weightedMedianHz(List<Frame> sortedByHz) {
    double half = sortedByHz.stream().mapToDouble(Frame::energy).sum() / 2;
    double below = 0;
    for (Frame frame : sortedByHz) {
      below += frame.energy();
      if (below >= half) {
        return frame.hz();
      }
    }
    return sortedByHz.get(sortedByHz.size() - 1).hz();
  }
}
