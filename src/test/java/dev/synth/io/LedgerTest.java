package dev.synth.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Map<String, String> MADE = Map.of("seed", "1", "model", "ü\n\"");

  @TempDir private Path dir;
  private Path lines;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    lines = dir.resolve("ledger");
    file = Files.writeString(dir.resolve("a.wav"), "sound");
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        lines, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
  }

  @Test
  void theLastLineAboutAFileCounts() throws IOException {
    try (FileChannel channel = open()) {
      Ledger ledger = new Ledger(channel);
      assertNull(ledger.find("a.wav", 0));
      ledger.add(Ledger.entry("a.wav", file, Map.of("seed", "0")));
      long end = channel.size();
      ledger.add(Ledger.entry("a.wav", file, MADE));
      assertEquals(MADE, ledger.find("a.wav", 0).made());
      assertEquals(5, ledger.find("a.wav", 0).bytes());
      assertEquals(MADE, ledger.find("a.wav", end).made(), "written since");
      assertNull(ledger.find("a.wav", channel.size()), "before");
      assertNull(ledger.find("b.wav", 0));
    }
    try (FileChannel channel = open()) {
      assertEquals(MADE, new Ledger(channel).find("a.wav", 0).made(), "read again");
    }
  }

  @Test
  void twoThatShareAFileReadEachOthersLines() throws IOException {
    try (FileChannel one = open();
        FileChannel two = open()) {
      Ledger mine = new Ledger(one);
      Ledger theirs = new Ledger(two);
      theirs.add(Ledger.entry("b.wav", file, MADE));
      assertNull(mine.find("b.wav", 0));
      mine.refresh();
      assertNotNull(mine.find("b.wav", 0));
      mine.add(Ledger.entry("a.wav", file, MADE));
      theirs.refresh();
      assertNotNull(theirs.find("a.wav", 0));
    }
  }

  @Test
  void linesThatWereCutShortOrAreStrangeCountAsNone() throws IOException {
    try (FileChannel channel = open()) {
      new Ledger(channel).add(Ledger.entry("a.wav", file, MADE));
    }
    Files.writeString(
        lines,
        "\nno JSON\n[]\n{\"output\":\"b.wav\"}\n{\"output\":\"c.wav\",\"bytes\":1,\"cr",
        StandardOpenOption.APPEND);
    try (FileChannel channel = open()) {
      Ledger ledger = new Ledger(channel);
      assertNotNull(ledger.find("a.wav", 0));
      assertNull(ledger.find("b.wav", 0));
      assertNull(ledger.find("c.wav", 0));
      ledger.add(Ledger.entry("d.wav", file, MADE));
      assertNotNull(ledger.find("d.wav", 0), "the next line begins anew");
    }
  }

  @Test
  void differencesAreNamed() throws IOException {
    try (FileChannel channel = open()) {
      Ledger ledger = new Ledger(channel);
      ledger.add(Ledger.entry("a.wav", file, Map.of("seed", "1", "trim", "60.0")));
      Ledger.Entry entry = ledger.find("a.wav", 0);
      assertNull(Ledger.difference(file, entry, Map.of("seed", "1", "trim", "60.0")));
      assertEquals(
          "made with seed 1, not 2",
          Ledger.difference(file, entry, Map.of("seed", "2", "trim", "60.0")));
      assertEquals(
          "made with trim 60.0, not none", Ledger.difference(file, entry, Map.of("seed", "1")));
      assertTrue(Ledger.difference(file, null, MADE).contains("nothing tells"));
      Files.writeString(file, "SOUND");
      assertEquals("and was changed since it was made", Ledger.difference(file, entry, MADE));
    }
  }
}
