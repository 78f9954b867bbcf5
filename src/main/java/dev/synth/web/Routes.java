package dev.synth.web;

import dev.synth.io.NoInputException;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the server gives. Files are known by name, so that no path leads anywhere else. */
final class Routes {
  /** The browser holds the page to this: nothing comes from elsewhere, nothing goes there. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src blob:;"
          + " style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'none'";

  private static final Map<String, String> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("Content-Security-Policy", POLICY);
    FIELDS.put("X-Content-Type-Options", "nosniff");
    FIELDS.put("Referrer-Policy", "no-referrer");
    FIELDS.put("Cross-Origin-Opener-Policy", "same-origin");
    FIELDS.put("Cross-Origin-Resource-Policy", "same-origin");
    FIELDS.put("Permissions-Policy", "midi=(self), camera=(), microphone=(), geolocation=()");
    FIELDS.put("Cache-Control", "no-store");
  }

  private static final String LIBRARY = "library/";
  private static final String ENCODE = "encode";

  private final PlayedInstrument instrument;
  private final Map<String, Reply> files = new LinkedHashMap<>();

  Routes(PlayedInstrument instrument) throws IOException {
    this.instrument = instrument;
    PageFiles page = new PageFiles();
    for (String name : page.names()) {
      files.put(name, Reply.text(type(name), page.text(name)));
    }
    // The page keeps the text of these two, so that it plays on when the server has ended.
    for (String script : new String[] {PageFiles.WORKER, PageFiles.PROCESSOR}) {
      files.put(script, Reply.text(type(script), page.bundle(script)));
    }
    files.put("", files.get(PageFiles.PAGE));
    files.put("instrument.json", Reply.text("application/json", instrument.json(false).toString()));
    files.put("weights.bin", Reply.bytes("application/octet-stream", instrument.model().weights()));
  }

  private static String type(String name) {
    return name.endsWith(".js")
        ? "text/javascript"
        : name.endsWith(".css") ? "text/css" : "text/html";
  }

  /** Sets what each answer tells the browser about what it may do. */
  static void mark(HttpHeaders headers) {
    FIELDS.forEach(headers::set);
  }

  /** Whether a file's name is that which sounds are sent to. */
  static boolean isEncode(String file) {
    return file.equals(ENCODE);
  }

  /** Whether a file may have to be made first, which takes a while. */
  static boolean isMade(String file) {
    return file.startsWith(LIBRARY);
  }

  /** A file that is there; a refusal otherwise. */
  Reply file(String name) {
    return files.getOrDefault(name, missing());
  }

  /** A file that is made: the sound of an instrument that comes with synth. */
  Reply made(String file) throws IOException {
    try {
      String name = URLDecoder.decode(file.substring(LIBRARY.length()), StandardCharsets.UTF_8);
      return Reply.text("application/json", instrument.sounds().library(name).json().toString());
    } catch (NoInputException e) {
      return missing();
    }
  }

  private static Reply missing() {
    return Reply.refusal(404, "There is no such file.");
  }
}
