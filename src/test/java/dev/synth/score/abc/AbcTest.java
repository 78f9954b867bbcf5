package dev.synth.score.abc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.score.Key;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import dev.synth.score.ReadScore;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import dev.synth.score.corpus.Corpus;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AbcTest {
  private static ReadScore read(String body) throws BadDataException {
    return AbcReader.read("X:1\nT:a\nM:4/4\nL:1/4\nK:C\n" + body, "a.abc").get(0);
  }

  /** Notes as pitch@start+length, in quarters. */
  private static String notes(Score score, int part) {
    return score.parts().get(part).notes().stream()
        .map(n -> n.midiPitch() + "@" + q(n.startTicks()) + "+" + q(n.durationTicks()))
        .collect(Collectors.joining(" "));
  }

  private static String q(long ticks) {
    double quarters = ticks / 480.0;
    return quarters % 1 == 0 ? "" + (long) quarters : "" + Math.round(1000 * quarters) / 1000.0;
  }

  private static String notes(String body) throws BadDataException {
    ReadScore read = read(body);
    assertEquals(List.of(), read.mended());
    return notes(read.score(), 0);
  }

  private static String pitches(String body) throws BadDataException {
    return read(body).score().parts().get(0).notes().stream()
        .map(n -> "" + n.midiPitch())
        .collect(Collectors.joining(" "));
  }

  @Test
  @DisplayName("octaves, accidentals and lengths")
  void pitchesAndLengths() throws BadDataException {
    assertEquals("60@0+1 72@1+2 48@3+1", notes("Cc2C,|"));
    assertEquals("84@0+0.5 61@0.5+0.5 58@1+1.5 62@2.5+1.5", notes("c'/^C/_B,3/2D3/2|"));
    assertEquals("60@0+0.25 62@0.25+0.75 64@1+3", notes("C//D3/4E3|"));
    // An accidental holds to the bar's end, in every octave, and a natural takes it back.
    assertEquals("66 78 66 65 65 65 66 65", pitches("^FfF=F|FF^F2|F4|"));
    assertEquals("60@1+1 64@3+1", notes("zCzE|"));
    assertEquals("60@4+4", notes("Z|C4|"));
  }

  @Test
  @DisplayName("keys in every mode")
  void keys() throws BadDataException {
    for (Mode mode : Mode.values()) {
      for (int sharps = -7; sharps <= 7; sharps++) {
        Key key = new Key(sharps, mode);
        String text = "X:1\nM:4/4\nL:1/4\nK:" + key.tonicName() + mode.abc() + "\nCDEF|GABc|\n";
        Score score = AbcReader.read(text, "a.abc").get(0).score();
        assertEquals(key, score.key());
        assertTrue(
            score.parts().get(0).notes().stream().allMatch(n -> key.contains(n.midiPitch())),
            key.label());
      }
    }
  }

  @Test
  @DisplayName("ties, tuplets, broken rhythm, chords of notes")
  void rhythms() throws BadDataException {
    assertEquals("60@0+5 62@5+3", notes("C4-|CD3|"));
    assertEquals("60@0+0.667 62@0.667+0.667 64@1.333+0.667 65@2+2", notes("(3CDEF2|"));
    assertEquals("60@0+1.5 62@1.5+0.5 64@2+0.5 65@2.5+1.5", notes("C>DE<F|"));
    assertEquals("60@0+2 64@0+4 62@2+2", notes("[CE-]2[DE]2|"));
  }

  @Test
  @DisplayName("repeats and endings are played out")
  void repeats() throws BadDataException {
    assertEquals("60 60 62 62 64", pitches("|:C4:|:D4:|E4|]"));
    assertEquals("60 62 60 64 65", pitches("|:C4|1D4:|2E4|F4|]"));
    assertEquals("60 62 60 64 65", pitches("C4|[1D4:|[2E4||F4|]"));
    assertEquals("60 62 60 64 65", pitches("C4|1D4:|\n[2E4||F4|]"));
    assertEquals("60 62 60 62 60 64", pitches("|:C4|1,2D4:|3E4|]"));
    assertEquals("60 60 62", pitches("C4::D4|]"));
  }

  @Test
  @DisplayName("chord symbols, and where there is none")
  void chords() throws BadDataException {
    Score score = read("\"Am7\"C2\"N.C.\"D2|\"F#m7b5/A\"E4|").score();
    List<TimedChord> chords = score.chords();
    assertEquals(2, chords.size());
    assertEquals("Am7", chords.get(0).symbol().toString());
    assertEquals(960, chords.get(0).durationTicks());
    assertEquals("F#m7b5/A", chords.get(1).symbol().toString());
    assertEquals(1920, chords.get(1).startTicks());
    assertTrue(read("\"Hmoll\"C4|").mended().get(0).contains("no chord that is known"));
  }

  @Test
  @DisplayName("pickups, changes of meter, key and tempo, and several tunes and voices")
  void structure() throws BadDataException {
    Score pickup = read("G|CDEF|GABc|G3|]").score();
    assertEquals(480, pickup.pickupTicks());
    assertEquals(0, pickup.bars().get(0).number());
    Score changes = read("C4|[M:3/4][K:D][Q:1/4=60]FFF|").score();
    assertEquals(new Meter(3, 4), changes.meters().get(1).meter());
    assertEquals(66, changes.parts().get(0).notes().get(1).midiPitch());
    assertEquals(2 + 3, changes.seconds(), 1e-9);
    List<ReadScore> two = AbcReader.read("X:1\nK:C\nC|\n\nwords\n\nX:2\nK:G\nF|\n", "a.abc");
    assertEquals(66, two.get(1).score().parts().get(0).notes().get(0).midiPitch());
    Score voices =
        AbcReader.read("X:1\nL:1/4\nK:C\nV:1\nV:2 clef=bass-8\n[V:1]c4|\n[V:2]C4|\n", "a.abc")
            .get(0)
            .score();
    assertEquals("72@0+4", notes(voices, 0));
    assertEquals("48@0+4", notes(voices, 1));
  }

  @Test
  @DisplayName("bars that do not fit the meter are told by their line")
  void bars() throws BadDataException {
    assertEquals(
        List.of("line 7: a bar has 3 quarters where the meter 4/4 has 4"),
        read("CDEF|\nCDE|\nCDEF|]").mended());
    assertEquals(List.of(), read("G|CDEF|CDE:||:G|CDEF|CDE:|").mended());
    // A last bar that does not leave out what the pickup has is usual.
    assertEquals(List.of(), read("G|CDEF|CDEF|]").mended());
  }

  @Test
  @DisplayName("what is no tune is refused; what is odd in one is passed over and told")
  void oddities() throws BadDataException {
    for (String none : List.of("", "hello\nworld\n", "X:1\nT:a\n", "X:1\nK:C\n")) {
      BadDataException e =
          assertThrows(BadDataException.class, () -> AbcReader.read(none, "a.abc"));
      assertTrue(e.getMessage().startsWith("a.abc: has no tune"), e.getMessage());
    }
    assertEquals("60@0+4", notes("!trill!{d}(.C4)|"));
    assertTrue(read("C?4|").mended().get(0).contains("'?'"));
    assertTrue(read("C\"Am4|").mended().get(0).contains("quotation mark"));
    assertEquals("60", pitches("C4 % comment\n"));
  }

  @Test
  @DisplayName("all tunes that come with synth are written and read without a change")
  void roundTrip() throws BadDataException {
    for (String book : Corpus.books()) {
      for (ReadScore tune : Corpus.read(book)) {
        same(tune.score());
      }
    }
  }

  private static void same(Score score) throws BadDataException {
    String text = AbcWriter.text(score);
    ReadScore again = AbcReader.read(text, "a.abc").get(0);
    String title = score.origin().title() + "\n" + text;
    assertEquals(List.of(), again.mended(), title);
    assertEquals(score.parts(), again.score().parts(), title);
    assertEquals(score.chords(), again.score().chords(), title);
    assertEquals(score.bars(), again.score().bars(), title);
    assertEquals(score.keys(), again.score().keys(), title);
    assertEquals(score.tempos(), again.score().tempos(), title);
    assertEquals(score.origin(), again.score().origin(), title);
  }

  @Test
  @DisplayName("random notes in random keys, chords and voices too, are written and read again")
  void randomRoundTrip() throws BadDataException {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Score base = Corpus.read("irish").get(i % 10).score();
      List<ScoreNote> notes = new java.util.ArrayList<>();
      int[] lengths = {480, 240, 120, 160, 320, 720, 80, 1200};
      long[] free = new long[128];
      long at = 0;
      while (at < 1440 * 8) {
        int length = lengths[random.nextInt(lengths.length)];
        int pitch = 36 + random.nextInt(60);
        if (free[pitch] <= at) {
          notes.add(new ScoreNote(at, length, pitch));
          free[pitch] = at + length;
        }
        at += random.nextInt(3) == 0 ? 0 : lengths[random.nextInt(lengths.length)] / 2;
      }
      Key key = new Key(random.nextInt(15) - 7, Mode.values()[random.nextInt(7)]);
      Score score =
          new Score(
              base.origin(),
              480,
              0,
              List.of(new dev.synth.score.MeterChange(0, new Meter(6, 8))),
              List.of(new dev.synth.score.KeyChange(0, key)),
              base.tempos(),
              List.of(
                  new dev.synth.score.Part("one", 0, notes),
                  new dev.synth.score.Part("two", 40, notes),
                  new dev.synth.score.Part("kit", 0, true, notes, List.of())),
              List.of(),
              1440L * (1 + notes.stream().mapToLong(ScoreNote::endTicks).max().orElse(0) / 1440));
      Score again = AbcReader.read(AbcWriter.text(score), "a.abc").get(0).score();
      for (int part = 0; part < 3; part++) {
        assertEquals(score.parts().get(part), again.parts().get(part), AbcWriter.text(score));
      }
    }
  }

  @Test
  @DisplayName("whatever text it is, reading ends with tunes or a sentence")
  void fuzz() {
    Random random = new Random(9);
    String letters = "ABCabcz|:[]()123/-^_=\"<>{}&!KMLQVX \n%'.,~";
    int read = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder("X:1\nM:3/4\nK:G\n");
      for (int k = random.nextInt(200); k >= 0; k--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        AbcReader.read(text.toString(), "a.abc");
        read++;
      } catch (BadDataException e) {
        assertTrue(e.getMessage().startsWith("a.abc"), e.getMessage());
      }
    }
    assertTrue(read > 1000, read + " were read");
  }

  private static void told(String body, String... words) throws BadDataException {
    toldIn("X:1\nT:a\nM:4/4\nL:1/4\nK:C\n", body, words);
  }

  /** That of all that is mended each has its words, and its line. */
  private static void toldIn(String head, String body, String... words) throws BadDataException {
    List<String> mended =
        AbcReader.read(head + body, "a.abc").stream()
            .flatMap(read -> read.mended().stream())
            .toList();
    assertEquals(words.length, mended.size(), mended.toString());
    for (int i = 0; i < words.length; i++) {
      assertTrue(mended.get(i).contains(words[i]), mended.toString());
    }
  }

  @Test
  @DisplayName(
      "chords, slurs, tuplets, ties and repeats that are not closed are told, with the line")
  void unclosed() throws BadDataException {
    told("[CEG4|GABc|C4|]\n", "line 6: a chord of notes has no ]");
    told(
        "CDEF|\n[CEG4\n", "line 7: a chord of notes has no ]", "line 7: a bar has 1 quarter where");
    assertEquals("60 64 67 62", pitches("[CEG4|D4|]"));
    told("(CDEF|\nGABc|C4|]\n", "line 6: a slur has no end");
    told("CDEF)|GABc|C4|]\n", "line 6: ')' ends no slur");
    told("((CD)E(F|\nG)AB)c|C4|]\n");
    told("GABc|CD(3EF|C4|]\n", "a tuplet is of 3 notes but has only 2", "a bar has 3.33 quarters");
    told("C4|(3C(3DEFF2|C4|]\n", "a tuplet is of 3 notes but has only 1", "a bar has");
    told("CDEF>|GABc|C4|]\n", "a broken rhythm", "a bar has 4.5 quarters");
    told("C-DEF|GABc|C4-|]\n", "line 6: a tie leads to no note", "line 6: a tie leads");
    told("CDEF-|FABc|C4|]\n");
    told("|:CDEF-|1 F4:|2 G4|]\n");
    told("|:CDEF|\nGABc|C4|]\n", "line 6: a repeat (|:) has no end");
    told("{CD EF|GABc|C4|]\n", "line 6: '{' has no '}'");
    told(
        "CDEF|\n[M:3/4 GAB\n", "line 7: a field in brackets has no ]", "line 7: there is no meter");
  }

  @Test
  @DisplayName("bars that are too long or too short are told in every voice")
  void lengths() throws BadDataException {
    told("CDEFG|GABc|C4|]\n", "line 6: a bar has 5 quarters where the meter 4/4 has 4");
    told("CDEF|\nGAB|C4|]\n", "line 7: a bar has 3 quarters");
    told("CDEFGABc|C4|]\n", "a bar has 8 quarters");
    told("Z2|C4|]\n");
    told("CDE|GABc|C4|]\n", "line 6: the first bar has 3 quarters, and is read as a pickup");
    told("G|CDEF|GABc|C3|]\n");
    told("V:1\nCDEF|C4|]\nV:2\nCDEF|CDE|]\n", "line 9: a bar has 3 quarters");
    told("V:1\nCDEF|C4|]\nV:2\nCD|C4|]\n", "line 9: a voice begins with a pickup of 2 quarters");
  }

  @Test
  @DisplayName("tunes without a key or without notes, and fields that are not followed, are told")
  void heads() throws BadDataException {
    String tune = "CDEF|GABc|C4|]\n";
    String head = "X:1\nM:4/4\nL:1/4\n";
    toldIn(head, tune, "line 4: the tune has no key (K:)");
    assertEquals(2, AbcReader.read(head + tune + "\n" + head + "K:C\n" + tune, "a").size());
    toldIn(head + "K:C\n\n" + head + "K:C\n", tune, "line 1: a tune has no notes");
    toldIn(head + "K:C\n" + tune + "\n" + head, "\n", "line 7: a tune has no notes");
    toldIn(head + "Q:1/4=x9\nK:C\n", tune, "line 4: '1/4=x9' is no tempo");
    toldIn(head + "Q:Allegro\nK:C\n", tune);
    toldIn(head + "K:D ^g\n", tune, "line 4: accidentals behind a key");
    toldIn(head + "P:AABB\nK:C\n", tune, "line 4: the order of parts");
    toldIn(head + "m:~n=n/o/n\nK:C\n", tune, "line 4: macros");
    String message =
        assertThrows(BadDataException.class, () -> AbcReader.read(head + "K:C\n\"C CD|\n", "a.abc"))
            .getMessage();
    assertTrue(message.contains("line 5: a quotation mark has no partner"), message);
  }

  @Test
  @DisplayName("the bass of a chord may be in small letters")
  void basses() throws BadDataException {
    List<TimedChord> chords = read("\"C/e\"C2\"G7/b\"B,2|\"Ebm/gb\"G4|").score().chords();
    assertEquals("C/E", chords.get(0).symbol().toString());
    assertEquals("G7/B", chords.get(1).symbol().toString());
    assertEquals(6, chords.get(2).symbol().bassPitchClass());
  }
}
