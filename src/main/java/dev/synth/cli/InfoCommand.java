package dev.synth.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.LatentInputs;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.pipe.StandardInput;
import dev.synth.dataset.Family;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteNames;
import dev.synth.dataset.convert.Conversion;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.generate.PlayedPitch;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.StoredEmbedding;
import dev.synth.model.Capability;
import dev.synth.model.Datasheet;
import dev.synth.model.ModelFile;
import dev.synth.model.ModelFiles;
import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import dev.synth.provenance.sources.TrainingNotes;
import dev.synth.provenance.sources.TrainingNotesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Say what a file is: a model, sound, embedding or notes.",
    description = {
      "",
      "For a model: its sizes, what it was trained on and its held-out loss. For a sound: length,"
          + " level and pitch. For an .npy embedding: its shape and level. For a TFRecord file: its"
          + " notes.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  synth info", "  synth info note.wav note_embeddings.npy instant", ""})
public final class InfoCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "Models (.safetensors, instant, wavenet), folders of runs, embeddings (.npy), TFRecord files or sounds; -"
              + " is a sound or embedding on standard input (default: the model that comes with"
              + " synth).")
  private List<Path> files;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    try (InputLoop loop = new InputLoop(spec.commandLine(), json)) {
      List<Path> inputs = files == null ? List.of(ModelFiles.byDefault()) : files;
      loop.forEach(
          inputs,
          (given, result) -> {
            Path path = ModelFiles.of(StandardInput.orFile(given));
            String name = path.toString();
            if (name.endsWith(ModelFile.ENDING)) {
              return model(path, result);
            }
            if (Conversion.isTfRecord(path)) {
              return notes(path, result);
            }
            return LatentInputs.isEmbedding(path) ? embedding(path, result) : sound(path, result);
          });
      return loop.finish();
    }
  }

  private static String model(Path path, ObjectNode result) throws IOException {
    SavedModel model = ModelFile.read(path);
    var s = model.spec();
    var p = model.provenance();
    result.put("kind", "model").put("modelKind", model.kind().name()).put("preset", model.preset());
    result.put("parameters", s.parameterCount());
    var abilities = result.putArray("can");
    model.kind().capabilities().stream().sorted().forEach(able -> abilities.add(able.label()));
    result.set("spec", JSON.valueToTree(s));
    ObjectNode provenance = JSON.valueToTree(p);
    putNumber(provenance, "heldOutNats", p.heldOutNats());
    result.set("provenance", provenance);
    return String.format(
        Locale.ROOT,
        "%s: %s model %s, %,d parameters%n"
            + "%s%n"
            + "  can %s%n"
            + "  %s%n"
            + "  held-out loss: %s%s",
        path,
        model.kind().name(),
        Printable.value(model.preset()),
        s.parameterCount(),
        model.kind().describe(s),
        model.kind().capabilities().stream()
            .sorted()
            .map(Capability::label)
            .collect(Collectors.joining(", ")),
        origin(p),
        heldOut(model),
        sources(path, model, result));
  }

  /** Where the training notes are from, as the model's file says, and the index beside it. */
  private static String sources(Path file, SavedModel model, ObjectNode result) throws IOException {
    Path index = TrainingNotes.besides(file);
    Datasheet own = model.datasheet();
    Datasheet all =
        Files.exists(index)
            ? new Datasheet(TrainingNotesFile.read(index).sources(), own.heldOutNotes()).with(own)
            : own;
    result.set("sources", JSON.valueToTree(all.sources()));
    StringBuilder text = new StringBuilder();
    for (Datasheet.Source source : all.sources()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n  from %s%s; %s",
              Printable.name(source.name()),
              source.notes() == 0 ? "" : ": " + Counted.of(source.notes(), "note"),
              source.licence().isEmpty()
                  ? "no licence is known"
                  : Printable.line(source.licence())));
    }
    if (own.heldOutNotes() > 0) {
      result.put("heldOutNotes", own.heldOutNotes());
      text.append(
          String.format(
              Locale.ROOT, "%n  measured on %s", Counted.of(own.heldOutNotes(), "other note")));
    }
    return text.toString();
  }

  /** In nats where it is that of a likelihood; else it has no unit. */
  private static String heldOut(SavedModel model) {
    double loss = model.provenance().heldOutNats();
    if (Double.isNaN(loss)) {
      return "not measured";
    }
    return model.kind().capabilities().contains(Capability.SCORE_LIKELIHOOD)
        ? String.format(Locale.ROOT, "%.3f nats (%.3f bits) per sample", loss, loss / Math.log(2))
        : String.format(Locale.ROOT, "%.3f", loss);
  }

  private static String origin(Provenance p) {
    String version = Printable.value(p.version());
    return p.wasImported()
        ? String.format(
            Locale.ROOT,
            "imported: %s; trained %s; synth %s",
            Printable.name(p.importedFrom()),
            p.steps() == 0 ? "nobody knows how long" : "for " + Counted.of(p.steps(), "step"),
            version)
        : String.format(
            Locale.ROOT,
            "trained: %s of %d x %d samples on %s, seed %d, synth %s",
            Counted.of(p.steps(), "step"),
            p.batch(),
            p.cropSamples(),
            Counted.of(p.notes(), "note"),
            p.seed(),
            version);
  }

  /** JSON has no NaN and no infinity: they become null. */
  private static void putNumber(ObjectNode node, String name, double value) {
    node.put(name, Double.isFinite(value) ? Double.valueOf(value) : null);
  }

  private static String embedding(Path path, ObjectNode result) throws IOException {
    StoredEmbedding stored = EmbeddingFile.load(path);
    Embedding embedding = stored.embedding();
    EmbeddingInfo info = stored.info();
    result.put("kind", "embedding");
    result.put("frames", embedding.frames()).put("channels", embedding.channels());
    double rms = Levels.rms(embedding.values());
    result.put("rms", rms);
    result.setAll((ObjectNode) JSON.valueToTree(info));
    String pitch =
        info.pitch() != null
            ? String.format(
                Locale.ROOT,
                ", pitch %s (MIDI %s, from its %s)",
                NoteNames.of(info.knownMidi().getAsDouble()),
                PlayedPitch.of(info.knownMidi().getAsDouble()),
                Printable.value(String.valueOf(info.pitchFrom())))
            : info.hasNoPitch() ? ", no single pitch" : ", pitch unknown";
    return String.format(
        Locale.ROOT,
        "%s: embedding, %s of %s, RMS %.3f%s%s%s",
        path,
        Counted.of(embedding.frames(), "frame"),
        Counted.of(embedding.channels(), "channel"),
        rms,
        pitch,
        info.source() == null ? "" : ", of " + Printable.line(info.source()),
        info.preset() == null ? "" : ", by a model of preset " + Printable.value(info.preset()));
  }

  private String notes(Path path, ObjectNode result) throws IOException {
    List<Note> notes = new NoteOptions(spec).open(List.of(path), problem -> {}, verbosity.quiet());
    long instruments =
        notes.stream().flatMap(note -> note.labels().instrumentName().stream()).distinct().count();
    List<String> families =
        notes.stream()
            .flatMap(note -> note.labels().family().stream())
            .distinct()
            .sorted()
            .map(Family::label)
            .toList();
    IntSummaryStatistics pitches =
        notes.stream().flatMapToInt(note -> note.labels().pitch().stream()).summaryStatistics();
    result.put("kind", "notes").put("notes", notes.size()).put("instruments", instruments);
    families.forEach(result.putArray("families")::add);
    if (pitches.getCount() > 0) {
      result.put("pitchMin", pitches.getMin()).put("pitchMax", pitches.getMax());
    }
    return String.format(
        Locale.ROOT,
        "%s: TFRecord, %s of %s%s%s",
        path,
        Counted.of(notes.size(), "note"),
        Counted.of(instruments, "instrument"),
        families.isEmpty() ? "" : " (" + String.join(", ", families) + ")",
        pitches.getCount() == 0 ? "" : ", MIDI " + pitches.getMin() + " to " + pitches.getMax());
  }

  private static String sound(Path path, ObjectNode result) throws IOException {
    AudioClip clip = AudioFile.read(path);
    double rmsDb = Levels.dbfs(Levels.rms(clip.samples()));
    double peakDb = Levels.dbfs(Levels.peak(clip.samples()));
    Optional<Pitch> pitch = PitchEstimator.estimate(clip);
    result.put("kind", "sound").put("seconds", clip.seconds());
    result.put("samples", clip.samples().length).put("sampleRateHz", clip.sampleRateHz());
    putNumber(result, "rmsDbfs", rmsDb);
    putNumber(result, "peakDbfs", peakDb);
    pitch.ifPresent(
        p ->
            result
                .put("pitchHz", p.hz())
                .put("pitchMidi", p.midi())
                .put("confidence", p.confidence()));
    clip.remarks().forEach(result.putArray("remarks")::add);
    return String.format(
        Locale.ROOT,
        "%s: sound, %.3f s at %d Hz, RMS %.1f dBFS, peak %.1f dBFS, %s%s",
        path,
        clip.seconds(),
        clip.sampleRateHz(),
        rmsDb,
        peakDb,
        pitch
            .map(
                p ->
                    String.format(
                        Locale.ROOT,
                        "pitch %s, %.1f Hz (MIDI %.2f), confidence %.2f",
                        NoteNames.of((int) Math.round(p.midi())),
                        p.hz(),
                        p.midi(),
                        p.confidence()))
            .orElse("no single pitch"),
        String.join("", clip.remarks().stream().map(remark -> "; " + remark).toList()));
  }
}
