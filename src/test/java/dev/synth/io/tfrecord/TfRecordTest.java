package dev.synth.io.tfrecord;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfRecordTest {
  private static final long SEED = 20260401L;

  @TempDir private Path dir;

  private static byte[] framed(byte[]... payloads) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(bytes)) {
      for (byte[] payload : payloads) {
        writer.write(payload);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static TfRecordReader reader(byte[] file) {
    return new TfRecordReader(new ByteArrayInputStream(file), "f");
  }

  private static byte[] copy(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return bytes;
  }

  private static String message(TfRecordReader reader) {
    return assertThrows(BadDataException.class, reader::next).getMessage();
  }

  /** The records that are left when every failure is recovered from. */
  private static List<String> intact(byte[] file) throws IOException {
    List<String> records = new ArrayList<>();
    TfRecordReader reader = reader(file);
    while (true) {
      try {
        ByteBuffer payload = reader.next();
        if (payload == null) {
          return records;
        }
        records.add(new String(copy(payload), StandardCharsets.UTF_8));
      } catch (BadDataException e) {
        assertTrue(reader.recover() > 0, "recovery moves");
      }
    }
  }

  @Test
  void crcIsCastagnolisAndMasked() {
    // RFC 3720, B.4: 32 bytes of zeros have CRC32C 8a9136aa.
    byte[] zeros = new byte[32];
    assertEquals(0x0fd7fffa, MaskedCrc32c.of(zeros, 0, zeros.length));
  }

  @Test
  void bytesAreThoseOfTheFormat() throws IOException {
    // Made by an independent program (src/test/resources/dev/synth/dataset/make_tfrecord.py frames
    // likewise): one record, the bytes "synth".
    assertEquals(
        "0500000000000000eab2043e73796e7468bb759eae",
        HexFormat.of().formatHex(framed(text("synth"))));
  }

  @Test
  void recordsOfAllSizesComeBack() throws IOException {
    Random random = new Random(SEED);
    int[] sizes = {0, 1, 11, 12, 13, 1 << 20, (1 << 20) - 16, (1 << 20) - 15, 3_000_001, 7};
    byte[][] payloads = new byte[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      payloads[i] = new byte[sizes[i]];
      random.nextBytes(payloads[i]);
    }
    byte[] file = framed(payloads);
    Path plain = Files.write(dir.resolve("plain.tfrecord"), file);
    Path zipped = dir.resolve("zipped.tfrecord");
    try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      gzip.write(file);
    }
    for (Path path : List.of(plain, zipped)) {
      long offset = 0;
      try (TfRecordReader reader = TfRecordReader.open(path);
          FileChannel channel = FileChannel.open(plain)) {
        for (byte[] payload : payloads) {
          assertArrayEquals(payload, copy(reader.next()));
          assertEquals(offset, reader.recordOffset());
          assertArrayEquals(
              payload, copy(TfRecordReader.readAt(channel, offset, payload.length, "f")));
          offset += payload.length + 16;
        }
        assertNull(reader.next());
        assertNull(reader.next());
      }
    }
  }

  @Test
  void appendingIsJoining() throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(framed(text("a")));
    TfRecordWriter appending = new TfRecordWriter(joined);
    appending.write(text("b"));
    appending.flush();
    assertArrayEquals(framed(text("a"), text("b")), joined.toByteArray());
  }

  @Test
  void aPlainFileThatBeginsLikeGzipIsPlain() throws IOException {
    byte[] payload = new byte[0x8b1f];
    Path file = Files.write(dir.resolve("like.tfrecord"), framed(payload));
    assertEquals(0x1f, Files.readAllBytes(file)[0]);
    try (TfRecordReader reader = TfRecordReader.open(file)) {
      assertArrayEquals(payload, copy(reader.next()));
    }
  }

  @Test
  void cutAnywhereIsOneSentence() throws IOException {
    byte[] file = framed(text("first"), text("second"));
    for (int length = 0; length < file.length; length++) {
      TfRecordReader reader = reader(Arrays.copyOf(file, length));
      if (length >= 21) {
        reader.next();
      }
      if (length == 0 || length == 21) {
        assertNull(reader.next(), "a whole number of records");
        continue;
      }
      String message = message(reader);
      assertTrue(
          message.startsWith("f: is cut short in the record at byte " + (length < 21 ? 0 : 21)),
          message);
      reader.recover();
      assertNull(reader.next());
    }
  }

  @Test
  void everyDamagedByteIsNoticedAndTheOthersRecovered() throws IOException {
    byte[] file = framed(text("first"), text("second"), text("third"));
    for (int i = 0; i < file.length; i++) {
      byte[] damaged = file.clone();
      damaged[i] ^= 1 << (i % 8);
      List<String> expected = new ArrayList<>(List.of("first", "second", "third"));
      expected.remove(i < 21 ? 0 : i < 43 ? 1 : 2);
      assertEquals(expected, intact(damaged), "byte " + i);
    }
  }

  @Test
  void insertedAndLostBytesCostOneRecord() throws IOException {
    byte[] first = framed(text("first"));
    byte[] second = framed(text("second"));
    byte[] third = framed(text("third"));
    ByteArrayOutputStream inserted = new ByteArrayOutputStream();
    inserted.write(first);
    inserted.write(second, 0, 15);
    inserted.write(new byte[1_000]);
    inserted.write(second, 15, second.length - 15);
    inserted.write(third);
    assertEquals(List.of("first", "third"), intact(inserted.toByteArray()));
    ByteArrayOutputStream lost = new ByteArrayOutputStream();
    lost.write(first);
    lost.write(second, 0, 15);
    lost.write(third);
    assertEquals(List.of("first", "third"), intact(lost.toByteArray()));
  }

  /** A record whose header is right in itself but lies. */
  private static byte[] lying(long claimed) throws IOException {
    byte[] file = framed(text("short"), text("next"));
    TfRecordFraming.view(file).putLong(0, claimed);
    TfRecordFraming.view(file).putInt(8, MaskedCrc32c.of(file, 0, 8));
    return file;
  }

  @Test
  void lengthsThatLieMakeNothingGrow() throws IOException {
    for (long claimed : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE, 1L << 32, 67_108_865}) {
      String message = message(reader(lying(claimed)));
      assertTrue(message.contains("claims " + Long.toUnsignedString(claimed)), message);
      assertTrue(message.contains("skip corrupt"), message);
      assertEquals(List.of("next"), intact(lying(claimed)));
    }
    String message = message(reader(lying(1 << 26)));
    assertTrue(message.contains("cut short") && message.contains("of which 29 are"), message);
    assertEquals(List.of("next"), intact(lying(1 << 26)));
    Path file = Files.write(dir.resolve("lying.tfrecord"), lying(1 << 26));
    try (FileChannel channel = FileChannel.open(file)) {
      assertThrows(BadDataException.class, () -> TfRecordReader.readAt(channel, 0, 1 << 20, "f"));
      assertThrows(BadDataException.class, () -> TfRecordReader.readAt(channel, 0, 5, "f"));
    }
  }

  @Test
  void otherFilesAreNotTakenForRecords() throws IOException {
    String message = message(reader(text("RIFF, or anything else of some length")));
    assertTrue(message.startsWith("f: is no TFRecord file"), message);
    assertThrows(NoInputException.class, () -> TfRecordReader.open(dir.resolve("none.tfrecord")));
  }

  @Test
  void gzipCutAnywhereIsOneSentence() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(framed(text("first"), text("second")));
    }
    byte[] file = zipped.toByteArray();
    Path path = dir.resolve("cut.gz");
    for (int length = 3; length < file.length; length++) {
      Files.write(path, Arrays.copyOf(file, length));
      String message =
          assertThrows(
                  BadDataException.class,
                  () -> {
                    try (TfRecordReader reader = TfRecordReader.open(path)) {
                      while (reader.next() != null) {
                        // All that is there.
                      }
                    }
                  })
              .getMessage();
      assertTrue(message.contains("gzip"), message);
    }
  }
}
