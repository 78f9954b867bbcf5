package dev.synth.eval;

import dev.synth.eval.baseline.BaselineSynthesizers;
import dev.synth.eval.metric.InterpolationQuality;
import dev.synth.latent.LatentFormat;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * What was measured of one line of interpolation.
 *
 * @param pair its ends
 * @param ways each model's line; mu-law's, which are mixes of both originals from one to the other;
 *     and the bands', mixed in dB and played by Griffin-Lim
 */
record LineScores(Pairs.Pair pair, Map<ReconstructionMethod, InterpolationQuality> ways) {
  static LineScores of(
      Pairs.Pair pair,
      float[] first,
      float[] last,
      Map<ReconstructionMethod, List<float[]>> models,
      LatentFormat format,
      long seed,
      NoteMetrics measuring) {
    int shortest = Math.min(first.length, last.length);
    for (List<float[]> line : models.values()) {
      shortest = Math.min(shortest, line.get(0).length);
    }
    int samples = shortest;
    float[] from = Arrays.copyOf(first, samples);
    float[] to = Arrays.copyOf(last, samples);
    Map<ReconstructionMethod, List<float[]>> lines = new LinkedHashMap<>();
    lines.put(
        ReconstructionMethod.MU_LAW,
        line(share -> BaselineSynthesizers.muLaw(mix(from, to, share))));
    lines.put(
        ReconstructionMethod.GRIFFIN_LIM_BANDS,
        line(share -> measuring.classical().between(from, to, share, seed)));
    models.forEach(
        (way, sounds) ->
            lines.put(way, sounds.stream().map(s -> Arrays.copyOf(s, samples)).toList()));
    Map<ReconstructionMethod, InterpolationQuality> ways = new LinkedHashMap<>();
    lines.forEach(
        (way, line) ->
            ways.put(
                way,
                InterpolationQuality.of(
                    line, pair.pitch(), from, to, format.sampleRateHz(), measuring.spectral())));
    return new LineScores(pair, ways);
  }

  private static List<float[]> line(DoubleFunction<float[]> sound) {
    int last = EvaluationPlan.LINE_SOUNDS - 1;
    return IntStream.rangeClosed(0, last).mapToObj(i -> sound.apply((double) i / last)).toList();
  }

  private static float[] mix(float[] first, float[] last, double share) {
    float[] mix = new float[first.length];
    for (int t = 0; t < mix.length; t++) {
      mix[t] = (float) ((1 - share) * first[t] + share * last[t]);
    }
    return mix;
  }
}
