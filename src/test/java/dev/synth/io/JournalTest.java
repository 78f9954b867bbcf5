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
    try (Journal first = begin("work", false)) {
      assertFalse(first.resumed());
      first.add("one");
      first.add("zwölf");
    }
    Files.writeString(file, "cut sho", StandardOpenOption.APPEND);
    try (Journal second = begin("work", false)) {
      assertTrue(second.resumed());
      assertEquals(List.of("one", "zwölf"), second.done());
      second.add("three");
    }
    try (Journal third = begin("work", false)) {
      assertEquals(List.of("one", "zwölf", "three"), third.done());
      third.keep(1);
    }
    try (Journal fourth = begin("work", false)) {
      assertEquals(List.of("one"), fourth.done());
      fourth.finish();
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void otherWorkIsNotReplacedUnasked() throws IOException {
    try (Journal first = begin("work", false)) {
      first.add("one");
    }
    String sentence =
        assertThrows(CannotCreateException.class, () -> begin("other", false)).getMessage();
    assertTrue(sentence.startsWith(dir + ": holds unfinished work"), sentence);
    try (Journal other = begin("other", true)) {
      assertFalse(other.resumed());
      assertEquals(List.of("one"), other.replaced());
    }
    try (Journal other = begin("other", false)) {
      assertEquals(List.of(), other.done());
    }
    Files.write(file, new byte[] {(byte) 0xff, 0, '\n', 'x'});
    assertThrows(CannotCreateException.class, () -> begin("work", false));
  }

  @Test
  void anEmptyOneIsOfAProcessThatDiedAtOnce() throws IOException {
    Files.write(file, new byte[0]);
    try (Journal journal = begin("work", false)) {
      assertFalse(journal.resumed());
    }
    Files.write(file, new byte[0]);
    Path taken = dir.resolve("examples.json");
    assertThrows(CannotCreateException.class, () -> Journal.begin(file, "work", dir, taken, false));
    assertFalse(Files.exists(file));
    Files.writeString(file, "gone\n"); // died over the deletion
    try (Journal journal = begin("work", false)) {
      assertFalse(journal.resumed());
      journal.add("one");
    }
    try (Journal journal = begin("work", false)) {
      assertEquals(List.of("one"), journal.done());
    }
  }

  @Test
  void oneAtATimeIsAtIt() throws Exception {
    try (Journal first = begin("work", false)) {
      first.add("one");
      for (boolean force : List.of(false, true)) {
        String sentence =
            assertThrows(CannotCreateException.class, () -> begin("work", force)).getMessage();
        assertTrue(sentence.startsWith(dir + ": another synth is making this"), sentence);
      }
      first.add("two");
      first.finish();
    }
    assertFalse(Files.exists(file));
    try (Journal next = begin("work", false)) {
      assertFalse(next.resumed());
    }
  }

  @Test
  void whatIsInTheWayOfANewWorkIsNamed() throws IOException {
    Path taken = dir.resolve("examples.json");
    String sentence =
        assertThrows(CannotCreateException.class, () -> Journal.begin(file, "w", dir, taken, false))
            .getMessage();
    assertTrue(sentence.startsWith(taken + ": exists already"), sentence);
    assertFalse(Files.exists(file));
    try (Journal forced = Journal.begin(file, "w", dir, taken, true)) {
      assertFalse(forced.resumed());
    }
    try (Journal resumed = Journal.begin(file, "w", dir, taken, false)) {
      assertTrue(resumed.resumed(), "of this work itself");
    }
  }
}
