package dev.synth.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.model.SynthModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
      "Each WAV file NAME.wav, of any rate and number of channels, becomes NAME_embeddings.npy:"
          + " float32 [frames, channels], a frame every 32 ms. A 4 s note makes (125, 16). Folders,"
          + " TFRecord files and lists of notes are taken, too.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth encode flute.wav piano.wav -o embeddings",
      "  synth encode nsynth-test.tfrecord --family flute --pitch 60 -o embeddings",
      ""
    })
public final class EncodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "SOUND",
      description = "Sounds: WAV files, or notes in any form.")
  private List<Path> sources;

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
      description = "Overwrite existing files.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    SynthModel model = modelOption.load();
    PrintWriter err = spec.commandLine().getErr();
    LatentInputs inputs = new LatentInputs(model, threads.count());
    if (verbosity.verbose()) {
      inputs.describeTo(err);
    }
    InputLoop loop = new InputLoop(spec.commandLine(), json);
    List<NoteOptions.Found> sounds = wanted.openEach(sources, this::warn, verbosity.quiet());
    try (Progress bar = new Progress(err, "encoding", verbosity.quiet())) {
      int[] done = {0};
      loop.forEach(
          sounds,
          (sound, result) -> {
            bar.update(done[0]++, sounds.size(), sound.toString());
            try {
              return encode(sound.note(), inputs, loop, result);
            } finally {
              bar.clear();
            }
          });
    }
    return loop.finish();
  }

  private String encode(Note note, LatentInputs inputs, InputLoop loop, ObjectNode result)
      throws IOException {
    if (!note.isFileName()) {
      throw new BadDataException(note.audio() + ": '" + note.name() + "' cannot be a file's name.");
    }
    Path target = LatentInputs.embeddingPath(output, note.name());
    loop.claim(note.audio(), target, force);
    Embedding embedding = inputs.encode(note);
    EmbeddingFile.write(target, embedding, force);
    result.put("note", note.name()).put("output", target.toString());
    result.put("frames", embedding.frames()).put("channels", embedding.channels());
    return target.toString();
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + problem);
    }
  }
}
