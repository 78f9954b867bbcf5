package dev.synth.models.instant.sound;

import dev.synth.dsp.pitch.Pitch;
import dev.synth.kernel.Kernels;
import java.util.Arrays;

/**
 * Plays controls: sines at the partials' frequencies, and filtered noise. Nothing at or above half
 * the rate sounds; a partial that comes near fades. A note fades in over {@value #FADE_IN_SECONDS}
 * s, so that it begins without a pop.
 *
 * <p>The same controls, pitch and seed give the same bits in blocks of any size, and with any
 * kernel.
 *
 * <p>Source: additive synthesis with filtered noise, Serra and Smith 1990, "Spectral Modeling
 * Synthesis".
 */
public final class ControlSynthesizer {
  private static final double FADE_IN_SECONDS = 0.001;

  /** Stretches of one frequency in a hop. */
  private static final int STRETCHES = 4;

  /** A partial fades between these shares of the rate. */
  private static final double FADES_FROM = 0.485;

  private static final double FADES_TO = 0.4975;

  private final int rateHz;
  private final int hopSamples;
  private final int partials;
  private final NoiseBands bands;
  private final PartialKernel kernel;

  /**
   * A synthesizer of one form of controls.
   *
   * @param rateHz rate of the sound
   * @param hopSamples samples from one point of the controls to the next, a multiple of {@value
   *     #STRETCHES}
   * @param partials most partials of a note
   * @param bands noise bands
   */
  public ControlSynthesizer(int rateHz, int hopSamples, int partials, int bands) {
    this(rateHz, hopSamples, partials, bands, kernel());
  }

  ControlSynthesizer(int rateHz, int hopSamples, int partials, int bands, PartialKernel kernel) {
    if (hopSamples < STRETCHES || hopSamples % STRETCHES != 0) {
      throw new IllegalArgumentException("a hop of " + hopSamples + " samples is not in quarters");
    }
    this.rateHz = rateHz;
    this.hopSamples = hopSamples;
    this.partials = partials;
    this.bands = new NoiseBands(bands, rateHz);
    this.kernel = kernel;
  }

  private static PartialKernel kernel() {
    return Kernels.choose(
        new Kernels.Variants<>(
            PlainPartials::new,
            null,
            () ->
                Kernels.vector(
                    PartialKernel.class, "dev.synth.models.instant.sound.VectorPartials")));
  }

  /** How it computes, in words. */
  public String description() {
    return kernel.description();
  }

  /**
   * The whole of a note.
   *
   * @param pitch MIDI note number, any real number
   * @param samples how many
   * @return amplitudes; not limited to [-1, 1]
   */
  public float[] play(NoteControls controls, double pitch, int samples, long seed) {
    float[] sound = new float[samples];
    open(controls, pitch, seed).read(sound, 0, samples);
    return sound;
  }

  /** The note piece by piece, without end. */
  public Stream open(NoteControls controls, double pitch, long seed) {
    if (controls.partials() != partials || controls.bands() != bands.count()) {
      throw new IllegalArgumentException(
          "controls of "
              + controls.partials()
              + " partials and "
              + controls.bands()
              + " bands for a synthesizer of "
              + partials
              + " and "
              + bands.count());
    }
    return new Stream(controls, pitch, seed);
  }

  /** A note being played. For one thread. */
  public final class Stream {
    private final NoteControls controls;
    private final double hz;
    private final FilteredNoise noise;
    private final PartialGroup group = new PartialGroup(partials);
    private final int stretchSamples = hopSamples / STRETCHES;
    private final float[] sums = new float[stretchSamples * PartialGroup.LANES];
    private final float[] hop = new float[hopSamples];

    /** Phases in turns. */
    private final double[] turns = new double[partials];

    private final double[] ratios = new double[partials];
    private final float[] from = new float[partials];
    private final float[] to = new float[partials];
    private int point;
    private int taken = hopSamples;

    private Stream(NoteControls controls, double pitch, long seed) {
      this.controls = controls;
      this.hz = Pitch.hzOfMidi(pitch);
      this.noise = new FilteredNoise(rateHz, hopSamples, bands, seed);
      for (int k = 0; k < partials; k++) {
        ratios[k] = (k + 1) * Math.pow(2, controls.tuningCents()[k] / 1200);
        // A low peak: Schroeder 1970, "Synthesis of Low-Peak-Factor Signals".
        turns[k] = -0.5 * k * (k + 1) / partials;
      }
      levels(0, to);
      noise.next(controls, 0, hop, 0);
    }

    /** Fills {@code length} samples of {@code out} from {@code offset} on. */
    public void read(float[] out, int offset, int length) {
      for (int done = 0; done < length; ) {
        if (taken == hopSamples) {
          nextHop();
          taken = 0;
        }
        int count = Math.min(length - done, hopSamples - taken);
        System.arraycopy(hop, taken, out, offset + done, count);
        taken += count;
        done += count;
      }
    }

    private void levels(int at, float[] into) {
      int row = Math.min(at, controls.points() - 1) * partials;
      for (int k = 0; k < partials; k++) {
        into[k] = NoteControls.amplitude(controls.partialDb()[row + k]);
      }
    }

    /** Frequency of the fundamental in turns a sample, at a share of the way to the next point. */
    private double fundamental(double share) {
      int last = controls.points() - 1;
      float[] cents = controls.cents();
      double a = cents[Math.min(point, last)];
      double b = cents[Math.min(point + 1, last)];
      return hz / rateHz * Math.pow(2, (a + share * (b - a)) / 1200);
    }

    private void nextHop() {
      System.arraycopy(to, 0, from, 0, partials);
      levels(point + 1, to);
      Arrays.fill(hop, 0);
      for (int stretch = 0; stretch < STRETCHES; stretch++) {
        stretch(stretch);
      }
      noise.next(controls, point + 1, hop, 0);
      if (point == 0) {
        int fade = Math.min(hopSamples, (int) Math.round(FADE_IN_SECONDS * rateHz));
        for (int i = 0; i < fade; i++) {
          hop[i] *= (float) (0.5 - 0.5 * Math.cos(Math.PI * i / fade));
        }
      }
      point++;
    }

    private void stretch(int stretch) {
      double share = (double) stretch / STRETCHES;
      double shareAfter = (double) (stretch + 1) / STRETCHES;
      double before = fundamental(share);
      double middle = fundamental((share + shareAfter) / 2);
      double after = fundamental(shareAfter);
      Arrays.fill(group.sounds, false);
      for (int k = 0; k < partials; k++) {
        double ratio = ratios[k];
        double turn = turns[k] - Math.rint(turns[k]);
        double step = ratio * middle;
        turns[k] = turn + step * stretchSamples;
        float level = (float) (from[k] + share * (to[k] - from[k])) * open(ratio * before);
        float end = (float) (from[k] + shareAfter * (to[k] - from[k])) * open(ratio * after);
        if ((level == 0 && end == 0) || step >= 0.5) {
          group.level[k] = 0;
          group.slope[k] = 0;
          continue;
        }
        group.sounds[k / PartialGroup.LANES] = true;
        group.level[k] = level;
        group.slope[k] = (end - level) / stretchSamples;
        double phase = 2 * Math.PI * turn;
        group.cosine[k] = (float) Math.cos(phase);
        group.sine[k] = (float) Math.sin(phase);
        double turned = 2 * Math.PI * step;
        group.stepCosine[k] = (float) Math.cos(turned);
        group.stepSine[k] = (float) Math.sin(turned);
      }
      Arrays.fill(sums, 0);
      kernel.add(group, stretchSamples, sums);
      int first = stretch * stretchSamples;
      for (int t = 0; t < stretchSamples; t++) {
        hop[first + t] += sum(sums, t * PartialGroup.LANES);
      }
    }

    /** 1, or less where a partial nears half the rate. */
    private float open(double turnsPerSample) {
      double share = (FADES_TO - turnsPerSample) / (FADES_TO - FADES_FROM);
      return share >= 1 ? 1 : share <= 0 ? 0 : (float) share;
    }
  }

  /** The sum of a group's lanes, halves first. */
  private static float sum(float[] s, int at) {
    float a = ((s[at] + s[at + 8]) + (s[at + 4] + s[at + 12]));
    float b = ((s[at + 2] + s[at + 10]) + (s[at + 6] + s[at + 14]));
    float c = ((s[at + 1] + s[at + 9]) + (s[at + 5] + s[at + 13]));
    float d = ((s[at + 3] + s[at + 11]) + (s[at + 7] + s[at + 15]));
    return (a + b) + (c + d);
  }
}
