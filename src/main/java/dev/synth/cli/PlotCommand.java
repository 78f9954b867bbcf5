package dev.synth.cli;

import dev.synth.app.LatentInputs;
import dev.synth.app.PlotSheet;
import dev.synth.app.SoundView;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.pipe.StandardInput;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.plot.Fonts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth plot}. */
@Command(
    name = "plot",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Draw sounds and embeddings.",
    description = {
      "",
      "Each sound NAME.wav becomes NAME.png: its waveform, spectrogram, rainbowgram or embedding,"
          + " or several of these one above the other. In a rainbowgram brightness is level and"
          + " colour is frequency: a steady partial keeps its colour, noise is speckled. An .npy"
          + " embedding is drawn as it is. No screen is needed. The same line again draws what is"
          + " missing.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth plot flute.wav",
      "  Two sounds side by side, each in three ways:",
      "    synth plot flute.wav gen_flute.wav --as waveform,spectrogram,rainbowgram \\",
      "        --together both.png",
      ""
    })
public final class PlotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Sounds or embeddings (.npy); - is one on standard input.")
  private List<Path> files;

  @Option(
      names = "--as",
      paramLabel = "LIST",
      split = ",",
      description =
          "Any of waveform, spectrogram, rainbowgram and embedding, which the model makes of a sound"
              + " (default: rainbowgram; of an .npy file always embedding).")
  private List<SoundView> views;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for the pictures (default: the current one).")
  private Path output;

  @Option(
      names = "--together",
      paramLabel = "FILE.png",
      description = "All in this one picture, side by side, instead of a picture each.")
  private Path together;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite existing files.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    if (together != null) {
      Outputs.check(together, true);
    }
    if (!verbosity.quiet()) {
      Fonts.problem().ifPresent(text -> spec.commandLine().getErr().println("synth: " + text));
    }
    try (InputLoop loop = new InputLoop(spec.commandLine(), json);
        WorkFolder folder = WorkFolder.of(output);
        PlotSheet sheet = new PlotSheet(modelOption.path(), threads.count(), views)) {
      return draw(loop, folder, sheet);
    }
  }

  private int draw(InputLoop loop, WorkFolder folder, PlotSheet sheet) throws IOException {
    loop.forEach(
        files,
        (given, result) -> {
          Path file = StandardInput.orFile(given);
          result.put("output", (together == null ? target(file) : together).toString());
          if (together != null) {
            sheet.add(file);
            return null;
          }
          return drawn(file, loop, folder, sheet);
        });
    if (sheet.columns() > 0) {
      sheet.write(together, force);
      if (!json) {
        spec.commandLine().getOut().println(together);
      }
    }
    return loop.finish();
  }

  private Path target(Path file) {
    return output.resolve(LatentInputs.stem(file) + ".png");
  }

  private String drawn(Path file, InputLoop loop, WorkFolder folder, PlotSheet sheet)
      throws IOException {
    Path target = target(file);
    loop.claim(file, target);
    try {
      sheet.write(file, folder, target, force);
      return target.toString();
    } catch (IOException | WorkFailedException e) {
      loop.release(target); // another file of the name may be drawn
      throw e;
    }
  }
}
