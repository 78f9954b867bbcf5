package dev.synth.app.classify;

import dev.synth.app.LoadedModel;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.NoteNames;
import dev.synth.dataset.inspect.Defect;
import dev.synth.dataset.inspect.NoteCheck;
import dev.synth.dataset.inspect.ParallelNoteReader;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** Finds labels that a classifier strongly disagrees with. Safe for use by several threads. */
public final class LabelCheck implements AutoCloseable {
  /** Another answer must be so likely. */
  public static final double SURE = 0.95;

  /** And the label's own no likelier than this. */
  public static final double DOUBTED = 0.01;

  private final LoadedModel model;

  /**
   * A check.
   *
   * @param file a classifier's
   */
  public LabelCheck(Path file, int threads) throws IOException {
    model = LoadedModel.open(file, threads);
    try {
      model.heardSamples(); // says at once if it cannot classify
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }

  /** What is to be said of a note's labels. */
  public List<NoteCheck.Finding> of(ParallelNoteReader.Sound sound) {
    List<NoteCheck.Finding> findings = new ArrayList<>();
    Labels labels = sound.note().labels();
    if (sound.clip().isEmpty() || (labels.pitch().isEmpty() && labels.family().isEmpty())) {
      return findings;
    }
    Optional<ClassProbabilities> heard;
    try {
      heard = model.classify(sound.clip().get());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // no file is read any more
    }
    if (heard.isPresent()) {
      int pitch = labels.pitch().orElse(-1);
      int family = labels.family().map(Enum::ordinal).orElse(-1);
      add(sound, heard.get(), Question.PITCH, pitch, LabelCheck::pitch, findings);
      add(sound, heard.get(), Question.FAMILY, family, LabelCheck::family, findings);
    }
    return findings;
  }

  private static String pitch(int midi) {
    return midi + " (" + NoteNames.of(midi) + ")";
  }

  private static String family(int number) {
    return Family.values()[number].label();
  }

  private static void add(
      ParallelNoteReader.Sound sound,
      ClassProbabilities heard,
      Question question,
      int label,
      IntFunction<String> name,
      List<NoteCheck.Finding> findings) {
    double[] probabilities = heard.of(question);
    int likeliest = heard.likeliest(question);
    if (label >= 0
        && likeliest >= 0
        && probabilities[likeliest] >= SURE
        && probabilities[label] <= DOUBTED) {
      findings.add(
          new NoteCheck.Finding(
              Defect.LABEL,
              sound.note().name(),
              NoteCheck.place(sound.note()),
              String.format(
                  Locale.ROOT,
                  "the label says %s %s, it sounds like %s (%.0f %%)",
                  question.label(),
                  name.apply(label),
                  name.apply(likeliest),
                  100 * probabilities[likeliest])));
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
