package dev.synth.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFailedException;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Ops;
import dev.synth.model.ModelFile;
import dev.synth.model.Provenance;
import dev.synth.model.SynthModel;
import dev.synth.wavenet.CodeBatch;
import dev.synth.wavenet.WaveNetGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A training run: Adam on random crops, measured on crops of held-out notes, saved every so often.
 * A run's folder holds {@code model.safetensors} and {@code log.jsonl}.
 */
public final class Trainer {
  /** The model's name in a run's folder. */
  public static final String MODEL_FILE = "model.safetensors";

  /** The log's name in a run's folder: one JSON object a measurement. */
  public static final String LOG_FILE = "log.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HELD_OUT_CROPS = 64;

  /** Weight of a new loss in the running mean that is reported. */
  private static final double SMOOTHING = 0.02;

  /** Steps the JVM takes to compile the kernels; their time says nothing of the rest. */
  private static final int WARM_UP_STEPS = 10;

  private final TrainingPlan plan;
  private final Path run;
  private final String version;
  private final Consumer<String> problems;
  private final List<Note> training = new ArrayList<>();
  private final List<CodeBatch> heldOut = new ArrayList<>();
  private List<Note> heldOutNotes = List.of();
  private final String fingerprint;
  private final Ops ops;
  private final WaveNetGraph graph;

  /**
   * Prepares a run; nothing is written yet.
   *
   * @param notes what to learn; where {@code validation} is empty, some of them are held out
   * @param validation what to measure on, never to train on
   * @param run folder of the run
   * @param initial model to go on from, or null to start afresh
   * @param version synth's version, for the record
   * @param problems hears of notes that cannot be read and are passed over
   * @throws BadDataException if too few notes are left to train on
   */
  public Trainer(
      TrainingPlan plan,
      List<Note> notes,
      List<Note> validation,
      Path run,
      SynthModel initial,
      String version,
      Consumer<String> problems)
      throws IOException {
    this.plan = plan;
    this.run = run;
    this.version = version;
    this.problems = problems;
    split(notes, validation);
    this.fingerprint = fingerprint(training);
    Adam adam = new Adam(new PaperSchedule(plan.learningRate(), plan.steps()));
    this.ops = Kernels.choose(DataType.FLOAT, plan.threads());
    this.graph = WaveNetGraph.create(plan.spec(), ops, DataType.FLOAT, adam, plan.seed());
    if (initial != null) {
      graph.setTensors(initial.tensors());
    }
  }

  /** The notes that are trained on. */
  public int trainingNotes() {
    return training.size();
  }

  /** The notes that are measured on. */
  public int heldOutNotes() {
    return heldOutNotes.size();
  }

  /** What computes, for {@code -v}. */
  public String description() {
    return ops.description();
  }

  private void split(List<Note> notes, List<Note> validation) throws IOException {
    List<Note> shuffled = new ArrayList<>(notes);
    Collections.shuffle(shuffled, new Random(plan.seed()));
    int out = validation.isEmpty() ? (int) Math.ceil(plan.heldOutShare() * notes.size()) : 0;
    training.addAll(shuffled.subList(out, shuffled.size()));
    heldOutNotes = validation.isEmpty() ? shuffled.subList(0, out) : validation;
    if (training.isEmpty()) {
      throw new BadDataException(
          (notes.size() == 1 ? "One note is" : notes.size() + " notes are")
              + " too few to hold any out; give more notes, or --held-out 0.");
    }
    if (!heldOutNotes.isEmpty()) {
      Crops crops = crops(heldOutNotes, 0, plan.seed() + 1);
      int batches = Math.max(1, HELD_OUT_CROPS / plan.batch());
      for (int i = 0; i < batches; i++) {
        heldOut.add(crops.next());
      }
    }
  }

  private Crops crops(List<Note> notes, double inputNoise, long seed) {
    return new Crops(notes, problems, plan.batch(), plan.cropSamples(), inputNoise, seed);
  }

  /**
   * Trains to the end, saving on the way.
   *
   * @throws WorkFailedException if the loss is no longer a number
   */
  public void run(TrainingProgress progress) throws IOException {
    Crops crops =
        crops(training, plan.inputNoise(), new SplittableRandom(plan.seed()).split().nextLong());
    // Read before anything is made: data of which nothing can be read leaves no folder behind.
    CodeBatch first = crops.next();
    Outputs.createDirectory(run);
    Path log = run.resolve(LOG_FILE);
    Files.deleteIfExists(log);
    double mean = 0;
    double heldOutNats = Double.NaN;
    double secondsPerStep = 0;
    for (int step = 1; step <= plan.steps(); step++) {
      long start = System.nanoTime();
      double loss = graph.fit(step == 1 ? first : crops.next());
      if (!Double.isFinite(loss)) {
        throw new WorkFailedException(
            "The loss was no longer a number at step "
                + step
                + ": training diverged; lower --learning-rate. The last save is in "
                + run
                + ".");
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      secondsPerStep = step < WARM_UP_STEPS ? seconds : smooth(secondsPerStep, seconds, step);
      mean = smooth(mean, loss, step);
      double speed = plan.batch() * (double) plan.cropSamples() / secondsPerStep;
      boolean last = step == plan.steps();
      if (last || step % plan.evaluateEvery() == 0) {
        heldOutNats = measure();
        log(log, step, mean, heldOutNats, speed);
        progress.evaluated(step, mean, heldOutNats, speed);
      }
      if (last || step % plan.saveEvery() == 0) {
        save(step, heldOutNats);
      }
      progress.stepped(step, mean, heldOutNats, speed);
    }
  }

  /** A plain mean at first, then an exponentially fading one. */
  private static double smooth(double mean, double value, int count) {
    return mean + Math.max(SMOOTHING, 1.0 / count) * (value - mean);
  }

  /** Mean loss on the held-out crops, in nats a sample; NaN if none are held out. */
  private double measure() {
    return heldOut.stream().mapToDouble(graph::loss).average().orElse(Double.NaN);
  }

  private void log(Path log, long step, double trainNats, double heldOutNats, double speed)
      throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("step", step);
    line.put("trainNats", trainNats);
    // JSON has no NaN: null where nothing is held out.
    line.put("heldOutNats", Double.isNaN(heldOutNats) ? null : heldOutNats);
    line.put("heldOutBits", Double.isNaN(heldOutNats) ? null : heldOutNats / Math.log(2));
    line.put("samplesPerSecond", Math.round(speed));
    Files.writeString(
        log,
        JSON.writeValueAsString(line) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void save(long step, double heldOutNats) throws IOException {
    Provenance provenance =
        new Provenance(
            fingerprint,
            training.size(),
            step,
            plan.batch(),
            plan.cropSamples(),
            plan.learningRate(),
            plan.seed(),
            heldOutNats,
            version);
    SynthModel model = new SynthModel(plan.spec(), plan.preset(), provenance, graph.tensors());
    ModelFile.write(run.resolve(MODEL_FILE), model, true);
  }

  /** SHA-256 over names and sizes: tells sets of notes apart without reading all of them. */
  private static String fingerprint(List<Note> notes) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<String> lines = new ArrayList<>();
      for (Note note : notes) {
        lines.add(note.name() + " " + note.audio().sizeBytes() + "\n");
      }
      lines.stream().sorted().forEach(l -> digest.update(l.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has SHA-256
    }
  }
}
