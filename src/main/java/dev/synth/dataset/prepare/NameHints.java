package dev.synth.dataset.prepare;

import static java.util.Map.entry;

import dev.synth.dataset.Family;
import dev.synth.dataset.SoundSource;
import dev.synth.midi.GeneralMidi;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the names that people give to recordings and folders say about the notes in them. */
public final class NameHints {
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
          entry("pianoforte", Family.KEYBOARD),
          entry("fortepiano", Family.KEYBOARD),
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

  private static final String PIANO = "piano";

  /** Words before "piano" that make it the instrument. */
  private static final Set<String> PIANOS =
      Set.of("grand", "upright", "electric", "acoustic", "toy", "prepared", "stage", "honky");

  /** Words beside which "piano" is a dynamic: mezzo-piano, violin_A3_1_piano_normal. */
  private static final Set<String> PLAYED =
      Set.of(
          "mezzo",
          "normal",
          "arco",
          "pizz",
          "pizzicato",
          "legato",
          "staccato",
          "tremolo",
          "vibrato",
          "muted",
          "sul");

  private NameHints() {}

  /** The family that the last instrument in one of {@code names} has, the first name before all. */
  public static Optional<Family> family(List<String> names) {
    for (String name : names) {
      List<String> words = words(name);
      if (isDynamic(words)) {
        words.removeIf(PIANO::equals);
      }
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

  /** Whether "piano" tells how loud it is played, not what is played. */
  private static boolean isDynamic(List<String> words) {
    int piano = words.indexOf(PIANO);
    if (piano < 0) {
      return false;
    }
    boolean otherInstrument =
        words.stream().anyMatch(word -> !word.equals(PIANO) && FAMILIES.containsKey(word));
    boolean named = piano > 0 && PIANOS.contains(words.get(piano - 1));
    return !named && (otherInstrument || words.stream().anyMatch(PLAYED::contains));
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
