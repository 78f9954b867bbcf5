package dev.synth.train.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.Outputs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run writes down: a JSON object a line, for programs, and an event file, for TensorBoard.
 */
public final class RunLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final EventFile events;

  /** Continues the log of {@code folder}, and begins an event file. */
  RunLog(RunFolder folder, long step) throws IOException {
    file = folder.file(RunFolder.LOG);
    long now = System.currentTimeMillis();
    Path path = folder.events(now / 1000 + "." + host());
    while (Files.exists(path)) { // a session in the same second
      now += 1000;
      path = folder.events(now / 1000 + "." + host());
    }
    events = new EventFile(path, step);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** A line to fill; {@code kind} says what of. */
  public static ObjectNode line(String kind, long step) {
    return JSON.createObjectNode().put("kind", kind).put("step", step);
  }

  /** Puts a number; JSON has no NaN, so that is null. */
  public static void put(ObjectNode line, String name, double value) {
    line.put(name, Double.isFinite(value) ? (Double) value : null);
  }

  /** What to say when {@code what} cannot be written. */
  static IOException failed(Path run, String what, IOException cause) {
    return new IOException(
        run
            + ": "
            + what
            + " cannot be written ("
            + Outputs.reason(cause)
            + "); the checkpoint before is intact: when the trouble is gone, the same command goes"
            + " on from it.",
        cause);
  }

  /** Writes a line, and its numbers as scalars {@code kind/name}. */
  public void write(ObjectNode line) throws IOException {
    try {
      append(line);
    } catch (IOException e) {
      throw failed(file.getParent(), "the log", e);
    }
  }

  private void append(ObjectNode line) throws IOException {
    Files.writeString(
        file,
        JSON.writeValueAsString(line) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Map<String, Double> scalars = new LinkedHashMap<>();
    line.properties()
        .forEach(
            field -> {
              if (field.getValue().isNumber() && !field.getKey().equals("step")) {
                scalars.put(
                    line.get("kind").asText() + "/" + field.getKey(),
                    field.getValue().doubleValue());
              }
            });
    if (!scalars.isEmpty()) {
      events.scalars(line.get("step").asLong(), scalars);
    }
  }

  public EventFile events() {
    return events;
  }

  /** Waits until the lines are on the disk. */
  void sync() throws IOException {
    Outputs.sync(file);
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}
