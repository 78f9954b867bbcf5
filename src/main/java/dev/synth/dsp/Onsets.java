package dev.synth.dsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where notes begin in a recording.
 *
 * <p>Spectral flux: how much the bands of a log-magnitude spectrogram grow from one frame to the
 * next but one, added up. Bands are a quarter tone wide, or one bin where bins are wider. Each band
 * is compared with the loudest of itself and its two neighbours, so that a vibrato, which moves
 * energy from band to band, grows nothing. A frame is an onset where the flux is the highest for
 * {@value #ALONE_MS} ms around, and stands out from its mean. Source: Böck and Widmer 2013,
 * "Maximum filter vibrato suppression for onset detection", DAFx-13; peaks after Böck, Krebs and
 * Schedl 2012, "Evaluating the online capabilities of onset detection methods", ISMIR.
 *
 * <p>A frame of 64 ms tells an onset only roughly; it is then put where the level rises most within
 * {@value #SEARCH_MS} ms of it.
 */
public final class Onsets {
  /** The rate that sounds are analysed at. */
  public static final int SAMPLE_RATE_HZ = 16_000;

  private static final int RATE_HZ = SAMPLE_RATE_HZ;
  private static final int FRAME_SAMPLES = 1024;
  private static final int HOP_SAMPLES = 160;
  private static final int LAG_FRAMES = 2;
  private static final int PART_FRAMES = 1000;

  /** Half a frame and more, so that a part's first and last frames have full context. */
  private static final int LEAD_FRAMES = 4;

  /** The first bins of the bands, and the bin behind the last: quarter tones, or single bins. */
  private static final int[] BAND_BINS = bandBins(4, 500);

  private static final int BANDS = BAND_BINS.length - 1;

  /** Bands 60 dB below full scale count as much as silence. */
  private static final double FLOOR = 1e-3;

  private static final int ALONE_MS = 60;
  private static final int MEAN_BEFORE_FRAMES = 20;
  private static final int MEAN_AFTER_FRAMES = 10;

  /** How far the flux must be above its mean: the mean growth of a band, in factors of ten. */
  private static final double THRESHOLD = 0.03;

  /** A note that ends at once makes flux, too; it leaves less than this of the level. */
  private static final double LEFT_OF_LEVEL = 0.25;

  private static final int SEARCH_MS = 45;
  private static final int LEVEL_SAMPLES = 80;

  private Onsets() {}

  /**
   * The first samples of the notes in {@code samples}, in order. Levels do not matter: the sound is
   * taken as if its peak were full scale.
   *
   * @param samples amplitudes at {@value #SAMPLE_RATE_HZ} Hz, [samples]
   * @return sample indices; empty for silence
   */
  public static List<Integer> find(float[] samples) {
    double peak = Levels.peak(samples);
    if (peak == 0) {
      return List.of();
    }
    float[] flux = flux(samples, peak);
    List<Integer> onsets = new ArrayList<>();
    int alone = ALONE_MS * RATE_HZ / 1000 / HOP_SAMPLES;
    int last = -alone;
    for (int f = 0; f < flux.length; f++) {
      if (f - last >= alone && isPeak(flux, f, alone) && isKept(samples, f * HOP_SAMPLES)) {
        last = f;
        int onset = steepest(samples, f * HOP_SAMPLES);
        if (onsets.isEmpty() || onset > onsets.get(onsets.size() - 1)) {
          onsets.add(onset);
        }
      }
    }
    return onsets;
  }

  /** The mean growth of the bands, [frames]. A long recording is gone through in parts. */
  private static float[] flux(float[] samples, double peak) {
    Stft stft = new Stft(FRAME_SAMPLES, HOP_SAMPLES);
    float[] flux = new float[stft.frames(samples.length)];
    float[][] recent = new float[LAG_FRAMES + 1][BANDS]; // before the first frame is silence
    for (int begin = 0; begin < flux.length; begin += PART_FRAMES) {
      int end = Math.min(flux.length, begin + PART_FRAMES);
      int from = Math.max(0, (begin - LEAD_FRAMES) * HOP_SAMPLES);
      int to = Math.min(samples.length, (end + LEAD_FRAMES) * HOP_SAMPLES);
      float[][] magnitudes = stft.magnitudes(Arrays.copyOfRange(samples, from, to));
      for (int f = begin; f < end; f++) {
        float[] bands = bands(magnitudes[f - from / HOP_SAMPLES], peak);
        recent[f % recent.length] = bands;
        flux[f] = growth(recent[(f + 1) % recent.length], bands);
      }
    }
    return flux;
  }

  private static int[] bandBins(int first, int last) {
    List<Integer> bins = new ArrayList<>(List.of(first));
    for (int bin = first; bin < last; ) {
      bin = Math.max(bin + 1, (int) Math.round(bin * Math.pow(2, 1 / 24.0)));
      bins.add(bin);
    }
    return bins.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The largest magnitude of each band, logarithmic above the floor. */
  private static float[] bands(float[] magnitudes, double peak) {
    float[] bands = new float[BANDS];
    for (int b = 0; b < BANDS; b++) {
      float most = 0;
      for (int bin = BAND_BINS[b]; bin < BAND_BINS[b + 1]; bin++) {
        most = Math.max(most, magnitudes[bin]);
      }
      bands[b] = (float) Math.log10(1 + most / (peak * FLOOR));
    }
    return bands;
  }

  /** Whether the level behind {@code at} is not just what is left of the one before. */
  private static boolean isKept(float[] samples, int at) {
    double before = rms(samples, at - RATE_HZ / 12, at - RATE_HZ / 50);
    double after = rms(samples, at + RATE_HZ / 33, at + RATE_HZ / 11);
    return after > LEFT_OF_LEVEL * before;
  }

  private static double rms(float[] samples, int from, int to) {
    int first = Math.max(0, Math.min(from, samples.length));
    return Levels.rms(samples, first, Math.max(first, Math.min(to, samples.length)));
  }

  private static float growth(float[] before, float[] bands) {
    double sum = 0;
    for (int b = 0; b < BANDS; b++) {
      float most = before[b];
      most = b > 0 ? Math.max(most, before[b - 1]) : most;
      most = b < BANDS - 1 ? Math.max(most, before[b + 1]) : most;
      sum += Math.max(0, bands[b] - most);
    }
    return (float) (sum / BANDS);
  }

  private static boolean isPeak(float[] flux, int f, int alone) {
    for (int i = Math.max(0, f - alone / 2); i <= Math.min(flux.length - 1, f + alone / 2); i++) {
      if (flux[i] > flux[f]) {
        return false;
      }
    }
    int from = Math.max(0, f - MEAN_BEFORE_FRAMES);
    int to = Math.min(flux.length, f + MEAN_AFTER_FRAMES + 1);
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += flux[i];
    }
    return flux[f] > sum / (to - from) + THRESHOLD;
  }

  /** The sample near {@code around} from which on 10 ms are louder than those before, the most. */
  private static int steepest(float[] samples, int around) {
    int search = SEARCH_MS * RATE_HZ / 1000;
    int width = 2 * LEVEL_SAMPLES;
    double most = Double.NEGATIVE_INFINITY;
    int best = Math.max(0, Math.min(around, samples.length - 1));
    for (int at = Math.max(0, around - search);
        at <= Math.min(samples.length - 1, around + search);
        at += LEVEL_SAMPLES / 4) {
      double before = rms(samples, at - width, at);
      double after = rms(samples, at, at + width);
      double rise = Math.log((after + 1e-4) / (before + 1e-4));
      if (rise > most) {
        most = rise;
        best = at;
      }
    }
    return best;
  }
}
