package dev.synth.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.testing.ChromiumTab;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much of a machine the page takes in Chromium: scripts/measure-page.sh runs it alone. Any
 * other work on the machine is in the figures, so drop-outs fail it only where the property {@code
 * synth.idle} says that there is none.
 */
@Tag("slow")
class PlayLoadTest {
  private static final double QUANTUM_MILLIS = 128 * 1000.0 / ServedPage.RATE_HZ;

  /** The page looks at the audio thread so often: what it tells is up to so old. */
  private static final double LOOK_MILLIS = 33;

  @TempDir Path dir;

  /** The audio thread keeps up with 16 notes for 30 s, while the dot rests and while it moves. */
  @Test
  void sixteenVoicesForHalfAMinute() throws Exception {
    try (ServedPage served = new ServedPage(dir);
        ChromiumTab page = served.chromium().tab("")) {
      page.size(1280, 800, false);
      page.open(served.address(), ServedPage.READY);
      page.type("KeyA", "a");
      page.await("synth.engine.state && synth.engine.state.quanta > 500");
      page.await("synth.engine.state.keys.length === 0");
      System.out.printf(
          Locale.ROOT,
          "the audio context's own latency: %.1f ms%n",
          1000 * page.value("synth.engine.context.baseLatency").asDouble());
      boolean isIdle = Boolean.getBoolean("synth.idle");
      for (int voices : new int[] {1, 16}) {
        play(page, voices);
        int seconds = isIdle ? 15 : 2;
        int drops = measured(page, voices, "dot at rest", seconds) + moved(page, voices, seconds);
        assertEquals(voices, page.value("synth.engine.state.keys.length").asInt());
        page.value("synth.engine.quiet(false)");
        page.await("synth.engine.state.keys.length === 0");
        assertTrue(!isIdle || drops == 0, drops + " drop-outs with " + voices + " notes");
      }
    }
  }

  private static void play(ChromiumTab page, int voices) throws Exception {
    page.value(
        "(async () => { for (let i = 0; i < "
            + voices
            + "; i++) await synth.engine.press('k' + i, 36 + 3 * i, 0.6); })()");
    page.await("synth.engine.state.keys.length === " + voices);
    Thread.sleep(500); // attacks
  }

  private static int moved(ChromiumTab page, int voices, int seconds) throws Exception {
    page.value(
        "window.moving = setInterval(() => { const t = performance.now() / 700;"
            + " synth.pad.move(0.5 + 0.4 * Math.cos(t), 0.5 + 0.4 * Math.sin(1.3 * t)); }, 16)");
    int drops = measured(page, voices, "dot moving", seconds);
    page.value("clearInterval(window.moving)");
    return drops;
  }

  /** Measures for some seconds, prints what was measured; the drop-outs. */
  private static int measured(ChromiumTab page, int voices, String what, int seconds)
      throws Exception {
    JsonNode before = counts(page);
    Thread.sleep(1000L * seconds);
    JsonNode after = counts(page);
    double busy = after.get(0).asDouble() - before.get(0).asDouble();
    double played = (after.get(1).asDouble() - before.get(1).asDouble()) * QUANTUM_MILLIS;
    double passed = after.get(2).asDouble() - before.get(2).asDouble();
    int drops = after.get(3).asInt() - before.get(3).asInt();
    System.out.printf(
        Locale.ROOT,
        "%2d %s, %s, %.0f s: %d drop-outs, audio thread %.1f %% of a core (load of the machine"
            + " %.1f on %d cores)%n",
        voices,
        voices == 1 ? "note" : "notes",
        what,
        passed / 1000,
        drops,
        100 * busy / passed,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().availableProcessors());
    assertTrue(played > 0.99 * passed - 2 * LOOK_MILLIS, played + " ms played in " + passed);
    assertTrue(busy < 0.6 * passed, busy + " ms of " + passed + " in the audio thread");
    return drops;
  }

  /** Milliseconds that the audio thread was busy, quanta played, the time, drop-outs. */
  private static JsonNode counts(ChromiumTab page) throws Exception {
    String told =
        page.value(
                "JSON.stringify([synth.engine.state.busy, synth.engine.state.quanta,"
                    + " performance.now(), synth.engine.context.playbackStats.underrunEvents])")
            .asText();
    return new ObjectMapper().readTree(told);
  }
}
