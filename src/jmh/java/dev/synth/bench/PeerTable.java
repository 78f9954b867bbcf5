package dev.synth.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The Markdown table of {@code scripts/bench-peers.sh}, from its lines: case, tab, JSON. */
public final class PeerTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, Double> peers = new LinkedHashMap<>();

  private PeerTable() {}

  /** Runs. */
  public static void main(String[] args) throws IOException {
    Map<String, Map<String, List<JsonNode>>> cases = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] parts = line.split("\t", 2);
      JsonNode result = JSON.readTree(parts[1]);
      cases
          .computeIfAbsent(parts[0], c -> new LinkedHashMap<>())
          .computeIfAbsent(result.get("who").asText(), w -> new ArrayList<>())
          .add(result);
    }
    System.out.println(
        "| | synth, samples/s | libtorch, samples/s | ratio | of the matmul peak | memory |");
    System.out.println("|---|---|---|---|---|---|");
    cases.forEach(PeerTable::row);
  }

  private static void row(String name, Map<String, List<JsonNode>> results) {
    JsonNode ours = median(results.get("synth"));
    double mine = ours.get("samplesPerSecond").asDouble();
    String best = "";
    double theirs = 0;
    for (Map.Entry<String, List<JsonNode>> entry : results.entrySet()) {
      if (!entry.getKey().equals("synth")) {
        sameSizes(name, ours, entry.getValue().get(0));
        double speed = median(entry.getValue()).get("samplesPerSecond").asDouble();
        if (speed > theirs) {
          theirs = speed;
          best = entry.getKey().replace("libtorch", "").strip();
        }
      }
    }
    // The peer has no bf16 of its own here: its float is what one would use instead.
    if (theirs == 0) {
      String plain = name.replace(", bf16", "");
      theirs = peers.getOrDefault(plain, Double.NaN);
      best = "float";
    }
    peers.put(name, theirs);
    String peak =
        ours.has("matmulGflops")
            ? String.format(
                Locale.ROOT,
                "%.0f %% (%.0f of %.0f GFLOPS)",
                100 * ours.get("shareOfMatmul").asDouble(),
                ours.get("gflops").asDouble(),
                ours.get("matmulGflops").asDouble())
            : "";
    System.out.printf(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f%s | %.2f | %s | %,.0f MB |%n",
        name,
        mine,
        theirs,
        best.isEmpty() ? "" : " (" + best + ")",
        mine / theirs,
        peak,
        ours.get("peakMemoryMb").asDouble());
  }

  private static void sameSizes(String name, JsonNode ours, JsonNode theirs) {
    if (ours.has("parameters")
        && ours.get("parameters").asLong() != theirs.get("parameters").asLong()) {
      throw new IllegalStateException(name + ": the two networks differ in size");
    }
  }

  /** The turn of median speed, so that all figures of a row are of one and the same. */
  private static JsonNode median(List<JsonNode> results) {
    return results.stream()
        .sorted(Comparator.comparingDouble(turn -> turn.get("samplesPerSecond").asDouble()))
        .skip(results.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
