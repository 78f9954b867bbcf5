package dev.synth.app;

import dev.synth.dataset.Note;
import dev.synth.io.FileNames;
import dev.synth.io.JobLoop;
import dev.synth.io.Sha256;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeShape;
import dev.synth.provenance.Ingredient;
import dev.synth.render.grid.GridCorner;
import dev.synth.render.grid.GridPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The embeddings of a grid's corners. Those of sounds are kept in the grid's folder, so that a grid
 * which is finished later is made of the same.
 */
final class GridSources {
  private final LatentInputs inputs;
  private final TimeShape shape;
  private final LatentFormat sizes;
  private final Map<Path, String> content = new LinkedHashMap<>();
  private final Map<Path, Integer> frames = new LinkedHashMap<>();
  private final Map<Path, Path> kept = new LinkedHashMap<>();
  private final Map<Path, Embedding> embeddings = new LinkedHashMap<>();
  private final Map<Path, EmbeddingInfo> infos = new LinkedHashMap<>();
  private final Map<Path, Ingredient> ingredients = new LinkedHashMap<>();

  /** Reads every sound and embedding that the plan's notes are made of, to know it is good. */
  GridSources(GridPlan plan, Path output, LatentInputs inputs, TimeShape shape, LatentFormat sizes)
      throws IOException {
    this.inputs = inputs;
    this.shape = shape;
    this.sizes = sizes;
    Map<Path, String> cornerOf = new LinkedHashMap<>();
    for (GridPlan.Cell cell : plan.cells()) {
      for (int i = 0; i < cell.sources().size(); i++) {
        cornerOf.putIfAbsent(cell.sources().get(i).file(), plan.corners().get(i).name());
      }
    }
    FileNames targets = new FileNames();
    for (Map.Entry<Path, String> each : cornerOf.entrySet()) {
      Path file = each.getKey();
      if (LatentInputs.isEmbedding(file)) {
        LatentInputs.Latent latent = inputs.read(file);
        content.put(file, Sha256.of(latent.embedding().values()));
        ingredients.put(
            file, LatentInputs.ingredient(file, content.get(file), "the embedding's values"));
        keep(file, latent);
        continue;
      }
      // Read as the encoder will read it, so that a note that cannot be is known now.
      float[] samples = inputs.samples(Note.of(file));
      content.put(file, Sha256.of(samples));
      ingredients.put(
          file, LatentInputs.ingredient(file, content.get(file), "the sound's samples as encoded"));
      frames.put(file, shape.frames(inputs.frames(samples.length), sizes));
      String stem = each.getValue() + "-" + FileNames.safe(GridCorner.stem(file));
      Path target = LatentInputs.embeddingPath(output.resolve("embeddings"), stem);
      for (int n = 2; targets.isTaken(target); n++) {
        target = LatentInputs.embeddingPath(output.resolve("embeddings"), stem + "-" + n);
      }
      targets.claim(file, target);
      kept.put(file, target);
    }
  }

  private void keep(Path file, LatentInputs.Latent latent) {
    Embedding shaped = shape.apply(latent.embedding(), sizes);
    infos.put(file, latent.info());
    embeddings.put(file, shaped);
    frames.put(file, shaped.frames());
  }

  /**
   * Encodes what no earlier run has; the first failure ends it, as every note needs its corners.
   */
  void encode(EncodeSounds encoding, EncodeProgress progress) throws IOException {
    List<EncodeSounds.Job> jobs = new ArrayList<>();
    kept.forEach(
        (file, target) -> jobs.add(encoding.job(Note.of(file), target, content.get(file))));
    encoding.run(
        jobs,
        new EncodeSounds.Listener() {
          @Override
          public void begins(EncodeSounds.Job job, int before, int total) {
            progress.encodes(before, total, job.note().audio().toString());
          }

          @Override
          public void done(EncodeSounds.Job job) {}

          @Override
          public void made(EncodeSounds.Job job, Embedding embedding, EmbeddingInfo info) {}

          @Override
          public void failed(EncodeSounds.Job job, Exception failure) {
            JobLoop.stop(failure);
          }
        });
    for (Map.Entry<Path, Path> each : kept.entrySet()) {
      keep(each.getKey(), inputs.read(each.getValue()));
    }
  }

  /** Frames that the mixture of a cell will have. */
  int frames(GridPlan.Cell cell) {
    return cell.sources().stream().mapToInt(s -> frames.get(s.file())).min().orElseThrow();
  }

  /** What a cell's embedding depends on, for comparing. */
  String content(GridPlan.Cell cell) {
    StringBuilder all = new StringBuilder();
    cell.sources().forEach(source -> all.append(content.get(source.file()), 0, 16).append(' '));
    return all.toString().strip();
  }

  /** The same for its credentials. */
  List<Ingredient> ingredients(GridPlan.Cell cell) {
    return cell.sources().stream().map(source -> ingredients.get(source.file())).toList();
  }

  /** What is known of a cell's mixture, after {@link #encode}. */
  EmbeddingInfo info(GridPlan.Cell cell) {
    List<EmbeddingInfo> all = new ArrayList<>();
    cell.sources().forEach(source -> all.add(infos.get(source.file())));
    return EmbeddingInfo.mixed(all, cell.weights(), OptionalDouble.of(cell.pitch()));
  }

  /** The corners' embeddings for a cell, after {@link #encode}. */
  List<Embedding> embeddings(GridPlan.Cell cell) {
    List<Embedding> all = new ArrayList<>();
    cell.sources().forEach(source -> all.add(embeddings.get(source.file())));
    return all;
  }
}
