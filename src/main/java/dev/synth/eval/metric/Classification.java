package dev.synth.eval.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** How well labels can be read off features: by the neighbours, and by a plane between classes. */
public final class Classification {
  private static final int NEIGHBOURS = 5;

  /** With fewer notes the neighbours are half of all the others, and say little. */
  public static final int LEAST_NOTES = 2 * NEIGHBOURS;

  private static final int FOLDS = 5;
  private static final double RIDGE = 1;

  private Classification() {}

  /**
   * The share of notes whose label is that of most of their 5 nearest neighbours, the note itself
   * left out; the nearer ones decide between equals. Source: Cover and Hart 1967, "Nearest neighbor
   * pattern classification".
   *
   * @param features [notes][features], standardised
   * @param labels [notes]
   * @return from 0 to 1; NaN for fewer than {@link #LEAST_NOTES} notes
   */
  public static double nearestNeighbours(double[][] features, int[] labels) {
    if (labels.length < LEAST_NOTES) {
      return Double.NaN;
    }
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      int note = i;
      List<Integer> others =
          IntStream.range(0, labels.length)
              .filter(j -> j != note)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> distance(features[note], features[j])))
              .limit(NEIGHBOURS)
              .toList();
      right += vote(others, labels) == labels[note] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  /** The most frequent label; of several, the one whose first is the nearest. */
  private static int vote(List<Integer> nearestFirst, int[] labels) {
    Map<Integer, Integer> votes = new HashMap<>();
    nearestFirst.forEach(j -> votes.merge(labels[j], 1, Integer::sum));
    int most = Collections.max(votes.values());
    return nearestFirst.stream()
        .map(j -> labels[j])
        .filter(label -> votes.get(label) == most)
        .findFirst()
        .orElseThrow();
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return sum;
  }

  /**
   * Linear separability: ridge regression from features to one output a class, the largest of which
   * decides; learned on four fifths of the notes, in turn, and counted on the other.
   *
   * @param features [notes][features], standardised
   * @param labels [notes]
   * @param seed of the fifths
   * @return the share of notes labelled rightly, from 0 to 1; NaN for fewer than {@link
   *     #LEAST_NOTES} notes, two a fifth
   */
  public static double linear(double[][] features, int[] labels, long seed) {
    if (labels.length < LEAST_NOTES) {
      return Double.NaN;
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, labels.length).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
    int right = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Integer> train = new ArrayList<>();
      List<Integer> test = new ArrayList<>();
      for (int i = 0; i < order.size(); i++) {
        (i % FOLDS == fold ? test : train).add(order.get(i));
      }
      RealMatrix weights = fit(features, labels, classes, train);
      for (int note : test) {
        double[] outputs = weights.preMultiply(withOne(features[note]));
        int best = 0;
        for (int c = 1; c < outputs.length; c++) {
          best = outputs[c] > outputs[best] ? c : best;
        }
        right += classes[best] == labels[note] ? 1 : 0;
      }
    }
    return (double) right / labels.length;
  }

  /** (XᵀX + r·I)⁻¹ Xᵀ Y. */
  private static RealMatrix fit(
      double[][] features, int[] labels, int[] classes, List<Integer> train) {
    RealMatrix x = new Array2DRowRealMatrix(train.size(), features[0].length + 1);
    RealMatrix y = new Array2DRowRealMatrix(train.size(), classes.length);
    for (int i = 0; i < train.size(); i++) {
      x.setRow(i, withOne(features[train.get(i)]));
      y.setEntry(i, Arrays.binarySearch(classes, labels[train.get(i)]), 1);
    }
    RealMatrix gram = x.transpose().multiply(x);
    for (int j = 0; j < gram.getColumnDimension(); j++) {
      gram.addToEntry(j, j, RIDGE);
    }
    return new CholeskyDecomposition(gram).getSolver().solve(x.transpose().multiply(y));
  }

  private static double[] withOne(double[] features) {
    double[] row = Arrays.copyOf(features, features.length + 1);
    row[features.length] = 1;
    return row;
  }

  /** The share that the most frequent label has: what guessing it always would get. */
  public static double chance(int[] labels) {
    Map<Integer, Integer> counts = new HashMap<>();
    Arrays.stream(labels).forEach(label -> counts.merge(label, 1, Integer::sum));
    return labels.length == 0
        ? Double.NaN
        : (double) Collections.max(counts.values()) / labels.length;
  }
}
