package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.dataset.NsynthFormat;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
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
import java.util.Map;

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
  private final StringBuilder content = new StringBuilder();
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
    content.append(content(file));
    columns.add(column(file));
  }

  /** How many columns were added. */
  public int columns() {
    return columns.size();
  }

  /**
   * Writes what was added.
   *
   * @throws dev.synth.io.CannotCreateException as {@link WorkFolder#begin}
   */
  public void write(Path target, boolean force) throws IOException {
    WorkFolder.makeOne(target, made(content.toString()), force, this::writeAll);
  }

  private void writeAll(Path file) throws IOException {
    List<BufferedImage> rows = new ArrayList<>();
    for (int from = 0; from < columns.size(); from += COLUMNS_MAX) {
      int to = Math.min(columns.size(), from + COLUMNS_MAX);
      rows.add(Pictures.beside(columns.subList(from, to)));
    }
    Pictures.write(file, Pictures.above(rows), true);
  }

  /**
   * Writes the column of one file, unless that is done.
   *
   * @return whether it was written now
   * @throws dev.synth.io.CannotCreateException as {@link WorkFolder#begin}
   */
  public boolean write(Path file, WorkFolder folder, Path target, boolean force)
      throws IOException {
    return folder.make(
        target, made(content(file)), force, to -> Pictures.write(to, column(file), true));
  }

  private Map<String, String> made(String files) {
    return Map.of("command", "plot", "files", files, "views", views.toString());
  }

  /** What decides the column of {@code file}. */
  private String content(Path file) throws IOException {
    boolean encoded = !LatentInputs.isEmbedding(file) && views.contains(SoundView.EMBEDDING);
    String title = LatentInputs.stem(file) + " ";
    return title + Sha256.of(file) + (encoded ? " by " + Sha256.of(modelFile) : "") + ";";
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
