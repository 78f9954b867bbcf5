package dev.synth.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.NoInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingFileTest {
  private static final long SEED = 20260501L;
  private static final float[] RAMP = {-0.625f, -0.375f, -0.125f, 0.125f, 0.375f, 0.625f};

  @TempDir Path folder;

  /** A .npy file of any version, descr and shape around the given bytes of values. */
  private static byte[] npy(int major, String descr, boolean fortran, String shape, byte[] values) {
    String dictionary =
        String.format(
            "{'descr': %s, 'fortran_order': %s, 'shape': %s, }\n",
            descr, fortran ? "True" : "False", shape);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    out.write(major);
    out.write(0);
    ByteBuffer length = ByteBuffer.allocate(major == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
    if (major == 1) {
      length.putShort((short) dictionary.length());
    } else {
      length.putInt(dictionary.length());
    }
    out.writeBytes(length.array());
    out.writeBytes(dictionary.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(values);
    return out.toByteArray();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("note.npy"), bytes);
  }

  private String refusal(byte[] bytes) throws IOException {
    Path file = file(bytes);
    String message =
        assertThrows(BadDataException.class, () -> EmbeddingFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": ") && message.endsWith("."), message);
    return message;
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = EmbeddingFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 20; trial++) {
      int frames = 1 + random.nextInt(200);
      int channels = 1 + random.nextInt(20);
      float[] values = new float[frames * channels];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      Embedding written = new Embedding(frames, channels, values);
      Path file = folder.resolve("trial" + trial + ".npy");
      EmbeddingFile.write(file, written, EmbeddingInfo.NONE, false);
      assertEquals(written, EmbeddingFile.read(file), "seed " + SEED + " trial " + trial);
    }
  }

  @Test
  void bytesAreThoseOfNumpy() throws IOException {
    byte[] written = Npy.encode(new Embedding(2, 3, RAMP), EmbeddingInfo.NONE);
    assertArrayEquals(fixture("f4-c.npy"), written);
    assertEquals(0, (written.length - RAMP.length * Float.BYTES) % 64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"f4-c.npy", "f8-big-fortran.npy", "f2-version3.npy"})
  void readsWhatNumpyWrites(String name) throws IOException {
    assertEquals(new Embedding(2, 3, RAMP), EmbeddingFile.read(file(fixture(name))));
  }

  @Test
  void readsEveryVersion() throws IOException {
    for (int major = 1; major <= 3; major++) {
      byte[] bytes = npy(major, "'<f4'", false, "(2, 3)", floats(RAMP));
      assertEquals(new Embedding(2, 3, RAMP), EmbeddingFile.read(file(bytes)));
    }
  }

  @Test
  void readsBigEndianAndFortran() throws IOException {
    ByteBuffer big = ByteBuffer.allocate(24).order(ByteOrder.BIG_ENDIAN);
    for (int i : new int[] {0, 3, 1, 4, 2, 5}) {
      big.putFloat(RAMP[i]);
    }
    byte[] bytes = npy(1, "'>f4'", true, "(2, 3)", big.array());
    assertEquals(new Embedding(2, 3, RAMP), EmbeddingFile.read(file(bytes)));
  }

  @Test
  void halvesAreExact() {
    assertEquals(1f, Npy.halfToFloat((short) 0x3c00));
    assertEquals(-2f, Npy.halfToFloat((short) 0xc000));
    assertEquals(65504f, Npy.halfToFloat((short) 0x7bff));
    assertEquals(0x1p-24f, Npy.halfToFloat((short) 1));
    assertEquals(0x1p-14f, Npy.halfToFloat((short) 0x0400));
    assertEquals(Float.NEGATIVE_INFINITY, Npy.halfToFloat((short) 0xfc00));
    assertTrue(Float.isNaN(Npy.halfToFloat((short) 0x7e00)));
  }

  @Test
  void rankThreeIsExplained() throws IOException {
    assertTrue(
        refusal(fixture("rank3.npy"))
            .endsWith(
                "has shape (1, 2, 3), but [frames, channels] is wanted;"
                    + " save it as numpy.squeeze(x)."));
    assertTrue(
        refusal(npy(1, "'<f4'", false, "(2, 1, 3)", floats(RAMP))).contains("numpy.squeeze"));
    assertTrue(refusal(npy(1, "'<f4'", false, "(2, 3, 4)", floats(RAMP))).contains("x[0]"));
    assertTrue(refusal(npy(1, "'<f4'", false, "(6,)", floats(RAMP))).contains("(6,)"));
    assertTrue(refusal(npy(1, "'<f4'", false, "()", floats(1))).contains("shape ()"));
  }

  @ParameterizedTest
  @CsvSource({
    "'|O', Python objects",
    "'<i4', integers",
    "'|u1', integers",
    "'|b1', booleans",
    "'<c8', complex",
    "'<f16', a size",
    "'|S6', text",
    "'', another type"
  })
  void otherTypesAreNamed(String type, String described) throws IOException {
    String message = refusal(npy(1, "'" + type + "'", false, "(2, 3)", floats(RAMP)));
    assertTrue(message.contains(described) && message.contains("'" + type + "'"), message);
  }

  @Test
  void objectsOfNumpyAreRefusedUnread() throws IOException {
    assertTrue(refusal(fixture("objects.npy")).contains("Python objects"));
  }

  @Test
  void structuresAreRefused() throws IOException {
    assertTrue(
        refusal(npy(1, "[('x', '<f4')]", false, "(6,)", floats(RAMP))).contains("structured"));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = Npy.encode(new Embedding(2, 3, RAMP), EmbeddingInfo.NONE);
    for (int length = 0; length < whole.length; length++) {
      refusal(Arrays.copyOf(whole, length));
    }
    assertTrue(refusal(Arrays.copyOf(whole, whole.length - 1)).contains("cut short"));
    assertTrue(refusal(Arrays.copyOf(whole, whole.length + 4)).contains("too long"));
  }

  @Test
  void corruptedHeadersNeverEscapeAsOtherExceptions() throws IOException {
    byte[] whole = Npy.encode(new Embedding(2, 3, RAMP), EmbeddingInfo.NONE);
    Random random = new Random(SEED);
    for (int trial = 0; trial < 2000; trial++) {
      byte[] broken = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        broken[random.nextInt(128)] = (byte) random.nextInt(256);
      }
      try {
        Npy.decode(broken, "broken");
      } catch (BadDataException e) {
        assertTrue(e.getMessage().startsWith("broken: "), "seed " + SEED + " trial " + trial);
      }
    }
  }

  @Test
  void unusableShapesAreRefused() throws IOException {
    for (String shape :
        new String[] {
          "(0, 16)", "(-2, -3)", "(9999999999, 1)", "(2147483647, 2147483647)", "(a, b)"
        }) {
      refusal(npy(1, "'<f4'", false, shape, floats(RAMP)));
    }
  }

  @Test
  void oneValueAFrameIsAColumnOrALine() throws IOException {
    Path file = Files.createTempFile("column", ".npy");
    for (String shape : new String[] {"(6,)", "(6, 1)", "(6,1,)"}) {
      Files.write(file, npy(1, "'<f4'", false, shape, floats(RAMP)));
      assertArrayEquals(RAMP, EmbeddingFile.loadOneValueAFrame(file));
    }
    for (String shape : new String[] {"(1, 6)", "(2, 3)", "()", "(0,)", "(6, 1, 1)"}) {
      Files.write(file, npy(1, "'<f4'", false, shape, floats(RAMP)));
      assertThrows(BadDataException.class, () -> EmbeddingFile.loadOneValueAFrame(file), shape);
    }
    Files.delete(file);
  }

  @Test
  void centsStandBesideTheNearestNote() throws IOException {
    Embedding one = new Embedding(1, 1, new float[1]);
    for (double midi : new double[] {57, 57.5, 57.501, 0, 127, 12.25}) {
      EmbeddingInfo info =
          EmbeddingInfo.mixed(
              List.of(EmbeddingInfo.NONE), new double[] {1}, OptionalDouble.of(midi));
      EmbeddingInfo back = Npy.decode(Npy.encode(one, info), "x").info();
      assertEquals(midi, back.knownMidi().getAsDouble(), 1e-9);
      assertTrue(Math.abs(midi - back.pitch()) <= 0.5);
      assertEquals(midi % 1 == 0, back.pitchCents() == null);
    }
  }

  @Test
  void whatIsNoNumberIsNamedByPlace() throws IOException {
    byte[] bytes = npy(1, "'<f4'", true, "(2, 3)", floats(0, 0, 0, Float.NaN, 0, 0));
    assertTrue(refusal(bytes).contains("frame 1, channel 1 is NaN"));
    ByteBuffer large = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(1e300);
    assertTrue(refusal(npy(1, "'<f8'", false, "(1, 1)", large.array())).contains("Infinity"));
  }

  @Test
  void otherFilesAreNamed() throws IOException {
    assertTrue(refusal("RIFF....WAVE".getBytes(StandardCharsets.US_ASCII)).contains("not a NumPy"));
    assertTrue(refusal(npy(4, "'<f4'", false, "(2, 3)", floats(RAMP))).contains("version 4.0"));
  }

  @Test
  void missingFilesAreMissing() {
    Path absent = folder.resolve("absent.npy");
    assertTrue(
        assertThrows(NoInputException.class, () -> EmbeddingFile.read(absent))
            .getMessage()
            .contains("no such file"));
    assertThrows(NoInputException.class, () -> EmbeddingFile.read(folder));
  }

  @Test
  void nothingIsOverwrittenUnasked() throws IOException {
    Path file = folder.resolve("e.npy");
    EmbeddingFile.write(file, new Embedding(1, 1, new float[] {1}), EmbeddingInfo.NONE, false);
    Embedding second = new Embedding(1, 1, new float[] {2});
    assertThrows(
        CannotCreateException.class,
        () -> EmbeddingFile.write(file, second, EmbeddingInfo.NONE, false));
    EmbeddingFile.write(file, second, EmbeddingInfo.NONE, true);
    assertEquals(second, EmbeddingFile.read(file));
  }
}
