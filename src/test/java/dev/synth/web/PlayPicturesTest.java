package dev.synth.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.ChromiumTab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures of the page, in target/page; those of the documentation in the folder that the property
 * {@code synth.pictures} names, where it is given.
 */
class PlayPicturesTest {
  private static final Path PICTURES = Path.of("target", "page");

  /** Keys that are held from the times on, in seconds, for the last number of seconds. */
  private static final String TUNE =
      "[[0, 'KeyA', 2], [0.4, 'KeyD', 1.6], [0.8, 'KeyG', 1.2], [1.2, 'KeyK', 0.8],"
          + " [2.1, 'KeyF', 2], [2.5, 'KeyH', 1.6], [2.9, 'KeyK', 1.2], [3.3, 'KeyH', 0.8],"
          + " [4.2, 'KeyS', 2], [4.6, 'KeyG', 1.6], [5, 'KeyJ', 1.2], [5.4, 'KeyL', 0.8],"
          + " [6.3, 'KeyA', 4], [6.7, 'KeyD', 3.6], [7.1, 'KeyG', 3.2], [7.5, 'KeyK', 2.8]]";

  private static final int TUNE_MILLIS = 9000;

  /** Which choices of a sound have an end that is covered, or out of the window. */
  private static final String COVERED =
      "JSON.stringify([...document.querySelectorAll('[data-corner]')].filter((choice) => {"
          + " const { left, right, top, bottom } = choice.getBoundingClientRect();"
          + " return [left + 4, right - 4].some((x) => document.elementFromPoint(x, (top + bottom)"
          + " / 2) !== choice); }).map((choice) => choice.value))";

  @TempDir static Path dir;

  private static ServedPage served;

  @BeforeAll
  static void serve() throws Exception {
    served = new ServedPage(dir);
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void end() throws IOException {
    if (served != null) {
      served.close();
    }
  }

  @Test
  void fitsAnyScreen() throws Exception {
    String overflow = "document.documentElement.scrollWidth > window.innerWidth";
    try (ChromiumTab page = served.chromium().tab("")) {
      page.open(served.address(), ServedPage.READY);
      for (String scheme : List.of("light", "dark")) {
        page.media("prefers-color-scheme", scheme);
        int[][] sizes = {{1280, 800}, {390, 844}, {360, 740}, {360, 640}, {844, 390}, {640, 400}};
        for (int[] size : sizes) {
          page.size(size[0], size[1], size[0] < 1000);
          Thread.sleep(150);
          page.picture(PICTURES.resolve(size[0] + "x" + size[1] + "-" + scheme + ".png"));
          assertFalse(page.value(overflow).asBoolean(), size[0] + " wide: it overflows");
          if (size[0] < 600) {
            assertEquals(List.of(), unseen(page), size[0] + "x" + size[1]);
          }
          assertEquals("[]", page.value(COVERED).asText(), size[0] + "x" + size[1]);
          double[] key = page.box("#keys .white");
          assertTrue(key[2] >= 34 && key[3] >= 44, "keys can be hit by a finger");
        }
      }
    }
  }

  /** On a phone: which of the pad, its choices and the tools are covered, or not on the screen. */
  private static List<String> unseen(ChromiumTab page) throws Exception {
    double[] footer = page.box("footer");
    double bottom = footer[1] - footer[3] / 2;
    double top = page.box("#record")[1];
    List<String> unseen = new ArrayList<>();
    for (String part :
        List.of(
            "#pad",
            "[data-corner='0']",
            "[data-corner='1']",
            "[data-corner='2']",
            "[data-corner='3']")) {
      double[] box = page.box(part);
      if (box[1] + box[3] / 2 > bottom || box[2] < 80) {
        unseen.add(part);
      }
    }
    for (String tool : List.of("#save", "#load", "#link", "#midi")) {
      if (Math.abs(page.box(tool)[1] - top) > 1) {
        unseen.add(tool);
      }
    }
    return unseen;
  }

  /** Before anything sounds, the page says where it will be seen; and not any more afterwards. */
  @Test
  void theLegendGivesWayToTheSound() throws Exception {
    String isSeen = "document.getElementById('legend').checkVisibility()";
    try (ChromiumTab page = served.chromium().tab("")) {
      page.open(served.address(), ServedPage.READY);
      assertTrue(page.value(isSeen).asBoolean());
      page.type("KeyA", "a");
      page.await("!" + isSeen);
    }
  }

  /** The page while it is played, for the documentation: again where the sound has dropped out. */
  @Test
  void isPlayed() throws Exception {
    String given = System.getProperty("synth.pictures", "");
    Path folder = given.isEmpty() ? PICTURES : Path.of(given);
    picture(folder.resolve("play.png"), 1280, 760, !given.isEmpty());
    picture(folder.resolve("play-phone.png"), 390, 844, !given.isEmpty());
  }

  /** Plays a little, so that a page on a slow machine has taken more time ahead. */
  private static void settle(ChromiumTab page) throws Exception {
    for (int i = 0; i < 2; i++) {
      for (String key : List.of("a", "d", "g", "k")) {
        page.key(true, "Key" + key.toUpperCase(Locale.ROOT), key);
      }
      Thread.sleep(1500);
      for (String key : List.of("a", "d", "g", "k")) {
        page.key(false, "Key" + key.toUpperCase(Locale.ROOT), key);
      }
      page.await("synth.engine.node !== null && synth.engine.state.keys.length === 0");
      Thread.sleep(500);
      page.await("synth.engine.node !== null && synth.engine.context.state === 'running'");
    }
  }

  private static void picture(Path file, int width, int height, boolean isForAll) throws Exception {
    boolean isPhone = width < 1000;
    String status = "";
    for (int i = 0; i < 8; i++) {
      try (ChromiumTab page = served.chromium().tab("")) {
        page.size(width, height, isPhone);
        page.send("Emulation.setTouchEmulationEnabled", "enabled", isPhone);
        page.media("prefers-color-scheme", "light");
        page.open(served.address(), ServedPage.READY);
        page.type("KeyA", "a");
        page.await("synth.engine.state && synth.engine.state.quanta > 200");
        settle(page);
        page.value(
            "(async () => { const from = performance.now(); const press = (type, code) =>"
                + " window.dispatchEvent(new KeyboardEvent(type, { code, key: code }));"
                + " for (const [at, code, long] of "
                + TUNE
                + ") { setTimeout(() => press('keydown', code), 1000 * at);"
                + " setTimeout(() => press('keyup', code), 1000 * (at + long)); }"
                + " while (performance.now() - from < "
                + TUNE_MILLIS
                + ") { const t = (performance.now() -"
                + " from) / 1000; synth.pad.move(0.45 - 0.3 * Math.cos(1.1 * t), 0.5 - 0.38 *"
                + " Math.cos(0.7 * t + 0.9)); await new Promise((r) => setTimeout(r, 16)); }"
                + " })()");
        page.picture(file);
        status = page.value("document.getElementById('status').textContent").asText();
        assertTrue(status.contains("4 of 16 voices"), status);
        if (!isForAll || !status.contains("drop")) {
          return;
        }
      }
    }
    throw new AssertionError("the machine is too busy for a picture: " + status);
  }
}
