package dev.synth.compose;

import dev.synth.compose.style.Style;
import dev.synth.compose.style.Tune;
import dev.synth.compose.style.TuneReader;
import dev.synth.score.ReadScore;
import dev.synth.score.abc.AbcReader;
import dev.synth.score.analysis.Melodies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Eight old tunes, and a style of them. */
public final class Tunes {
  private Tunes() {}

  /** The tunes in ABC notation. */
  public static String abc() throws IOException {
    try (InputStream stream = Tunes.class.getResourceAsStream("tunes.abc")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The tunes. */
  public static List<Tune> all() throws IOException {
    return read(abc());
  }

  /** Tunes from their text. */
  public static List<Tune> read(String abc) throws IOException {
    List<Tune> tunes = new ArrayList<>();
    for (ReadScore read : AbcReader.read(abc, "tunes.abc")) {
      tunes.add(TuneReader.read(Melodies.leadSheet(read.score()).orElseThrow(), "tunes.abc"));
    }
    return tunes;
  }

  /** A style of them. */
  public static Style style() throws IOException {
    return new Style("old tunes", Style.Settings.DEFAULT, all());
  }
}
