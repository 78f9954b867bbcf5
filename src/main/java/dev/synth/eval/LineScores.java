package dev.synth.eval;

import dev.synth.eval.baseline.BaselineSynthesizers;
import dev.synth.eval.metric.InterpolationQuality;
import dev.synth.latent.LatentFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one line of interpolation.
 *
 * @param pair its ends
 * @param ways the model's line; mu-law's, which are mixes of both originals from one to the other;
 *     and the bands', mixed in dB and played by Griffin-Lim
 */
record LineScores(Pairs.Pair pair, Map<ReconstructionMethod, InterpolationQuality> ways) {
  static LineScores of(
      Pairs.Pair pair,
      float[] first,
      float[] last,
      List<float[]> model,
      LatentFormat format,
      long seed,
      NoteMetrics measuring) {
    int samples = Math.min(Math.min(first.length, last.length), model.get(0).length);
    float[] from = Arrays.copyOf(first, samples);
    float[] to = Arrays.copyOf(last, samples);
    Map<ReconstructionMethod, InterpolationQuality> ways =
        new EnumMap<>(ReconstructionMethod.class);
    for (ReconstructionMethod way :
        List.of(
            ReconstructionMethod.MU_LAW,
            ReconstructionMethod.GRIFFIN_LIM_BANDS,
            ReconstructionMethod.MODEL)) {
      List<float[]> line = new ArrayList<>();
      for (int i = 0; i < model.size(); i++) {
        double share = (double) i / (model.size() - 1);
        line.add(
            switch (way) {
              case MU_LAW -> BaselineSynthesizers.muLaw(mix(from, to, share));
              case GRIFFIN_LIM_BANDS -> measuring.classical().between(from, to, share, seed);
              default -> Arrays.copyOf(model.get(i), samples);
            });
      }
      ways.put(
          way,
          InterpolationQuality.of(
              line, pair.pitch(), from, to, format.sampleRateHz(), measuring.spectral()));
    }
    return new LineScores(pair, ways);
  }

  private static float[] mix(float[] first, float[] last, double share) {
    float[] mix = new float[first.length];
    for (int t = 0; t < mix.length; t++) {
      mix[t] = (float) ((1 - share) * first[t] + share * last[t]);
    }
    return mix;
  }
}
