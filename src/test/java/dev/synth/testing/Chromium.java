package dev.synth.testing;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Chromium of this machine, without a screen and without a sound card. */
public final class Chromium implements AutoCloseable {
  private static final int SECONDS_MAX = 30;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path profile;
  private final Process process;
  private final String address;

  private Chromium(Path profile, Process process, String address) {
    this.profile = profile;
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it; where there is none, the test is skipped.
   *
   * @param folder for what it keeps
   */
  public static Chromium start(Path folder) throws IOException, InterruptedException {
    Path program = Tools.find("chromium", "chromium-browser", "google-chrome", "chrome");
    Path profile = folder.resolve("profile");
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-extensions",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + profile,
                    "about:blank"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    for (int i = 0; i < SECONDS_MAX * 20 && process.isAlive(); i++) {
      if (Files.exists(port) && Files.size(port) > 0) {
        return new Chromium(
            profile, process, "http://127.0.0.1:" + Files.readAllLines(port).get(0));
      }
      Thread.sleep(50);
    }
    process.destroyForcibly();
    throw new AssertionError(
        "Chromium does not start: " + Files.readString(folder.resolve("chromium.log")));
  }

  /**
   * An empty tab.
   *
   * @param early a script that runs in each of its pages before theirs do; may be empty
   */
  public ChromiumTab tab(String early) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/json/new?about:blank"))
            .method("PUT", HttpRequest.BodyPublishers.noBody())
            .build();
    String told = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    JsonNode target = new ObjectMapper().readTree(told);
    if (!target.has("webSocketDebuggerUrl")) {
      fail(told);
    }
    URI socket = URI.create(target.get("webSocketDebuggerUrl").asText());
    return new ChromiumTab(client, socket, early);
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (String link : List.of("SingletonLock", "SingletonSocket", "SingletonCookie")) {
      Files.deleteIfExists(profile.resolve(link)); // they lead out of the folder
    }
  }
}
