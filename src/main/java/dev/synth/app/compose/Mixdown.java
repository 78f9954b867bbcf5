package dev.synth.app.compose;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.Levels;
import dev.synth.dsp.Loudness;
import dev.synth.dsp.mix.Limiter;
import dev.synth.dsp.mix.RoomReverb;
import dev.synth.dsp.mix.TruePeak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parts as one stereo sound: each at its level beside the first, at its place between left and
 * right, in one room; all of it at a loudness, with true peaks below a ceiling.
 */
final class Mixdown {
  /** What streaming services play at. */
  static final double LUFS = -14;

  static final double CEILING_DBTP = -1;

  private static final int TRIES = 4;
  private static final double NEAR_LU = 0.1;
  private static final double RESERVE_DB = 0.15;

  /** What is so far below the peak is not heard behind the end. */
  private static final double RUNG_OUT_DB = -66;

  private static final double SILENCE_SECONDS = 0.3;

  /** The same in both channels is louder by so much than in one. */
  private static final double BOTH_LU = 10 * Math.log10(2);

  /**
   * One part.
   *
   * @param samples amplitudes, mono, or of the left side
   * @param right amplitudes of the right side; the same as {@code samples} for mono
   * @param levelDb loudness beside the first part's
   * @param pan -1 left to 1 right
   * @param sendDb what goes to the room; negative infinity for nothing
   */
  record Track(
      String name, float[] samples, float[] right, double levelDb, double pan, double sendDb) {}

  /**
   * What was mixed.
   *
   * @param stereo left and right by turns
   * @param lufs its loudness
   * @param truePeakDb its highest true peak, dBTP
   * @param stems each part as it is in the mix, in stereo, without the room and the limiter
   */
  record Result(AudioClip stereo, double lufs, double truePeakDb, List<AudioClip> stems) {}

  private Mixdown() {}

  /** Mixes parts of one length. */
  static Result of(List<Track> tracks, int rateHz, double roomSeconds, boolean stems) {
    int count = tracks.get(0).samples().length;
    float[] left = new float[count];
    float[] right = new float[count];
    float[] send = new float[count];
    double first = Double.NaN;
    double[][] gains = new double[tracks.size()][];
    for (int t = 0; t < tracks.size(); t++) {
      Track track = tracks.get(t);
      double lufs = Loudness.lufs(track.samples(), track.right(), rateHz) - BOTH_LU;
      if (lufs == Double.NEGATIVE_INFINITY) {
        gains[t] = new double[2];
        continue;
      }
      first = Double.isNaN(first) ? lufs : first;
      double gain = Levels.amplitude(first + track.levelDb() - lufs);
      double angle = (track.pan() + 1) * Math.PI / 4;
      gains[t] = new double[] {gain * Math.cos(angle), gain * Math.sin(angle)};
      double wet = gain * Levels.amplitude(track.sendDb());
      for (int i = 0; i < count; i++) {
        left[i] += (float) (gains[t][0] * track.samples()[i]);
        right[i] += (float) (gains[t][1] * track.right()[i]);
        send[i] += (float) (wet / 2 * (track.samples()[i] + track.right()[i]));
      }
    }
    add(left, RoomReverb.of(send, rateHz, roomSeconds, 0));
    add(right, RoomReverb.of(send, rateHz, roomSeconds, 1));
    int end = end(left, right, rateHz);
    return master(
        Arrays.copyOf(left, end),
        Arrays.copyOf(right, end),
        rateHz,
        stems ? tracks : List.of(),
        gains);
  }

  /** The sample at which all has rung out, and a little silence. */
  private static int end(float[] left, float[] right, int rateHz) {
    double heard = Levels.amplitude(RUNG_OUT_DB) * Math.max(Levels.peak(left), Levels.peak(right));
    int last = left.length;
    while (last > 0 && Math.abs(left[last - 1]) <= heard && Math.abs(right[last - 1]) <= heard) {
      last--;
    }
    return Math.max(1, Math.min(left.length, last + (int) (SILENCE_SECONDS * rateHz)));
  }

  private static void add(float[] to, float[] more) {
    for (int i = 0; i < to.length; i++) {
      to[i] += more[i];
    }
  }

  /** Limiting takes loudness away, so that the gain before it is found in a few tries. */
  private static Result master(
      float[] left, float[] right, int rateHz, List<Track> tracks, double[][] gains) {
    double ceiling = Levels.amplitude(CEILING_DBTP - RESERVE_DB);
    double now = Loudness.lufs(left, right, rateHz);
    double gain = now == Double.NEGATIVE_INFINITY ? 1 : Levels.amplitude(LUFS - now);
    float[] l = left;
    float[] r = right;
    double lufs = now;
    for (int i = 0; i < TRIES; i++) {
      l = Levels.times(left, gain);
      r = Levels.times(right, gain);
      Limiter.limit(l, r, rateHz, ceiling);
      lufs = Loudness.lufs(l, r, rateHz);
      if (!(Math.abs(LUFS - lufs) > NEAR_LU) || lufs == Double.NEGATIVE_INFINITY) {
        break;
      }
      gain *= Levels.amplitude(LUFS - lufs);
    }
    double peak = Math.max(TruePeak.of(l), TruePeak.of(r));
    double most = Levels.amplitude(CEILING_DBTP);
    if (peak > most) {
      l = Levels.times(l, most / peak);
      r = Levels.times(r, most / peak);
      peak = most;
    }
    List<AudioClip> stems = new ArrayList<>();
    for (int t = 0; t < tracks.size(); t++) {
      float[] stem =
          interleaved(
              Levels.times(Arrays.copyOf(tracks.get(t).samples(), l.length), gain * gains[t][0]),
              Levels.times(Arrays.copyOf(tracks.get(t).right(), l.length), gain * gains[t][1]));
      stems.add(new AudioClip(Levels.withinFullScale(stem), rateHz));
    }
    return new Result(new AudioClip(interleaved(l, r), rateHz), lufs, 20 * Math.log10(peak), stems);
  }

  /** The left (0) or right (1) of two channels that take turns. */
  public static AudioClip channel(AudioClip stereo, int side) {
    float[] samples = new float[stereo.samples().length / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = stereo.samples()[2 * i + side];
    }
    return new AudioClip(samples, stereo.sampleRateHz());
  }

  /** Two channels as one clip, left and right by turns. */
  static AudioClip stereo(float[] left, float[] right, int rateHz) {
    return new AudioClip(interleaved(left, right), rateHz);
  }

  private static float[] interleaved(float[] left, float[] right) {
    float[] both = new float[2 * left.length];
    for (int i = 0; i < left.length; i++) {
      both[2 * i] = left[i];
      both[2 * i + 1] = right[i];
    }
    return both;
  }
}
