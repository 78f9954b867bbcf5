package dev.synth.models.wavenet.train;

import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.ResidualCoding;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.WaveNetGraph;
import dev.synth.models.wavenet.graph.WaveNetGraph.Score;
import dev.synth.train.data.Batches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The same crops at each measurement, of notes that are never trained on; or, where none are held
 * out, crops that only tell how often each code occurs.
 */
final class HeldOut {
  private static final int CROPS = 64;

  private final List<CodeBatch> batches = new ArrayList<>();
  private final double entropyNats;
  private final boolean measured;

  /**
   * Reads the crops.
   *
   * @param measured whether they are of notes that are held out
   */
  HeldOut(WaveNetSpec spec, Batches<CodeBatch> crops, int batch, boolean measured)
      throws IOException {
    this.measured = measured;
    for (int i = 0; i < Math.max(1, CROPS / batch); i++) {
      batches.add(crops.next());
    }
    entropyNats = entropy(spec, batches);
    if (!measured) {
      batches.clear();
    }
  }

  /** The entropy of the classes' frequencies: the loss of who knows these frequencies only. */
  static double entropy(WaveNetSpec spec, List<CodeBatch> batches) {
    ResidualCoding classes = new ResidualCoding(spec);
    long[] counts = new long[WaveNetSpec.CODES];
    long total = 0;
    for (CodeBatch batch : batches) {
      for (int[] labels : classes.labels(batch)) {
        for (int label : labels) {
          counts[label]++;
        }
        total += labels.length;
      }
    }
    double nats = 0;
    for (long count : counts) {
      double share = (double) count / total;
      nats -= count == 0 ? 0 : share * Math.log(share);
    }
    return nats;
  }

  /** Of the crops' classes, in nats. */
  double entropyNats() {
    return entropyNats;
  }

  /** Whether there is anything to measure on. */
  boolean isMeasured() {
    return measured;
  }

  /** Means over the crops. */
  Score measure(WaveNetGraph network) {
    double nats = 0;
    double accuracy = 0;
    for (CodeBatch batch : batches) {
      Score score = network.measure(batch);
      nats += score.nats() / batches.size();
      accuracy += score.accuracy() / batches.size();
    }
    return new Score(nats, accuracy);
  }
}
