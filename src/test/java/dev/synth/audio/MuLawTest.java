package dev.synth.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MuLawTest {
  /** One row of the golden table: a code, what it decodes to, and its lowest amplitude. */
  private record Golden(int code, double decoded, double lowest) {}

  private static List<Golden> goldens() throws IOException {
    try (InputStream in = MuLawTest.class.getResourceAsStream("mulaw-codes.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .map(
              f ->
                  new Golden(
                      Integer.parseInt(f[0]), Double.parseDouble(f[1]), Double.parseDouble(f[2])))
          .toList();
    }
  }

  @Test
  void everyCodeDecodesToTheGoldenAmplitudeAndBack() throws IOException {
    List<Golden> goldens = goldens();
    assertEquals(MuLaw.CODES, goldens.size());
    for (Golden golden : goldens) {
      float x = MuLaw.decode(golden.code());
      assertEquals(golden.decoded(), x, Math.ulp((float) golden.decoded()), "code " + golden);
      assertEquals(golden.code(), MuLaw.encode(x), "code " + golden);
      assertEquals(golden.code(), MuLaw.encode((float) golden.decoded()));
    }
  }

  @Test
  void codesChangeAtTheGoldenBorders() throws IOException {
    for (Golden golden : goldens()) {
      if (golden.code() == -128 || golden.code() == 0) {
        continue; // 0 has its own test; below -1 everything is -128
      }
      float border = (float) golden.lowest();
      float step = 2 * Math.ulp(border);
      assertEquals(golden.code(), MuLaw.encode(border + step), "above the border of " + golden);
      assertEquals(golden.code() - 1, MuLaw.encode(border - step), "below the border of " + golden);
    }
  }

  @Test
  void documentedValues() {
    assertEquals(0.978488f, MuLaw.decode(127), 5e-7f);
    assertEquals(-0.978488f, MuLaw.decode(-128), 5e-7f);
    assertEquals(-8.587e-5f, MuLaw.decode(-1), 5e-9f);
    assertEquals(2.633e-4f, MuLaw.decode(1), 5e-8f);
    assertEquals(0f, MuLaw.decode(0));
  }

  @Test
  void fullScaleAndBeyondClamp() {
    assertEquals(127, MuLaw.encode(1f));
    assertEquals(-128, MuLaw.encode(-1f));
    assertEquals(127, MuLaw.encode(1.5f));
    assertEquals(-128, MuLaw.encode(-1.5f));
    assertEquals(127, MuLaw.encode(Float.POSITIVE_INFINITY));
    assertEquals(-128, MuLaw.encode(Float.NEGATIVE_INFINITY));
  }

  @Test
  void theFloorSplitsAtZero() {
    assertEquals(0, MuLaw.encode(0f));
    assertEquals(0, MuLaw.encode(-0f));
    assertEquals(0, MuLaw.encode(Float.MIN_VALUE));
    assertEquals(-1, MuLaw.encode(-Float.MIN_VALUE));
  }

  @Test
  void nanIsRefusedWithItsPlace() {
    assertThrows(IllegalArgumentException.class, () -> MuLaw.encode(Float.NaN));
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> MuLaw.encode(new float[] {0f, 0f, Float.NaN}));
    assertTrue(failure.getMessage().contains("sample 2"), failure.getMessage());
  }

  @Test
  void codesRiseWithTheAmplitude() {
    long seed = 20260101L;
    System.out.println("MuLawTest seed " + seed);
    Random random = new Random(seed);
    float[] samples = new float[100_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (random.nextGaussian() * Math.pow(10, -4 * random.nextDouble()));
    }
    java.util.Arrays.sort(samples);
    byte[] codes = MuLaw.encode(samples);
    for (int i = 1; i < codes.length; i++) {
      assertTrue(codes[i] >= codes[i - 1], "code fell at " + samples[i]);
    }
  }

  @Test
  void labelsAndCompandedValues() {
    for (int q = -128; q <= 127; q++) {
      assertEquals(q + 128, MuLaw.label(q));
      assertEquals(q, MuLaw.fromLabel(MuLaw.label(q)));
      assertEquals(q / 128f, MuLaw.companded(q));
    }
    assertThrows(IllegalArgumentException.class, () -> MuLaw.label(128));
    assertThrows(IllegalArgumentException.class, () -> MuLaw.label(-129));
    assertThrows(IllegalArgumentException.class, () -> MuLaw.decode(128));
    assertThrows(IllegalArgumentException.class, () -> MuLaw.companded(-129));
    assertThrows(IllegalArgumentException.class, () -> MuLaw.fromLabel(256));
    assertThrows(IllegalArgumentException.class, () -> MuLaw.fromLabel(-1));
  }

  @Test
  void arraysAreCodedSampleBySample() {
    byte[] codes = new byte[MuLaw.CODES];
    for (int label = 0; label < MuLaw.CODES; label++) {
      codes[label] = (byte) MuLaw.fromLabel(label);
    }
    assertArrayEquals(codes, MuLaw.encode(MuLaw.decode(codes)));
  }
}
