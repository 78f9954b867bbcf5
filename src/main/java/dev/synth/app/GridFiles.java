package dev.synth.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioFile;
import dev.synth.audio.SampleLoop;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavFile;
import dev.synth.dataset.NsynthFormat;
import dev.synth.io.WorkFolder;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import dev.synth.provenance.SourceType;
import dev.synth.render.grid.GridCorner;
import dev.synth.render.grid.GridManifest;
import dev.synth.render.grid.GridPlan;
import dev.synth.render.grid.PadFile;
import dev.synth.render.grid.SamplerFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The files of a grid that are made of its notes: manifest, instruments, pads. */
final class GridFiles {
  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Stands for the loop of a note that is not there yet, where sizes are estimated. */
  private static final Optional<SampleLoop> SOME_LOOP = Optional.of(new SampleLoop(10_000, 99_999));

  private final GridPlan plan;
  private final Path output;
  private final Map<Path, Function<SamplerFormat.Loops, String>> texts = new LinkedHashMap<>();
  private final PadFile pad;
  private final Path padPath;

  /**
   * The files.
   *
   * @param samplers formats of the instruments
   * @param pad of the pads file, or null for none
   */
  GridFiles(
      GridPlan plan,
      Path output,
      Map<String, String> settings,
      Set<SamplerFormat> samplers,
      PadFile pad) {
    this.plan = plan;
    this.output = output;
    this.pad = pad;
    texts.put(output.resolve(MANIFEST), loops -> new GridManifest(plan, settings, loops).json());
    texts.put(
        output.resolve("manifest.csv"), loops -> new GridManifest(plan, settings, loops).csv());
    for (SamplerFormat sampler : samplers) {
      texts.put(output.resolve(plan.name() + sampler.ending()), loops -> sampler.grid(plan, loops));
      for (int row = 0; row < plan.rows(); row++) {
        for (int column = 0; column < plan.size(); column++) {
          int x = column;
          int y = row;
          texts.put(
              output.resolve(plan.point(x, y) + sampler.ending()),
              loops -> sampler.point(plan, x, y, loops));
        }
      }
    }
    List<String> names = plan.corners().stream().map(GridCorner::name).toList();
    padPath = output.resolve("pads").resolve(String.join("_", names) + ".bin");
    if (pad != null) {
      texts.put(output.resolve("pads").resolve("settings.json"), loops -> deviceSettings());
    }
  }

  /** Bytes that all of them take, at most. */
  long bytes() {
    long bytes = pad == null ? 0 : pad.bytes();
    for (Function<SamplerFormat.Loops, String> text : texts.values()) {
      bytes += text.apply(cell -> SOME_LOOP).length();
    }
    return bytes;
  }

  /** Fails when one is in the way that synth did not make. */
  void check(WorkFolder folder) throws IOException {
    for (Path file : texts.keySet()) {
      folder.checkReplaceable(file);
    }
    if (pad != null) {
      folder.checkReplaceable(padPath);
    }
  }

  /**
   * Writes all, when every note is there.
   *
   * @param marking how the manifest says, beside it, that the grid was generated
   * @param origin of all notes
   * @return how many notes have a loop
   */
  int write(WorkFolder folder, Marking marking, Origin origin) throws IOException {
    if (pad != null) {
      Map<String, GridPlan.Cell> cells = new LinkedHashMap<>();
      for (GridPlan.Cell cell : plan.cells()) {
        cells.put(cell.column() + " " + cell.row() + " " + cell.pitch(), cell);
      }
      folder.replace(
          padPath,
          "grid",
          to ->
              pad.write(
                  to,
                  (x, y, p) -> pcm(cells.get(x + " " + y + " " + plan.pitches().get(p)).file())));
    }
    Map<String, SampleLoop> loops = new HashMap<>();
    for (GridPlan.Cell cell : plan.cells()) {
      WavFile.samplerInfo(output.resolve(cell.file()))
          .flatMap(SamplerInfo::loop)
          .ifPresent(loop -> loops.put(cell.file(), loop));
    }
    for (Map.Entry<Path, Function<SamplerFormat.Loops, String>> each : texts.entrySet()) {
      String text = each.getValue().apply(cell -> Optional.ofNullable(loops.get(cell.file())));
      Path file = each.getKey();
      folder.replace(
          file,
          "grid",
          to -> {
            Files.writeString(to, text);
            if (file.equals(output.resolve(MANIFEST))) {
              marking.beside(file, to, "application/json", SourceType.TRAINED_MEDIA, origin);
            }
          });
    }
    return loops.size();
  }

  private short[] pcm(String file) throws IOException {
    float[] samples = AudioFile.read(output.resolve(file)).samples();
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (samples[i] * 32768f); // exact: the files have 16 bits
    }
    return pcm;
  }

  /** The parts of the device's settings.json that must agree with the pads file. */
  private String deviceSettings() {
    ObjectNode all = JSON.createObjectNode();
    ObjectNode nsynth = all.putObject("nsynth").put("resolution", plan.size());
    ArrayNode pitches = nsynth.putArray("pitches");
    plan.pitches().forEach(pitches::add);
    nsynth.put("length", pad.rowSamples()).put("sampleRate", NsynthFormat.SAMPLE_RATE_HZ);
    ArrayNode corners = all.putArray("corners");
    for (GridCorner corner : plan.corners()) {
      String letters = corner.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", " ").strip();
      String display = letters.substring(0, Math.min(8, letters.length())).strip();
      ObjectNode instrument = corners.addObject().putArray("instruments").addObject();
      instrument.put("name", corner.name()).put("display", display);
      instrument.put("abbr", display.substring(0, Math.min(2, display.length())));
    }
    return all.toPrettyString() + "\n";
  }
}
