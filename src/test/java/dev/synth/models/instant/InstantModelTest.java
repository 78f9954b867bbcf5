package dev.synth.models.instant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.SampleReader;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.OutputLevel;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.latent.Embedding;
import dev.synth.model.SavedModel;
import dev.synth.models.instant.sound.NoiseBands;
import dev.synth.models.instant.sound.NoteControls;
import dev.synth.testing.InstantModels;
import dev.synth.testing.RandomModels;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoder and synthesizer around the networks. */
class InstantModelTest {
  private static final InstantSpec SPEC = new InstantSpec(48_000, 9, 3, 5, 8, 2, 12, 4, 10, 6);

  private static SavedModel model() {
    return InstantModels.model(SPEC.sampleRateHz(), 3);
  }

  /** A reader that gives a few samples at a time, as those of files may. */
  private static SampleReader inPieces(float[] sound) {
    int[] at = {0};
    return into -> {
      int count = Math.min(Math.min(777, into.length), sound.length - at[0]);
      System.arraycopy(sound, at[0], into, 0, Math.max(0, count));
      at[0] += count;
      return count == 0 ? -1 : count;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 511, 512, 513, 256 * 512, 257 * 512, 257 * 512 + 1, 700 * 512 + 77})
  void aSoundIsEncodedInPiecesAsAWhole(int samples) throws Exception {
    float[] sound = RandomModels.values(new Random(1), samples, 0.1);
    int frames = (samples + 511) / 512;
    try (InstantEncoder encoder = InstantEncoder.of(model())) {
      Embedding embedding = encoder.encode(inPieces(sound), OptionalInt.empty());
      assertEquals(frames, embedding.frames());
      assertArrayEquals(encoder.encode(sound, OptionalInt.empty()).values(), embedding.values());
    }
  }

  @Test
  void levelAndPitchAreMeasured() throws Exception {
    // An A3, 30 cents sharp, with a vibrato of 40 cents, that becomes 12 dB softer.
    double rate = 0;
    float[] sound = new float[2 * 16_000];
    double[] bent = new double[sound.length];
    for (int n = 0; n < sound.length; n++) {
      bent[n] = 30 + 40 * Math.sin(2 * Math.PI * 5.5 * n / 16_000);
      rate += 220 * Math.pow(2, bent[n] / 1200) / 16_000;
      double gain = n < 16_000 ? 0.4 : 0.1;
      sound[n] =
          (float) (gain * (Math.sin(2 * Math.PI * rate) + 0.5 * Math.sin(4 * Math.PI * rate)));
    }
    try (InstantEncoder encoder = InstantEncoder.of(model())) {
      Embedding embedding = encoder.encode(sound, OptionalInt.of(57));
      float[] levels = MeasuredChannels.levelDb(embedding);
      float[] cents = MeasuredChannels.pointCents(embedding);
      double rms = 10 * Math.log10(0.5 * 0.16 * 1.25);
      for (int f = 2; f < 60; f++) {
        if (f < 29 || f > 33) {
          assertEquals(f < 31 ? rms : rms - 12.04, levels[f], 0.2, "frame " + f);
        }
        for (int p = 4 * f; p < 4 * f + 4; p++) {
          assertEquals(bent[128 * p], cents[p], 8, "point " + p);
        }
      }
    }
  }

  @Test
  void theControlsThatAreMadeHaveTheLevelWanted() {
    Random random = new Random(9);
    ControlCoding coding = new ControlCoding(SPEC);
    float[] outputs = RandomModels.values(random, 3 * SPEC.valuesPerFrame(), 1);
    float[] levels = {-20, -40, MeasuredChannels.SILENT_DB};
    NoteControls controls = coding.controls(outputs, levels, new float[12], 60);
    float[] found = coding.targets(controls, 60, 0, 24_000).levelDb();
    assertEquals(-20, found[0], 0.01);
    assertEquals(-40, found[1], 0.05, "what is below the floor is silent");
    assertEquals(MeasuredChannels.SILENT_DB, found[2]);
  }

  /** Sound above what is heard and what is played does not count, at any rate. */
  @ParameterizedTest
  @CsvSource({"8000, 8, 3.88", "16000, 12, 7.76", "48000, 12, 7.76"})
  void powerIsThatOfWhatIsHeardAndPlayed(int rateHz, int heard, double noise) {
    InstantSpec spec = new InstantSpec(rateHz, 9, 3, 5, 8, 2, 12, 4, 10, 6);
    double[] weights = new PointPower(spec).weights(69);
    for (int k = 0; k < 12; k++) {
      assertEquals(k < heard ? 0.5 : 0, weights[k], "partial " + (k + 1));
    }
    assertEquals(noise, Arrays.stream(weights, 12, 22).sum(), 1e-9);
    assertEquals(0.5, new PointPower(spec).weights(120)[0], "the fundamental always counts");
  }

  private static GenerationRequest request(int frames, int pitch, long seed) {
    Embedding embedding =
        new Embedding(
            frames,
            SPEC.latentChannels(),
            RandomModels.values(new Random(seed), frames * SPEC.latentChannels(), 1));
    return new GenerationRequest(embedding, pitch, frames * SPEC.hopSamples(), 0, seed);
  }

  @Test
  void aNoteDependsOnItsRequestOnly() {
    InstantSynthesizer synthesizer = InstantSynthesizer.of(model());
    assertEquals(48_000, synthesizer.format().sampleRateHz());
    assertEquals(1536, synthesizer.format().hopSamples());
    List<GenerationRequest> requests =
        List.of(request(20, 60, 1), request(600, 40, 2), request(3, 100, 3), request(20, 61, 1));
    List<float[]> together = synthesizer.synthesize(requests, 2, ProgressListener.NONE);
    for (int i = 0; i < requests.size(); i++) {
      float[] alone =
          synthesizer.synthesize(List.of(requests.get(i)), 1, ProgressListener.NONE).get(0);
      assertArrayEquals(alone, together.get(i));
      assertEquals(requests.get(i).samples(), alone.length);
    }
    assertFalse(Arrays.equals(together.get(0), together.get(3)), "the pitch matters");
  }

  /** A bend that stays is the pitch it leads to, however the decoder is told of it. */
  @Test
  void aBendIsAPitch() {
    InstantSynthesizer synthesizer = InstantSynthesizer.of(model());
    GenerationRequest plain = request(20, 60, 1);
    float[] bend = new float[20];
    Arrays.fill(bend, 1250);
    GenerationRequest bent =
        new GenerationRequest(
            plain.embedding(),
            PlayedPitch.of(50).bent(bend),
            plain.samples(),
            0,
            1,
            OutputLevel.AS_PLAYED);
    GenerationRequest high = new GenerationRequest(plain.embedding(), 62.5, plain.samples(), 0, 1);
    List<float[]> both = synthesizer.synthesize(List.of(bent, high), 1, ProgressListener.NONE);
    assertArrayEquals(both.get(1), both.get(0), 2e-3f);
  }

  @Test
  void rippleIsSmoothedAndAttacksStay() {
    float[] levels = new float[2 * 40];
    for (int p = 0; p < 40; p++) {
      levels[2 * p] = -20 + (p % 4 == 3 ? 0.5f : 0); // goes up in the last point of each frame
      levels[2 * p + 1] = p < 20 ? -60 : -10;
    }
    float[] smooth = LevelSmoothing.smooth(levels, 2);
    for (int p = 3; p < 37; p++) {
      assertEquals(-19.875, smooth[2 * p], 0.01, "point " + p);
      assertEquals(levels[2 * p + 1], smooth[2 * p + 1], 0.05, "point " + p);
    }
  }

  @Test
  void aLevelThatNoSoundHasIsRefused() {
    float[] values = new float[3 * SPEC.latentChannels()];
    values[SPEC.latentChannels()] = 1e30f;
    GenerationRequest request =
        new GenerationRequest(
            new Embedding(3, SPEC.latentChannels(), values), 60, 3 * SPEC.hopSamples(), 0, 1);
    WorkFailedException e =
        assertThrows(
            WorkFailedException.class,
            () ->
                InstantSynthesizer.of(model())
                    .synthesize(List.of(request), 1, ProgressListener.NONE));
    assertTrue(e.getMessage().contains("frame 1 has a level of 2.00e+31 dB"), e.getMessage());
  }

  @Test
  void aPitchThatNoNoteDriftsToIsRefused() {
    float[] values = new float[3 * SPEC.latentChannels()];
    values[SPEC.latentChannels() + 1] = 1_000; // steps of 50 cents
    GenerationRequest request =
        new GenerationRequest(
            new Embedding(3, SPEC.latentChannels(), values), 60, 3 * SPEC.hopSamples(), 0, 1);
    WorkFailedException e =
        assertThrows(
            WorkFailedException.class,
            () ->
                InstantSynthesizer.of(model())
                    .synthesize(List.of(request), 1, ProgressListener.NONE));
    assertTrue(e.getMessage().contains("cents off its pitch"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(floats = {1e5f, 1e30f, Float.MAX_VALUE})
  void anEmbeddingFarFromAllOthersIsRefused(float far) {
    float[] values = new float[3 * SPEC.latentChannels()];
    Arrays.fill(values, MeasuredChannels.COUNT, SPEC.latentChannels(), far);
    GenerationRequest request =
        new GenerationRequest(
            new Embedding(3, SPEC.latentChannels(), values), 60, 3 * SPEC.hopSamples(), 0, 1);
    WorkFailedException e =
        assertThrows(
            WorkFailedException.class,
            () ->
                InstantSynthesizer.of(model())
                    .synthesize(List.of(request), 1, ProgressListener.NONE));
    assertTrue(e.getMessage().contains("far from those it was trained on"), e.getMessage());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    InstantSynthesizer synthesizer = InstantSynthesizer.of(model());
    GenerationRequest good = request(3, 60, 1);
    Embedding other = new Embedding(3, 4, new float[12]);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> synthesizer.check(new GenerationRequest(other, 60, 10, 0, 1)))
            .getMessage()
            .contains("4 channels, but the model wants 5"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            synthesizer.check(
                new GenerationRequest(good.embedding(), 60, good.samples() + 1, 0, 1)));
    for (double midi : new double[] {0, 11.99, 120.01, 128}) {
      GenerationRequest outside = new GenerationRequest(good.embedding(), midi, 10, 0, 1);
      assertThrows(IllegalArgumentException.class, () -> synthesizer.check(outside));
    }
    assertThrows(
        IllegalArgumentException.class, () -> new InstantSpec(44_100, 9, 3, 5, 8, 2, 12, 4, 10, 6));
  }

  @Test
  void controlsComeBackFromTheirCoding() {
    Random random = new Random(5);
    int points = 8 * InstantSpec.POINTS_PER_FRAME;
    float[] partials = new float[points * SPEC.partials()];
    float[] noise = new float[points * SPEC.noiseBands()];
    float[] cents = new float[points];
    float[] tuning = new float[SPEC.partials()];
    for (int i = 0; i < partials.length; i++) {
      partials[i] = -60 * random.nextFloat();
    }
    for (int i = 0; i < noise.length; i++) {
      noise[i] = -60 * random.nextFloat();
    }
    for (int i = 0; i < points; i++) {
      cents[i] = 20 * random.nextFloat();
    }
    for (int k = 0; k < SPEC.ownTunings(); k++) {
      tuning[k] = 30 * random.nextFloat();
    }
    NoteControls made =
        new NoteControls(SPEC.partials(), SPEC.noiseBands(), partials, noise, cents, tuning);
    ControlCoding coding = new ControlCoding(SPEC);
    ControlCoding.Targets targets = coding.targets(made, 60, 0, 24_000);
    NoteControls back = coding.controls(targets.values(), targets.levelDb(), cents, 60);
    assertArrayEquals(partials, back.partialDb(), 1e-4f);
    assertArrayEquals(noise, back.noiseDb(), 1e-4f);
    assertArrayEquals(cents, back.cents());
    assertArrayEquals(tuning, back.tuningCents(), 1e-3f);
  }

  /** Of a recording at 16 kHz nobody knows what the instrument has above 8 kHz. */
  @Test
  void whatARecordingCannotTellWeighsNothing() {
    int points = InstantSpec.POINTS_PER_FRAME;
    float[] partials = new float[points * SPEC.partials()];
    float[] noise = new float[points * SPEC.noiseBands()];
    NoteControls controls =
        new NoteControls(
            SPEC.partials(),
            SPEC.noiseBands(),
            partials,
            noise,
            new float[points],
            new float[SPEC.partials()]);
    ControlCoding coding = new ControlCoding(SPEC);
    float[] low = coding.targets(controls, 93, 0, 8000).weights(); // partials at 1760 k Hz
    float[] full = coding.targets(controls, 93, 0, 24_000).weights();
    for (int k = 1; k <= SPEC.partials(); k++) {
      assertEquals(k * 1760 < 0.9 * 8000 ? full[k - 1] : 0, low[k - 1], "partial " + k);
    }
    NoiseBands bands = new NoiseBands(SPEC.noiseBands(), SPEC.sampleRateHz());
    for (int b = 0; b < SPEC.noiseBands(); b++) {
      int at = SPEC.partials() + b;
      assertTrue(full[at] > 0, "band " + b);
      assertEquals(bands.middleHz(b) < 0.9 * 8000 ? full[at] : 0, low[at], "band " + b);
    }
  }
}
