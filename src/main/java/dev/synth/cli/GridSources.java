package dev.synth.cli;

import dev.synth.cli.option.ShapeOptions;
import dev.synth.io.FileNames;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.LatentFormat;
import dev.synth.render.Renderer;
import dev.synth.render.grid.GridCorner;
import dev.synth.render.grid.GridPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The embeddings of a grid's corners. Those of sounds are kept in the grid's folder, so that a grid
 * which is finished later is made of the same.
 */
final class GridSources {
  private final LatentInputs inputs;
  private final ShapeOptions shape;
  private final LatentFormat sizes;
  private final Map<Path, String> content = new LinkedHashMap<>();
  private final Map<Path, Integer> frames = new LinkedHashMap<>();
  private final Map<Path, Path> kept = new LinkedHashMap<>();
  private final Map<Path, Embedding> embeddings = new LinkedHashMap<>();

  /** Reads every sound and embedding that the plan's notes are made of, to know it is good. */
  GridSources(
      GridPlan plan, Path output, LatentInputs inputs, ShapeOptions shape, LatentFormat sizes)
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
        Embedding embedding = inputs.read(file).embedding();
        content.put(file, Sha256.of(embedding.values()));
        keep(file, embedding);
        continue;
      }
      // Read as the encoder will read it, so that a note that cannot be is known now.
      float[] samples = dev.synth.dataset.Note.of(file).load(inputs.sampleRateHz()).samples();
      content.put(file, Sha256.of(samples));
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

  private void keep(Path file, Embedding embedding) {
    Embedding shaped = shape.apply(embedding, sizes);
    embeddings.put(file, shaped);
    frames.put(file, shaped.frames());
  }

  /** Sounds that are not encoded yet, and so the work of {@link #encode}. */
  int toEncode() {
    return kept.size();
  }

  /** Encodes what no earlier run has. */
  void encode(WorkFolder folder, String modelHash, boolean force, Progress bar) throws IOException {
    int done = 0;
    for (Map.Entry<Path, Path> each : kept.entrySet()) {
      Path file = each.getKey();
      Path target = each.getValue();
      bar.update(done++, kept.size(), file.toString());
      Map<String, String> made =
          Map.of("command", "encode", "model", modelHash, "sound", content.get(file));
      WorkFolder.State state = folder.begin(target, made, force);
      while (state == WorkFolder.State.ELSEWHERE) {
        Renderer.pauseIf(true);
        state = folder.begin(target, made, force);
      }
      try {
        if (state == WorkFolder.State.TO_DO) {
          Embedding embedding = inputs.encode(file).embedding();
          folder.write(target, made, to -> EmbeddingFile.write(to, embedding, true));
        }
      } finally {
        folder.end(target);
      }
      keep(file, inputs.read(target).embedding());
    }
    bar.clear();
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

  /** The corners' embeddings for a cell, after {@link #encode}. */
  List<Embedding> embeddings(GridPlan.Cell cell) {
    List<Embedding> all = new ArrayList<>();
    cell.sources().forEach(source -> all.add(embeddings.get(source.file())));
    return all;
  }
}
