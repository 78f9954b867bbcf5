package dev.synth.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Event files read back by a reader that shares nothing with the writer: the framing from
 * TensorFlow's description, the messages from the protocol buffers' wire format.
 */
class EventFileTest {
  @TempDir private Path dir;

  /** The payloads of all records, after both checksums of each. */
  private static List<byte[]> records(byte[] file) {
    List<byte[]> payloads = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      int at = bytes.position();
      long length = bytes.getLong();
      assertEquals(masked(file, at, 8), bytes.getInt(), "checksum of the length at " + at);
      byte[] payload = new byte[Math.toIntExact(length)];
      bytes.get(payload);
      assertEquals(masked(payload, 0, payload.length), bytes.getInt(), "checksum at " + at);
      payloads.add(payload);
    }
    return payloads;
  }

  private static int masked(byte[] data, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8;
  }

  /** The fields of a message by number: Long, Double, Float or bytes; the last one wins. */
  private static Map<Integer, List<Object>> fields(byte[] message) {
    Map<Integer, List<Object>> fields = new LinkedHashMap<>();
    ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      long key = varint(bytes);
      Object value =
          switch ((int) key & 7) {
            case 0 -> varint(bytes);
            case 1 -> bytes.getDouble();
            case 2 -> {
              byte[] content = new byte[Math.toIntExact(varint(bytes))];
              bytes.get(content);
              yield content;
            }
            case 5 -> bytes.getFloat();
            default -> throw new AssertionError("wire type " + (key & 7));
          };
      fields.computeIfAbsent((int) (key >> 3), n -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  /** The one value of a summary of one. */
  private static Map<Integer, List<Object>> value(Map<Integer, List<Object>> event) {
    List<Object> values = fields((byte[]) event.get(5).get(0)).get(1);
    assertEquals(1, values.size());
    return fields((byte[]) values.get(0));
  }

  @Test
  void anIndependentReaderFindsAllThatWasWritten() throws IOException {
    Path file = dir.resolve("events");
    Path wav = Files.write(dir.resolve("a.wav"), new byte[] {1, 2, 3});
    Path png = Files.write(dir.resolve("a.png"), new byte[] {4, 5, 6, 7});
    double before = System.currentTimeMillis() / 1e3;
    try (EventFile events = new EventFile(file, 300)) {
      Map<String, Double> scalars = new LinkedHashMap<>();
      scalars.put("train/loss", 2.5);
      scalars.put("train/nothing", Double.NaN);
      scalars.put("train/rate", 1e-3);
      events.scalars(301, scalars);
      events.audio(302, "note", wav, 22_050, 4_000);
      events.image(303, "note", png, 640, 480);
      events.restart(250);
    }
    List<Map<Integer, List<Object>>> read = new ArrayList<>();
    records(Files.readAllBytes(file)).forEach(payload -> read.add(fields(payload)));
    assertEquals(6, read.size());
    for (Map<Integer, List<Object>> event : read) {
      double time = (Double) event.get(1).get(0);
      assertTrue(time >= before && time < before + 600, time + "");
    }
    assertEquals("brain.Event:2", text(read.get(0).get(3).get(0)));
    assertEquals(
        List.of(300L, 300L, 301L, 302L, 303L, 250L),
        read.stream().map(event -> event.get(2).get(0)).toList());
    for (int start : new int[] {1, 5}) {
      assertEquals(
          List.of(1L), fields((byte[]) read.get(start).get(7).get(0)).get(1), "a session's start");
    }
    List<Object> scalars = fields((byte[]) read.get(2).get(5).get(0)).get(1);
    assertEquals(2, scalars.size(), "what is no number is left out");
    assertEquals("train/loss", text(fields((byte[]) scalars.get(0)).get(1).get(0)));
    assertEquals(2.5f, fields((byte[]) scalars.get(0)).get(2).get(0));
    assertEquals(1e-3f, fields((byte[]) scalars.get(1)).get(2).get(0));

    Map<Integer, List<Object>> sound = value(read.get(3));
    assertEquals("note", text(sound.get(1).get(0)));
    Map<Integer, List<Object>> audio = fields((byte[]) sound.get(6).get(0));
    assertEquals(22_050f, audio.get(1).get(0));
    assertEquals(1L, audio.get(2).get(0));
    assertEquals(4_000L, audio.get(3).get(0));
    assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) audio.get(4).get(0));
    assertEquals("audio/wav", text(audio.get(5).get(0)));
    Map<Integer, List<Object>> picture = fields((byte[]) value(read.get(4)).get(4).get(0));
    assertEquals(480L, picture.get(1).get(0), "the height comes first");
    assertEquals(640L, picture.get(2).get(0));
    assertEquals(3L, picture.get(3).get(0));
    assertArrayEquals(new byte[] {4, 5, 6, 7}, (byte[]) picture.get(4).get(0));
  }

  /** The masked CRC of "123456789", whose CRC-32C is 0xE3069283 (RFC 3720). */
  @Test
  void theChecksumOfTheTestIsTheStandards() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertEquals(Integer.rotateRight(0xE3069283, 15) + 0xA282EAD8, masked(digits, 0, 9));
  }

  @Test
  void everyEventIsInTheFileAtOnceAndNoFileIsOverwritten() throws IOException {
    Path file = dir.resolve("events");
    try (EventFile events = new EventFile(file, 0)) {
      assertEquals(2, records(Files.readAllBytes(file)).size());
      events.scalars(1, Map.of("a", 1.0));
      assertEquals(3, records(Files.readAllBytes(file)).size());
    }
    assertThrows(FileAlreadyExistsException.class, () -> new EventFile(file, 0));
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 6] ^= 1;
    damaged.writeBytes(bytes);
    assertThrows(AssertionError.class, () -> records(damaged.toByteArray()));
  }
}
