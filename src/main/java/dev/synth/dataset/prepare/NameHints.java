package dev.synth.dataset.prepare;

import static java.util.Map.entry;

import dev.synth.dataset.Family;
import dev.synth.dataset.SoundSource;
import dev.synth.midi.GeneralMidi;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names that people give to recordings and folders say about the notes in them. */
public final class NameHints {
  private static final int MIDI_MAX = 127;
  private static final int SAFE_MAX = 60;

  /**
   * Instruments' names; those of two words come first. As in {@link GeneralMidi}, where it has it.
   */
  private static final Map<String, Family> FAMILIES =
      Map.ofEntries(
          entry("bass", Family.BASS),
          entry("bass guitar", Family.BASS),
          entry("brass", Family.BRASS),
          entry("trumpet", Family.BRASS),
          entry("trombone", Family.BRASS),
          entry("tuba", Family.BRASS),
          entry("horn", Family.BRASS),
          entry("cornet", Family.BRASS),
          entry("flugelhorn", Family.BRASS),
          entry("euphonium", Family.BRASS),
          entry("flute", Family.FLUTE),
          entry("piccolo", Family.FLUTE),
          entry("recorder", Family.FLUTE),
          entry("ocarina", Family.FLUTE),
          entry("whistle", Family.FLUTE),
          entry("shakuhachi", Family.FLUTE),
          entry("guitar", Family.GUITAR),
          entry("ukulele", Family.GUITAR),
          entry("banjo", Family.GUITAR),
          entry("mandolin", Family.GUITAR),
          entry("lute", Family.GUITAR),
          entry("sitar", Family.GUITAR),
          entry("keyboard", Family.KEYBOARD),
          entry("piano", Family.KEYBOARD),
          entry("harpsichord", Family.KEYBOARD),
          entry("clavichord", Family.KEYBOARD),
          entry("clavinet", Family.KEYBOARD),
          entry("rhodes", Family.KEYBOARD),
          entry("wurlitzer", Family.KEYBOARD),
          entry("mallet", Family.MALLET),
          entry("marimba", Family.MALLET),
          entry("xylophone", Family.MALLET),
          entry("vibraphone", Family.MALLET),
          entry("glockenspiel", Family.MALLET),
          entry("celesta", Family.MALLET),
          entry("kalimba", Family.MALLET),
          entry("dulcimer", Family.MALLET),
          entry("bell", Family.MALLET),
          entry("organ", Family.ORGAN),
          entry("reed", Family.REED),
          entry("clarinet", Family.REED),
          entry("oboe", Family.REED),
          entry("bassoon", Family.REED),
          entry("english horn", Family.REED),
          entry("sax", Family.REED),
          entry("saxophone", Family.REED),
          entry("accordion", Family.REED),
          entry("harmonica", Family.REED),
          entry("bagpipe", Family.REED),
          entry("string", Family.STRING),
          entry("violin", Family.STRING),
          entry("viola", Family.STRING),
          entry("cello", Family.STRING),
          entry("contrabass", Family.STRING),
          entry("double bass", Family.STRING),
          entry("fiddle", Family.STRING),
          entry("harp", Family.STRING),
          entry("koto", Family.STRING),
          entry("synth lead", Family.SYNTH_LEAD),
          entry("lead", Family.SYNTH_LEAD),
          entry("synth", Family.SYNTH_LEAD),
          entry("synthesizer", Family.SYNTH_LEAD),
          entry("vocal", Family.VOCAL),
          entry("voice", Family.VOCAL),
          entry("choir", Family.VOCAL),
          entry("singer", Family.VOCAL),
          entry("singing", Family.VOCAL));

  private static final Map<String, SoundSource> SOURCES =
      Map.of(
          "acoustic", SoundSource.ACOUSTIC,
          "electronic", SoundSource.ELECTRONIC,
          "electric", SoundSource.ELECTRONIC,
          "synthetic", SoundSource.SYNTHETIC,
          "synth", SoundSource.SYNTHETIC,
          "synthesizer", SoundSource.SYNTHETIC);

  // Each letter stands at its semitones above C.
  private static final String NOTES = "c d ef g a b";

  // A letter, a sharp (#, s) or flat (b), an octave; nothing that makes it part of a longer word.
  private static final Pattern NOTE =
      Pattern.compile(
          "(?<![\\p{Alnum}#])(?<letter>[A-Ga-g])(?<accidental>[#b\u266f\u266d]|s(?=-?\\d))?"
              + "(?<octave>-?\\d)(?![\\p{Alnum}#])");

  private NameHints() {}

  /** The family that the last instrument in one of {@code names} has, the first name before all. */
  public static Optional<Family> family(List<String> names) {
    for (String name : names) {
      List<String> words = words(name);
      for (int i = words.size() - 1; i >= 0; i--) {
        Family two = i == 0 ? null : FAMILIES.get(words.get(i - 1) + " " + words.get(i));
        Family family = two != null ? two : FAMILIES.get(words.get(i));
        if (family != null) {
          return Optional.of(family);
        }
      }
    }
    return Optional.empty();
  }

  /** How the instrument sounds, where one of {@code names} has a word for it. */
  public static Optional<SoundSource> source(List<String> names) {
    return names.stream()
        .flatMap(name -> words(name).stream())
        .filter(SOURCES::containsKey)
        .map(SOURCES::get)
        .findFirst();
  }

  /** Words in lower case without marks, and in the singular where only that is an instrument. */
  private static List<String> words(String name) {
    String parted = name.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " "); // MyFlute
    List<String> words = new ArrayList<>();
    for (String word : folded(parted).split("[^a-z]+")) {
      boolean plural = word.endsWith("s") && !FAMILIES.containsKey(word);
      words.add(plural ? word.substring(0, word.length() - 1) : word);
    }
    words.removeIf(String::isEmpty);
    return words;
  }

  private static String folded(String text) {
    String apart = Normalizer.normalize(text.replace("\u00df", "ss"), Normalizer.Form.NFD);
    return apart.replaceAll("\\p{M}+", "").toLowerCase(Locale.ROOT);
  }

  /**
   * The MIDI pitch of the one note name in {@code text}, such as C4, Bb3, F#5 or cs2.
   *
   * @param middleCOctave the octave of MIDI pitch 60
   * @return empty if there is no note name, or several different ones
   */
  public static OptionalInt pitch(String text, int middleCOctave) {
    Set<Integer> pitches = new HashSet<>();
    for (Matcher note = NOTE.matcher(text); note.find(); ) {
      String accidental = note.group("accidental");
      boolean flat = "b".equals(accidental) || "\u266d".equals(accidental);
      int semitone = accidental == null ? 0 : flat ? -1 : 1;
      semitone += NOTES.indexOf(note.group("letter").toLowerCase(Locale.ROOT));
      int octave = Integer.parseInt(note.group("octave"));
      pitches.add(60 + 12 * (octave - middleCOctave) + semitone);
    }
    int pitch = pitches.size() == 1 ? pitches.iterator().next() : -1;
    return pitch >= 0 && pitch <= MIDI_MAX ? OptionalInt.of(pitch) : OptionalInt.empty();
  }

  /**
   * {@code text} as part of a file's name on any system: small letters and digits of ASCII, and
   * underscores for the rest.
   */
  public static String safe(String text) {
    String safe = folded(text).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    String shorter = safe.substring(0, Math.min(SAFE_MAX, safe.length()));
    return shorter.isEmpty() ? "sound" : shorter;
  }

  /** {@code name} without what no note's name has that was made here. */
  static String safeNote(String name) {
    return name.replaceAll("[^a-z0-9_-]", "");
  }
}
