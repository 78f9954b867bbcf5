package dev.synth.cli;

import dev.synth.cli.option.Verbosity;
import dev.synth.generate.GenerationRequest;
import dev.synth.model.Synthesizer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Generating with a progress bar that tells the real-time factor. */
final class Generation {
  private Generation() {}

  static List<float[]> run(
      Synthesizer synthesizer,
      List<GenerationRequest> requests,
      int threads,
      Verbosity verbosity,
      PrintWriter err) {
    if (verbosity.verbose()) {
      err.println("synth: generating with " + synthesizer.description() + ".");
    }
    try (Progress bar = new Progress(err, "generating", verbosity.quiet())) {
      long start = System.nanoTime();
      return synthesizer.synthesize(
          requests,
          threads,
          (done, total) -> {
            double speed = done / ((System.nanoTime() - start) / 1e9);
            bar.update(
                done,
                total,
                String.format(
                    Locale.ROOT,
                    "%d notes, %,.0f samples/s, %.2f x real time",
                    requests.size(),
                    speed,
                    speed / synthesizer.format().sampleRateHz()));
          });
    }
  }
}
