package dev.synth.dsp.watermark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.Resampler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WatermarkTest {
  private static final int PAYLOAD = 0xC0FFEE42;
  private static final long SEED = 5;
  private static final Watermark MARK = new Watermark(key("a key"));

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<AudioClip> notes() throws IOException {
    List<AudioClip> notes = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("nsynth-data/audio"))) {
      for (Path file : files.filter(AudioFile::isNamedSound).sorted().toList()) {
        notes.add(AudioFile.read(file));
      }
    }
    return notes;
  }

  private static MarkReading find(AudioClip clip) {
    return MARK.find(clip).orElseThrow();
  }

  private static AudioClip part(AudioClip clip, double from, double to) {
    int rate = clip.sampleRateHz();
    int end = Math.min(clip.samples().length, (int) (to * rate));
    return new AudioClip(Arrays.copyOfRange(clip.samples(), (int) (from * rate), end), rate);
  }

  @Test
  @DisplayName("recorded notes carry it, also at other rates and levels, cut, and not its absence")
  void notesAreFound() throws IOException {
    int marked = 0;
    int right = 0;
    int cut = 0;
    List<AudioClip> notes = notes();
    for (AudioClip note : notes) {
      AudioClip with = MARK.mark(note, PAYLOAD);
      MarkReading found = find(with);
      marked += found.verdict() == MarkReading.Verdict.MARKED ? 1 : 0;
      right += found.payload() == PAYLOAD ? 1 : 0;
      AudioClip there = Resampler.resample(Resampler.resample(with, 44_100), 16_000);
      cut += find(part(there, 0.513, 2.513)).verdict() == MarkReading.Verdict.MARKED ? 1 : 0;
      assertEquals(MarkReading.Verdict.NOT_FOUND, find(note).verdict());
      assertNotEquals(
          MarkReading.Verdict.MARKED,
          new Watermark(key("another")).find(with).orElseThrow().verdict());
    }
    String told = marked + " found, " + right + " with all bits, " + cut + " cut, of ";
    System.out.println("WatermarkTest: " + told + notes.size());
    assertTrue(marked >= notes.size() - 1 && cut >= notes.size() - 6, told);
    assertTrue(right >= notes.size() - 9, told);
  }

  @Test
  @DisplayName("it is as loud as it is said to be, and does not move the sound")
  void levels() {
    for (int rate : new int[] {16_000, 22_050, 44_100, 48_000}) {
      float[] samples = new float[3 * rate];
      for (int i = 0; i < samples.length; i++) {
        for (int k = 1; k <= 8; k++) {
          samples[i] += (float) (0.1 / k * Math.sin(2 * Math.PI * 440 * k * i / rate));
        }
      }
      AudioClip clip = new AudioClip(samples, rate);
      AudioClip with = MARK.mark(clip, PAYLOAD);
      assertEquals(samples.length, with.samples().length);
      double most = 0;
      int window = rate / 50;
      for (int from = 0; from + window <= samples.length; from += window) {
        double before = rms(samples, from, window);
        double after = rms(with.samples(), from, window);
        most = Math.max(most, Math.abs(20 * Math.log10(after / before)));
      }
      assertTrue(most <= Watermark.STEADY_DB && most > 0.05, most + " dB at " + rate);
      assertEquals(MarkReading.Verdict.MARKED, find(with).verdict(), "at " + rate);
      assertEquals(PAYLOAD, find(with).payload(), "at " + rate);
    }
  }

  private static double rms(float[] samples, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += (double) samples[i] * samples[i];
    }
    return Math.sqrt(sum / count);
  }

  @Test
  @DisplayName("silence stays silence, and short sounds are not told of")
  void silence() {
    AudioClip silence = new AudioClip(new float[32_000], 16_000);
    assertFalse(anyOther(MARK.mark(silence, PAYLOAD).samples()));
    assertEquals(MarkReading.Verdict.NOT_FOUND, find(silence).verdict());
    assertTrue(MARK.find(new AudioClip(new float[15_999], 16_000)).isEmpty());
  }

  private static boolean anyOther(float[] samples) {
    for (float sample : samples) {
      if (sample != 0) {
        return true;
      }
    }
    return false;
  }

  @Test
  @DisplayName("the statistic of unmarked sounds is normal over keys")
  void falsePositives() throws IOException {
    System.out.println("WatermarkTest seed " + SEED);
    Random random = new Random(SEED);
    List<AudioClip> hosts = new ArrayList<>(notes().subList(0, 4));
    float[] noise = new float[64_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian());
    }
    hosts.add(new AudioClip(noise, 16_000));
    for (AudioClip host : hosts) {
      double[][] sums = MarkDetector.sums(host.samples(), 0);
      double[] statistics = new double[2000];
      byte[] key = new byte[16];
      for (int i = 0; i < statistics.length; i++) {
        random.nextBytes(key);
        statistics[i] = new MarkDetector(new MarkPattern(key)).presence(sums, 0);
      }
      double odds =
          new KolmogorovSmirnovTest()
              .kolmogorovSmirnovTest(new NormalDistribution(0, 1), statistics, false);
      assertTrue(odds > 1e-4, "Kolmogorov-Smirnov " + odds);
    }
  }
}
