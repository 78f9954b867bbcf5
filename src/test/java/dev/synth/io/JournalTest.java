package dev.synth.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir private Path dir;
  private Path file;

  @BeforeEach
  void name() {
    file = dir.resolve(".journal");
  }

  private Journal begin(String work, boolean overwrite) throws IOException {
    return Journal.begin(file, work, dir, null, overwrite);
  }

  @Test
  void theSameWorkIsResumed() throws IOException {
    Journal first = begin("work", false);
    assertFalse(first.resumed());
    first.add("one");
    first.add("zwölf");
    Files.writeString(file, "cut sho", StandardOpenOption.APPEND);
    Journal second = begin("work", false);
    assertTrue(second.resumed());
    assertEquals(List.of("one", "zwölf"), second.done());
    second.add("three");
    Journal third = begin("work", false);
    assertEquals(List.of("one", "zwölf", "three"), third.done());
    third.keep(1);
    assertEquals(List.of("one"), begin("work", false).done());
    third.close();
    assertFalse(Files.exists(file));
  }

  @Test
  void otherWorkIsNotReplacedUnasked() throws IOException {
    begin("work", false).add("one");
    String sentence =
        assertThrows(CannotCreateException.class, () -> begin("other", false)).getMessage();
    assertTrue(sentence.startsWith(dir + ": holds unfinished work"), sentence);
    Journal other = begin("other", true);
    assertFalse(other.resumed());
    assertEquals(List.of("one"), other.replaced());
    assertEquals(List.of(), begin("other", false).done());

    Files.write(file, new byte[] {(byte) 0xff, 0, '\n', 'x'});
    assertThrows(CannotCreateException.class, () -> begin("work", false));
    Files.write(file, new byte[0]);
    assertThrows(CannotCreateException.class, () -> begin("work", false));
    assertEquals(List.of(), begin("work", true).replaced());
  }

  @Test
  void whatIsInTheWayOfANewWorkIsNamed() throws IOException {
    Path taken = dir.resolve("examples.json");
    String sentence =
        assertThrows(CannotCreateException.class, () -> Journal.begin(file, "w", dir, taken, false))
            .getMessage();
    assertTrue(sentence.startsWith(taken + ": exists already"), sentence);
    assertFalse(Files.exists(file));
    assertFalse(Journal.begin(file, "w", dir, taken, true).resumed());
    assertTrue(Journal.begin(file, "w", dir, taken, false).resumed(), "of this work itself");
  }
}
