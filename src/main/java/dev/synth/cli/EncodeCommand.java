package dev.synth.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.EncodeSounds;
import dev.synth.app.LatentInputs;
import dev.synth.app.LoadedModel;
import dev.synth.app.SoundFacts;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.cli.option.DryRunOption;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.NamedInputs;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.pipe.PipedOutput;
import dev.synth.cli.provenance.SidecarOptions;
import dev.synth.dataset.Note;
import dev.synth.generate.Precision;
import dev.synth.io.BadDataException;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.io.path.Destination;
import dev.synth.io.text.Printable;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.provenance.Marking;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth encode}. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Turn sounds into embeddings.",
    description = {
      "",
      "Each sound NAME.wav (or AIFF, FLAC, Ogg Vorbis, MP3), of any rate and number of channels,"
          + " becomes NAME_embeddings.npy: float32 [frames, channels], a frame every 32 ms. A 4 s"
          + " note makes (125, 16). SOUND is a file, a folder, whose folders are kept below DIR, a"
          + " TFRecord file, a .txt list, a pattern in quotes such as 'notes/**/*.wav', or - for"
          + " standard input: a sound, or a list of these.",
      "",
      "What an earlier run made with the same model is not made again, so an interrupted run is"
          + " resumed. Two runs may share DIR.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth encode flute.wav piano.wav -o embeddings",
      "  synth encode recordings -o embeddings",
      "  find recordings -newer stamp -name '*.wav' | \\",
      "    synth encode - --below recordings -o e",
      "  synth encode - -o - < flute.wav | synth decode - -o - > flute_decoded.wav",
      "  synth encode nsynth-test.tfrecord --family flute --pitch 60 -o embeddings",
      "",
      "Limits:",
      "  The models that come with synth are of single pitched notes, one at a time,",
      "  such as the notes of 4 s that they were trained on. Sounds are encoded at",
      "  16 kHz: what is above 8 kHz is not in the embedding.",
      ""
    })
public final class EncodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "SOUND",
      description = "Sounds, folders, notes in any form, patterns, or -.")
  private List<Path> sources;

  @Mixin private NamedInputs named;

  @Mixin private NoteOptions wanted;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description =
          "Folder for the embeddings, or, of one sound, the embedding's file, .npy (default: the"
              + " current folder), or - for standard output.")
  private Path output;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = "--precision",
      paramLabel = "KIND",
      defaultValue = "float",
      description =
          "What a WaveNet encoder's products are computed in: float, or bf16, faster where the CPU"
              + " has instructions for it, a little rougher (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(
      names = {"-f", "--force"},
      description = "Redo finished files, and overwrite existing ones.")
  private boolean force;

  @Mixin private SidecarOptions sidecars;

  @Mixin private DryRunOption dryRun;

  @Option(names = "--json", description = "Print the results, or the estimate, as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    PipedOutput piped = PipedOutput.of(spec.commandLine(), output, ".npy", json);
    output = piped.path();
    try (InputLoop loop = InputLoop.beside(piped, spec.commandLine(), dryRun, json)) {
      int code = piped.send(encode(loop, sidecars.marking(piped.isPiped())));
      if (!verbosity.quiet() && !dryRun.wanted()) {
        loop.summarize("encode", (System.nanoTime() - start) / 1e9, "");
      }
      return code;
    }
  }

  private Destination destination() {
    return Destination.of(output, ".npy");
  }

  private int encode(InputLoop loop, Marking marking) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (WorkFolder folder = WorkFolder.of(destination().folder());
        LoadedModel model = modelOption.open(spec.commandLine(), threads, precision);
        Progress bar = new Progress(err, "encoding", verbosity.quiet())) {
      if (verbosity.verbose()) {
        err.println("synth: encoding with " + model.encoderDescription() + ".");
      }
      EncodeSounds encoding = new EncodeSounds(model, folder, force, marking);
      if (dryRun.wanted()) {
        return dryRun.print(estimate(encoding, loop), output, loop, json);
      }
      encoding.run(jobs(encoding, loop), new Report(loop, bar, verbosity.quiet()));
    }
    return loop.finish();
  }

  private WorkEstimate estimate(EncodeSounds encoding, InputLoop loop) throws IOException {
    try (Progress bar = new Progress(spec.commandLine().getErr(), "reading", verbosity.quiet())) {
      Report report = new Report(loop, bar, verbosity.quiet());
      return encoding.estimate(
          jobs(encoding, loop), destination().folder(), bar::update, report::failed);
    }
  }

  private List<EncodeSounds.Job> jobs(EncodeSounds encoding, InputLoop loop) throws IOException {
    Map<Path, Path> folders = new LinkedHashMap<>();
    List<Path> paths = new ArrayList<>();
    for (NamedInputs.Named input : named.expand(sources, loop::failed)) {
      folders.put(input.path(), input.folder());
      paths.add(input.path());
    }
    Map<NoteOptions.Found, EncodeSounds.Job> jobs = new LinkedHashMap<>();
    Destination destination = destination();
    List<NoteOptions.Found> sounds = wanted.openEach(paths, this::warn, verbosity.quiet());
    destination.check(sounds.size());
    for (NoteOptions.Found sound : sounds) {
      try {
        Note note = sound.note();
        if (!note.isFileName()) {
          throw new BadDataException(
              note.audio()
                  + ": '"
                  + Printable.name(note.name())
                  + "' cannot be a file's name; rename it.");
        }
        Path folder = folders.get(sound.input()).resolve(below(sound.input(), note));
        Path target = destination.resolve(LatentInputs.embeddingPath(folder, note.name()));
        if (loop.holder(target) instanceof NoteOptions.Found other) {
          settle(encoding, loop, jobs, other, note, target);
        }
        loop.claim(sound, target);
        jobs.put(sound, encoding.job(note, target));
      } catch (IOException e) {
        loop.failed(InputLoop.result(sound), e);
      }
    }
    return List.copyOf(jobs.values());
  }

  /**
   * Of two sounds of one name, the one that cannot be used must not keep the other's output from
   * being made.
   *
   * @throws IOException if the second one cannot be used
   */
  private static void settle(
      EncodeSounds encoding,
      InputLoop loop,
      Map<NoteOptions.Found, EncodeSounds.Job> jobs,
      NoteOptions.Found first,
      Note second,
      Path target)
      throws IOException {
    encoding.check(second);
    try {
      encoding.check(first.note());
    } catch (IOException | WorkFailedException e) {
      loop.failed(InputLoop.result(first), e);
      loop.release(target);
      jobs.remove(first);
    }
  }

  /** The folder of a note's file below the plain folder it was found in. */
  private static Path below(Path input, Note note) {
    Path source = note.audio().source();
    return Files.isDirectory(input) && source.startsWith(input) && !source.equals(input)
        ? NamedInputs.parent(input.relativize(source))
        : Path.of("");
  }

  /** Tells of every sound as it is known. */
  private record Report(InputLoop loop, Progress bar, boolean quiet)
      implements EncodeSounds.Listener {
    private static ObjectNode result(EncodeSounds.Job job) {
      return InputLoop.result(job.note().audio()).put("note", job.note().name());
    }

    @Override
    public void begins(EncodeSounds.Job job, int before, int total) {
      bar.update(before, total, job.note().audio().toString());
    }

    @Override
    public void done(EncodeSounds.Job job) {
      bar.clear();
      loop.done(result(job), job.target());
    }

    @Override
    public void analysed(SoundFacts facts) {
      bar.clear();
      loop.remark(facts, quiet);
    }

    @Override
    public void doneMeanwhile(EncodeSounds.Job job) {
      bar.clear();
      loop.doneMeanwhile(result(job), job.target());
    }

    @Override
    public void abandoned(int jobs) {
      bar.clear();
      loop.abandoned(jobs);
    }

    @Override
    public void made(EncodeSounds.Job job, Embedding embedding, EmbeddingInfo info) {
      bar.clear();
      ObjectNode result = result(job);
      result.put("frames", embedding.frames()).put("channels", embedding.channels());
      result.setAll((ObjectNode) InputLoop.tree(info));
      loop.made(result, job.target());
    }

    @Override
    public void failed(EncodeSounds.Job job, Exception failure) {
      bar.clear();
      loop.failed(result(job), failure);
    }
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.withFlags(problem));
    }
  }
}
