package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.dataset.NsynthFormat;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.plot.Pictures;
import dev.synth.plot.SoundPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Columns of pictures, one a file. It loads Java's graphics, so nobody should load it who may not
 * need it.
 */
public final class PlotSheet implements AutoCloseable {
  /** More side by side would be too wide for a screen; they continue below. */
  private static final int COLUMNS_MAX = 6;

  private final Path modelFile;
  private final int threads;
  private final List<SoundView> views;
  private final List<BufferedImage> columns = new ArrayList<>();
  private LoadedModel model;

  /**
   * An empty sheet.
   *
   * @param modelFile of the model that is opened when the embedding of a sound is wanted
   * @param threads that encode
   * @param views of each sound, from above; null for a rainbowgram
   */
  public PlotSheet(Path modelFile, int threads, List<SoundView> views) {
    this.modelFile = modelFile;
    this.threads = threads;
    this.views = views == null ? List.of(SoundView.RAINBOWGRAM) : views;
  }

  /** Adds the column of one file. */
  public void add(Path file) throws IOException {
    columns.add(column(file));
  }

  /** How many columns were added. */
  public int columns() {
    return columns.size();
  }

  /** Writes what was added. */
  public void write(Path target, boolean force) throws IOException {
    List<BufferedImage> rows = new ArrayList<>();
    for (int from = 0; from < columns.size(); from += COLUMNS_MAX) {
      int to = Math.min(columns.size(), from + COLUMNS_MAX);
      rows.add(Pictures.beside(columns.subList(from, to)));
    }
    Pictures.write(target, Pictures.above(rows), force);
  }

  /** Writes the column of one file. */
  public void write(Path file, Path target, boolean force) throws IOException {
    Pictures.write(target, column(file), force);
  }

  private BufferedImage column(Path file) throws IOException {
    String name = LatentInputs.stem(file);
    if (LatentInputs.isEmbedding(file)) {
      return embedding(EmbeddingFile.read(file), NSYNTH_HOP_SECONDS, name);
    }
    Note note = Note.of(file);
    AudioClip clip = note.audio().read();
    List<BufferedImage> pictures = new ArrayList<>();
    for (SoundView view : views) {
      String title = pictures.isEmpty() ? name : view.name().toLowerCase(Locale.ROOT);
      pictures.add(
          switch (view) {
            case WAVEFORM -> SoundPictures.waveform(clip, title);
            case SPECTROGRAM -> SoundPictures.spectrogram(clip, title);
            case RAINBOWGRAM -> SoundPictures.rainbowgram(clip, title);
            case EMBEDDING -> encoded(note, title);
          });
    }
    return Pictures.above(pictures);
  }

  /** An .npy file does not say how long a frame is; all presets have Magenta's 32 ms. */
  private static final double NSYNTH_HOP_SECONDS =
      (double) NsynthFormat.HOP_SAMPLES / NsynthFormat.SAMPLE_RATE_HZ;

  private BufferedImage encoded(Note note, String title) throws IOException {
    if (model == null) {
      model = LoadedModel.open(modelFile, threads);
    }
    double hopSeconds = model.latent().frameSeconds();
    return embedding(model.inputs().encode(note), hopSeconds, title);
  }

  private static BufferedImage embedding(Embedding embedding, double hopSeconds, String title) {
    return SoundPictures.embedding(embedding.values(), embedding.channels(), hopSeconds, title);
  }

  /** Closes the model, if there is one. */
  @Override
  public void close() {
    if (model != null) {
      model.close();
    }
  }
}
