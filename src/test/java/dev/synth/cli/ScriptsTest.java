package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.Fixtures;
import dev.synth.testing.MatrixProducts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell scripts that render, on small inputs; all shell scripts, before a linter. */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class ScriptsTest {
  private static final Path SCRIPTS = Path.of("scripts").toAbsolutePath();

  @TempDir private Path dir;
  private Path model;
  private Path sounds;

  @BeforeEach
  void writeInputs() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    sounds = dir.resolve("my sounds");
    Fixtures.note(sounds.resolve("a.wav"), 60, 0.1);
    Fixtures.note(sounds.resolve("b c").resolve("d.wav"), 64, 0.1);
    // What bin/synth does, with the classes under test.
    Path synth = dir.resolve("synth");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        synth,
        """
        #!/bin/sh
        exec '%s' --add-exports=java.base/jdk.internal.module=ALL-UNNAMED \\
          --add-exports=java.desktop/com.sun.media.sound=ALL-UNNAMED -Xmx512m -cp '%s' %s "$@"
        """
            .formatted(java, System.getProperty("java.class.path"), Main.class.getName()));
    assertTrue(synth.toFile().setExecutable(true));
  }

  private Cli sh(Map<String, String> environment, Object... command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("sh"));
    for (Object word : command) {
      words.add(word.toString());
    }
    Path out = dir.resolve("stdout");
    Path err = dir.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("SYNTH", dir.resolve("synth").toString());
    builder.environment().putAll(environment);
    int code = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Cli(code, Files.readString(out), Files.readString(err));
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : Cli.files(folder)) {
      contents.put(
          name, new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.ISO_8859_1));
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(strings = {"encode-folder.sh", "render-notes.sh", "render-grid.sh", "share.sh"})
  void helpIsPrintedAndMissingArgumentsAreUsageErrors(String script)
      throws IOException, InterruptedException {
    Cli help = sh(Map.of(), SCRIPTS.resolve(script), "--help");
    assertEquals(0, help.code(), help.err());
    assertTrue(help.out().contains("scripts/" + script + " "), help.out());
    assertTrue(help.out().lines().noneMatch(line -> line.startsWith("#")), help.out());
    assertEquals(ExitCodes.USAGE, sh(Map.of(), SCRIPTS.resolve(script)).code());
  }

  @Test
  void aFolderIsEncodedAndPlayed() throws IOException, InterruptedException {
    Files.writeString(sounds.resolve("bad.wav"), "no sound");
    Path out = dir.resolve("the out");
    Map<String, String> environment = Map.of("MODEL", model.toString());
    Cli run = sh(environment, SCRIPTS.resolve("render-notes.sh"), sounds, out, "--length", "20ms");
    assertEquals(ExitCodes.BAD_DATA, run.code(), run.err());
    assertEquals(
        List.of(
            "embeddings/a_embeddings.npy",
            "embeddings/b c/d_embeddings.npy",
            "sounds/b c/gen_d.wav",
            "sounds/gen_a.wav"),
        Cli.files(out).stream().filter(name -> !name.contains(".synth")).sorted().toList());
  }

  @Test
  void aGridIsRenderedByTwoProcessesAsByOne() throws IOException, InterruptedException {
    Path grid =
        Files.writeString(
            dir.resolve("grid.yaml"),
            "corners: [my sounds/a.wav, my sounds/b c/d.wav]\nsize: 4\nmodel: model.safetensors\n");
    Path one = dir.resolve("one");
    Path two = dir.resolve("two");
    Cli first = sh(Map.of(), SCRIPTS.resolve("render-grid.sh"), grid, one);
    assertEquals(0, first.code(), first.err());
    assertTrue(first.err().contains("4 notes"), first.err());
    Cli second = sh(Map.of("PROCESSES", "2"), SCRIPTS.resolve("render-grid.sh"), grid, two, "-q");
    assertEquals(0, second.code(), second.err());
    assertEquals(4 + 2 + 2, contents(one).size());
    assertEquals(contents(one).keySet(), contents(two).keySet());
    if (MatrixProducts.rowsAreAlike()) { // else embeddings depend on how many threads a process has
      assertEquals(contents(one), contents(two));
    }
    Cli failing =
        sh(Map.of(), SCRIPTS.resolve("share.sh"), 2, "grid", dir.resolve("none.yaml"), "-o", two);
    assertEquals(ExitCodes.NO_INPUT, failing.code(), failing.err());
  }

  @Test
  void processesThatShareDivideTheNotesAndTellOfEachThingOnce()
      throws IOException, InterruptedException {
    Path embeddings = Files.createDirectory(dir.resolve("e"));
    for (int i = 0; i < 8; i++) {
      Fixtures.embedding(embeddings.resolve("n" + i + "_embeddings.npy"), 6, 16);
    }
    Files.writeString(embeddings.resolve("bad_embeddings.npy"), "no embedding");
    Path out = dir.resolve("out");
    Cli run =
        sh(
            Map.of(),
            SCRIPTS.resolve("share.sh"),
            2,
            "decode",
            embeddings,
            "-o",
            out,
            "-m",
            model,
            "--json");
    assertEquals(ExitCodes.BAD_DATA, run.code(), run.err());
    assertEquals(8 + 1, contents(out).size() + 1);
    assertEquals(1, run.err().lines().filter(line -> line.contains("bad_emb")).count(), run.err());
    String summary =
        run.err().lines().filter(line -> line.startsWith("decode: ")).findFirst().orElseThrow();
    Matcher counts =
        Pattern.compile(
                "decode: (\\d) made, 0 done before, (?:(\\d) made by others, )?1 failed, in .*")
            .matcher(summary);
    assertTrue(counts.matches(), summary);
    int others = counts.group(2) == null ? 0 : Integer.parseInt(counts.group(2));
    assertEquals(8, Integer.parseInt(counts.group(1)) + others, summary);
    long byOthers =
        java.util.stream.StreamSupport.stream(run.json().spliterator(), false)
            .filter(result -> result.has("by"))
            .count();
    assertEquals(others, byOthers, run.out());
  }

  @Test
  void aDataSetIsMadeOnceAndSplit() throws Exception {
    // The bank that Java makes itself, as a file.
    Path bank = dir.resolve("bank.sf2");
    Object soundbank =
        Class.forName("com.sun.media.sound.EmergencySoundbank")
            .getMethod("createSoundbank")
            .invoke(null);
    soundbank.getClass().getMethod("save", java.io.File.class).invoke(soundbank, bank.toFile());
    Path set = dir.resolve("a set");
    Map<String, String> environment =
        Map.of(
            "SOUNDFONT", bank.toString(),
            "SOUNDFONT2", bank.toString(),
            "PROGRAMS", "19,40,80",
            "PITCHES", "60,64",
            "HELD_OUT", "64",
            "VELOCITIES", "100",
            "LENGTH", "1",
            "SHARES", "1,1,1");
    Cli made = sh(environment, SCRIPTS.resolve("make-dataset.sh"), set);
    assertEquals(0, made.code(), made.err());
    assertTrue(made.out().contains("12 notes checked: nothing wrong"), made.out());
    // A program of both soundfonts, at two pitches or at one of them; and a line of comment.
    for (String list : List.of("valid.txt", "test.txt")) {
      assertEquals(4 + 1, Files.readAllLines(set.resolve(list)).size(), list);
    }
    for (String list : List.of("train.txt", "valid-pitches.txt")) {
      assertEquals(2 + 1, Files.readAllLines(set.resolve(list)).size(), list);
    }
    Path wav = set.resolve("notes2/audio/organ_acoustic_519-060-100.wav");
    assertEquals(48_000, dev.synth.audio.AudioFile.read(wav).samples().length);
    Map<String, String> before = contents(set);
    assertEquals(12 + 2 * 2 + 5, before.size());
    Cli again = sh(environment, SCRIPTS.resolve("make-dataset.sh"), set);
    assertEquals(0, again.code(), again.err());
    assertFalse(again.out().contains("checked"), "they are checked once");
    assertEquals(before, contents(set));

    Map<String, String> lower = new TreeMap<>(environment);
    lower.put("RATE", "16000");
    Cli other = sh(lower, SCRIPTS.resolve("make-dataset.sh"), set);
    assertEquals(ExitCodes.CANNOT_CREATE, other.code());
    assertTrue(other.err().contains("another rate than 16000 Hz"), other.err());
    lower.put("SOUNDFONT2", "none");
    Path nsynth = dir.resolve("nsynth");
    Cli alone = sh(lower, SCRIPTS.resolve("make-dataset.sh"), nsynth);
    assertEquals(0, alone.code(), alone.err());
    assertTrue(alone.out().contains("6 notes checked: nothing wrong"), alone.out());
    wav = nsynth.resolve("notes/audio/organ_acoustic_019-060-100.wav");
    assertEquals(16_000, dev.synth.audio.AudioFile.read(wav).samples().length);

    Map<String, String> missing = Map.of("SOUNDFONT", dir.resolve("none.sf2").toString());
    Cli refused = sh(missing, SCRIPTS.resolve("make-dataset.sh"), dir.resolve("none"));
    assertEquals(ExitCodes.NO_INPUT, refused.code());
    assertTrue(refused.err().contains("none.sf2: no such soundfont"), refused.err());
    assertEquals(ExitCodes.USAGE, sh(missing, SCRIPTS.resolve("make-dataset.sh"), "-x").code());
  }

  @Test
  void shellcheckFindsNothing() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("shellcheck"));
    try (var files = Files.newDirectoryStream(SCRIPTS, "*.sh")) {
      files.forEach(file -> command.add(file.toString()));
    }
    for (String more : List.of("bin/synth", ".ci/run")) {
      command.add(SCRIPTS.resolveSibling(more).toString());
    }
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      System.out.println("shellcheck is not installed, so the shell scripts are not checked.");
      Assumptions.abort("no shellcheck");
      return;
    }
    String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), found);
  }

  /**
   * A checkout with what bin/synth calls, played by scripts: a Maven that writes down each build,
   * and a Java that says that it ran.
   */
  private Path checkout(boolean flock) throws IOException {
    Path home = Files.createDirectories(dir.resolve(flock ? "flock" : "mkdir"));
    Path tools = Files.createDirectories(home.resolve("tools"));
    for (String tool :
        List.of(
            "sh dirname readlink sed head find mktemp cat rm touch mkdir mv sleep uname flock"
                .split(" "))) {
      Path real =
          List.of(Path.of("/usr/bin", tool), Path.of("/bin", tool)).stream()
              .filter(Files::exists)
              .findFirst()
              .orElse(null);
      Assumptions.assumeTrue(real != null || tool.equals("flock") && !flock, tool);
      if (real != null && (flock || !tool.equals("flock"))) {
        script(tools.resolve(tool), "exec " + real + " \"$@\"");
      }
    }
    script(
        tools.resolve("mvn"),
        "echo built >>builds; sleep 1; mkdir -p target/lib; echo jar >target/synth.jar; sleep 1");
    script(
        home.resolve("jdk/bin/java"),
        "case $1 in -version) echo 'openjdk version \"17.0.1\"' >&2;; *) echo ran;; esac");
    Files.createDirectories(home.resolve("src/main"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.createDirectories(home.resolve("bin"));
    Files.copy(Path.of("bin/synth"), home.resolve("bin/synth"));
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private static Process start(Path home, int number) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", home.resolve("bin/synth").toString());
    builder.environment().put("PATH", home.resolve("tools").toString());
    builder.environment().put("SYNTH_JAVA", home.resolve("jdk/bin/java").toString());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("out" + number).toFile())
        .start();
  }

  private static List<String> builds(Path home) throws IOException {
    return Files.readAllLines(home.resolve("builds"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneOfManyFirstRunsBuilds(boolean flock) throws IOException, InterruptedException {
    Path home = checkout(flock);
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(start(home, i));
    }
    Thread.sleep(1_500); // there is a jar, but the build goes on
    all.add(start(home, 4));
    for (int i = 0; i < all.size(); i++) {
      assertEquals(0, all.get(i).waitFor(), Files.readString(home.resolve("out" + i)));
      List<String> said = Files.readAllLines(home.resolve("out" + i));
      assertEquals("ran", said.get(said.size() - 1));
    }
    assertEquals(List.of("built"), builds(home));

    // A builder that was killed leaves its lock, and a jar that may be half a one.
    Files.writeString(home.resolve("target/.unfinished"), "");
    if (!flock) {
      Process dead = new ProcessBuilder("/bin/sh", "-c", "uname -n").start();
      String host = new String(dead.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      dead.waitFor();
      Files.createDirectory(home.resolve("target/.building"));
      Files.writeString(
          home.resolve("target/.building/owner"), host.strip() + " " + dead.pid() + "\n");
    }
    assertEquals(0, start(home, 5).waitFor(), Files.readString(home.resolve("out5")));
    assertEquals(2, builds(home).size());
    assertEquals(0, start(home, 6).waitFor());
    assertEquals(2, builds(home).size());
    assertFalse(Files.exists(home.resolve("target/.building")));
  }
}
