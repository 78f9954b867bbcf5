package dev.synth.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.io.WorkFailedException;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.train.optim.Optimizer;
import dev.synth.train.run.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DivergenceMonitorTest {
  private final List<String> warnings = new ArrayList<>();

  private static TrainingPlan plan() {
    return new TrainingPlan(
        "tiny",
        WaveNetPresets.tiny(),
        1_000,
        2,
        1,
        512,
        "paper",
        2e-3,
        0,
        0,
        0.9999,
        0,
        0.05,
        false,
        100,
        0,
        1);
  }

  private DivergenceMonitor watch(double entropyNats) {
    return new DivergenceMonitor(plan(), entropyNats, warnings::add);
  }

  private static Optimizer.Step step(double nats) {
    return new Optimizer.Step(nats, 1);
  }

  @Test
  void explosionsAreSeenAndBadCropsAreNot() {
    DivergenceMonitor watch = watch(4);
    RunState state = new RunState();
    assertFalse(watch.exploded(state, step(6.5)), "an untrained model");
    assertTrue(watch.exploded(state, step(Double.NaN)));
    assertTrue(watch.exploded(state, step(Double.POSITIVE_INFINITY)));
    assertFalse(watch.exploded(state, step(4)));
    assertFalse(watch.exploded(state, step(12)), "a crop unlike all before");
    assertFalse(watch.exploded(state, step(12)), "and another");
    assertFalse(watch.exploded(state, step(4)));
    assertFalse(watch.exploded(state, step(12)), "and a third, later");
    assertFalse(watch.exploded(state, step(11.2)));
    assertTrue(watch.exploded(state, step(11.2)), "three on end");
    assertTrue(watch.exploded(state, new Optimizer.Step(3, Double.NaN)));
    state.lowestNats = 2;
    state.sinceMeasurement.add(8);
    assertFalse(watch.exploded(state, step(8)), "a loud crop");
    for (int i = 0; i < 60; i++) {
      state.sinceMeasurement.add(5.8);
    }
    assertTrue(watch.exploded(state, step(5.8)), "it has forgotten what it knew");
    state.lowestNats = 5;
    assertFalse(watch.exploded(state, step(5.8)), "it has not learned yet");
  }

  @Test
  void theSecondExplosionEndsTheRun() {
    DivergenceMonitor watch = watch(4);
    RunState state = new RunState();
    watch.rollBack(state, Double.NaN, Path.of("run"));
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("half the learning rate"), warnings.get(0));
    state.rollbacks = 1;
    String message =
        assertThrows(WorkFailedException.class, () -> watch.rollBack(state, 12, Path.of("run")))
            .getMessage();
    assertTrue(message.contains("--learning-rate") && message.contains("run"), message);
  }

  @Test
  void aLossAtTheCodesEntropyIsToldOnceAndNotTooEarly() {
    DivergenceMonitor watch = watch(4);
    RunState state = new RunState();
    state.step = 100;
    state.heldOutNats = 4.2;
    watch.measured(state);
    assertEquals(List.of(), warnings);
    state.step = 500;
    state.heldOutNats = 3.5;
    watch.measured(state);
    assertEquals(List.of(), warnings);
    state.heldOutNats = 3.99;
    watch.measured(state);
    watch.measured(state);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("3.990") && warnings.get(0).contains("--learning-rate"));
    DivergenceMonitor silent = watch(0.1);
    state.heldOutNats = 0.1;
    silent.measured(state);
    assertTrue(warnings.get(1).contains("mostly silence"), warnings.get(1));
  }

  @Test
  void silenceIsToldOnce() {
    DivergenceMonitor watch = watch(4);
    RunState state = new RunState();
    AudioClip clip = new AudioClip(new float[10], 16_000);
    Path file = Path.of("step.wav");
    watch.sampled(state, new AudioPreview.Sample(file, clip, file, 1, 1, -20, false));
    assertEquals(List.of(), warnings);
    watch.sampled(state, new AudioPreview.Sample(file, clip, file, 1, 1, -90, true));
    watch.sampled(state, new AudioPreview.Sample(file, clip, file, 1, 1, -90, true));
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("silence"), warnings.get(0));
  }

  @Test
  void entropyOfCodes() {
    byte[][] codes = new byte[2][512];
    assertEquals(
        0, HeldOut.entropy(WaveNetPresets.nsynth(), List.of(new CodeBatch(codes, new int[2]))));
    for (int t = 0; t < 512; t++) {
      codes[0][t] = (byte) t;
      codes[1][t] = (byte) t;
    }
    assertEquals(
        Math.log(256),
        HeldOut.entropy(WaveNetPresets.nsynth(), List.of(new CodeBatch(codes, new int[2]))),
        1e-12);
  }
}
