package dev.synth.compose.style;

import dev.synth.score.ChordKind;
import dev.synth.score.PitchClasses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Common chord progressions, in the file {@code progressions.txt}: the harmony that is known before
 * any tune is read. A line is a mode and a bar after the other, in Roman numerals; two chords with
 * a hyphen between them share a bar.
 */
final class Progressions {
  private static final String FILE = "progressions.txt";
  private static final List<String> NUMERALS = List.of("I", "II", "III", "IV", "V", "VI", "VII");
  private static final int[] MAJOR = {0, 2, 4, 5, 7, 9, 11};
  private static final int[] MINOR = {0, 2, 3, 5, 7, 8, 10};

  private Progressions() {}

  /** All of major or of minor, each a list of chords. */
  static List<List<ChordEvent>> of(boolean minor) {
    List<List<ChordEvent>> all = new ArrayList<>();
    for (String line : lines()) {
      String[] words = line.strip().split("\\s+");
      if (words[0].equals(minor ? "minor" : "major")) {
        List<ChordEvent> chords = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
          chords.addAll(bar(words[i], minor));
        }
        all.add(chords);
      }
    }
    return all;
  }

  private static List<String> lines() {
    try (InputStream stream = Progressions.class.getResourceAsStream(FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The chords of a bar, such as {@code I} or {@code ii-V7}. */
  static List<ChordEvent> bar(String text, boolean minor) {
    String[] parts = text.split("-");
    if (parts.length == 1) {
      return List.of(chord(parts[0], minor, ChordEvent.Place.WHOLE));
    }
    return List.of(
        chord(parts[0], minor, ChordEvent.Place.FIRST_HALF),
        chord(parts[1], minor, ChordEvent.Place.SECOND_HALF));
  }

  private static ChordEvent chord(String text, boolean minor, ChordEvent.Place place) {
    int shift = text.startsWith("b") ? -1 : text.startsWith("#") ? 1 : 0;
    String rest = shift == 0 ? text : text.substring(1);
    int end = 0;
    while (end < rest.length() && "IViv".indexOf(rest.charAt(end)) >= 0) {
      end++;
    }
    String numeral = rest.substring(0, end);
    int degree = NUMERALS.indexOf(numeral.toUpperCase(java.util.Locale.ROOT));
    boolean lower = Character.isLowerCase(numeral.charAt(0));
    ChordKind kind =
        switch (rest.substring(end)) {
          case "" -> lower ? ChordKind.MINOR : ChordKind.MAJOR;
          case "7" -> lower ? ChordKind.MINOR_7 : ChordKind.DOMINANT_7;
          case "o" -> ChordKind.DIMINISHED;
          default -> throw new IllegalArgumentException(text);
        };
    int semitones = PitchClasses.of((minor ? MINOR : MAJOR)[degree] + shift);
    return new ChordEvent(semitones, kind, place);
  }
}
