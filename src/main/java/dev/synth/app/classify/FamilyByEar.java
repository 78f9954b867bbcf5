package dev.synth.app.classify;

import dev.synth.app.LoadedModel;
import dev.synth.audio.AudioFile;
import dev.synth.audio.Resampler;
import dev.synth.dataset.Family;
import dev.synth.dataset.prepare.FamilyEar;
import dev.synth.io.WorkFailedException;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hears families by a classifier, which is opened when it is first asked. */
public final class FamilyByEar implements FamilyEar, AutoCloseable {
  /** A family that is less likely is not given. */
  public static final double CERTAIN = 0.8;

  /** So many recordings of an instrument are heard, evenly chosen. */
  private static final int MOST_RECORDINGS = 16;

  private final Path file;
  private final int threads;
  private LoadedModel model;

  /**
   * An ear.
   *
   * @param file a classifier's
   * @param threads that compute
   */
  public FamilyByEar(Path file, int threads) {
    this.file = file;
    this.threads = threads;
  }

  private LoadedModel model() throws IOException {
    if (model == null) {
      model = LoadedModel.open(file, threads);
    }
    return model;
  }

  /** The mean over the recordings, so that one that is unlike the others does not decide. */
  @Override
  public Optional<Heard> family(List<Path> recordings) throws IOException {
    double[] sum = new double[Family.values().length];
    int heard = 0;
    for (Optional<ClassProbabilities> each : classified(recordings)) {
      if (each.isPresent()) {
        double[] probabilities = each.get().of(Question.FAMILY);
        for (int i = 0; i < probabilities.length; i++) {
          sum[i] += probabilities[i];
        }
        heard++;
      }
    }
    int likeliest = 0;
    for (int i = 1; i < sum.length; i++) {
      likeliest = sum[i] > sum[likeliest] ? i : likeliest;
    }
    double certainty = heard == 0 ? 0 : Math.rint(10_000 * sum[likeliest] / heard) / 10_000;
    return certainty < CERTAIN
        ? Optional.empty()
        : Optional.of(new Heard(Family.values()[likeliest], certainty));
  }

  private List<Optional<ClassProbabilities>> classified(List<Path> recordings) throws IOException {
    List<float[]> sounds = new ArrayList<>();
    int wanted = Math.min(recordings.size(), MOST_RECORDINGS);
    int rateHz = model().saved().spec().sampleRateHz();
    for (int i = 0; i < wanted; i++) {
      Path recording = recordings.get((int) ((long) i * recordings.size() / wanted));
      try {
        sounds.add(Resampler.resample(AudioFile.read(recording), rateHz).samples());
      } catch (IOException | WorkFailedException e) {
        continue; // the import tells of it
      }
    }
    return model().classify(sounds);
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
    }
  }
}
