package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.cli.option.ArgumentFiles;
import dev.synth.cli.option.Numbers;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Numbers, argument files and YAML as people type them, and the sentences where they cannot be. */
class TypedTextTest {
  @TempDir private Path dir;

  private static String refusal(String... args) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true));
    int code = commandLine.execute(args);
    assertTrue(code == ExitCodes.USAGE || code == ExitCodes.BAD_DATA, code + ": " + err);
    for (String word :
        List.of("java", "jackson", "snakeyaml", "Exception", "int", "double", "Json")) {
      String first = err.toString().lines().findFirst().orElseThrow();
      assertTrue(!first.matches(".*\\b" + word + "\\b.*"), first);
    }
    return err.toString().lines().findFirst().orElseThrow();
  }

  @Test
  void numbersAreRefusedInWords() {
    assertEquals(
        "synth: Invalid value for option '--temperature': 'high' is not a number such as 0.5.",
        refusal("decode", "x.npy", "--temperature", "high"));
    assertEquals(
        "synth: Invalid value for option '--learning-rate': '0,001' is not a number such as"
            + " 0.5; decimals follow a point.",
        refusal("train", "x", "--run", "y", "--learning-rate", "0,001"));
    assertEquals(
        "synth: Invalid value for option '--steps': '1e3' is not a whole number.",
        refusal("train", "x", "--run", "y", "--steps", "1e3"));
    assertEquals(
        "synth: Invalid value for option '--threads': '3x' is not a whole number.",
        refusal("decode", "x.npy", "--threads", "3x"));
    assertEquals(
        "synth: Invalid value for option '--seed': '99999999999999999999' is not from"
            + " -9223372036854775808 to 9223372036854775807.",
        refusal("decode", "x.npy", "--seed", "99999999999999999999"));
    for (String none : List.of("", "NaN", "Infinity", "1d", "0x1p3", "\u0661", "--5", "1e400")) {
      assertThrows(TypeConversionException.class, () -> Numbers.real(none), none);
      assertThrows(TypeConversionException.class, () -> Numbers.whole(none), none);
    }
    assertEquals(0.5, Numbers.real(".5"));
    assertEquals(-2000, Numbers.real("-2e3"));
    assertEquals(7, Numbers.whole("+7"));
  }

  @Test
  void argumentFilesMayHaveMarksQuotesAndAnyLineEnds() throws IOException {
    Path file = dir.resolve("args");
    Files.writeString(file, "\ufeff# all\r\n--run 'my runs/a' --set=\"x y\"z\r\n\r\n-q");
    assertArrayEquals(
        new String[] {"train", "--run", "my runs/a", "--set=x yz", "-q", "@none"},
        ArgumentFiles.expand("train", "@" + file, "@none"));
    Files.write(file, "-q".getBytes(StandardCharsets.UTF_16));
    assertEquals(
        file + ": is text in UTF-16; save it as UTF-8.",
        assertThrows(BadDataException.class, () -> ArgumentFiles.expand("@" + file)).getMessage());
  }

  @Test
  void yamlIsTakenAsItIsTyped() throws IOException {
    Path file = dir.resolve("grid.yaml");
    Files.writeString(file, "\ufeffsize: 060\r\n");
    assertEquals(
        "synth: " + file + ": Invalid value for option '--size': '1:30' is not a whole number.",
        yaml(file, "size: 1:30"));
    assertEquals(
        "synth: "
            + file
            + ": Invalid value for option '--temperature': 'high' is not a number such as 0.5.",
        yaml(file, "temperature: high"));
    assertEquals(
        "synth: " + file + " line 3 column 1: a second document begins; keep one.",
        yaml(file, "size: 5\n---\nsize: 6\n"));
    assertEquals("synth: " + file + " line 1: is no YAML.", yaml(file, "size: [5"));
    assertEquals(
        "synth: " + file + ": size has something else than plain values.",
        yaml(file, "size: [[5]]"));
    Files.write(file, "size: 5".getBytes(StandardCharsets.UTF_16));
    assertEquals(
        "synth: " + file + ": is text in UTF-16; save it as UTF-8.",
        refusal("grid", file.toString()));
  }

  private static String yaml(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return refusal("grid", file.toString());
  }

  @Test
  void anUnknownOptionIsToldBeforeAMissingOne() {
    Cli cli = Cli.run("interpolate", "a.wav", "b.wav", "--out", "m");
    cli.misused("--out");
    assertTrue(cli.err().contains("Unknown option"), cli.err());
  }

  @Test
  void aValueThatIsNoneOfSeveralIsToldInPlainWords() {
    Cli cli = Cli.run("decode", "a.npy", "--precision", "half");
    cli.misused("--precision");
    assertTrue(cli.err().contains("'half' is none of float, bf16, int8"), cli.err());
  }
}
