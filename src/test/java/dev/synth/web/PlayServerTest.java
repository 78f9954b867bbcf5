package dev.synth.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.app.LoadedModel;
import dev.synth.app.play.Corner;
import dev.synth.app.play.PlayedModel;
import dev.synth.app.play.PlayedSounds;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.io.CannotCreateException;
import dev.synth.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server of the page answers to friends and to others. */
class PlayServerTest {
  private static final Path NOTES = Path.of("nsynth-data/audio");

  /** Slow requests end sooner than a person's would. */
  private static final PlayServer.Patience SHORT = new PlayServer.Patience(4000, 60_000);

  private static LoadedModel model;
  private static PlayedSounds sounds;
  private static PlayedInstrument instrument;
  private static PlayServer server;
  private static URI address;

  @TempDir Path dir;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void serve() throws IOException {
    model = LoadedModel.open(ModelFiles.byDefault(), 2);
    sounds = new PlayedSounds(model, NOTES, 2);
    Corner flute = sounds.library("Flute");
    instrument =
        new PlayedInstrument(
            "1.2.3", PlayedModel.of(model), List.of(flute, flute, flute, flute), sounds);
    server = new PlayServer(new PlayServer.Place("127.0.0.1", 0), SHORT).serve(instrument);
    address = URI.create(server.address());
  }

  @AfterAll
  static void end() {
    server.close();
    model.close();
  }

  private HttpResponse<byte[]> ask(String method, String file, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(file))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** The first line of the answer to a request that is written as it stands. */
  private static String raw(String request) throws IOException {
    return raw(request, address.getPort());
  }

  private static String raw(String request, int port) throws IOException {
    return whole(request, port).lines().findFirst().orElse("");
  }

  /** The whole answer to a request that is written as it stands. */
  private static String whole(String request, int port) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static Socket connect() throws IOException {
    return connect(address.getPort());
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String host() {
    return "127.0.0.1:" + address.getPort();
  }

  private static String get(String path, String... headers) {
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nConnection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return request + "\r\n";
  }

  @Test
  void givesThePageAndAllThatItAsksFor() throws Exception {
    HttpResponse<byte[]> page = ask("GET", "", null);
    assertEquals(200, page.statusCode());
    assertTrue(text(page).contains("<title>synth</title>"), text(page));
    assertEquals("text/html; charset=utf-8", page.headers().firstValue("Content-Type").get());
    for (String name : new PageFiles().names()) {
      HttpResponse<byte[]> file = ask("GET", name, null);
      assertEquals(200, file.statusCode(), name);
      if (name.endsWith(".js")) {
        assertEquals(
            "text/javascript; charset=utf-8", file.headers().firstValue("Content-Type").get());
      }
    }
    JsonNode instrument = new ObjectMapper().readTree(ask("GET", "instrument.json", null).body());
    long weights = 0;
    for (JsonNode tensor : instrument.get("tensors")) {
      weights += tensor.get("length").asLong();
    }
    assertEquals(4 * weights, ask("GET", "weights.bin", null).body().length);
    assertEquals(4, instrument.get("corners").size());
    JsonNode piano = new ObjectMapper().readTree(ask("GET", "library/Piano", null).body());
    assertEquals("Piano", piano.get("name").asText());
    assertEquals(3, piano.get("sounds").size());
    HttpResponse<byte[]> head = ask("HEAD", "style.css", null);
    assertEquals(200, head.statusCode());
    assertEquals(0, head.body().length);
  }

  @Test
  void everyAnswerTellsTheBrowserWhatItMayDo() throws Exception {
    for (String file : new String[] {"", "worker.js", "nothing", "encode"}) {
      var headers = ask("GET", file, null).headers();
      String policy = headers.firstValue("Content-Security-Policy").get();
      assertTrue(policy.contains("default-src 'none'") && !policy.contains("http"), policy);
      assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").get());
      assertEquals("no-store", headers.firstValue("Cache-Control").get());
    }
  }

  /** Each page file is in the folder, and each file of the folder belongs to the page. */
  @Test
  void allFilesOfTheFolderAreUsed() throws IOException {
    Path folder = Path.of("src/main/web");
    Set<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> there.add(folder.relativize(file).toString().replace('\\', '/')));
    }
    there.remove("package.json");
    assertEquals(there, new TreeSet<>(new PageFiles().names()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "page/../../pom.xml",
        "page/%2e%2e/index.html",
        "audio/",
        "page",
        "style.css/",
        "STYLE.CSS",
        "library/../../../etc/passwd",
        "library/%2e%2e%2f%2e%2e%2fetc",
        "library/%zz",
        "library/",
        "index.html%00.js",
        "package.json"
      })
  void nothingElseIsThere(String path) throws IOException {
    String answer = raw(get(address.getPath() + path, "Host: " + host()));
    assertTrue(answer.matches("HTTP/1.1 4\\d\\d .*"), path + ": " + answer);
  }

  @Test
  void withoutTheTokenThereIsNothing() throws IOException {
    String path = address.getPath();
    for (String other : new String[] {"/", "/index.html", "/" + "0".repeat(32) + "/", path + "x"}) {
      assertTrue(raw(get(other, "Host: " + host())).contains(" 404 "), other);
    }
    String cut = path.substring(0, path.length() - 2);
    assertTrue(raw(get(cut, "Host: " + host())).contains(" 404 "));
  }

  /** An address that was copied without its last slash leads to the page, too. */
  @Test
  void theLastSlashMayBeMissing() throws Exception {
    String path = address.getPath();
    String bare = path.substring(0, path.length() - 1);
    String answer = whole(get(bare, "Host: " + host()), address.getPort());
    assertTrue(answer.startsWith("HTTP/1.1 308 "), answer);
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("location: " + path + "\r\n"), answer);
    HttpClient follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    HttpRequest request = HttpRequest.newBuilder(address.resolve(bare)).build();
    assertEquals(200, follows.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    assertTrue(raw(get(bare, "Host: " + host(), "Origin: https://evil.example")).contains(" 403 "));
  }

  /** What no browser sends gets a sentence, with the same head as all else. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | GET %s%%zz HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n",
        "400 | GET %s?%%zz#x\\u0001 HTTP/1.1 \\r\\nHost %s\\r\\n\\r\\n",
        "400 | GET %sa\"b HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n",
        "400 | GET http://%2$s%1$s HTTP/1.1\\r\\nHost: %2$s\\r\\n\\r\\n",
        "400 | GET\\r\\n\\r\\n",
        "400 | rubbish\\r\\n\\r\\n",
        "400 | POST %sencode HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: many\\r\\n\\r\\n",
        "400 | POST %sencode HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: -5\\r\\n\\r\\n",
        "400 | POST %sencode HTTP/1.1\\r\\nHost: %s\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n",
        "400 | GET %s HTTP/1.1\\r\\nHost: %s\\r\\nNo colon\\r\\n\\r\\n",
        "414 | GET %s{long} HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n",
        "431 | GET %s HTTP/1.1\\r\\nHost: %s\\r\\nX: {long}{long}\\r\\n\\r\\n"
      })
  void requestsThatAreNoneGetASentence(int status, String form) throws IOException {
    String text =
        String.format(Locale.ROOT, form, address.getPath(), host())
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\u0001", "\u0001")
            .replace("{long}", "x".repeat(9000));
    String answer = whole(text, address.getPort());
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertFalse(answer.matches("(?s).*(Exception|java|netty|<h1>|\\tat ).*"), answer);
    assertTrue(answer.contains("default-src 'none'"), answer);
    assertTrue(answer.matches("(?s).*\r\n\r\n[A-Z][^\r\n]*\\."), answer);
  }

  @Test
  void onlyItsOwnNameIsAnswered() throws IOException {
    String path = address.getPath();
    assertTrue(raw(get(path, "Host: " + host())).contains(" 200 "));
    assertTrue(raw(get(path, "Host: localhost:" + address.getPort())).contains(" 200 "));
    for (String other :
        new String[] {"evil.example", "127.0.0.1", "evil.example:80", host() + "0"}) {
      assertTrue(raw(get(path, "Host: " + other)).contains(" 421 "), other);
    }
    assertTrue(raw(get(path)).matches("HTTP/1.1 4\\d\\d .*"), "no host");
    String two = raw(get(path, "Host: " + host(), "Host: evil.example"));
    assertTrue(two.matches("HTTP/1.1 4\\d\\d .*"), two);
  }

  /** Where all of the machine's addresses are served, any of them is right, but no name is. */
  @Test
  void allAddressesCanBeServed() throws IOException {
    try (PlayServer open = new PlayServer(new PlayServer.Place("0.0.0.0", 0)).serve(instrument)) {
      URI own = URI.create(open.address());
      int port = own.getPort();
      for (String host : new String[] {"127.0.0.1", "192.168.1.7", "[fe80::1]", "localhost"}) {
        assertTrue(raw(get(own.getPath(), "Host: " + host + ":" + port), port).contains(" 200 "));
      }
      for (String host : new String[] {"evil.example:" + port, "127.0.0.1:1", "127.0.0.1"}) {
        assertTrue(raw(get(own.getPath(), "Host: " + host), port).contains(" 421 "), host);
      }
    }
  }

  @Test
  void otherPagesAreRefused() throws IOException {
    String path = address.getPath();
    String own = "Host: " + host();
    assertTrue(raw(get(path, own, "Origin: http://" + host())).contains(" 200 "));
    for (String origin : new String[] {"https://evil.example", "null", "http://localhost:1"}) {
      assertTrue(raw(get(path, own, "Origin: " + origin)).contains(" 403 "), origin);
    }
    assertTrue(raw(get(path, own, "Sec-Fetch-Site: cross-site")).contains(" 403 "));
    assertTrue(raw(get(path, own, "Sec-Fetch-Site: none")).contains(" 200 "));
    String link = raw(get(path, own, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"));
    assertTrue(link.contains(" 200 "), link);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, ''",
    "PUT, style.css",
    "DELETE, ''",
    "OPTIONS, ''",
    "PATCH, weights.bin",
    "GET, encode",
    "HEAD, encode",
    "PUT, encode",
    "SPY, ''"
  })
  void methodsThatMeanNothing(String method, String file) throws Exception {
    HttpResponse<byte[]> answer = ask(method, file, null);
    assertEquals(405, answer.statusCode());
    assertTrue(answer.headers().firstValue("Allow").isPresent());
  }

  @Test
  void encodesWhatIsSent() throws Exception {
    byte[] sound = Files.readAllBytes(NOTES.resolve("guitar_acoustic_024-048-100.wav"));
    JsonNode last = last(ask("POST", "encode?name=my%20guitar%20C3.wav", sound));
    assertEquals("my guitar C3", last.at("/corner/name").asText());
    assertEquals(48, last.at("/corner/sounds/0/pitch").asInt());
    assertEquals(97, last.at("/corner/sounds/0/frames").asInt(), "without its release");
    JsonNode unnamed = last(ask("POST", "encode", sound));
    assertEquals(48, unnamed.at("/corner/sounds/0/pitch").asInt(), "is heard");
    assertEquals("sound: heard as C3.", unnamed.get("remark").asText());
  }

  /** What no key can be told of is said in words for who dropped it. */
  @Test
  void aSoundWithoutAPitchIsToBeRenamed() throws Exception {
    float[] samples = new float[16_000];
    for (int i = 0; i < samples.length; i++) {
      for (double hz : new double[] {233.7, 317.2, 408.9, 571.3}) {
        samples[i] += (float) (0.1 * Math.sin(2 * Math.PI * hz * i / 16_000));
      }
    }
    Path file = dir.resolve("chord.wav");
    WavFile.write(file, new AudioClip(samples, 16_000), WavFile.Encoding.PCM16, true);
    JsonNode last = last(ask("POST", "encode?name=chord.wav", Files.readAllBytes(file)));
    String remark = last.get("remark").asText();
    assertTrue(remark.startsWith("chord.wav: no single pitch was detected"), remark);
    assertTrue(remark.endsWith("rename it, such as bell A3.wav, and drop it again."), remark);
    assertFalse(remark.contains("setting"), remark);
  }

  /** Of a long sound the beginning is taken, and that is said; of one that just fits it is not. */
  @Test
  void ofALongSoundTheBeginningIsTaken() throws Exception {
    float[] samples = new float[31 * 16_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * 220 * i / 16_000.0));
    }
    Path file = dir.resolve("long A3.wav");
    for (int seconds : new int[] {30, 31}) {
      float[] part = Arrays.copyOf(samples, seconds * 16_000);
      WavFile.write(file, new AudioClip(part, 16_000), WavFile.Encoding.PCM16, true);
      JsonNode last = last(ask("POST", "encode?name=long%20A3.wav", Files.readAllBytes(file)));
      assertTrue(last.at("/corner/sounds/0/frames").asInt() > 900, "30 s are 938 frames");
      String remark = last.path("remark").asText();
      assertEquals(
          seconds > 30, remark.contains("long A3.wav: only its first 30 s are taken."), remark);
    }
  }

  /** Sounds that come at once are encoded one after the other, and too many are refused. */
  @Test
  void soundsWaitForEachOther() throws Exception {
    byte[] sound = Files.readAllBytes(NOTES.resolve("guitar_acoustic_024-048-100.wav"));
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve("encode?name=C3.wav"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(sound))
              .build();
      answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
    }
    int encoded = 0;
    for (CompletableFuture<HttpResponse<byte[]>> each : answers) {
      HttpResponse<byte[]> answer = each.get(60, TimeUnit.SECONDS);
      if (answer.statusCode() == 200) {
        assertTrue(last(answer).has("corner"), () -> text(answer));
        encoded++;
      } else {
        assertEquals(503, answer.statusCode());
        assertEquals("Too many sounds are being encoded; try again.", text(answer));
      }
    }
    assertTrue(encoded >= 4, encoded + " sounds");
    last(ask("POST", "encode?name=C3.wav", sound));
  }

  private static JsonNode last(HttpResponse<byte[]> answer) throws IOException {
    assertEquals(200, answer.statusCode(), () -> text(answer));
    List<String> lines = text(answer).lines().toList();
    assertTrue(lines.get(0).contains("\"state\":\""), lines.toString());
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "notes.wav, This is no sound.",
    "a.mp3, ''",
    "../../x.wav, nothing",
    "x.npy, no array",
    "<script>.wav, <b>no sound</b>"
  })
  void badSoundsGetASentence(String name, String content) throws Exception {
    String query = "encode?name=" + java.net.URLEncoder.encode(name, StandardCharsets.UTF_8);
    JsonNode last = last(ask("POST", query, content.getBytes(StandardCharsets.UTF_8)));
    String error = last.path("error").asText();
    String shown = name.substring(name.lastIndexOf('/') + 1);
    assertTrue(error.startsWith(shown + ":") && error.endsWith("."), error);
    assertFalse(error.contains("/tmp") || error.contains(".part"), error);
  }

  @Test
  void nothingIsLeftOfWhatWasSent() throws Exception {
    List<Path> before = temporaries();
    ask("POST", "encode?name=x.wav", "none".getBytes(StandardCharsets.UTF_8));
    assertEquals(before, temporaries());
  }

  private static List<Path> temporaries() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      String own = "-" + ProcessHandle.current().pid() + "-";
      return files.filter(file -> file.toString().contains(own)).sorted().toList();
    }
  }

  @Test
  void hugeSoundsAreRefusedWithoutBeingRead() throws IOException {
    String path = address.getPath() + "encode?name=huge.wav";
    String head = "POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n";
    String announced = raw(head + "Content-Length: 999999999999\r\n\r\n");
    assertTrue(announced.contains(" 413 "), announced);
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write((head + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = new byte[1 << 20];
      int sent = 0;
      try {
        for (; sent < 200; sent++) {
          out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
          out.write(chunk);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        // The server reads no more.
      }
      assertTrue(sent < 200, "the server took 200 MiB");
    }
  }

  /** Requests that never end are ended; meanwhile others are answered. */
  @Test
  void slowRequestsHoldNobodyUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      String path = address.getPath() + "encode";
      for (int i = 0; i < 8; i++) {
        Socket socket = connect();
        slow.add(socket);
        String begun = i % 2 == 0 ? "GET / HT" : "POST " + path + " HTTP/1.1\r\nHost: " + host();
        String body = i % 2 == 0 ? "" : "\r\nContent-Length: 1000\r\n\r\nfew";
        socket.getOutputStream().write((begun + body).getBytes(StandardCharsets.US_ASCII));
      }
      assertEquals(200, ask("GET", "style.css", null).statusCode());
      for (Socket socket : slow) {
        InputStream in = socket.getInputStream();
        assertTrue(ends(in), "the server waits for ever");
      }
      assertEquals(200, ask("GET", "style.css", null).statusCode());
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Whoever is slow is told; a connection that asks for nothing just ends. */
  @Test
  void slowSendersAreTold() throws Exception {
    PlayServer.Patience brief = new PlayServer.Patience(1500, 3000);
    try (PlayServer server =
        new PlayServer(new PlayServer.Place("127.0.0.1", 0), brief).serve(instrument)) {
      URI own = URI.create(server.address());
      String head = "POST " + own.getPath() + "encode HTTP/1.1\r\nHost: 127.0.0.1:" + own.getPort();
      assertEquals("", whole("", own.getPort()));
      String late = whole("GET / HT", own.getPort());
      assertTrue(late.startsWith("HTTP/1.1 408 "), late);
      assertTrue(late.endsWith("\r\n\r\nThe request took too long to arrive."), late);
      assertTrue(late.contains("default-src 'none'"), late);
      try (Socket socket = connect(own.getPort())) {
        long from = System.nanoTime();
        send(socket, head + "\r\nContent-Length: 100000\r\n\r\n");
        Thread drops =
            new Thread(
                () -> {
                  for (int i = 0; i < 400; i++) {
                    send(socket, "x");
                    pause();
                  }
                });
        drops.start();
        InputStream in = socket.getInputStream();
        byte[] answer = in.readNBytes(12);
        double seconds = (System.nanoTime() - from) / 1e9;
        drops.join();
        assertEquals("HTTP/1.1 408", new String(answer, StandardCharsets.US_ASCII));
        assertTrue(seconds > 2 && seconds < 7, "a body that goes on ended after " + seconds + " s");
      }
    }
  }

  private static boolean ends(InputStream in) throws IOException {
    try {
      in.readAllBytes();
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * A page is answered at once while 200 connections are idle or slow in every way there is without
   * the token, and more threads are not taken for them.
   */
  @Test
  void twoHundredSlowConnectionsHoldNobodyUp() throws Exception {
    String post = "POST /nobody/encode HTTP/1.1\r\nHost: " + host() + "\r\n";
    String[] beginnings = {
      "",
      "GET / HT",
      "GET / HTTP/1.1\r\nHost: " + host() + "\r\nX: ",
      post,
      post + "Content-Length: 1000\r\n\r\nfew",
      post + "Transfer-Encoding: chunked\r\n\r\n9"
    };
    List<Socket> slow = new ArrayList<>();
    AtomicBoolean isOver = new AtomicBoolean();
    Thread drops =
        new Thread(
            () -> {
              while (!isOver.get()) {
                slow.forEach(socket -> send(socket, "x"));
                pause();
              }
            });
    try {
      for (int i = 0; i < 200; i++) {
        slow.add(connect());
        send(slow.get(i), beginnings[i % beginnings.length]);
      }
      drops.start();
      double longest = 0;
      for (int i = 0; i < 30; i++) {
        // A new client has a new connection.
        long from = System.nanoTime();
        String answer = raw(get(address.getPath() + "style.css", "Host: " + host()));
        longest = Math.max(longest, (System.nanoTime() - from) / 1e6);
        assertTrue(answer.contains(" 200 "), answer);
        assertEquals(200, ask("GET", "index.html", null).statusCode());
      }
      assertTrue(longest < 1000, "a page waited for " + longest + " ms");
      long threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("synth-play"))
              .count();
      assertTrue(threads <= 20, threads + " threads");
    } finally {
      isOver.set(true);
      drops.join();
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It was ended by the server.
    }
  }

  /** Beyond the connections that are kept, those that have waited longest end. */
  @Test
  void moreConnectionsThanAreKeptEndTheOldest() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        idle.add(connect());
      }
      assertEquals(200, ask("GET", "style.css", null).statusCode());
      assertTrue(ends(idle.get(0).getInputStream()));
      idle.get(299).setSoTimeout(500);
      assertFalse(ends(idle.get(299).getInputStream()), "the newest stays");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    PlayServer.Place taken = new PlayServer.Place("127.0.0.1", address.getPort());
    var failure = assertThrows(CannotCreateException.class, () -> new PlayServer(taken));
    assertTrue(failure.getMessage().contains("the setting 'port'"), failure.getMessage());
  }
}
