package dev.synth.app.trace;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.io.NoInputException;
import dev.synth.io.text.Printable;
import dev.synth.model.ModelFile;
import dev.synth.plot.Pictures;
import dev.synth.plot.ThumbnailPicture;
import dev.synth.provenance.sources.TrainingNotes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Training notes that are near a sound.
 *
 * @param model its name
 * @param notes all that it was trained on
 * @param nearest some of them, the nearest first
 * @param thumbnail of the sound
 */
public record Neighbours(
    String model, TrainingNotes notes, List<TrainingNotes.Nearest> nearest, byte[] thumbnail) {
  private static final int COUNT = 3;

  /**
   * Checks that there is an index of a model's notes.
   *
   * @return the model
   * @throws NoInputException if there is none
   */
  public static Path checked(Path model) throws IOException {
    if (!Files.exists(model)) {
      throw new NoInputException(model + ": no such model.");
    }
    if (!Files.exists(TrainingNotes.besides(model))) {
      throw new NoInputException(
          TrainingNotes.besides(model)
              + ": no such file; make it with 'synth data index NOTES -m "
              + model
              + "'.");
    }
    return model;
  }

  /** The training notes of {@code model} nearest to a sound; none for silence, or without index. */
  static Optional<Neighbours> of(AudioClip clip, Path model, NoteIndexes indexes)
      throws IOException {
    Optional<TrainingNotes> index = indexes.of(model);
    Optional<SoundPrint> print = index.isEmpty() ? Optional.empty() : SoundPrint.of(clip);
    if (print.isEmpty()) {
      return Optional.empty();
    }
    TrainingNotes notes = index.get();
    String name = model.getFileName().toString().replace(ModelFile.ENDING, "");
    List<TrainingNotes.Nearest> nearest = notes.nearest(print.get(), COUNT);
    return Optional.of(new Neighbours(name, notes, nearest, print.get().thumbnail()));
  }

  /** The sound beside its neighbours, in little. */
  public BufferedImage picture() {
    List<BufferedImage> pictures = new ArrayList<>();
    pictures.add(picture(thumbnail, "the sound"));
    for (TrainingNotes.Nearest each : nearest) {
      String title =
          String.format(
              Locale.ROOT, "%s: %.3f", Printable.name(each.note().name()), each.distance());
      pictures.add(picture(each.thumbnail(), title));
    }
    return Pictures.beside(pictures);
  }

  private static BufferedImage picture(byte[] levels, String title) {
    return ThumbnailPicture.draw(
        levels,
        SoundPrint.thumbnailEndsSeconds(),
        SoundPrint.LOWEST_HZ,
        SoundPrint.HIGHEST_HZ,
        title);
  }
}
