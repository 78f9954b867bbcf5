package dev.synth.cli.play;

import dev.synth.app.LoadedModel;
import dev.synth.app.play.Corner;
import dev.synth.app.play.PlayedModel;
import dev.synth.app.play.PlayedSounds;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.process.Signals;
import dev.synth.cli.provenance.SidecarOptions;
import dev.synth.io.Outputs;
import dev.synth.provenance.MadeBy;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import dev.synth.provenance.SourceType;
import dev.synth.web.PlayServer;
import dev.synth.web.PlayedInstrument;
import dev.synth.web.StandalonePage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth play}. */
@Command(
    name = "play",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Play an instrument between four sounds in a browser.",
    description = {
      "",
      "Serves a page to the browsers of this machine and prints its address; Ctrl-C ends it. Four"
          + " sounds lie at the corners of a pad. A dot between them says how they are mixed, also"
          + " while notes sound: the page has the model's decoder and computes every note itself."
          + " Keys of the screen, the computer or a MIDI keyboard play it.",
      "",
      "Up to four SOUNDs fill the corners: top left, top right, bottom left, bottom right; the"
          + " others are instruments that come with synth. Further sounds are chosen in the page, or"
          + " dropped on it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth play --open",
      "  synth play flute.wav organ.wav choir.wav mine=notes-of-mine/",
      "  synth play --export instrument.html",
      ""
    })
public final class PlayCommand implements Callable<Integer> {
  private static final int CORNERS = 4;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "SOUND",
      description =
          "A sound, an embedding (.npy), a folder with notes of one instrument at several pitches,"
              + " NAME=SOUND, or an instrument that comes with synth: Flute, Clarinet, Trumpet,"
              + " Choir, Cello, Piano, Guitar, Vibraphone. Or one FILE.yaml of synth grid, whose"
              + " corners are taken.")
  private List<String> sounds = List.of();

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description =
          "Write the page as one HTML file instead, which plays without synth and without a"
              + " network.")
  private Path export;

  @Mixin private SidecarOptions sidecars;

  @Option(names = "--open", description = "Open the page in the default browser.")
  private boolean open;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port to listen on (default: one that is free).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = PlayServer.Place.LOOPBACK,
      description =
          "Address to listen on (default: ${DEFAULT-VALUE}, this machine alone). Browsers play"
              + " sound from other addresses by https only, so from another machine use a tunnel:"
              + " ssh -L.")
  private String host;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing file.")
  private boolean force;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > 65_535) {
      throw usage("--port: " + port + " is not from 0 to 65535");
    }
    if (export == null) {
      refuseWith("--force", "overwrites the file of --export; without it nothing is written");
    } else {
      refuseWith("--open", "opens a page that is served; --export writes a file instead");
      refuseWith("--port", "is of the server; --export writes a file, which needs none");
      refuseWith("--host", "is of the server; --export writes a file, which needs none");
      Outputs.check(export, force);
    }
    CornerInputs inputs = new CornerInputs(sounds, this::remark);
    if (inputs.count() > CORNERS) {
      throw usage(
          "A pad has " + CORNERS + " corners; " + inputs.count() + " sounds are too many for it");
    }
    if (export != null) {
      return playing(inputs, this::write);
    }
    // A port that is taken is told at once, not after all is loaded.
    try (PlayServer server = new PlayServer(new PlayServer.Place(host, port))) {
      return playing(inputs, (instrument, model) -> serve(instrument, server));
    }
  }

  private interface Use {
    int of(PlayedInstrument instrument, LoadedModel model) throws IOException;
  }

  private int playing(CornerInputs inputs, Use use) throws IOException {
    try (LoadedModel model = modelOption.open(threads)) {
      PlayedModel played = PlayedModel.of(model);
      try (PlayedSounds library = new PlayedSounds(model, notes(), threads.count())) {
        List<Corner> corners = inputs.corners(library, PlayedSounds.DEFAULT);
        PlayedInstrument instrument =
            new PlayedInstrument(BuildVersion.version(), played, corners, library);
        return use.of(instrument, model);
      }
    }
  }

  /** Where the notes lie that come with synth. */
  private static Path notes() {
    return Path.of(System.getProperty("synth.home", "."), "nsynth-data", "audio");
  }

  private int write(PlayedInstrument instrument, LoadedModel model) throws IOException {
    String page = StandalonePage.of(instrument);
    Marking marking =
        sidecars.marking(false).by(MadeBy.of(model.saved(), model.sha256(), model.file()));
    Origin origin = new Origin(Map.of("command", "play", "model", model.sha256()), List.of());
    Outputs.write(
        export,
        force,
        file -> {
          Files.writeString(file, page);
          marking.beside(export, file, "text/html", SourceType.TRAINED_MEDIA, origin);
        });
    spec.commandLine().getOut().println(export);
    return ExitCodes.OK;
  }

  private int serve(PlayedInstrument instrument, PlayServer listening) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    CountDownLatch ended = new CountDownLatch(1);
    try (Signals signals = new Signals(code -> ended.countDown());
        PlayServer server = listening.serve(instrument)) {
      spec.commandLine().getOut().println(server.address());
      spec.commandLine().getOut().flush();
      if (!verbosity.quiet()) {
        err.println("Open it in a browser of this machine; Ctrl-C ends it.");
      }
      if (open) {
        Browser.open(server.address(), this::remark);
      }
      ended.await();
      // Ctrl-C is how it is meant to end.
      return signals.exitCode() == ExitCodes.INTERRUPTED ? ExitCodes.OK : signals.exitCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCodes.INTERRUPTED;
    }
  }

  private void remark(String sentence) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.withFlags(sentence));
    }
  }

  /** Refuses an option that would be ignored. */
  private void refuseWith(String option, String why) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
      throw usage(option + " " + why);
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
