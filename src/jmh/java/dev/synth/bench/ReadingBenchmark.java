package dev.synth.bench;

import dev.synth.dataset.Note;
import dev.synth.dataset.convert.Conversion;
import dev.synth.dataset.source.NoteSource;
import dev.synth.io.tfrecord.TfRecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Notes read from where they lie, against reading the same bytes with their checksum only. One
 * thread; the files are in the operating system's cache. An operation reads every note once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReadingBenchmark {
  private static final int NOTES = 256;
  private static final int BUFFER_BYTES = 1 << 20;

  private Path folder;
  private Path records;
  private List<Note> ofRecords;
  private List<Note> ofZipped;
  private List<Note> ofWavs;

  /** What JMH divides by the time: the rates of samples and of bytes, beside that of operations. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Read {
    /** Samples of sound. */
    public long samples;

    /** Millions of bytes of file. */
    public double megabytes;

    /** Counts from the beginning in each iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      samples = 0;
      megabytes = 0;
    }
  }

  /** Writes 256 notes. */
  @Setup
  public void write() throws IOException {
    folder = Files.createTempDirectory("synth-reading");
    records = SyntheticRecords.write(folder.resolve("notes.tfrecord"), NOTES);
    ofRecords = open(records);
  }

  /** The same notes in another form, which is made while JMH warms up. */
  private List<Note> converted(String name) throws IOException {
    Path output = folder.resolve(name);
    new Conversion(ofRecords, output, 1, 16_000, false, problem -> {}, (done, total, note) -> {}).run();
    return open(output);
  }

  private static List<Note> open(Path source) throws IOException {
    return NoteSource.open(List.of(source), problem -> {});
  }

  /** Every byte of the TFRecord file, and the checksum over all of it. */
  @Benchmark
  public long rawBytesWithCrc(Read read) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(records)) {
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        crc.update(buffer, 0, count);
      }
    }
    read.samples += (long) NOTES * SyntheticRecords.SAMPLES;
    read.megabytes += Files.size(records) / 1e6;
    return crc.getValue();
  }

  /** The records' framing: lengths and both checksums of each, and no look inside. */
  @Benchmark
  public long tfRecordFraming(Read read) throws IOException {
    long bytes = 0;
    try (TfRecordReader reader = TfRecordReader.open(records)) {
      for (var payload = reader.next(); payload != null; payload = reader.next()) {
        bytes += payload.remaining();
      }
    }
    read.samples += (long) NOTES * SyntheticRecords.SAMPLES;
    read.megabytes += Files.size(records) / 1e6;
    return bytes;
  }

  /** Notes of a TFRecord file, as training reads them. */
  @Benchmark
  public float tfRecordNotes(Read read) throws IOException {
    return load(ofRecords, Files.size(records), read);
  }

  /** Notes of a gzipped TFRecord file. */
  @Benchmark
  public float zippedTfRecordNotes(Read read) throws IOException {
    if (ofZipped == null) {
      ofZipped = converted("notes.tfrecord.gz");
    }
    return load(ofZipped, Files.size(folder.resolve("notes.tfrecord.gz")), read);
  }

  /** Notes of an NSynth folder: WAV files of 16 bits. */
  @Benchmark
  public float folderNotes(Read read) throws IOException {
    if (ofWavs == null) {
      ofWavs = converted("notes");
    }
    return load(ofWavs, 2L * NOTES * SyntheticRecords.SAMPLES, read);
  }

  private static float load(List<Note> notes, long bytes, Read read) throws IOException {
    float sum = 0;
    for (Note note : notes) {
      float[] samples = note.load(16_000).samples();
      if (samples.length != SyntheticRecords.SAMPLES) {
        throw new IllegalStateException(note + " has " + samples.length + " samples");
      }
      sum += samples[samples.length / 2];
      read.samples += samples.length;
    }
    read.megabytes += bytes / 1e6;
    return sum;
  }

  /** Deletes the files. */
  @TearDown
  public void delete() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
