package dev.synth.models.instant.sound;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The same on the JDK's Vector API: lanes are partials. */
public final class VectorPartials implements PartialKernel {
  private static final VectorSpecies<Float> SPECIES = species();
  private static final int VECTOR = SPECIES.length();
  private static final int LANES = PartialGroup.LANES;

  /**
   * A kernel found by name: its module may be absent.
   *
   * @throws IllegalStateException if vectors are so short here that plain loops are as fast
   */
  public VectorPartials() {
    if (VECTOR < 4) {
      throw new IllegalStateException("this processor's vectors are too short");
    }
  }

  private static VectorSpecies<Float> species() {
    VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
    return preferred.length() > PartialGroup.LANES ? FloatVector.SPECIES_512 : preferred;
  }

  @Override
  public void add(PartialGroup partials, int samples, float[] sums) {
    for (int group = 0; group < partials.groups(); group++) {
      if (partials.sounds[group]) {
        for (int lane = 0; lane < LANES; lane += VECTOR) {
          add(partials, group * LANES + lane, lane, samples, sums);
        }
      }
    }
  }

  private static void add(PartialGroup partials, int k, int lane, int samples, float[] sums) {
    FloatVector re = FloatVector.fromArray(SPECIES, partials.cosine, k);
    FloatVector im = FloatVector.fromArray(SPECIES, partials.sine, k);
    FloatVector stepRe = FloatVector.fromArray(SPECIES, partials.stepCosine, k);
    FloatVector stepIm = FloatVector.fromArray(SPECIES, partials.stepSine, k);
    FloatVector level = FloatVector.fromArray(SPECIES, partials.level, k);
    FloatVector slope = FloatVector.fromArray(SPECIES, partials.slope, k);
    for (int at = lane; at < samples * LANES; at += LANES) {
      FloatVector.fromArray(SPECIES, sums, at).add(im.mul(level)).intoArray(sums, at);
      level = level.add(slope);
      FloatVector turned = re.mul(stepRe).sub(im.mul(stepIm));
      im = re.mul(stepIm).add(im.mul(stepRe));
      re = turned;
    }
  }

  @Override
  public String description() {
    return "Vector API, " + VECTOR + " partials at a time";
  }
}
