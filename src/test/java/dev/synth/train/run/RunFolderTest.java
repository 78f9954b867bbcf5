package dev.synth.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.model.ModelKinds;
import dev.synth.model.ModelSpec;
import dev.synth.model.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "DATA", "5 notes abc", "preset", "tiny", "learning-rate", "0.002", "schedule", "paper");

  @TempDir private Path dir;

  private RunFolder run(Map<String, String> settings) throws IOException {
    RunFolder run = new RunFolder(dir);
    ObjectNode json = Checkpoint.JSON.createObjectNode();
    settings.forEach(json.putObject("settings")::put);
    run.writeConfiguration(json);
    return run;
  }

  private static Map<String, String> changed(String name, String value) {
    Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
    if (value == null) {
      settings.remove(name);
    } else {
      settings.put(name, value);
    }
    return settings;
  }

  private static String refusal(RunFolder run, Map<String, String> settings) {
    return assertThrows(CannotCreateException.class, () -> run.check(RunSettings.of(settings)))
        .getMessage();
  }

  @Test
  void otherSettingsAreRefusedByName() throws IOException {
    RunFolder run = run(SETTINGS);
    run.check(RunSettings.of(SETTINGS));
    String rate = refusal(run, changed("learning-rate", "0.1"));
    assertTrue(rate.contains("(the setting 'learning rate' 0.002, now 0.1)"), rate);
    String data = refusal(run, changed("DATA", "6 notes abd"));
    assertTrue(data.contains("(DATA 5 notes abc, now 6 notes abd)"), data);
    String more = refusal(run, changed("init", "123"));
    assertTrue(more.contains("(the setting 'init' not set, now 123)"), more);
    String fewer = refusal(run, changed("preset", null));
    assertTrue(fewer.contains("(the setting 'preset' tiny, now not set)"), fewer);
  }

  @Test
  void whatAForeignRunSaysIsToldOnOneLineAndShort() throws IOException {
    String preset = refusal(run(changed("preset", "a\u001b[2J\nb")), SETTINGS);
    assertTrue(preset.contains("(the setting 'preset' a\\u001b[2J\\u000ab, now tiny)"), preset);
    String name = refusal(run(changed("a\n\u009b", "1")), SETTINGS);
    assertTrue(name.contains("(the setting 'a\\u000a\\u009b' 1, now not set)"), name);
    String same = "x".repeat(300);
    String data = refusal(run(changed("DATA", same + "1")), changed("DATA", same + "2"));
    String shown = "x".repeat(255) + "...";
    assertTrue(data.contains("(DATA " + shown + ", now " + shown + ")"), data);
  }

  /** Versions up to 0.1 wrote the flags, and a schedule's name as it was typed. */
  @Test
  void theSettingsOfAnOlderRunAreTheSame() throws IOException {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("DATA", "5 notes abc");
    flags.put("--preset", "tiny");
    flags.put("--learning-rate", "0.002");
    flags.put("--schedule", "PAPER");
    RunFolder run = run(flags);
    run.check(RunSettings.of(SETTINGS));
    assertEquals("tiny", run.settings().text("preset"));
    String rate = refusal(run, changed("learning-rate", "0.1"));
    assertTrue(rate.contains("(the setting 'learning rate' 0.002, now 0.1)"), rate);
  }

  @Test
  void aResultWithoutARunIsNotOverwritten() throws IOException {
    RunFolder run = new RunFolder(dir);
    run.check(RunSettings.of(SETTINGS));
    Files.writeString(run.file(RunFolder.MODEL), "precious");
    String message = refusal(run, SETTINGS);
    assertTrue(message.contains(run.file(RunFolder.MODEL).toString()), message);
    assertTrue(message.contains("the setting 'force'"), message);
  }

  @Test
  void aConfigurationThatIsNoJsonIsSaidSo() throws IOException {
    RunFolder run = new RunFolder(dir);
    for (String text : List.of("{", "[1]", "")) {
      Files.writeString(run.file(RunFolder.CONFIGURATION), text);
      String message =
          assertThrows(BadDataException.class, () -> run.check(RunSettings.of(SETTINGS)))
              .getMessage();
      assertTrue(message.contains("run.json") && message.contains("JSON"), message);
    }
  }

  @Test
  void oneAtATimeHoldsTheLock() throws IOException {
    RunFolder run = new RunFolder(dir.resolve("run"));
    assertFalse(run.isLocked());
    RunFolder.Lock lock = run.lock();
    try {
      assertTrue(run.isLocked());
      String message = assertThrows(CannotCreateException.class, run::lock).getMessage();
      assertTrue(message.contains("another synth train"), message);
    } finally {
      lock.close();
    }
    assertFalse(run.isLocked());
    run.lock().close();
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThrows(CannotCreateException.class, () -> new RunFolder(file).lock());
  }

  /** A spec as version 0.1 wrote it, and as it is written now. */
  @Test
  void theNetworkIsAnObjectOfItsSizesAndOlderOnesAreTheSame() throws IOException {
    ModelSpec spec = Preset.resource(ModelKinds.named("", "wavenet"), "tiny").spec();
    Map<String, Object> now = new LinkedHashMap<>();
    now.put(RunSettings.NETWORK, spec);
    now.put("learning-rate", 5e-4);
    now.put("clip", 0.0);
    now.put("held-out-instruments", false);
    now.put("seed", Long.MAX_VALUE);
    Map<String, String> before = new LinkedHashMap<>();
    now.forEach((name, value) -> before.put("--" + name, value + ""));
    before.put("network", before.remove("--network"));
    RunFolder old = run(before);
    old.check(RunSettings.of(now));
    assertEquals("16", old.settings().values().get("network").path("width").asText());
    ObjectNode json = Checkpoint.JSON.createObjectNode();
    json.putObject("settings").setAll(RunSettings.of(now).values());
    old.writeConfiguration(json);
    old.check(RunSettings.of(now));
    JsonNode written = old.configuration().path("settings");
    assertTrue(written.path("network").path("width").isInt(), written.toString());
    assertEquals("wavenet", written.path("network").path("kind").asText());
    assertTrue(written.path("learning-rate").isDouble());
    assertTrue(written.path("held-out-instruments").isBoolean());
    assertEquals("0.0005", old.settings().text("learning-rate"));
    now.put("learning-rate", 1e-5);
    now.put(
        RunSettings.NETWORK,
        Preset.resource(ModelKinds.named("", "wavenet"), "tiny")
            .with(Map.of("width", "24"))
            .spec());
    String message =
        assertThrows(CannotCreateException.class, () -> old.check(RunSettings.of(now)))
            .getMessage();
    assertTrue(
        message.contains(
            "(the setting 'learning rate' 0.0005, now 0.00001; network width 16, now 24)"),
        message);
  }

  @Test
  void clearingDeletesWhatARunWroteAndNothingElse() throws IOException {
    RunFolder run = run(SETTINGS);
    Files.writeString(run.file(RunFolder.LOG), "");
    Files.writeString(run.file(RunFolder.MODEL), "");
    Files.writeString(run.events("1.host"), "");
    Files.createDirectories(run.checkpoints().resolve("step-00000001"));
    Files.writeString(Files.createDirectory(run.file(RunFolder.SAMPLES)).resolve("step.wav"), "");
    Files.writeString(run.file("mine.txt"), "kept");
    run.clear();
    try (var left = Files.list(dir)) {
      assertEquals(List.of(run.file("mine.txt")), left.toList());
    }
    assertEquals("kept", Files.readString(run.file("mine.txt")));
    assertFalse(run.isRun());
    assertEquals(-1, run.lastStep());
  }

  @Test
  void theLogIsCutAfterAStepAndAtALineCutShort() throws IOException {
    RunFolder run = new RunFolder(dir);
    List<String> said = new ArrayList<>();
    run.cutLog(3, said::add); // there is none
    String kept = "{\"kind\":\"train\",\"step\":3}\n{\"kind\":\"measured\",\"step\":3}\n";
    Files.writeString(
        run.file(RunFolder.LOG), kept + "{\"kind\":\"train\",\"step\":4}\n{\"kind\":\"tra");
    run.cutLog(3, said::add);
    assertEquals(kept, Files.readString(run.file(RunFolder.LOG)));
    run.cutLog(9, said::add);
    assertEquals(kept, Files.readString(run.file(RunFolder.LOG)));
    assertEquals(List.of(), said);
  }

  @Test
  void damagedLinesOfTheLogAreKeptAsideAndNamedOnce() throws IOException {
    RunFolder run = new RunFolder(dir);
    String first = "{\"kind\":\"train\",\"step\":3}\n";
    String second = "{\"kind\":\"measured\",\"step\":4}\n";
    Path log = run.file(RunFolder.LOG);
    List<String> said = new ArrayList<>();
    for (String bad :
        List.of(
            "\0".repeat(4096) + "\n",
            "garbage\n",
            "5\n",
            "{\"kind\":\"train\"}\n",
            "{}{}\n",
            "\n")) {
      said.clear();
      Files.writeString(log, "\ufeff" + first + bad + second + "{\"kind\":\"tra");
      run.cutLog(9, said::add);
      assertEquals(first + second, Files.readString(log));
      assertEquals(List.of(log + " line 2: is damaged and kept aside in log.damaged."), said);
      assertTrue(Files.readString(dir.resolve("log.damaged")).endsWith(bad));
      run.cutLog(9, said::add);
      assertEquals(1, said.size());
    }
    Files.write(log, new byte[] {'{', (byte) 0xff, '}', '\n', '\n'});
    said.clear();
    run.cutLog(9, said::add);
    assertEquals(
        List.of(log + ": 2 lines, the first 1, are damaged and kept aside in log.damaged."), said);
    assertEquals("", Files.readString(log));
  }
}
