package dev.synth.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page as one file that needs nothing else: no server, no network. */
public final class StandalonePage {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StandalonePage() {}

  /** The page of an instrument, HTML. */
  public static String of(PlayedInstrument instrument) throws IOException {
    PageFiles files = new PageFiles();
    String style = "\n" + files.text(PageFiles.STYLE);
    String sources =
        "globalThis.synthSources = { worker: "
            + quoted(files.bundle(PageFiles.WORKER))
            + ", processor: "
            + quoted(files.bundle(PageFiles.PROCESSOR))
            + " };\n";
    String script = "\n" + sources + files.bundle(PageFiles.MAIN);
    String data = MAPPER.writeValueAsString(instrument.json(true)).replace("<", "\\u003c");
    String weights = Base64.getEncoder().encodeToString(instrument.model().weights());
    String policy =
        "default-src 'none'; script-src 'wasm-unsafe-eval' data: blob: "
            + hash(script)
            + "; worker-src blob: data:; style-src "
            + hash(style)
            + "; img-src data: blob:; base-uri 'none'; form-action 'none'";
    return replaced(
        files.text(PageFiles.PAGE),
        "<meta charset=\"utf-8\">\n",
        "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\""
            + policy
            + "\">\n",
        "<link rel=\"stylesheet\" href=\"style.css\">",
        "<style>" + style + "</style>",
        "<script type=\"module\" src=\"page/main.js\"></script>\n",
        "<script type=\"application/json\" id=\"synth-data\">"
            + data
            + "</script>\n<script type=\"text/plain\" id=\"synth-weights\">"
            + weights
            + "</script>\n<script>"
            + script
            + "</script>\n");
  }

  private static String replaced(String text, String... pairs) {
    String all = text;
    for (int i = 0; i < pairs.length; i += 2) {
      if (!all.contains(pairs[i])) {
        throw new IllegalStateException("the page has no " + pairs[i]);
      }
      all = all.replace(pairs[i], pairs[i + 1]);
    }
    return all;
  }

  /** As a JavaScript string that may stand in HTML. */
  private static String quoted(String text) throws IOException {
    return MAPPER.writeValueAsString(text).replace("<", "\\u003c");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
