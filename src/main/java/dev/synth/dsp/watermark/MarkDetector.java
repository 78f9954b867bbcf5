package dev.synth.dsp.watermark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds the place and the payload of a mark's pattern that fit best to a sound of {@value
 * MarkChips#RATE_HZ} Hz; see {@link Watermark}.
 */
final class MarkDetector {
  private static final int BANDS = MarkPattern.BANDS;

  /** From one place that is tried to the next. */
  private static final int STEP = MarkChips.FRAME / 4;

  /** The loudest parts that are looked at alone, since others may have lost the mark to noise. */
  private static final double[] PART_SECONDS = {0.25, 0.5, 1, 2};

  /** Places whose payloads are looked for: those that any could fit best. */
  private static final int CANDIDATES = 64;

  /** The pattern twice, one after the other, [frames · bands]. */
  private final float[] signs = new float[2 * MarkPattern.FRAMES * BANDS];

  private final byte[] bits = new byte[signs.length];

  MarkDetector(MarkPattern pattern) {
    for (int i = 0; i < signs.length; i++) {
      int frame = i / BANDS % MarkPattern.FRAMES;
      signs[i] = pattern.sign(frame, i % BANDS);
      bits[i] = (byte) pattern.bit(frame, i % BANDS);
    }
  }

  /** Chips of one part of a sound, and where in the pattern it may begin. */
  private record Place(float[] chips, double norm, int shift, double bound) {}

  /** The place and the payload that fit best. */
  MarkReading find(float[] samples) {
    PriorityQueue<Place> likely = new PriorityQueue<>(Comparator.comparingDouble(Place::bound));
    int tries = 0;
    for (int offset = 0; offset < MarkChips.FRAME; offset += STEP) {
      for (float[] chips : parts(new MarkChips(samples, offset))) {
        tries += MarkPattern.FRAMES;
        double norm = norm(chips);
        for (int shift = 0; norm > 0 && shift < MarkPattern.FRAMES; shift++) {
          // No payload fits better than if it had every bit as it was read.
          double bound = 0;
          for (double bit : soft(chips, norm, shift)) {
            bound += Math.abs(bit);
          }
          if (likely.size() < CANDIDATES || bound > likely.peek().bound()) {
            likely.add(new Place(chips, norm, shift, bound));
          }
          if (likely.size() > CANDIDATES) {
            likely.remove();
          }
        }
      }
    }
    List<Place> places = new ArrayList<>(likely);
    places.sort(Comparator.comparingDouble(Place::bound).reversed());
    MarkReading best = new MarkReading(0, Math.max(1, tries), 0, new double[MarkPattern.BITS]);
    for (Place place : places) {
      if (place.bound() <= best.statistic()) {
        break;
      }
      double[] soft = soft(place.chips(), place.norm(), place.shift());
      MarkCode.Decoded decoded = MarkCode.decode(soft);
      if (decoded.sum() > best.statistic()) {
        best = new MarkReading(decoded.sum(), tries, decoded.payload(), soft);
      }
    }
    return best;
  }

  private static List<float[]> parts(MarkChips chips) {
    List<float[]> parts = new ArrayList<>();
    for (int power = 0; power < MarkChips.POWERS.length; power++) {
      parts.add(chips.part(power, 0, chips.frames()));
      for (double seconds : PART_SECONDS) {
        int frames = (int) Math.round(seconds / MarkPattern.FRAME_SECONDS);
        if (frames < chips.frames()) {
          parts.add(chips.part(power, chips.loudest(frames), frames));
        }
      }
    }
    return parts;
  }

  /** The root of the sum of squares: by how much a sum with the signs of coins departs from 0. */
  static double norm(float[] chips) {
    double squares = 0;
    for (float chip : chips) {
      squares += (double) chip * chip;
    }
    return Math.sqrt(squares);
  }

  /** The bits of the code, if the part begins at the frame {@code shift} of the pattern. */
  double[] soft(float[] chips, double norm, int shift) {
    double[] soft = new double[MarkPattern.BITS];
    int from = shift * BANDS;
    for (int i = 0; i < chips.length; i++) {
      soft[bits[from + i]] += signs[from + i] * chips[i];
    }
    for (int bit = 0; bit < soft.length; bit++) {
      soft[bit] /= norm;
    }
    return soft;
  }
}
