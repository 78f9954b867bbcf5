package dev.synth.cli.process;

import dev.synth.io.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Standard output or standard error. Control characters, which a file's name may have and a
 * terminal would obey, are written as JSON escapes them, {@code \}{@code u001b}; so are characters
 * that turn the direction of text or separate lines, see {@link Printable#isControl}. A failure to
 * write is remembered, not thrown.
 */
public final class StandardWriter extends PrintWriter {
  private final Sink sink;

  private StandardWriter(Sink sink) {
    super(sink, true);
    this.sink = sink;
  }

  /** Standard output. */
  public static StandardWriter out() {
    return of(new FileOutputStream(FileDescriptor.out), isClosed("stdout"));
  }

  /** Standard error. */
  public static StandardWriter err() {
    return of(new FileOutputStream(FileDescriptor.err), false);
  }

  /** What is written to {@code stream}; {@code closed} if that stands in for a closed one. */
  public static StandardWriter of(OutputStream stream, boolean closed) {
    return new StandardWriter(new Sink(stream, closed));
  }

  /** Whether the standard stream {@code name} is closed: bin/synth says so. */
  public static boolean isClosed(String name) {
    return (" " + System.getProperty("synth.closed", "") + " ").contains(" " + name + " ");
  }

  /** Whether standard output is a terminal: bin/synth says so. */
  public static boolean isTerminal() {
    return Boolean.getBoolean("synth.terminal.stdout");
  }

  /** Writes the bytes of {@code file} as they are. */
  public void send(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      flush();
      sink.send(in);
    }
  }

  private static Charset charset() {
    for (String property : new String[] {"stdout.encoding", "sun.stdout.encoding"}) {
      if (System.getProperty(property) != null) {
        return Charset.forName(System.getProperty(property));
      }
    }
    return Charset.forName(System.getProperty("native.encoding", Charset.defaultCharset().name()));
  }

  /** Prints the program's own control characters, where {@code writer} would escape them. */
  public static void printRaw(PrintWriter writer, String text) {
    raw(writer, () -> writer.print(text));
  }

  /** Lets what {@code printing} prints through as it is, such as help in bold letters. */
  public static void raw(PrintWriter writer, Runnable printing) {
    if (!(writer instanceof StandardWriter standard)) {
      printing.run();
      return;
    }
    synchronized (standard.lock) {
      boolean before = standard.sink.raw;
      standard.sink.raw = true;
      try {
        printing.run();
      } finally {
        standard.sink.raw = before;
      }
    }
  }

  /** Whether nothing was printed yet. */
  public boolean isUnused() {
    return !sink.used;
  }

  /**
   * Why what was printed has not been written, as the end of a sentence; null where it was, or
   * where its reader wanted no more, as {@code head} does.
   */
  public String failure() {
    flush();
    IOException failure = sink.failure;
    if (failure == null || !sink.used) {
      return null;
    }
    String reason = String.valueOf(failure.getMessage());
    boolean unwanted =
        reason.toLowerCase(Locale.ROOT).contains("broken pipe")
            || reason.toLowerCase(Locale.ROOT).contains("pipe is being closed");
    return unwanted ? null : reason;
  }

  /** Escapes, and keeps the first failure. */
  private static final class Sink extends Writer {
    private final OutputStream stream;
    private final Writer out;
    private boolean raw;
    private boolean used;
    private IOException failure;

    Sink(OutputStream stream, boolean closed) {
      this.stream = stream;
      this.out = new OutputStreamWriter(stream, charset());
      this.failure = closed ? new IOException("it is closed") : null;
    }

    @Override
    public void write(char[] text, int from, int count) {
      if (count == 0) {
        return;
      }
      used = true;
      try {
        if (failure == null) {
          put(text, from, count);
        }
      } catch (IOException e) {
        failure = e;
      }
    }

    void send(InputStream in) throws IOException {
      used = true;
      byte[] block = new byte[1 << 16];
      for (int count = in.read(block); count >= 0 && failure == null; count = in.read(block)) {
        try {
          stream.write(block, 0, count);
        } catch (IOException e) {
          failure = e;
        }
      }
    }

    private void put(char[] text, int from, int count) throws IOException {
      int plain = from;
      for (int i = from; i < from + count && !raw; i++) {
        if (isControl(text[i])) {
          out.write(text, plain, i - plain);
          out.write(String.format(Locale.ROOT, "\\u%04x", (int) text[i]));
          plain = i + 1;
        }
      }
      out.write(text, plain, from + count - plain);
    }

    @Override
    public void flush() {
      try {
        if (failure == null) {
          out.flush();
        }
      } catch (IOException e) {
        failure = e;
      }
    }

    @Override
    public void close() {
      flush();
    }
  }

  private static boolean isControl(char c) {
    if (Character.isISOControl(c)) {
      return c != '\n' && c != '\t' && (c != '\r' || !System.lineSeparator().startsWith("\r"));
    }
    return Printable.isControl(c);
  }
}
