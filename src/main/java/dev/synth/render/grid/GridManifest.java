package dev.synth.render.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.SampleLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every note of a grid is, as JSON and as CSV. The same grid has the same manifest. */
public final class GridManifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GridPlan plan;
  private final Map<String, String> settings;
  private final SamplerFormat.Loops loops;

  /**
   * A manifest.
   *
   * @param settings what all notes share, the model's SHA-256 among it
   * @param loops what of each note is repeated while a key is held
   */
  public GridManifest(GridPlan plan, Map<String, String> settings, SamplerFormat.Loops loops) {
    this.plan = plan;
    this.settings = settings;
    this.loops = loops;
  }

  /** The JSON text. */
  public String json() {
    ObjectNode all = JSON.createObjectNode().put("name", plan.name()).put("size", plan.size());
    all.put("seed", plan.seed());
    settings.forEach(all::put);
    ArrayNode corners = all.putArray("corners");
    for (int i = 0; i < plan.corners().size(); i++) {
      GridCorner corner = plan.corners().get(i);
      ObjectNode node = corners.addObject();
      node.put("position", plan.positions().get(i)).put("name", corner.name());
    }
    ArrayNode notes = all.putArray("notes");
    for (GridPlan.Cell cell : plan.cells()) {
      ObjectNode node = notes.addObject().put("file", cell.file());
      node.put("column", cell.column()).put("row", cell.row()).put("x", cell.x());
      node.put("y", cell.y()).put("pitch", cell.pitch()).put("velocity", cell.velocity());
      node.put("noteSeed", String.valueOf(cell.seed()));
      loops
          .of(cell)
          .ifPresent(loop -> node.put("loopStart", loop.from()).put("loopEnd", loop.last()));
      ObjectNode weights = node.putObject("weights");
      ObjectNode sources = node.putObject("sources");
      for (int i = 0; i < plan.corners().size(); i++) {
        weights.put(plan.positions().get(i), cell.weights()[i]);
        sources.put(plan.positions().get(i), cell.sources().get(i).file().toString());
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError(e); // a tree always has a text
    }
  }

  /** The CSV text: a line of names, then a line a note, after RFC 4180. */
  public String csv() {
    List<String> names =
        new ArrayList<>(
            List.of("file", "column", "row", "x", "y", "pitch", "velocity", "noteSeed"));
    plan.positions().forEach(position -> names.add("weight_" + position));
    plan.positions().forEach(position -> names.add("source_" + position));
    names.addAll(List.of("model", "loopStart", "loopEnd"));
    StringBuilder text = new StringBuilder(String.join(",", names)).append("\r\n");
    for (GridPlan.Cell cell : plan.cells()) {
      List<Object> values = new ArrayList<>(List.of(cell.file(), cell.column(), cell.row()));
      values.addAll(List.of(cell.x(), cell.y(), cell.pitch(), cell.velocity(), cell.seed()));
      for (double weight : cell.weights()) {
        values.add(weight);
      }
      cell.sources().forEach(source -> values.add(source.file()));
      values.add(settings.get("model"));
      Optional<SampleLoop> loop = loops.of(cell);
      values.add(loop.isPresent() ? loop.get().from() : "");
      values.add(loop.isPresent() ? loop.get().last() : "");
      text.append(String.join(",", values.stream().map(GridManifest::field).toList()));
      text.append("\r\n");
    }
    return text.toString();
  }

  private static String field(Object value) {
    String text = String.valueOf(value);
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
