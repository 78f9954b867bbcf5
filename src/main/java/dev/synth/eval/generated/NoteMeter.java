package dev.synth.eval.generated;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.ParallelNoteReader;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Classifier;
import dev.synth.model.classes.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Listens to notes; their sounds are held some dozens at a time. */
final class NoteMeter {
  private static final int BATCH = 32;

  private final ComparisonPlan plan;
  private final Classifier classifier;
  private final Consumer<String> problems;
  private final ThreadLocal<NotePicture> pictures;

  /** What is measured without the classifier, and the sound for it; or why nothing is. */
  private record Heard(
      float[] sound, byte[] picture, byte[] thumbnail, double midi, String failure) {}

  /** Listens by {@code classifier}; {@code problems} receives what cannot be read. */
  NoteMeter(ComparisonPlan plan, Classifier classifier, Consumer<String> problems) {
    this.plan = plan;
    this.classifier = classifier;
    this.problems = problems;
    this.pictures = ThreadLocal.withInitial(() -> new NotePicture(plan.seconds()));
  }

  /**
   * Measures notes.
   *
   * @param done learns of each note when it is read
   * @return those that can be read, in their order
   */
  List<MeasuredNote> measure(List<Note> notes, Runnable done) throws IOException {
    List<MeasuredNote> measured = new ArrayList<>();
    List<Note> waiting = new ArrayList<>();
    List<Heard> batch = new ArrayList<>();
    ParallelNoteReader.of(
        notes,
        plan.threads(),
        this::hear,
        (index, heard) -> {
          done.run();
          if (!heard.failure().isEmpty()) {
            problems.accept(heard.failure() + " The note is left out.");
            return;
          }
          waiting.add(notes.get(index));
          batch.add(heard);
          if (batch.size() == BATCH) {
            classify(waiting, batch, measured);
          }
        });
    classify(waiting, batch, measured);
    return measured;
  }

  private Heard hear(ParallelNoteReader.Sound sound) {
    if (sound.clip().isEmpty()) {
      return new Heard(null, null, null, Double.NaN, sound.failure());
    }
    AudioClip clip = sound.clip().get().first(plan.seconds());
    AudioClip common = Resampler.resample(clip, NotePicture.RATE_HZ);
    int heardHz = classifier.sampleRateHz();
    return new Heard(
        Resampler.resample(heardHz > common.sampleRateHz() ? clip : common, heardHz).samples(),
        pictures.get().of(common.samples()),
        SoundPrint.of(common).map(SoundPrint::thumbnail).orElse(null),
        PitchEstimator.estimate(common).map(Pitch::midi).orElse(Double.NaN),
        "");
  }

  private void classify(List<Note> notes, List<Heard> batch, List<MeasuredNote> measured) {
    List<Optional<ClassProbabilities>> answers =
        classifier.classify(batch.stream().map(Heard::sound).toList());
    for (int i = 0; i < batch.size(); i++) {
      Heard heard = batch.get(i);
      Optional<ClassProbabilities> all = answers.get(i);
      measured.add(
          new MeasuredNote(
              notes.get(i),
              heard.picture(),
              heard.thumbnail(),
              heard.midi(),
              all.map(each -> floats(each.of(Question.PITCH))).orElse(null),
              all.map(each -> floats(each.features())).orElse(null)));
    }
    notes.clear();
    batch.clear();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
