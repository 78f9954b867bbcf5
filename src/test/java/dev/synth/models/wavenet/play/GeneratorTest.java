package dev.synth.models.wavenet.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.MuLaw;
import dev.synth.dsp.HighPass;
import dev.synth.dsp.Levels;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSeed;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.kernel.Kernels;
import dev.synth.latent.Embedding;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.ResidualCoding;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.testing.RandomModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {
  private static final long SEED = 20260505L;

  private static Generator generator(WaveNetSpec spec, String kernels) {
    return Generator.of(
        RandomModels.model(spec, SEED), Kernels.choose(kernels, StepKernels.VARIANTS));
  }

  /**
   * Each of the n terms on the longest way from input to logit is rounded to a float once. Rounding
   * errors of random sign add up as sqrt(n) (Higham and Mary 2019, "A New Approach to Probabilistic
   * Rounding Error Analysis"); the weights keep the size of what is summed. Twice that is allowed.
   */
  private static double tolerance(WaveNetSpec spec, double[][] logits) {
    int terms = spec.kernelSize() + spec.width() + 2 * spec.skipWidth();
    terms += spec.layers() * (spec.kernelSize() + 1) * spec.width();
    double largest =
        Arrays.stream(logits).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    return 2 * 0x1p-24 * Math.sqrt(terms) * largest;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector"})
  void logitsAreThoseOfTheReference(String kernels) {
    for (WaveNetSpec spec : RandomModels.specs()) {
      SavedModel model = RandomModels.model(spec, SEED);
      int samples = 6 * RandomModels.HOP_SAMPLES - 4;
      Embedding embedding = RandomModels.embedding(spec, 6, SEED);
      int[] codes = RandomModels.codes(samples, SEED);
      int pitch = spec.hasPitchEmbedding() ? 60 : WaveNetSpec.UNKNOWN_PITCH;
      double[][] wanted = new ReferenceDecoder(model).logits(codes, embedding, pitch);
      float[][] got =
          Generator.of(model, Kernels.choose(kernels, StepKernels.VARIANTS))
              .logits(codes, embedding, pitch);
      double tolerance = tolerance(spec, wanted);
      for (int t = 0; t < samples; t++) {
        for (int code = 0; code < WaveNetSpec.CODES; code++) {
          assertEquals(
              wanted[t][code], got[t][code], tolerance, spec + " sample " + t + " seed " + SEED);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector"})
  void nothingIsHeardBeforeItHappensNorAfterTheReceptiveField(String kernels) {
    WaveNetSpec spec = RandomModels.spec(6, 9, 4, 4, 3, 0);
    int field = spec.receptiveFieldSamples();
    int samples = 3 * field;
    int changed = 17;
    Embedding embedding =
        RandomModels.embedding(spec, samples / RandomModels.HOP_SAMPLES + 1, SEED);
    int[] codes = RandomModels.codes(samples, SEED);
    codes[changed] = -100;
    Generator generator = generator(spec, kernels);
    float[][] before = generator.logits(codes, embedding, 0);
    codes[changed] = 100;
    float[][] after = generator.logits(codes, embedding, 0);
    for (int t = 0; t < samples; t++) {
      boolean hears = t > changed && t <= changed + field;
      if (!hears) {
        assertArrayEquals(before[t], after[t], "sample " + t);
      }
    }
    assertFalse(Arrays.equals(before[changed + 1], after[changed + 1]));
    assertFalse(Arrays.equals(before[changed + field], after[changed + field]));
  }

  @Test
  void framesAndPitchesAreHeardFromTheirFirstSample() {
    WaveNetSpec spec = RandomModels.spec(6, 9, 3, 3, 3, 2);
    int samples = 4 * RandomModels.HOP_SAMPLES;
    Embedding embedding = RandomModels.embedding(spec, 4, SEED);
    int[] codes = RandomModels.codes(samples, SEED);
    Generator generator = generator(spec, "plain");
    float[][] before = generator.logits(codes, embedding, 60);
    float[] values = embedding.values().clone();
    values[2 * spec.latentChannels()] += 1;
    float[][] after = generator.logits(codes, new Embedding(4, spec.latentChannels(), values), 60);
    for (int t = 0; t < samples; t++) {
      boolean changed = t >= 2 * RandomModels.HOP_SAMPLES;
      if (t < 3 * RandomModels.HOP_SAMPLES) {
        assertEquals(changed, !Arrays.equals(before[t], after[t]), "sample " + t);
      }
    }
    float[][] unknown = generator.logits(codes, embedding, WaveNetSpec.UNKNOWN_PITCH);
    assertFalse(Arrays.equals(before[0], unknown[0]));
  }

  /** Eleven notes that differ in everything. */
  private static List<GenerationRequest> requests(WaveNetSpec spec) {
    Random random = new Random(SEED);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      int samples = 1 + random.nextInt(5 * RandomModels.HOP_SAMPLES);
      requests.add(
          new GenerationRequest(
              RandomModels.embedding(spec, spec.frames(samples), i),
              random.nextInt(WaveNetSpec.PITCHES),
              samples,
              i % 4 == 0 ? 0 : 1,
              random.nextLong()));
    }
    return requests;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector"})
  void aNoteIsTheSameInAnyCompany(String kernels) {
    for (WaveNetSpec spec : RandomModels.specs()) {
      Generator generator = generator(spec, kernels);
      List<GenerationRequest> requests = requests(spec);
      List<float[]> alone = new ArrayList<>();
      for (GenerationRequest request : requests) {
        alone.add(generator.synthesize(List.of(request), 1, ProgressListener.NONE).get(0));
        assertEquals(request.samples(), alone.get(alone.size() - 1).length);
      }
      for (int threads : new int[] {1, 3, 20}) {
        List<float[]> together = generator.synthesize(requests, threads, ProgressListener.NONE);
        for (int i = 0; i < alone.size(); i++) {
          assertArrayEquals(
              alone.get(i), together.get(i), spec + " note " + i + " threads " + threads);
        }
      }
      Collections.reverse(requests);
      List<float[]> reversed = generator.synthesize(requests, 1, ProgressListener.NONE);
      for (int i = 0; i < alone.size(); i++) {
        assertArrayEquals(alone.get(i), reversed.get(alone.size() - 1 - i));
      }
    }
  }

  /**
   * Supplies {@code requests} one after the other, and keeps what becomes of each. Notes finish on
   * several threads at once, and {@link #next} is called by one at a time.
   */
  private static final class Recorder implements NoteSupply {
    private final List<GenerationRequest> requests;
    private final float[][] sounds;
    private final List<Integer> failed = Collections.synchronizedList(new ArrayList<>());
    private int supplied;
    private final AtomicInteger onTheirWay = new AtomicInteger();
    private int mostOnTheirWay;

    Recorder(List<GenerationRequest> requests) {
      this.requests = requests;
      this.sounds = new float[requests.size()][];
    }

    @Override
    public Order next() {
      if (supplied == requests.size()) {
        return null;
      }
      int index = supplied++;
      mostOnTheirWay = Math.max(mostOnTheirWay, onTheirWay.incrementAndGet());
      return new Order() {
        @Override
        public GenerationRequest request() {
          return requests.get(index);
        }

        @Override
        public void finished(float[] samples) {
          sounds[index] = samples;
          onTheirWay.decrementAndGet();
        }

        @Override
        public void failed(WorkFailedException failure) {
          failed.add(index);
          onTheirWay.decrementAndGet();
        }
      };
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector"})
  void aPlaceThatFallsFreeIsTakenByTheNextNoteWhichSoundsAsIfAlone(String kernels) {
    for (WaveNetSpec spec : RandomModels.specs()) {
      Generator generator = generator(spec, kernels);
      List<GenerationRequest> requests = requests(spec);
      List<float[]> alone = new ArrayList<>();
      for (GenerationRequest request : requests) {
        alone.add(generator.synthesize(List.of(request), 1, ProgressListener.NONE).get(0));
      }
      for (int atOnce : new int[] {1, 2, 3, 7, 40}) {
        for (int threads : new int[] {1, 2, 5}) {
          Recorder recorder = new Recorder(requests);
          generator.synthesize(recorder, 0, threads, atOnce, ProgressListener.NONE);
          int most = Math.min(atOnce, requests.size());
          assertTrue(recorder.mostOnTheirWay <= most, recorder.mostOnTheirWay + " at once");
          assertTrue(threads > 1 || recorder.mostOnTheirWay == most, "batches are filled");
          for (int i = 0; i < alone.size(); i++) {
            assertArrayEquals(
                alone.get(i),
                recorder.sounds[i],
                spec + " note " + i + " of " + atOnce + " at once, " + threads + " threads");
          }
        }
      }
    }
  }

  @Test
  void aNoteThatCannotBeMadeLeavesTheOthersAsTheyAre() {
    WaveNetSpec spec = RandomModels.spec(17, 33, 6, 5, 3, 2);
    Generator generator = generator(spec, "vector");
    List<GenerationRequest> requests = requests(spec);
    List<float[]> alone = generator.synthesize(requests, 1, ProgressListener.NONE);
    float[] huge = new float[5 * spec.latentChannels()];
    Arrays.fill(huge, Float.MAX_VALUE);
    requests.add(
        3, new GenerationRequest(new Embedding(5, spec.latentChannels(), huge), 60, 90, 1, 1));
    Recorder recorder = new Recorder(requests);
    generator.synthesize(recorder, 0, 2, 5, ProgressListener.NONE);
    assertEquals(List.of(3), recorder.failed);
    for (int i = 0; i < alone.size(); i++) {
      assertArrayEquals(alone.get(i), recorder.sounds[i < 3 ? i : i + 1], "note " + i);
    }
  }

  @Test
  void aSeedBelongsToItsName() {
    assertEquals(NoteSeed.of(1, "flute"), NoteSeed.of(1, "flute"));
    java.util.Set<Long> seeds = new java.util.HashSet<>();
    for (long master = 0; master < 10; master++) {
      for (int name = 0; name < 100; name++) {
        seeds.add(NoteSeed.of(master, "note" + name));
      }
    }
    assertEquals(1000, seeds.size());
    // Written in manifests, so it must stay: sha256(bytes 0..0 1, "a"), by another program.
    assertEquals(4258557881403305461L, NoteSeed.of(1, "a"));
  }

  @Test
  void theSeedDecides() {
    WaveNetSpec spec = RandomModels.spec(5, 7, 4, 3, 3, 0);
    Generator generator = generator(spec, "plain");
    Embedding embedding = RandomModels.embedding(spec, 2, SEED);
    List<float[]> sounds =
        generator.synthesize(
            List.of(
                new GenerationRequest(embedding, 0, 42, 1, 7),
                new GenerationRequest(embedding, 0, 42, 1, 8),
                new GenerationRequest(embedding, 0, 42, 1, 7)),
            1,
            ProgressListener.NONE);
    assertArrayEquals(sounds.get(0), sounds.get(2));
    assertFalse(Arrays.equals(sounds.get(0), sounds.get(1)));
  }

  /**
   * After silence as long as the convolutions' field, which is in the context and not delivered.
   */
  @Test
  void whatIsGeneratedIsWhatTheReferenceSaysAfterSilence() {
    WaveNetSpec spec = RandomModels.spec(17, 33, 5, 5, 3, 2);
    SavedModel model = RandomModels.model(spec, SEED);
    Generator generator = Generator.of(model);
    Embedding embedding = RandomModels.embedding(spec, 5, SEED);
    int samples = 5 * RandomModels.HOP_SAMPLES;
    float[] sound =
        generator
            .synthesize(
                List.of(new GenerationRequest(embedding, 64, samples, 0, 0)),
                1,
                ProgressListener.NONE)
            .get(0);
    int lead = generator.leadSamples();
    assertEquals(3 + 2 * (1 + 2 + 4 + 8 + 16), lead);
    ReferenceDecoder reference = new ReferenceDecoder(model, lead);
    ResidualCoding classes = new ResidualCoding(spec);
    int[] codes = new int[lead + samples];
    byte[] bytes = new byte[samples];
    for (int t = lead; t < codes.length; t++) {
      double[] logits = reference.logits(codes, embedding, 64)[t];
      int likeliest = 0;
      for (int label = 1; label < logits.length; label++) {
        likeliest = logits[label] > logits[likeliest] ? label : likeliest;
      }
      codes[t] = classes.played(likeliest, codes[t - 1], codes[t - 2]);
      bytes[t - lead] = (byte) codes[t];
    }
    float[] filtered = HighPass.filter(MuLaw.decode(bytes), 20, spec.sampleRateHz());
    assertArrayEquals(Levels.withinFullScale(filtered), sound);
  }

  @Test
  void whatDoesNotFitIsRefusedByNumber() {
    WaveNetSpec spec = RandomModels.spec(5, 7, 4, 3, 3, 0);
    Generator generator = generator(spec, "plain");
    Embedding wide = new Embedding(2, 16, new float[32]);
    String channels =
        assertThrows(IllegalArgumentException.class, () -> generator.logits(new int[3], wide, 0))
            .getMessage();
    assertEquals("the embedding has 16 channels, but the model wants 3", channels);
    List<GenerationRequest> tooLong =
        List.of(new GenerationRequest(RandomModels.embedding(spec, 2, SEED), 0, 43, 1, 0));
    String length =
        assertThrows(
                IllegalArgumentException.class,
                () -> generator.synthesize(tooLong, 1, ProgressListener.NONE))
            .getMessage();
    assertTrue(length.contains("43 samples") && length.endsWith("make 42"), length);
    Embedding fine = RandomModels.embedding(spec, 2, SEED);
    assertThrows(IllegalArgumentException.class, () -> new GenerationRequest(fine, 129, 1, 1, 0));
    GenerationRequest between = new GenerationRequest(fine, 60.5, 1, 1, 0);
    assertThrows(IllegalArgumentException.class, () -> generator.check(between));
    assertThrows(IllegalArgumentException.class, () -> new GenerationRequest(fine, -1, 1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new GenerationRequest(fine, 0, 0, 1, 0));
    for (double temperature : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class, () -> new GenerationRequest(fine, 0, 1, temperature, 0));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> generator.synthesize(List.of(), 0, ProgressListener.NONE));
    assertTrue(generator.synthesize(List.of(), 1, ProgressListener.NONE).isEmpty());
  }

  @Test
  void progressReachesTheTotal() {
    WaveNetSpec spec = RandomModels.spec(2, 2, 1, 1, 3, 0);
    Generator generator = generator(spec, "plain");
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      requests.add(new GenerationRequest(RandomModels.embedding(spec, 50, i), 0, 200 * i, 1, i));
    }
    for (int threads : new int[] {1, 2}) {
      List<Long> done = new ArrayList<>();
      generator.synthesize(
          requests,
          threads,
          (now, total) -> {
            assertEquals(3000, total);
            done.add(now);
          });
      assertEquals(3000, done.get(done.size() - 1));
      List<Long> sorted = new ArrayList<>(done);
      Collections.sort(sorted);
      assertEquals(sorted, done);
    }
  }

  @Test
  void aModelOfNoNumbersSaysSo() {
    WaveNetSpec spec = RandomModels.spec(5, 7, 2, 2, 3, 0);
    SavedModel model = RandomModels.model(spec, SEED);
    model.tensor("res_1/W")[0] = Float.NaN;
    Embedding embedding = RandomModels.embedding(spec, 2, SEED);
    List<GenerationRequest> requests =
        List.of(
            new GenerationRequest(embedding, 0, 5, 1, 0),
            new GenerationRequest(embedding, 0, 6, 1, 0));
    for (String kernels : new String[] {"plain", "vector"}) {
      Generator generator = Generator.of(model, Kernels.choose(kernels, StepKernels.VARIANTS));
      for (int threads : new int[] {1, 2}) {
        assertThrows(
            WorkFailedException.class,
            () -> generator.synthesize(requests, threads, ProgressListener.NONE));
      }
    }
  }

  @Test
  void memoryIsKnownBefore() {
    WaveNetSpec spec = RandomModels.spec(64, 128, 20, 10, 3, 0);
    // Two rings of 64 floats by 1 + 2 + ... + 512 samples by two taps, and some more.
    long rings = 4L * 64 * 2 * 1023 * 2;
    assertTrue(Generator.of(RandomModels.model(spec, SEED)).bytesPerNote() > rings);
    assertTrue(Generator.of(RandomModels.model(spec, SEED)).bytesPerNote() < 1.2 * rings);
    Generator generator = generator(spec, "plain");
    assertEquals(5, generator.notesAtOnce(5, 2, 0));
    assertEquals(64, generator.notesAtOnce(1000, 2, 0));
    assertEquals(7, generator.notesAtOnce(1000, 2, 7));
    String many =
        assertThrows(
                WorkFailedException.class, () -> generator.notesAtOnce(1_000_000, 2, 1_000_000))
            .getMessage();
    assertTrue(many.contains("SYNTH_HEAP") && many.contains("the setting 'notes at once'"), many);
  }
}
