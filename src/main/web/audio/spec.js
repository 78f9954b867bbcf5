// The sizes of an instant model, as docs/model-format-instant.md has them.

/** Points of the controls in a frame of an embedding. */
export const POINTS = 4;

/** Channels of an embedding that are measured: level and deviation of the pitch. */
export const MEASURED = 2;

/** Features of a pitch, and of how the level changes. */
export const PITCHES = 37;
export const STEPS = 4;

/** The rate that the encoder hears sounds at. */
export const ENCODER_RATE = 16000;

/** The level that is silence. */
export const SILENT_DB = -100;

export const mel = (hz) => 2595 * Math.log10(1 + hz / 700);
export const hzOfMel = (mels) => 700 * (10 ** (mels / 2595) - 1);
export const hzOfMidi = (midi) => 440 * 2 ** ((midi - 69) / 12);

/** What follows from a spec. */
export class Sizes {
  /** @param {object} spec as in a model file */
  constructor(spec) {
    Object.assign(this, spec);
    this.values = spec.partials + spec.noiseBands;
    this.outputs = POINTS * (this.values + spec.envelopePoints) + spec.ownTunings;
    this.pointSamples = spec.sampleRateHz / 125;
    this.learned = spec.latentChannels - MEASURED;
    this.conditions = PITCHES + STEPS;
    /** What is known of a point: levels of partials and noise bands, and cents. */
    this.pointValues = this.values + 1;
    const top = mel(spec.sampleRateHz / 2);
    this.bandHz = Float64Array.from({ length: spec.noiseBands }, (_, b) =>
      hzOfMel((top * b) / (spec.noiseBands - 1)),
    );
  }

  /** Frames between the taps of block `i`'s convolution. */
  dilation(i) {
    return 1 << (i % 4);
  }

  /** The lower of the two bands that `hz` lies between. */
  lowerBand(hz) {
    let band = 0;
    while (band < this.noiseBands - 2 && hz > this.bandHz[band + 1]) {
      band++;
    }
    return band;
  }

  /** How far `hz` lies on the way from the middle of `band` to the next. */
  bandShare(hz, band) {
    const [from, to] = [this.bandHz[band], this.bandHz[band + 1]];
    return Math.min(1, (hz - from) / (to - from));
  }
}
