package dev.synth.eval.generated;

/**
 * The figures of a set of sounds beside the data. {@code floor} figures are those of as many notes
 * of the data's other half, or of all where it has fewer: what a set that is the data has.
 *
 * @param name of the set
 * @param notes that were measured
 * @param silent how many of these are silent
 * @param bins how differently it fills the bins of one half of the data
 * @param floorBins the same of the other half; null for that itself
 * @param frechet distance of the classifier's features to those of one half of the data; NaN where
 *     there are none
 * @param floorFrechet the same of the other half; NaN for that itself
 * @param pitch whether the pitch is right
 * @param diversityDb the mean log-mel distance of two notes of one pitch
 * @param diversity the same by that of the data, over the pitches that both have
 * @param nearest the median distance to the nearest note of the data, {@code 1 - r}
 * @param nearer the share that is nearer than 99 in 100 held-out notes; NaN where there are none
 */
public record SetScores(
    String name,
    int notes,
    int silent,
    DifferentBins bins,
    DifferentBins floorBins,
    double frechet,
    double floorFrechet,
    PitchScores pitch,
    double diversityDb,
    double diversity,
    double nearest,
    double nearer) {}
