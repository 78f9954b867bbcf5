package dev.synth.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.synth.io.NoInputException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the server answers. Files are known by name, so that no path leads anywhere else. */
final class Routes implements HttpHandler {
  /** The browser holds the page to this: nothing comes from elsewhere, nothing goes there. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src"
          + " 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'none'";

  private static final String LIBRARY = "library/";
  private static final String ENCODE = "encode";

  private record Answer(String type, byte[] body) {}

  private final Gate gate;
  private final PlayedInstrument instrument;
  private final SoundEncoding encoding;
  private final Map<String, Answer> files = new LinkedHashMap<>();

  Routes(Gate gate, PlayedInstrument instrument, SoundEncoding encoding) throws IOException {
    this.gate = gate;
    this.instrument = instrument;
    this.encoding = encoding;
    PageFiles page = new PageFiles();
    for (String name : page.names()) {
      files.put(name, text(type(name), page.text(name)));
    }
    files.put("", files.get(PageFiles.PAGE));
    files.put("instrument.json", text("application/json", instrument.json(false).toString()));
    files.put("weights.bin", new Answer("application/octet-stream", instrument.model().weights()));
  }

  private static Answer text(String type, String text) {
    return new Answer(type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String type(String name) {
    return name.endsWith(".js")
        ? "text/javascript"
        : name.endsWith(".css") ? "text/css" : "text/html";
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Security-Policy", POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Opener-Policy", "same-origin");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Permissions-Policy", "midi=(self), camera=(), microphone=(), geolocation=()");
      headers.set("Cache-Control", "no-store");
      Gate.Refusal refusal = gate.refusal(exchange);
      if (refusal != null) {
        refuse(exchange, refusal.status(), refusal.sentence());
        return;
      }
      String file = gate.file(exchange);
      if (file.equals(ENCODE)) {
        if (allows(exchange, "POST")) {
          encoding.answer(exchange);
        }
      } else if (allows(exchange, "GET", "HEAD")) {
        give(exchange, file);
      }
    }
  }

  private void give(HttpExchange exchange, String file) throws IOException {
    Answer answer = files.get(file);
    if (answer == null && file.startsWith(LIBRARY)) {
      answer = library(file.substring(LIBRARY.length()));
    }
    if (answer == null) {
      refuse(exchange, 404, "There is no such file.");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    send(exchange, 200, answer.body());
  }

  private Answer library(String name) throws IOException {
    try {
      String decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
      return text("application/json", instrument.sounds().library(decoded).json().toString());
    } catch (NoInputException | IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean allows(HttpExchange exchange, String... methods) throws IOException {
    for (String method : methods) {
      if (exchange.getRequestMethod().equals(method)) {
        return true;
      }
    }
    exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
    refuse(exchange, 405, "Only " + String.join(" and ", methods) + " is allowed here.");
    return false;
  }

  /** Answers with a sentence. The request's body is not read: the connection ends. */
  static void refuse(HttpExchange exchange, int status, String sentence) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("Connection", "close");
    send(exchange, status, sentence.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
