package dev.synth.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.SoundFacts;
import dev.synth.app.play.Corner;
import dev.synth.app.play.PlayedSounds;
import dev.synth.io.FileNames;
import dev.synth.io.WorkFailedException;
import dev.synth.io.path.Spool;
import dev.synth.io.text.Printable;
import io.netty.buffer.ByteBuf;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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

  /** Begins to receive a sound; null if too many are under way. */
  Upload begin(String name) throws IOException {
    if (!places.tryAcquire()) {
      return null;
    }
    try {
      return new Upload(name);
    } catch (IOException | RuntimeException e) {
      places.release();
      throw e;
    }
  }

  /** A sound that is sent. It is closed once by whoever has it last. */
  final class Upload implements AutoCloseable {
    private final String name;
    private final Spool spool;
    private final OutputStream out;
    private long bytes;

    private Upload(String name) throws IOException {
      this.name = name;
      this.spool = new Spool(fileName(name), Printable.name(name));
      try {
        this.out = Files.newOutputStream(spool.file());
      } catch (IOException e) {
        spool.close();
        throw e;
      }
    }

    /** What its sender calls it. */
    String name() {
      return name;
    }

    /** Takes a part of it; says whether it is not too large. */
    boolean write(ByteBuf part) throws IOException {
      bytes += part.readableBytes();
      if (bytes > BYTES_MAX) {
        return false;
      }
      part.readBytes(out, part.readableBytes());
      return true;
    }

    /**
     * Encodes it, when its turn comes.
     *
     * @param lines receives a line of JSON for each step
     * @param isOpen whether anybody still waits for it
     */
    void encode(Consumer<String> lines, BooleanSupplier isOpen) throws IOException {
      out.close();
      boolean mine = false;
      try {
        mine = turn.tryAcquire();
        if (!mine) {
          lines.accept(state("waiting"));
          mine = turn.tryAcquire(WAITING_SECONDS, TimeUnit.SECONDS);
        }
        if (!mine) {
          lines.accept(error("Other sounds are still being encoded; try again."));
        } else if (isOpen.getAsBoolean()) {
          lines.accept(state("encoding"));
          lines.accept(encoded());
        }
      } catch (IOException | WorkFailedException | IllegalArgumentException e) {
        lines.accept(error(inWords(String.valueOf(e.getMessage()), spool)));
      } catch (OutOfMemoryError e) {
        lines.accept(error(Printable.name(name) + ": is too long for the memory; cut a note out."));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        if (mine) {
          turn.release();
        }
      }
    }

    private String encoded() throws IOException {
      List<String> remarks = new ArrayList<>();
      Corner corner = sounds.of(spool.file(), name, remarks::add);
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.set("corner", corner.json());
      if (!remarks.isEmpty()) {
        result.put("remark", inWords(String.join(" ", remarks), spool));
      }
      return result.toString();
    }

    @Override
    public void close() {
      try (spool) {
        out.close();
      } catch (IOException e) {
        // It was a copy, and goes with its folder when the process ends.
      } finally {
        places.release();
      }
    }
  }

  /** The refusal of a sound that has too many bytes. */
  static Reply tooLarge(String name) {
    return Reply.refusal(
        413,
        Printable.name(name)
            + ": is larger than "
            + (BYTES_MAX >> 20)
            + " MiB; cut a note out of it.");
  }

  /** A sentence for a page, which has no settings of a command line. */
  private static String inWords(String sentence, Spool spool) {
    String said = Spool.inWords(sentence).replace(spool.file().getParent() + File.separator, "");
    return Printable.line(said).replace(SoundFacts.TAKE_AGAIN, "drop it again");
  }

  private static String state(String state) {
    return JsonNodeFactory.instance.objectNode().put("state", state).toString();
  }

  private static String error(String sentence) {
    return JsonNodeFactory.instance.objectNode().put("error", sentence).toString();
  }

  /** The name that the sender gives the sound, which tells its pitch. */
  static String name(String query) {
    String name = "sound";
    for (String part : query.split("&")) {
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
}
