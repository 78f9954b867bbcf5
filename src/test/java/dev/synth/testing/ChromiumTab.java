package dev.synth.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A tab of Chromium, driven by its DevTools protocol. */
public final class ChromiumTab implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int SECONDS_MAX = 90;

  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger number = new AtomicInteger();
  private final HttpClient client;
  private final URI address;
  private final WebSocket socket;

  ChromiumTab(HttpClient client, URI address, String early)
      throws IOException, InterruptedException {
    this.client = client;
    this.address = address;
    try {
      socket =
          client
              .newWebSocketBuilder()
              .buildAsync(address, new Listener())
              .get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
    for (String domain : List.of("Runtime", "Log", "Page", "Network")) {
      send(domain + ".enable");
    }
    if (!early.isEmpty()) {
      send("Page.addScriptToEvaluateOnNewDocument", "source", early);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          take(MAPPER.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          text.setLength(0);
        }
      }
      from.request(1);
      return null;
    }
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      waiting.remove(message.get("id").asInt()).complete(message);
      return;
    }
    JsonNode told = message.get("params");
    switch (message.get("method").asText()) {
      case "Runtime.exceptionThrown" -> errors.add(told.toString());
      case "Runtime.consoleAPICalled" -> {
        if (told.get("type").asText().equals("error")) {
          errors.add(told.get("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (told.at("/entry/level").asText().equals("error")) {
          errors.add(told.at("/entry/text").asText() + " " + told.at("/entry/url").asText());
        }
      }
      case "Network.requestWillBeSent" -> requests.add(told.at("/request/url").asText());
      default -> {}
    }
  }

  /**
   * Sends a command; its result.
   *
   * @param pairs names and values of its parameters
   */
  public JsonNode send(String method, Object... pairs) throws IOException, InterruptedException {
    ObjectNode message = MAPPER.createObjectNode();
    int id = number.incrementAndGet();
    message.put("id", id).put("method", method);
    ObjectNode parameters = message.putObject("params");
    for (int i = 0; i < pairs.length; i += 2) {
      parameters.set((String) pairs[i], MAPPER.valueToTree(pairs[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      socket.sendText(message.toString(), true).get();
      JsonNode told = answer.get(SECONDS_MAX, TimeUnit.SECONDS);
      assertTrue(!told.has("error"), () -> method + ": " + told);
      return told.get("result");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(method + ": " + e, e);
    }
  }

  /** Opens an address and waits until {@code condition} holds there. */
  public ChromiumTab open(String address, String condition)
      throws IOException, InterruptedException {
    send("Page.navigate", "url", address);
    return await(condition);
  }

  /** The value of an expression; that of a promise is waited for. */
  public JsonNode value(String expression) throws IOException, InterruptedException {
    JsonNode told =
        send(
            "Runtime.evaluate",
            "expression",
            expression,
            "awaitPromise",
            true,
            "returnByValue",
            true);
    if (told.has("exceptionDetails")) {
      fail(expression + ": " + told.get("exceptionDetails"));
    }
    return told.at("/result/value");
  }

  /** Waits until an expression is true. */
  public ChromiumTab await(String expression) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (System.nanoTime() < end) {
      JsonNode told = send("Runtime.evaluate", "expression", expression, "returnByValue", true);
      if (told.at("/result/value").asBoolean()) {
        return this;
      }
      Thread.sleep(20);
    }
    fail(expression + " does not come true; errors: " + errors);
    return this;
  }

  /** Floats that an expression gives as a Float32Array. */
  public float[] floats(String expression) throws IOException, InterruptedException {
    String text =
        value(
                "(async () => { const f = await ("
                    + expression
                    + "); const b = new Uint8Array(f.buffer, f.byteOffset, f.byteLength); let t ="
                    + " ''; for (let i = 0; i < b.length; i += 32768) t +="
                    + " String.fromCharCode(...b.subarray(i, i + 32768)); return btoa(t); })()")
            .asText();
    byte[] bytes = Base64.getDecoder().decode(text);
    float[] floats = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  /** Presses or releases a key of the keyboard, by its code and what it means. */
  public void key(boolean down, String code, String key) throws IOException, InterruptedException {
    send(
        "Input.dispatchKeyEvent",
        "type",
        down ? "keyDown" : "keyUp",
        "code",
        code,
        "key",
        key,
        "windowsVirtualKeyCode",
        key.length() == 1 ? (int) Character.toUpperCase(key.charAt(0)) : virtual(key));
  }

  private static int virtual(String key) {
    return switch (key) {
      case "Tab" -> 9;
      case "Enter" -> 13;
      case "Home" -> 36;
      case "ArrowLeft" -> 37;
      case "ArrowUp" -> 38;
      case "ArrowRight" -> 39;
      case "ArrowDown" -> 40;
      default -> 0;
    };
  }

  /** A key down and up. */
  public void type(String code, String key) throws IOException, InterruptedException {
    key(true, code, key);
    key(false, code, key);
  }

  /** A step of the mouse: mousePressed, mouseMoved, mouseReleased. */
  public void mouse(String type, double x, double y) throws IOException, InterruptedException {
    send(
        "Input.dispatchMouseEvent",
        "type",
        type,
        "x",
        x,
        "y",
        y,
        "button",
        "left",
        "buttons",
        type.equals("mouseReleased") ? 0 : 1,
        "clickCount",
        1);
  }

  /** The middle of an element, and its size: x, y, width, height. */
  public double[] box(String selector) throws IOException, InterruptedException {
    JsonNode box =
        value(
            "(() => { const b = document.querySelector("
                + MAPPER.writeValueAsString(selector)
                + ").getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2,"
                + " b.width, b.height]; })()");
    return new double[] {
      box.get(0).asDouble(), box.get(1).asDouble(), box.get(2).asDouble(), box.get(3).asDouble()
    };
  }

  /** Clicks into the middle of an element. */
  public void click(String selector) throws IOException, InterruptedException {
    double[] box = box(selector);
    mouse("mousePressed", box[0], box[1]);
    mouse("mouseReleased", box[0], box[1]);
  }

  /** Gives files to an element that takes some. */
  public void files(String selector, Path... files) throws IOException, InterruptedException {
    int document = send("DOM.getDocument").at("/root/nodeId").asInt();
    int node =
        send("DOM.querySelector", "nodeId", document, "selector", selector).get("nodeId").asInt();
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      names.add(file.toAbsolutePath().toString());
    }
    send("DOM.setFileInputFiles", "nodeId", node, "files", names);
  }

  /** Makes it as large as a window or a phone. */
  public void size(int width, int height, boolean phone) throws IOException, InterruptedException {
    send(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        phone ? 2 : 1,
        "mobile",
        phone);
  }

  /** Sets a media feature, such as prefers-color-scheme. */
  public void media(String feature, String value) throws IOException, InterruptedException {
    send(
        "Emulation.setEmulatedMedia", "features", List.of(Map.of("name", feature, "value", value)));
  }

  /** Writes what is seen as a PNG file. */
  public void picture(Path file) throws IOException, InterruptedException {
    String data = send("Page.captureScreenshot", "format", "png").get("data").asText();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** What its console has said is wrong. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** All addresses that were asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Closes it in the browser, too: else its page would go on drawing and playing. */
  @Override
  public void close() {
    socket.abort();
    String id = address.getPath().substring(address.getPath().lastIndexOf('/') + 1);
    URI close = URI.create("http://" + address.getAuthority() + "/json/close/" + id);
    try {
      client.send(
          HttpRequest.newBuilder(close).timeout(Duration.ofSeconds(30)).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
