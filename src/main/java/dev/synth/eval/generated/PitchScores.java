package dev.synth.eval.generated;

import java.util.List;

/**
 * Whether sounds have the pitch that was asked for.
 *
 * @param within50Cents share of the notes with a label whose pitch, by YIN, is within 50 cents of
 *     it; NaN where no note has a label
 * @param classified share of these of which a classifier says the label's pitch
 * @param entropy the mean entropy of what the classifier says of the pitch, in nats: 0 where it is
 *     sure of every note; NaN where all is silent
 * @param inception how sure the classifier is of each note, and how different its answers are over
 *     all notes: 1 where it says the same of all, 128 where it is sure of each and all pitches are
 *     as frequent. Source: Salimans et al. 2016, "Improved Techniques for Training GANs"
 */
public record PitchScores(
    double within50Cents, double classified, double entropy, double inception) {
  static PitchScores of(List<MeasuredNote> notes) {
    int labelled = 0;
    int within = 0;
    int classified = 0;
    int heard = 0;
    double entropies = 0;
    double[] mean = new double[0];
    for (MeasuredNote note : notes) {
      boolean isLabelled = note.pitch() >= 0;
      labelled += isLabelled ? 1 : 0;
      within += isLabelled && Math.abs(note.midi() - note.pitch()) <= 0.5 ? 1 : 0;
      if (!note.isSilent()) {
        heard++;
        classified += isLabelled && note.likeliest() == note.pitch() ? 1 : 0;
        entropies += entropy(note.pitches());
        mean = mean.length == 0 ? new double[note.pitches().length] : mean;
        for (int i = 0; i < mean.length; i++) {
          mean[i] += note.pitches()[i];
        }
      }
    }
    double ofMean = 0;
    for (double sum : mean) {
      ofMean -= plogp(sum / heard);
    }
    double entropy = entropies / heard;
    return new PitchScores(
        (double) within / labelled,
        (double) classified / labelled,
        entropy,
        heard == 0 ? Double.NaN : Math.exp(ofMean - entropy));
  }

  private static double entropy(float[] probabilities) {
    double entropy = 0;
    for (float probability : probabilities) {
      entropy -= plogp(probability);
    }
    return entropy;
  }

  private static double plogp(double p) {
    return p > 0 ? p * Math.log(p) : 0;
  }
}
