package dev.synth.models.classifier.train;

import dev.synth.dataset.Note;
import dev.synth.io.WorkFailedException;
import dev.synth.kernel.ElementType;
import dev.synth.model.classes.Question;
import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.models.classifier.HeardNote;
import dev.synth.models.classifier.NoteBatch;
import dev.synth.models.classifier.NoteLabels;
import dev.synth.models.classifier.graph.ClassifierNetwork;
import dev.synth.train.Measurement;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.Settings;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.Batches;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.data.NoteStream;
import dev.synth.train.data.StreamPosition;
import dev.synth.train.optim.Optimizer;
import dev.synth.train.optim.PreparedTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Training of a classifier on labelled notes. Each measurement on held-out notes also fits the
 * temperatures that make its probabilities true there. The temperature of a question is 0 where no
 * note that is trained on has the label: then the model does not answer it.
 */
public final class ClassifierTask extends PreparedTask<NoteBatch, ClassifierNetwork> {
  /** Most notes that are measured on. */
  private static final int HELD_OUT_NOTES = 2_048;

  private static final int MEASURED_AT_ONCE = 32;

  private final ClassifierSpec spec;
  private final TrainingPlan plan;
  private final NoteSplit notes;
  private final Consumer<String> problems;
  private final HeardNotes heard;
  private final boolean withQualities;
  private final float[] temperatures;
  private final List<Note> heldOut;
  private final Optimizer<NoteBatch, ClassifierNetwork> optimizer;

  private ClassifierTask(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    super(plan, policy);
    this.spec = (ClassifierSpec) plan.spec();
    this.plan = plan;
    this.notes = notes;
    this.problems = problems;
    this.heard = new HeardNotes(spec, problems);
    this.withQualities =
        notes.training().stream().anyMatch(note -> !note.labels().qualities().isEmpty());
    this.temperatures = learned(notes.training(), withQualities);
    this.heldOut = readable(notes.heldOut());
    this.optimizer =
        new Optimizer<>(
            "",
            () -> ClassifierNetwork.create(spec, ElementType.FLOAT, policy.threads(), plan.seed()),
            policy.replicas(),
            plan.learning().averageDecay() > 0,
            plan.learning().initialShare());
  }

  /** 1 for a question that some note answers, else 0. */
  private static float[] learned(List<Note> training, boolean withQualities) {
    float[] learned = new float[Question.values().length];
    NoteLabels labels = new NoteLabels(1);
    for (Note note : training) {
      labels.put(0, note.labels(), withQualities);
      for (Question question : Question.values()) {
        if (labels.has(question, 0)) {
          learned[question.ordinal()] = 1;
        }
      }
    }
    return learned;
  }

  /** As many as are measured on, evenly chosen; measured on are those that can be read. */
  private List<Note> readable(List<Note> all) {
    List<Note> readable = new ArrayList<>();
    int wanted = Math.min(all.size(), HELD_OUT_NOTES);
    for (int i = 0; i < wanted; i++) {
      Note note = all.get((int) ((long) i * all.size() / wanted));
      try {
        heard.load(note);
        readable.add(note);
      } catch (IOException | WorkFailedException e) {
        problems.accept(e.getMessage() + " The note is left out.");
      }
    }
    return readable;
  }

  /**
   * A task.
   *
   * @param plan whose spec is a {@link ClassifierSpec}
   * @param problems receives a sentence on each note that cannot be read and is skipped
   */
  public static ClassifierTask of(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    return new ClassifierTask(plan, policy, notes, problems);
  }

  /** Refuses settings that have no meaning for this kind. */
  public static void check(TrainingPlan plan) {
    if (plan.learning().inputNoise() != 0) {
      throw Settings.refused(
          "input noise",
          "0 for a classifier, whose notes are varied anyway",
          plan.learning().inputNoise());
    }
    int crop = ((ClassifierSpec) plan.spec()).heardSamples();
    if (plan.batches().cropSamples() != crop) {
      throw Settings.refused(
          "crop", crop + ", the samples that this classifier hears", plan.batches().cropSamples());
    }
  }

  /** What it would take of memory. */
  public static MemoryEstimate memory(TrainingPlan plan, RunPolicy policy) {
    return ClassifierMemory.of(plan, policy);
  }

  @Override
  public Batches<NoteBatch> batches(StreamPosition from) {
    long seed = new SplittableRandom(plan.seed()).split().nextLong();
    return new NoteBatches(
        spec,
        new NoteStream<>(notes.training(), heard, problems, seed, from),
        withQualities,
        plan.batches().partCrops(),
        threads());
  }

  @Override
  protected Optimizer<NoteBatch, ClassifierNetwork> optimizer() {
    return optimizer;
  }

  @Override
  public Measurement measure() {
    if (heldOut.isEmpty()) {
      return new Measurement(Double.NaN, Map.of());
    }
    Answers answers = optimizer.averaged(this::answers);
    double loss = 0;
    Map<String, Double> more = new LinkedHashMap<>();
    for (Question question : Question.values()) {
      double accuracy = answers.accuracy(question);
      if (temperatures[question.ordinal()] > 0 && !Double.isNaN(accuracy)) {
        double temperature = answers.temperature(question);
        temperatures[question.ordinal()] = (float) temperature;
        loss += question.weight() * answers.loss(question, temperature);
        more.put(question.label() + "Accuracy", accuracy);
      }
    }
    return new Measurement(loss, more);
  }

  private Answers answers(ClassifierNetwork network) {
    Answers answers = new Answers();
    for (int from = 0; from < heldOut.size(); from += MEASURED_AT_ONCE) {
      List<Note> some = heldOut.subList(from, Math.min(heldOut.size(), from + MEASURED_AT_ONCE));
      List<HeardNote> measured = new ArrayList<>();
      NoteLabels labels = new NoteLabels(some.size());
      for (Note note : some) {
        try {
          labels.put(measured.size(), note.labels(), withQualities);
          measured.add(heard.load(note));
        } catch (IOException e) {
          throw new WorkFailedException(e.getMessage()); // it could be read before
        }
      }
      answers.add(network.judge(measured), labels, some.size());
    }
    return answers;
  }

  /** The forward pass, and twice that backward; a multiply-add is two operations. */
  @Override
  public double flopsPerSample() {
    return 3.0 * 2 * spec.multiplyAdds() / spec.heardSamples();
  }

  @Override
  public Map<String, float[]> model() {
    Map<String, float[]> model = super.model();
    model.put(ClassifierSpec.TEMPERATURES, temperatures.clone());
    return model;
  }

  @Override
  public void restore(Map<String, float[]> vectors, Map<String, float[]> model) {
    super.restore(vectors, model);
    putTemperatures(model);
  }

  @Override
  public void start(Map<String, float[]> model) {
    super.start(model);
    putTemperatures(model);
  }

  /** What the notes do not tell stays as the model had it. */
  private void putTemperatures(Map<String, float[]> model) {
    float[] from = model.get(ClassifierSpec.TEMPERATURES);
    for (int i = 0; i < temperatures.length; i++) {
      temperatures[i] = from[i] > 0 ? from[i] : temperatures[i];
    }
  }
}
