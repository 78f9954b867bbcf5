package dev.synth.models.instant.sound;

/** The definition, in plain loops. */
final class PlainPartials implements PartialKernel {
  private static final int LANES = PartialGroup.LANES;
  private final String description;

  PlainPartials(String note) {
    description = "plain Java loops" + note;
  }

  @Override
  public void add(PartialGroup partials, int samples, float[] sums) {
    for (int group = 0; group < partials.groups(); group++) {
      if (!partials.sounds[group]) {
        continue;
      }
      for (int lane = 0; lane < LANES; lane++) {
        add(partials, group * LANES + lane, lane, samples, sums);
      }
    }
  }

  private static void add(PartialGroup partials, int k, int lane, int samples, float[] sums) {
    float re = partials.cosine[k];
    float im = partials.sine[k];
    float stepRe = partials.stepCosine[k];
    float stepIm = partials.stepSine[k];
    float level = partials.level[k];
    float slope = partials.slope[k];
    for (int t = 0; t < samples; t++) {
      sums[t * LANES + lane] += im * level;
      level += slope;
      float turned = re * stepRe - im * stepIm;
      im = re * stepIm + im * stepRe;
      re = turned;
    }
  }

  @Override
  public String description() {
    return description;
  }
}
