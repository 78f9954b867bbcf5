package dev.synth.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.synth.app.play.Corner;
import dev.synth.app.play.PlayedSounds;
import dev.synth.io.FileNames;
import dev.synth.io.WorkFailedException;
import dev.synth.io.path.Spool;
import dev.synth.io.text.Printable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Encodes sounds that are sent, one after the other. What is sent lies in a temporary file of
 * synth's own naming for as long as it is encoded. The answer is a line of JSON for each step.
 */
final class SoundEncoding implements AutoCloseable {
  /** Far more than a note takes. */
  static final int BYTES_MAX = 64 << 20;

  private static final int WAITING_MAX = 4;
  private static final int WAITING_SECONDS = 60;
  private static final int NAME_MAX = 100;

  private final PlayedSounds sounds;
  private final Semaphore places = new Semaphore(WAITING_MAX);
  private final Semaphore turn = new Semaphore(1, true);

  SoundEncoding(PlayedSounds sounds) {
    this.sounds = sounds;
  }

  /** Reads the sound in the request's body, and answers with its encoding. */
  void answer(HttpExchange exchange) throws IOException {
    if (!places.tryAcquire()) {
      Routes.refuse(exchange, 503, "Too many sounds are being encoded; try again.");
      return;
    }
    try {
      receive(exchange);
    } finally {
      places.release();
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    String name = name(exchange.getRequestURI().getRawQuery());
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && length.length() > String.valueOf(BYTES_MAX).length()) {
      Routes.refuse(exchange, 413, tooLarge(name));
      return;
    }
    try (Spool spool = new Spool(fileName(name), Printable.name(name))) {
      InputStream body = exchange.getRequestBody();
      LimitedInput limited = new LimitedInput(body, BYTES_MAX);
      spool.fill(limited);
      if (limited.isExceeded()) {
        Routes.refuse(exchange, 413, tooLarge(name));
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
      exchange.sendResponseHeaders(200, 0);
      encode(spool, name, new Lines(exchange.getResponseBody()));
    }
  }

  private static String tooLarge(String name) {
    return Printable.name(name)
        + ": is larger than "
        + (BYTES_MAX >> 20)
        + " MiB; cut a note out of it.";
  }

  private void encode(Spool spool, String name, Lines lines) throws IOException {
    boolean mine = false;
    try {
      mine = turn.tryAcquire();
      if (!mine) {
        lines.write(state("waiting"));
        mine = turn.tryAcquire(WAITING_SECONDS, TimeUnit.SECONDS);
      }
      if (!mine) {
        lines.write(error("Other sounds are still being encoded; try again."));
        return;
      }
      lines.write(state("encoding"));
      List<String> remarks = new ArrayList<>();
      Corner corner = sounds.of(spool.file(), name, remarks::add);
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.set("corner", corner.json());
      if (!remarks.isEmpty()) {
        result.put("remark", inWords(String.join(" ", remarks), spool));
      }
      lines.write(result);
    } catch (IOException | WorkFailedException | IllegalArgumentException e) {
      if (lines.isOpen()) {
        lines.write(error(inWords(String.valueOf(e.getMessage()), spool)));
      }
    } catch (OutOfMemoryError e) {
      lines.write(error(Printable.name(name) + ": is too long for the memory; cut a note out."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (mine) {
        turn.release();
      }
    }
  }

  /** A sentence for a page, which has no settings of a command line. */
  private static String inWords(String sentence, Spool spool) {
    String said = Spool.inWords(sentence).replace(spool.file().getParent() + File.separator, "");
    String line = Printable.line(said);
    int hint = line.indexOf("; to play its embedding, give the setting");
    return hint < 0 ? line : line.substring(0, hint) + "; it plays as if it were C4.";
  }

  private static ObjectNode state(String state) {
    return JsonNodeFactory.instance.objectNode().put("state", state);
  }

  private static ObjectNode error(String sentence) {
    return JsonNodeFactory.instance.objectNode().put("error", sentence);
  }

  /** The name that the sender gives the sound, which tells its pitch. */
  private static String name(String query) {
    String name = "sound";
    for (String part : (query == null ? "" : query).split("&")) {
      if (part.startsWith("name=")) {
        try {
          name = URLDecoder.decode(part.substring(5), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
          return "sound"; // no such escape
        }
      }
    }
    String bare = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    int from = Math.max(0, bare.length() - NAME_MAX);
    return bare.isBlank() ? "sound" : bare.substring(from);
  }

  /** A name for the temporary file that every system can keep. */
  private static String fileName(String name) {
    String safe = FileNames.safe(name);
    return FileNames.problem(safe) == null && !safe.startsWith(".") ? safe : "sound";
  }

  @Override
  public void close() {
    sounds.close();
  }

  /** An input that ends early where it has more bytes than are wanted. */
  private static final class LimitedInput extends InputStream {
    private final InputStream in;
    private long left;
    private boolean exceeded;

    LimitedInput(InputStream in, long most) {
      this.in = in;
      this.left = most;
    }

    boolean isExceeded() {
      return exceeded;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      if (count > left) {
        exceeded = true;
        return -1;
      }
      left -= Math.max(0, count);
      return count;
    }
  }

  /** JSON, a value a line; each goes out at once. */
  private static final class Lines {
    private final OutputStream out;
    private boolean open = true;

    Lines(OutputStream out) {
      this.out = out;
    }

    boolean isOpen() {
      return open;
    }

    void write(ObjectNode value) throws IOException {
      try {
        out.write((value + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        open = false;
        throw e;
      }
    }
  }
}
