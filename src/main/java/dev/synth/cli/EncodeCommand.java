package dev.synth.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.OpenSound;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.NamedInputs;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.model.SavedModel;
import dev.synth.render.Renderer;
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
          + " becomes NAME_embeddings.npy: float32 [frames, channels], a frame every 32 ms. A 4 s note makes (125, 16). SOUND is"
          + " a file, a folder, whose folders are kept below DIR, a TFRecord file, a .txt list, a"
          + " pattern in quotes such as 'notes/**/*.wav', or - for a list of these on standard"
          + " input.",
      "",
      "What an earlier run made with the same model is not made again, so an interrupted run goes"
          + " on where it stopped. Two runs may share DIR.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth encode flute.wav piano.wav -o embeddings",
      "  synth encode recordings -o embeddings",
      "  find recordings -newer stamp -name '*.wav' | synth encode - --below recordings -o e",
      "  synth encode nsynth-test.tfrecord --family flute --pitch 60 -o embeddings",
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
      description = "Folder for the embeddings (default: the current one).")
  private Path output;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Make anew what is done, and overwrite existing files.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  /**
   * A sound that is to become {@code target}.
   *
   * @param soundHash of the sound, where it was decoded before; else null
   */
  private record Job(NoteOptions.Found sound, Note note, Path target, String soundHash) {}

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    SavedModel model = modelOption.load();
    PrintWriter err = spec.commandLine().getErr();
    try (LatentInputs inputs = new LatentInputs(model, threads.count())) {
      return encode(inputs, err, start);
    }
  }

  private int encode(LatentInputs inputs, PrintWriter err, long start) throws IOException {
    if (verbosity.verbose()) {
      inputs.describeTo(err);
    }
    try (InputLoop loop = new InputLoop(spec.commandLine(), json)) {
      int code = encodeAll(loop, inputs);
      if (!verbosity.quiet()) {
        loop.summarize("encode", (System.nanoTime() - start) / 1e9, "");
      }
      return code;
    }
  }

  private int encodeAll(InputLoop loop, LatentInputs inputs) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    List<Job> jobs = jobs(loop);
    String modelHash = modelOption.sha256();
    int total = jobs.size();
    int tried = 0;
    try (WorkFolder folder = WorkFolder.of(output);
        Progress bar = new Progress(err, "encoding", verbosity.quiet())) {
      while (!jobs.isEmpty()) {
        List<Job> elsewhere = new ArrayList<>();
        for (Job job : jobs) {
          bar.update(Math.min(tried++, total), total, job.sound().toString());
          encode(job, modelHash, inputs, folder, loop, elsewhere, bar);
        }
        Renderer.pauseIf(elsewhere.size() == jobs.size());
        jobs = elsewhere;
      }
    }
    return loop.finish();
  }

  private List<Job> jobs(InputLoop loop) throws IOException {
    Map<Path, Path> folders = new LinkedHashMap<>();
    List<Path> paths = new ArrayList<>();
    for (NamedInputs.Named input : named.expand(sources)) {
      folders.put(input.path(), input.folder());
      paths.add(input.path());
    }
    List<Job> jobs = new ArrayList<>();
    for (NoteOptions.Found sound : wanted.openEach(paths, this::warn, verbosity.quiet())) {
      try {
        Note note = sound.note();
        if (!note.isFileName()) {
          throw new BadDataException(
              note.audio() + ": '" + note.name() + "' cannot be a file's name; rename it.");
        }
        Path folder = folders.get(sound.input()).resolve(below(sound.input(), note));
        Path target = LatentInputs.embeddingPath(output.resolve(folder), note.name());
        loop.claim(sound, target);
        jobs.add(new Job(sound, note, target, null));
      } catch (IOException e) {
        loop.failed(InputLoop.result(sound), e);
      }
    }
    return jobs;
  }

  /** The folder of a note's file below the plain folder it was found in. */
  private static Path below(Path input, Note note) {
    Path source = note.audio().source();
    return Files.isDirectory(input) && source.startsWith(input) && !source.equals(input)
        ? NamedInputs.parent(input.relativize(source))
        : Path.of("");
  }

  private void encode(
      Job job,
      String modelHash,
      LatentInputs inputs,
      WorkFolder folder,
      InputLoop loop,
      List<Job> elsewhere,
      Progress bar) {
    ObjectNode result = InputLoop.result(job.sound()).put("note", job.note().name());
    // A sound that another process is at is not decoded again each time that is asked for.
    try (OpenSound sound = job.note().open(inputs.sampleRateHz())) {
      String soundHash = job.soundHash() == null ? sound.sha256() : job.soundHash();
      Map<String, String> made =
          Map.of("command", "encode", "model", modelHash, "sound", soundHash);
      switch (folder.begin(job.target(), made, force)) {
        case ELSEWHERE -> elsewhere.add(new Job(job.sound(), job.note(), job.target(), soundHash));
        case DONE -> {
          bar.clear();
          loop.done(result, job.target());
        }
        case TO_DO -> {
          Embedding embedding = inputs.encode(sound);
          folder.write(job.target(), made, file -> EmbeddingFile.write(file, embedding, true));
          bar.clear();
          result.put("frames", embedding.frames()).put("channels", embedding.channels());
          loop.made(result, job.target());
        }
      }
    } catch (IOException | WorkFailedException e) {
      bar.clear();
      loop.failed(result, e);
    } finally {
      folder.end(job.target());
    }
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.withFlags(problem));
    }
  }
}
