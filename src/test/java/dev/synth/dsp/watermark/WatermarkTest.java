package dev.synth.dsp.watermark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.Resampler;
import dev.synth.eval.metric.SpectralDistance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    List<AudioClip> notes = notes();
    double distance = 0;
    for (AudioClip note : notes) {
      AudioClip with = MARK.mark(note, PAYLOAD);
      assertMarked(with, note.toString());
      AudioClip there = Resampler.resample(Resampler.resample(with, 44_100), 16_000);
      assertMarked(part(there, 0.513, 2.513), note.toString());
      assertEquals(MarkReading.Verdict.NOT_FOUND, find(note).verdict());
      assertEquals(
          MarkReading.Verdict.NOT_FOUND,
          new Watermark(key("another")).find(with).orElseThrow().verdict());
      distance +=
          new SpectralDistance(note.sampleRateHz()).logMelDb(note.samples(), with.samples());
    }
    // Their noise moves further than that of generated notes does.
    assertTrue(distance / notes.size() <= 0.45, distance / notes.size() + " dB");
  }

  private static void assertMarked(AudioClip clip, String told) {
    MarkReading found = find(clip);
    assertEquals(MarkReading.Verdict.MARKED, found.verdict(), told + ": " + found.statistic());
    assertEquals(PAYLOAD, found.payload(), told + ": " + found.statistic());
    assertEquals(found.statistic(), found.fit(PAYLOAD), 1e-9);
    assertTrue(found.falseAlarm() <= MarkReading.FALSE_ALARM, told + ": " + found.falseAlarm());
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
      // A beginning and an end from and to nothing are not steady.
      for (int from = rate / 10; from + rate / 10 <= samples.length; from += window) {
        double before = rms(samples, from, window);
        double after = rms(with.samples(), from, window);
        most = Math.max(most, Math.abs(20 * Math.log10(after / before)));
      }
      assertTrue(most <= Watermark.STEADY_DB && most > 0.05, most + " dB at " + rate);
      // A click would be a change of a sample's difference that the tone itself has not.
      double step = 0;
      double own = 0;
      for (int i = 1; i < samples.length; i++) {
        step = Math.max(step, Math.abs(with.samples()[i] - with.samples()[i - 1]));
        own = Math.max(own, Math.abs(samples[i] - samples[i - 1]));
      }
      assertTrue(step <= own * Math.pow(10, Watermark.NOISE_DB / 20), step + " at " + rate);
      assertMarked(with, "at " + rate);
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
    int count = Integer.getInteger("synth.marks", 10_000);
    System.out.println("WatermarkTest seed " + SEED);
    Random random = new Random(SEED);
    List<AudioClip> hosts = new ArrayList<>(notes());
    float[] noise = new float[64_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian());
    }
    hosts.add(new AudioClip(noise, 16_000));
    List<MarkChips> all = hosts.stream().map(host -> new MarkChips(host.samples(), 0)).toList();
    double[] statistics = new double[count];
    byte[] key = new byte[16];
    for (int i = 0; i < statistics.length; i++) {
      random.nextBytes(key);
      MarkChips host = all.get(i % all.size());
      float[] chips = host.part(i % MarkChips.POWERS.length, 0, host.frames());
      double[] soft =
          new MarkDetector(new MarkPattern(key)).soft(chips, MarkDetector.norm(chips), i % 336);
      statistics[i] = new MarkReading(0, 1, 0, soft).fit(random.nextInt());
    }
    double odds =
        new KolmogorovSmirnovTest()
            .kolmogorovSmirnovTest(new NormalDistribution(0, 1), statistics, false);
    double most = Arrays.stream(statistics).max().orElseThrow();
    System.out.printf(
        Locale.ROOT, "WatermarkTest %d keys: p %.3f, largest %.2f%n", count, odds, most);
    assertTrue(odds > 1e-4, "Kolmogorov-Smirnov " + odds);
    assertTrue(most < 5.5, "largest " + most); // normal: odds of 2e-8 each
  }

  @Test
  @DisplayName("a code is read through noise, and its sum is that of the payload's code")
  void code() {
    Random random = new Random(SEED);
    int right = 0;
    for (int i = 0; i < 200; i++) {
      int payload = random.nextInt();
      double[] soft = new double[MarkCode.CODE_BITS];
      int[] code = MarkCode.encode(payload);
      for (int bit = 0; bit < soft.length; bit++) {
        soft[bit] = 0.95 * code[bit] + random.nextGaussian(); // statistic 9.3
      }
      MarkCode.Decoded decoded = MarkCode.decode(soft);
      double sum = new MarkReading(0, 1, 0, soft).fit(decoded.payload());
      assertEquals(sum, decoded.sum(), 1e-9);
      assertTrue(sum >= new MarkReading(0, 1, 0, soft).fit(payload) - 1e-9);
      right += decoded.payload() == payload ? 1 : 0;
    }
    assertTrue(right >= 180, right + " of 200"); // most are
  }
}
