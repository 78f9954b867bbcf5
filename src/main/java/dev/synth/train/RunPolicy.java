package dev.synth.train;

/**
 * How a run is looked after. None of it decides what is learned, so it may change from session to
 * session.
 *
 * @param secondsLimit seconds of training, over all sessions, after which the run stops; infinite
 *     for no limit
 * @param saveEvery steps between checkpoints
 * @param saveSeconds seconds after which one is written in any case
 * @param measureSeconds seconds after the last measurement after which held-out crops are measured
 *     in any case, and also when the run stops before its end; infinite for neither
 * @param keep how many of the last checkpoints are kept, besides the best
 * @param logEvery steps between lines of the log
 * @param sampleEvery steps between generated notes; 0 for none
 * @param threads threads that compute
 * @param replicas copies of the network that share a step's parts, one a device
 * @param recompute whether a layer's insides are computed again in the backward pass, to save
 *     memory; the results are the same
 * @param overwrite whether a run that is there is deleted first
 */
public record RunPolicy(
    double secondsLimit,
    int saveEvery,
    double saveSeconds,
    double measureSeconds,
    int keep,
    int logEvery,
    int sampleEvery,
    int threads,
    int replicas,
    boolean recompute,
    boolean overwrite) {
  /** Checks what the command line cannot. */
  public RunPolicy {
    Settings.requireAtLeast("save every", 1, saveEvery);
    Settings.requireAtLeast("keep", 1, keep);
    Settings.requireAtLeast("log every", 1, logEvery);
    Settings.requireAtLeast("threads", 1, threads);
    Settings.requireAtLeast("replicas", 1, replicas);
    Settings.requireAtLeast("sample every", 0, sampleEvery);
    if (!(measureSeconds > 0)) {
      throw Settings.refused("evaluate after", "longer than nothing", measureSeconds + " seconds");
    }
    if (!(secondsLimit > 0)) {
      throw Settings.refused("time", "longer than nothing", secondsLimit + " seconds");
    }
  }
}
