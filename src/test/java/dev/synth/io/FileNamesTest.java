package dev.synth.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void namesThatNotEverySystemCanKeep() {
    for (String name :
        new String[] {
          "",
          ".",
          "..",
          "a/b",
          "a\\b",
          "D:x",
          "a?",
          "a*",
          "<",
          ">",
          "a|b",
          "\"",
          "tab\t",
          "nul\0",
          "del\u007f",
          "point.",
          "space ",
          "CON",
          "con.wav",
          "nul.txt.wav",
          "NUL .wav",
          "Com1.npy",
          "lpt\u00b3",
          "conin$",
          "AUX.",
          "half\ud83c",
          "\udfb9half.wav"
        }) {
      assertNotNull(FileNames.problem(name), name);
    }
    for (String name :
        new String[] {
          "a.wav",
          ".hidden",
          "con_embeddings.npy",
          "console.wav",
          "com10.wav",
          "nula",
          "\u00fcber.wav",
          "piano \ud83c\udfb9.wav",
          "a b.c d.wav",
          "flute_acoustic_001-060-100.wav",
          "#1 'n 50%.wav"
        }) {
      assertNull(FileNames.problem(name), name);
    }
  }

  @Test
  void everyReservedCharacterIsReplaced() {
    assertEquals("D-x-y--\u00fc", FileNames.safe("D:x\\y?\0\u00fc"));
    assertNull(FileNames.problem(FileNames.safe("a\nb\"c<d>e|f*g/h") + ".wav"));
  }

  @Test
  void namesThatFoldToOneCollide() throws BadDataException {
    String[][] same = {
      {"a.wav", "a.wav"},
      {"A.wav", "a.WAV"},
      {"\u00dcber.wav", "\u00fcber.wav"},
      {"\u00fc.wav", "u\u0308.wav"},
      {"\u017f.wav", "s.wav"},
      {"Dir/x.wav", "dir/x.wav"},
    };
    for (String[] pair : same) {
      FileNames names = new FileNames();
      names.claim("first", Path.of("out", pair[0]));
      Path other = Path.of("out", pair[1]);
      assertTrue(names.isTaken(other), pair[1]);
      String message =
          assertThrows(BadDataException.class, () -> names.claim("second", other)).getMessage();
      assertTrue(message.startsWith("second: ") && message.contains("first"), message);
      assertTrue(message.endsWith("rename one."), message);
      assertEquals(pair[0].equals(pair[1]), !message.contains("same file"), message);
    }
    FileNames names = new FileNames();
    for (String name : new String[] {"a.wav", "b.wav", "sub/a.wav", "\u00e4.wav", "\u0131.wav"}) {
      names.claim(name, Path.of("out", name));
    }
  }
}
