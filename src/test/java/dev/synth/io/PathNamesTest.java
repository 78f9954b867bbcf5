package dev.synth.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathNamesTest {
  @TempDir private Path dir;

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void textIsLeftAlone() {
    for (String text : new String[] {"", "a", "flöte \ud83d\ude00.wav", "/a/b", "\ufffd"}) {
      assertEquals(text, PathNames.decode(text.getBytes(StandardCharsets.UTF_8)));
      assertEquals(Path.of(text), PathNames.of(text));
      assertEquals(text, PathNames.text(Path.of(text)));
      assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), PathNames.bytes(PathNames.of(text)));
    }
    assertThrows(InvalidPathException.class, () -> PathNames.of("a\0b"));
    assertThrows(InvalidPathException.class, () -> PathNames.of("a\0\udcf6"));
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"flöte.wav", "/a b/ö%20/é?.wav", "../ö", "./ö/..", "ö", "a/ö/b"})
  void bytesThatAreNoTextAreKept(String name) {
    Path path = PathNames.of(PathNames.decode(latin1(name)));
    assertArrayEquals(latin1(name), PathNames.bytes(path));
    assertEquals(name.startsWith("/"), path.isAbsolute());
    assertNotEquals(path, PathNames.of(PathNames.decode(latin1(name.replace('ö', 'ü')))));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void twoNamesThatLookTheSameAreTwoFiles() throws Exception {
    Path one = dir.resolve(PathNames.of(PathNames.decode(latin1("flöte"))));
    Path two = dir.resolve(PathNames.of(PathNames.decode(latin1("flüte"))));
    assertEquals(one.toString(), two.toString());
    Files.writeString(one, "one");
    Files.writeString(two, "two");
    assertEquals(dir + "/fl\\xF6te", PathNames.text(one));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dir)) {
      for (Path file : files) {
        Path again = PathNames.of(PathNames.decode(PathNames.bytes(file)));
        assertEquals(Files.readString(file), Files.readString(again));
      }
    }
  }
}
