package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synth.io.PathNames;
import dev.synth.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders with things in them that are no sounds, in all commands that search folders. */
class FoundFilesTest {
  @TempDir private Path dir;
  private Path model;
  private Path sounds;
  private Path out;

  @BeforeEach
  void make() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    sounds = Files.createDirectories(dir.resolve("sounds"));
    Fixtures.note(sounds.resolve("flute-A3.wav"), 57, 0.5);
    out = dir.resolve("out");
  }

  private Cli encode(Object... inputs) {
    List<Object> all = new ArrayList<>(List.of("encode", "-m", model, "-o", out));
    all.addAll(List.of(inputs));
    return Cli.run(all.toArray());
  }

  private static long mentions(Cli cli, String word) {
    return cli.err().lines().filter(line -> line.contains(word)).count();
  }

  /** Each command uses the good sound, names the bad entry once, and ends as {@code code}. */
  private void assertGoesOn(int code, String bad) throws IOException {
    Cli encoded = encode(sounds);
    assertEquals(code, encoded.code(), encoded.err());
    assertEquals(List.of("flute-A3_embeddings.npy"), Cli.files(out));
    Path notes = dir.resolve("notes");
    Path list = dir.resolve("sound.txt");
    Path set = dir.resolve("set");
    for (Cli cli :
        List.of(
            encoded,
            Cli.run("data", "inspect", sounds),
            Cli.run("data", "import", sounds, "-o", notes),
            Cli.run("data", "convert", sounds, "-o", set),
            Cli.run("data", "split", sounds, "-o", dir, "--shares", "1,0,0"),
            Cli.run("data", "check", sounds, "--skip", "length,name,noise", "-o", list))) {
      assertEquals(code, cli.code(), cli.err());
      assertEquals(1, mentions(cli, bad), cli.err());
      assertFalse(cli.out().contains("nothing wrong"), cli.out());
    }
    assertEquals(1, Cli.files(notes.resolve("audio")).size());
    assertEquals(1, Cli.files(set.resolve("audio")).size());
    assertEquals(2, Files.readAllLines(list).size());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkThatLeadsNowhere() throws IOException {
    Files.createSymbolicLink(sounds.resolve("lost.wav"), Path.of("/nowhere/lost.wav"));
    assertGoesOn(ExitCodes.NO_INPUT, "lost.wav: is a link to /nowhere/lost.wav");
    Cli named = Cli.run("info", sounds.resolve("lost.wav"));
    named.refused(ExitCodes.NO_INPUT, "is a link to /nowhere");
    Cli quiet =
        Cli.run("eval", "-q", model, sounds, "-o", dir.resolve("report"), "--seconds", "0.2");
    assertEquals(1, mentions(quiet, "lost.wav: is a link to"), quiet.err());
    Path only = Files.createDirectory(dir.resolve("only"));
    Files.createSymbolicLink(only.resolve("lost.wav"), Path.of("/nowhere/lost.wav"));
    encode(only).refused(ExitCodes.NO_INPUT, "is a link to /nowhere");
    Cli check = Cli.run("data", "check", only);
    assertEquals(ExitCodes.NO_INPUT, check.code());
    assertEquals("0 notes checked: 1 could not be looked at\n", check.out());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aCircleOfLinks() throws IOException {
    Files.createSymbolicLink(sounds.resolve("loop"), Path.of("."));
    assertGoesOn(ExitCodes.IO_ERROR, "loop: is a link to a folder that it lies in");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipe() throws Exception {
    Path pipe = sounds.resolve("pipe.wav");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    Cli encoded = encode(sounds);
    assertEquals(ExitCodes.BAD_DATA, encoded.code());
    assertEquals(1, mentions(encoded, "pipe.wav: is a pipe"), encoded.err());
    assertEquals(List.of("flute-A3_embeddings.npy"), Cli.files(out));
    Cli check = Cli.run("data", "check", sounds, "--skip", "length,name,noise");
    assertEquals(ExitCodes.BAD_DATA, check.code());
    assertTrue(check.out().contains("1 note checked: 1 defect (1 unreadable)"), check.out());
    for (String[] command :
        new String[][] {{"info"}, {"encode", "-o"}, {"decode", "-o"}, {"plot", "-o"}}) {
      List<Object> all = new ArrayList<>(List.of((Object[]) command));
      if (command.length > 1) {
        all.add(out);
      }
      all.add(pipe);
      Cli cli = Cli.run(all.toArray());
      assertTrue(cli.code() == ExitCodes.BAD_DATA || cli.code() == ExitCodes.NO_INPUT, cli.err());
    }
    Path npy = dir.resolve("pipe.npy");
    assumeTrue(new ProcessBuilder("mkfifo", npy.toString()).start().waitFor() == 0);
    Cli.run("info", npy).refused(ExitCodes.NO_INPUT, "is a pipe");
  }

  @Test
  void aSoundOfAnotherForm() throws IOException {
    Files.writeString(sounds.resolve("take.m4a"), "\0\0\0\u0020ftypM4A ");
    Cli encoded = encode(sounds);
    assertEquals(ExitCodes.BAD_DATA, encoded.code());
    assertEquals(1, mentions(encoded, "take.m4a: is an MP4 or M4A"), encoded.err());
    assertEquals(List.of("flute-A3_embeddings.npy"), Cli.files(out));
  }

  @Test
  void anUnusableSoundDoesNotKeepItsNameFromAnother() throws IOException {
    Files.writeString(sounds.resolve("flute-A3.m4a"), "\0\0\0\u0020ftypM4A ");
    Files.writeString(sounds.resolve("flute-A3.ogg"), "no sound");
    Cli encoded = encode(sounds);
    assertEquals(ExitCodes.BAD_DATA, encoded.code());
    assertEquals(List.of("flute-A3_embeddings.npy"), Cli.files(out));
    assertEquals(1, mentions(encoded, "flute-A3.m4a: is an MP4"), encoded.err());
    assertEquals(1, mentions(encoded, "flute-A3.ogg: "), encoded.err());
    assertTrue(encoded.summary().startsWith("encode: 1 made, 0 done before, 2 failed"));
    encoded = encode(sounds);
    assertTrue(encoded.summary().startsWith("encode: 0 made, 1 done before, 2 failed"));

    Path set = dir.resolve("set");
    Path all =
        Files.writeString(
            dir.resolve("all.txt"),
            """
        sounds/flute-A3.m4a
        sounds/flute-A3.wav
        """);
    Cli converted = Cli.run("data", "convert", all, "-o", set);
    assertEquals(ExitCodes.BAD_DATA, converted.code());
    assertEquals(List.of("flute-A3.wav"), Cli.files(set.resolve("audio")));

    Path bad = Files.writeString(dir.resolve("a").resolveSibling("x_embeddings.npy"), "no npy");
    Path good = Fixtures.embedding(out.resolve("x_embeddings.npy"), 2, 16);
    Path decoded = dir.resolve("decoded");
    Cli cli = Cli.run("decode", "-m", model, "-o", decoded, bad, good);
    assertEquals(ExitCodes.BAD_DATA, cli.code(), cli.err());
    assertEquals(List.of("gen_x.wav"), Cli.files(decoded));

    Path pictures = dir.resolve("pictures");
    cli =
        Cli.run(
            "plot", "-o", pictures, sounds.resolve("flute-A3.m4a"), sounds.resolve("flute-A3.wav"));
    assertEquals(ExitCodes.BAD_DATA, cli.code(), cli.err());
    assertEquals(List.of("flute-A3.png"), Cli.files(pictures));
  }

  @Test
  void oneBadEntryDoesNotEndAList() throws IOException {
    Path list =
        Files.writeString(
            dir.resolve("list.txt"), "sounds/none.wav\nsounds/flute-A3.wav\nother.txt\n");
    Cli encoded = encode(list);
    assertEquals(ExitCodes.NO_INPUT, encoded.code());
    assertEquals(1, mentions(encoded, "list.txt line 1: "), encoded.err());
    assertEquals(1, mentions(encoded, "list.txt line 3: "), encoded.err());
    assertEquals(List.of("flute-A3_embeddings.npy"), Cli.files(out));
  }

  private static Cli withInput(byte[] input, java.util.function.Supplier<Cli> run) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return run.get();
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void binaryDataOnStandardInputIsNoListOfPaths() throws IOException {
    byte[] noise = new byte[10_000];
    new java.util.Random(1).nextBytes(noise);
    withInput(noise, () -> encode("-")).refused(ExitCodes.BAD_DATA, "standard input: is neither");
    byte[] silence = new byte[1_000];
    withInput(silence, () -> encode("-"))
        .refused(ExitCodes.BAD_DATA, "standard input: holds nothing but zeros");
    // One strange name among others, and names in another coding, are no binary data.
    String list = "\u001b]0;x\u0007.wav\n" + sounds.resolve("flute-A3.wav") + "\n";
    Cli mixed = withInput(list.getBytes(StandardCharsets.UTF_8), () -> encode("-"));
    assertEquals(ExitCodes.NO_INPUT, mixed.code(), mixed.err());
    assertEquals(List.of("flute-A3_embeddings.npy"), Cli.files(out));
    byte[] greek =
        "\u03b1\u03b2\u03b3.wav\n".getBytes(java.nio.charset.Charset.forName("ISO-8859-7"));
    withInput(greek, () -> encode("-")).refused(ExitCodes.NO_INPUT, "no such file");
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void namesThatAreNotUtf8AreReadAndKeptApart() throws IOException {
    Path other = Files.createDirectory(dir.resolve("other"));
    Path one = other.resolve(PathNames.of(PathNames.decode(latin1("fl\u00f6te.wav"))));
    Path two = other.resolve(PathNames.of(PathNames.decode(latin1("fl\u00fcte.wav"))));
    Fixtures.note(one, 57, 0.5);
    Fixtures.note(two, 64, 0.5);
    String typed = PathNames.decode(PathNames.bytes(one));
    Cli info = Cli.run("info", typed).succeeded();
    assertTrue(info.out().contains("sound, 0.500 s"), info.out());

    Cli encoded = encode(other);
    assertEquals(ExitCodes.BAD_DATA, encoded.code());
    assertEquals(2, mentions(encoded, "bytes that are not UTF-8"), encoded.err());
    assertEquals(List.of(), Cli.files(out));
    Cli listed = withInput(PathNames.bytes(one), () -> encode("-"));
    assertEquals(1, mentions(listed, "bytes that are not UTF-8"), listed.err());

    // In folders of such names the files' own names are what counts.
    Path folders = Files.createDirectory(dir.resolve("folders"));
    for (Path each : List.of(one, two)) {
      Path folder = Files.createDirectory(folders.resolve(each.getFileName()));
      Fixtures.note(folder.resolve("a.wav"), each.equals(one) ? 57 : 64, 0.5);
    }
    encode(folders).succeeded();
    Cli again = encode(folders).succeeded();
    assertTrue(again.summary().startsWith("encode: 0 made, 2 done before"), again.err());

    Path list = dir.resolve("good.txt");
    Cli.run("data", "check", other, "--skip", "length,name,noise", "-o", list).succeeded();
    Cli inspected = Cli.run("data", "inspect", list, "--json").succeeded();
    assertEquals(2, inspected.json().at("/notes").asInt(), inspected.out());

    Path notes = dir.resolve("notes");
    Cli.run("data", "import", other, "-o", notes).succeeded();
    assertEquals(2, Cli.files(notes.resolve("audio")).size());
  }
}
