package dev.synth.models.classifier;

import dev.synth.io.WorkFailedException;
import dev.synth.model.SavedModel;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Classifier;
import dev.synth.model.classes.Question;
import dev.synth.models.classifier.graph.ClassifierNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures sounds, each on one of several threads, and asks the networks about all together. */
final class NoteClassifier implements Classifier {
  private final ClassifierSpec spec;
  private final float[] temperatures;
  private final ClassifierNetwork network;
  private final ThreadLocal<NoteFeatures> features;
  private final ExecutorService threads;

  private NoteClassifier(SavedModel model, int threads) {
    this.spec = ClassifierSpec.of(model);
    this.temperatures = model.tensor(ClassifierSpec.TEMPERATURES);
    this.network = ClassifierNetwork.of(spec, model.tensors(), threads);
    this.features = ThreadLocal.withInitial(() -> new NoteFeatures(spec));
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "synth-hear");
              thread.setDaemon(true);
              return thread;
            });
  }

  static NoteClassifier of(SavedModel model, int threads) {
    return new NoteClassifier(model, threads);
  }

  @Override
  public int sampleRateHz() {
    return spec.sampleRateHz();
  }

  @Override
  public int heardSamples() {
    return spec.heardSamples();
  }

  @Override
  public List<Optional<ClassProbabilities>> classify(List<float[]> sounds) {
    List<Optional<HeardNote>> heard = measured(sounds);
    List<HeardNote> audible = heard.stream().flatMap(Optional::stream).toList();
    ClassifierNetwork.Heard made = audible.isEmpty() ? null : network.hear(audible);
    List<Optional<ClassProbabilities>> all = new ArrayList<>();
    int next = 0;
    for (Optional<HeardNote> sound : heard) {
      all.add(sound.isEmpty() ? Optional.empty() : Optional.of(answers(made, next++)));
    }
    return all;
  }

  private List<Optional<HeardNote>> measured(List<float[]> sounds) {
    List<Future<Optional<HeardNote>>> measuring = new ArrayList<>();
    for (float[] sound : sounds) {
      measuring.add(threads.submit(() -> features.get().of(sound)));
    }
    List<Optional<HeardNote>> heard = new ArrayList<>();
    try {
      for (Future<Optional<HeardNote>> future : measuring) {
        heard.add(future.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("Interrupted while sounds were measured.");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
    return heard;
  }

  private ClassProbabilities answers(ClassifierNetwork.Heard made, int note) {
    Map<Question, double[]> answers = new EnumMap<>(Question.class);
    made.outputs()
        .forEach(
            (question, values) -> {
              double temperature = temperatures[question.ordinal()];
              if (temperature > 0) {
                int from = note * question.answers();
                answers.put(question, Likelihoods.of(question, values, from, temperature));
              }
            });
    int from = note * spec.hidden();
    return new ClassProbabilities(
        answers, Arrays.copyOfRange(made.features(), from, from + spec.hidden()));
  }

  @Override
  public String description() {
    return "Deeplearning4j's layers on ND4J";
  }

  @Override
  public void close() {
    threads.shutdownNow();
    network.close();
  }
}
