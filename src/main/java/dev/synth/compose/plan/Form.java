package dev.synth.compose.plan;

import dev.synth.compose.plan.Phrase.Likeness;
import dev.synth.io.BadSettingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The form of a piece: sections by letters, an introduction and an ending without melody, and the
 * phrases of all of them. A letter that comes again brings its phrases again. Within a section, how
 * often phrases take over melodies or rhythms is as it was counted in European folk song.
 */
public final class Form {
  /** Bars of a section where there is room. */
  public static final int SECTION_BARS = 8;

  private static final int INTRODUCTION_MOST = 4;
  private static final int REST_MOST = SECTION_BARS - 1;
  private static final int LETTERS_MOST = 64;

  /** By number of sections; a longer one goes on from its beginning. */
  private static final List<List<String>> LETTERS =
      List.of(
          List.of("A"),
          List.of("AB", "AA"),
          List.of("ABA", "AAB"),
          List.of("AABA", "AABB", "ABAC", "AABA"),
          List.of("AABBA", "AABAB"),
          List.of("AABABA", "AABBAB", "ABACAB"),
          List.of("AABABAA", "AABACAA", "AABBCAA"),
          List.of("AABAAABA", "AABBAABB", "AABACABA", "ABACABAC"));

  /** Which earlier phrase each of four takes its melody from, and how often. */
  private static final String[] MELODY_PATTERNS = {"ABCD", "AABC", "ABAC", "ABCB", "ABAB", "AABB"};

  private static final double[] MELODY_SHARES = {56, 10, 14, 8, 8, 4};

  /** As above, for rhythms. */
  private static final String[] RHYTHM_PATTERNS = {
    "AABC", "ABAC", "ABCB", "ABAB", "AAAA", "AAAB", "ABCD"
  };

  private static final double[] RHYTHM_SHARES = {14, 16, 12, 14, 10, 16, 18};

  /** Of two phrases, how often the second is the first with another end. */
  private static final double PERIOD_SHARE = 0.25;

  private static final double SAME_RHYTHM_SHARE = 0.7;
  private static final double SEQUENCE_SHARE = 0.3;
  private static final double VARIED_SHARE = 0.5;
  private static final int MIDDLE_REGISTER = 3;

  private final String letters;
  private final List<Phrase> phrases;

  /** A form that is given. */
  public Form(String letters, List<Phrase> phrases) {
    this.letters = letters;
    this.phrases = List.copyOf(phrases);
  }

  /** Its sections, a letter each. */
  public String letters() {
    return letters;
  }

  /** Its phrases, in order and without gaps. */
  public List<Phrase> phrases() {
    return phrases;
  }

  /** How many bars it has. */
  public int bars() {
    return phrases.get(phrases.size() - 1).endBar();
  }

  /**
   * A form of so many bars, or a few less.
   *
   * @param wanted letters, repeated as often as there is room; null to choose
   * @param end the last cadence
   * @param phraseBars of a phrase where there is room: 2, or 4 where bars are short
   */
  public static Form of(int bars, String wanted, Cadence end, int phraseBars, Random random) {
    if (wanted != null && !wanted.matches("[A-Z]{1," + LETTERS_MOST + "}")) {
      throw new BadSettingException(
          "The setting 'form' is capital letters, one a section, such as AABA; not '"
              + wanted
              + "'");
    }
    int sectionBars = SECTION_BARS;
    while (sectionBars > 2 && bars < sectionBars * (wanted == null ? 1 : wanted.length())) {
      sectionBars /= 2;
    }
    int sections = Math.max(1, bars / sectionBars);
    if (wanted != null) {
      if (sections < wanted.length()) {
        throw new BadSettingException(
            "The setting 'form': "
                + wanted
                + " needs at least "
                + sectionBars * wanted.length()
                + " bars, but the piece has "
                + bars);
      }
      sections = sections / wanted.length() * wanted.length();
    }
    String letters = letters(sections, wanted, random);
    // A few bars before and behind; a form that is given may leave more than that unused.
    int left = Math.min(REST_MOST, bars - sections * sectionBars);
    int introduction = Math.min(INTRODUCTION_MOST, (left + 1) / 2);
    Builder builder = new Builder(letters, sectionBars, phraseBars, end, random);
    builder.introduction(introduction);
    for (int i = 0; i < letters.length(); i++) {
      builder.section(i);
    }
    builder.ending(left - introduction);
    return new Form(letters, builder.phrases);
  }

  private static String letters(int sections, String wanted, Random random) {
    StringBuilder letters = new StringBuilder();
    while (letters.length() < sections) {
      if (wanted != null) {
        letters.append(wanted);
      } else {
        List<String> of = LETTERS.get(Math.min(LETTERS.size(), sections - letters.length()) - 1);
        letters.append(of.get(random.nextInt(of.size())));
      }
    }
    return letters.toString();
  }

  /** Puts phrases one behind the other. */
  private static final class Builder {
    private final String letters;
    private final int sectionBars;
    private final int phrasesOfSection;
    private final Cadence end;
    private final Random random;
    private final List<Phrase> phrases = new ArrayList<>();
    private final Map<Character, Integer> firstPhrase = new HashMap<>();
    private int bar;

    Builder(String letters, int sectionBars, int phraseBars, Cadence end, Random random) {
      this.letters = letters;
      this.sectionBars = sectionBars;
      this.phrasesOfSection = Math.max(1, sectionBars / phraseBars);
      this.end = end;
      this.random = random;
    }

    /** Chords alone, which lead to the melody by the dominant. */
    void introduction(int bars) {
      if (bars > 0) {
        Cadence cadence = bars > 1 ? Cadence.HALF : Cadence.OPEN;
        add(bars, Phrase.REST, Likeness.NEW, -1, cadence, 0);
      }
    }

    /** The tonic held, behind the last note. */
    void ending(int bars) {
      if (bars > 0) {
        add(bars, Phrase.REST, Likeness.NEW, -1, Cadence.CLOSED, 0);
      }
    }

    private void add(
        int bars, String section, Likeness likeness, int model, Cadence cadence, int register) {
      phrases.add(new Phrase(bar, bars, section, likeness, model, cadence, register));
      bar += bars;
    }

    void section(int index) {
      char letter = letters.charAt(index);
      boolean last = index == letters.length() - 1;
      Integer model = firstPhrase.get(letter);
      Cadence cadence = last ? end : sectionCadence(index);
      if (model != null) {
        again(model, cadence);
        return;
      }
      firstPhrase.put(letter, phrases.size());
      int count = phrasesOfSection;
      int bars = sectionBars / count;
      int from = phrases.size();
      boolean twice = index + 1 < letters.length() && letters.charAt(index + 1) == letter;
      String melody = melodyPattern(count, twice);
      String rhythm = rhythmPattern(count);
      int register = letter == 'B' ? MIDDLE_REGISTER : 0;
      for (int i = 0; i < count; i++) {
        int melodyModel = melody.indexOf(melody.charAt(i));
        int rhythmModel = rhythm.indexOf(rhythm.charAt(i));
        Cadence here = i == count - 1 ? cadence : i == count / 2 - 1 ? middle() : Cadence.OPEN;
        if (melodyModel < i) {
          add(bars, "" + letter, Likeness.REPEATED, from + melodyModel, here, register);
        } else if (rhythmModel < i) {
          boolean next = rhythmModel == i - 1 && random.nextDouble() < SEQUENCE_SHARE;
          Likeness likeness = next ? Likeness.SEQUENCE : Likeness.RHYTHM;
          add(bars, "" + letter, likeness, from + rhythmModel, here, register);
        } else {
          add(bars, "" + letter, Likeness.NEW, -1, here, register);
        }
      }
    }

    private String melodyPattern(int count, boolean twice) {
      if (count == 2) {
        return !twice && random.nextDouble() < PERIOD_SHARE ? "AA" : "AB";
      }
      String pattern = count == 4 ? chosen(MELODY_PATTERNS, MELODY_SHARES) : "ABCD";
      // A section that is played twice running, of two phrases only, would be heard four times.
      return !twice
          ? pattern
          : switch (pattern) {
            case "ABAB" -> "ABAC";
            case "AABB" -> "AABC";
            default -> pattern;
          };
    }

    private String rhythmPattern(int count) {
      if (count == 2) {
        return random.nextDouble() < SAME_RHYTHM_SHARE ? "AA" : "AB";
      }
      return count == 4 ? chosen(RHYTHM_PATTERNS, RHYTHM_SHARES) : "AAAA";
    }

    private String chosen(String[] patterns, double[] shares) {
      double left = random.nextDouble() * java.util.Arrays.stream(shares).sum();
      int at = 0;
      while (at < shares.length - 1 && left >= shares[at]) {
        left -= shares[at++];
      }
      return patterns[at];
    }

    private Cadence middle() {
      return random.nextDouble() < 0.6 ? Cadence.HALF : Cadence.OPEN;
    }

    /**
     * The middle part leads back by the dominant; a part that comes again at once may stay open.
     */
    private Cadence sectionCadence(int index) {
      char letter = letters.charAt(index);
      if (letter != 'A' && letters.charAt(index + 1) == 'A') {
        return Cadence.HALF;
      }
      boolean again = letters.charAt(index + 1) == letter && letters.indexOf(letter) == index;
      return again && random.nextDouble() < 0.5 ? Cadence.HALF : Cadence.CLOSED;
    }

    /** The phrases of a section once more, its last with a cadence of its own. */
    private void again(int model, Cadence cadence) {
      int count = 0;
      String section = phrases.get(model).section();
      while (model + count < phrases.size() && count < phrasesOfSection) {
        count++;
      }
      for (int i = 0; i < count; i++) {
        Phrase phrase = phrases.get(model + i);
        boolean last = i == count - 1;
        boolean changed =
            (last && cadence != phrase.cadence()) || random.nextDouble() < VARIED_SHARE;
        add(
            phrase.bars(),
            section,
            changed ? Likeness.VARIED : Likeness.REPEATED,
            model + i,
            last ? cadence : phrase.cadence(),
            phrase.registerSemitones());
      }
    }
  }
}
