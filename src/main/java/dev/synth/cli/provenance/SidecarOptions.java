package dev.synth.cli.provenance;

import dev.synth.cli.BuildVersion;
import dev.synth.provenance.Marking;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How generated files that are no sounds say so: in credentials beside them. */
public final class SidecarOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--no-credentials",
      description =
          "Do not sign into a file beside each, FILE.c2pa; nobody can then tell who made it, from"
              + " what, and whether it was changed.")
  private boolean noCredentials;

  /**
   * The marking that the options ask for.
   *
   * @param isPiped whether the file goes to standard output, beside which nothing can be
   */
  public Marking marking(boolean isPiped) {
    if (noCredentials || isPiped) {
      return Marking.NONE;
    }
    Marking.Layers layers = new Marking.Layers(false, new FirstUse(spec), Optional.empty());
    return new Marking(layers, BuildVersion.version(), MarkOptions.date(spec));
  }
}
