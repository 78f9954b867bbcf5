package dev.synth.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.io.WorkFailedException;
import dev.synth.kernel.ProductPrecision;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.train.optim.Schedule;
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
        1,
        new BatchPlan(2, 1, 512),
        new LearningPlan(
            new Schedule(Schedule.Shape.PAPER, 2e-3, 1_000, 0),
            0,
            0.9999,
            0,
            0,
            ProductPrecision.FLOAT),
        new MeasuringPlan(0.05, false, 100, 0));
  }

  private DivergenceMonitor watch(double entropyNats) {
    return new DivergenceMonitor(
        plan(), LossUnit.NATS, new Baselines(Math.log(256), entropyNats), warnings::add);
  }

  private static Step step(double nats) {
    return new Step(nats, 1);
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
    assertTrue(watch.exploded(state, new Step(3, Double.NaN)));
    state.lowestLoss = 2;
    state.sinceMeasurement.add(8);
    assertFalse(watch.exploded(state, step(8)), "a loud crop");
    for (int i = 0; i < 60; i++) {
      state.sinceMeasurement.add(5.8);
    }
    assertTrue(watch.exploded(state, step(5.8)), "it has forgotten what it knew");
    state.lowestLoss = 5;
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
    assertTrue(message.contains("'learning rate'") && message.contains("run"), message);
  }

  @Test
  void aLossAtTheCodesEntropyIsToldOnceAndNotTooEarly() {
    DivergenceMonitor watch = watch(4);
    RunState state = new RunState();
    state.step = 100;
    state.heldOutLoss = 4.2;
    watch.measured(state);
    assertEquals(List.of(), warnings);
    state.step = 500;
    state.heldOutLoss = 3.5;
    watch.measured(state);
    assertEquals(List.of(), warnings);
    state.heldOutLoss = 3.99;
    watch.measured(state);
    watch.measured(state);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("3.990") && warnings.get(0).contains("'learning rate'"));
    DivergenceMonitor silent = watch(0.1);
    state.heldOutLoss = 0.1;
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
  void aLossWithoutBaselinesIsComparedWithNone() {
    DivergenceMonitor watch =
        new DivergenceMonitor(plan(), LossUnit.NONE, Baselines.NONE, warnings::add);
    RunState state = new RunState();
    state.step = 500;
    state.lowestLoss = 0;
    for (int i = 0; i < 60; i++) {
      state.sinceMeasurement.add(1e9);
      assertFalse(watch.exploded(state, step(1e9)));
    }
    assertTrue(watch.exploded(state, step(Double.NaN)));
    watch.measured(state);
    assertEquals(List.of(), warnings);
  }
}
