package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.file.ScoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeCommandTest {
  @TempDir Path dir;

  private Path folder(String name) {
    return dir.resolve(name);
  }

  private static JsonNode plan(Path folder) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("plan.json").toFile());
  }

  private Cli scoreOnly(String name, Object... more) {
    Object[] all = {"compose", "-o", folder(name), "--score-only"};
    Object[] words = Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, words, all.length, more.length);
    return Cli.run(words);
  }

  private void assertSameFiles(String a, String b) throws IOException {
    for (String file : List.of("plan.json", "piece.mid", "piece.abc")) {
      assertArrayEquals(
          Files.readAllBytes(folder(a).resolve(file)),
          Files.readAllBytes(folder(b).resolve(file)),
          file);
    }
  }

  @Test
  @DisplayName("the same seed gives the same piece, and its plan gives it again")
  void again() throws IOException {
    scoreOnly("a", "--mood", "calm", "--minutes", "1", "--seed", "3").succeeded();
    scoreOnly("b", "--mood", "calm", "--minutes", "1", "--seed", "3").succeeded();
    assertSameFiles("a", "b");
    scoreOnly("c", folder("a").resolve("plan.json")).succeeded();
    assertSameFiles("a", "c");
    scoreOnly("d", "--mood", "calm", "--minutes", "1", "--seed", "4").succeeded();
    assertNotEquals(plan(folder("a")).path("bars"), plan(folder("d")).path("bars"));
    assertTrue(plan(folder("a")).path("copying").path("longestRun").path("notes").asInt() <= 7);
    Score score = ScoreFile.read(folder("a").resolve("piece.mid")).get(0).score();
    Score abc = ScoreFile.read(folder("a").resolve("piece.abc")).get(0).score();
    assertEquals(
        score.parts().get(0).notes().stream().map(this::place).toList(),
        abc.parts().get(0).notes().stream().map(this::place).toList());
    assertEquals(3, score.parts().size());
    assertEquals(60, score.seconds(), 0.5);
    scoreOnly("a", "--seed", "3").refused(ExitCodes.CANNOT_CREATE, "plan.json", "-f");
  }

  @Test
  @DisplayName("without a seed no two pieces are alike, and the seed is printed")
  void seeds() throws IOException {
    Cli first = scoreOnly("a");
    Cli second = scoreOnly("b");
    assertTrue(first.err().matches("(?s).*Seed \\d+\\.\\R"), first.err());
    assertNotEquals(first.err(), second.err());
    assertNotEquals(plan(folder("a")).path("bars"), plan(folder("b")).path("bars"));
  }

  @Test
  @DisplayName("kept bars stay, and bars without a melody are made anew")
  void keep() throws IOException {
    scoreOnly("a", "--bars", "16", "--seed", "3").succeeded();
    Path plan = folder("a").resolve("plan.json");
    scoreOnly("b", plan, "--keep", "1-4,9", "--seed", "8").succeeded();
    for (int bar = 0; bar < 16; bar++) {
      boolean kept = bar < 4 || bar == 8;
      JsonNode before = plan(folder("a")).path("bars").path(bar);
      if (kept) {
        assertEquals(before, plan(folder("b")).path("bars").path(bar), "bar " + (bar + 1));
      }
    }
    assertNotEquals(plan(folder("a")).path("bars"), plan(folder("b")).path("bars"));
    String open =
        Files.readString(plan).replaceFirst("(\"bar\":5,[^\n]*\"melody\":)\\[.*\\]\\}", "$1null}");
    Path edited = Files.writeString(dir.resolve("edited.json"), open);
    scoreOnly("c", edited).succeeded();
    assertEquals(plan(folder("a")).path("bars").path(15), plan(folder("c")).path("bars").path(15));
    assertTrue(plan(folder("c")).path("bars").path(4).path("melody").isArray());
    scoreOnly("d", plan, "--keep", "1-99").misused("--keep", "bars 1 to 16");
    scoreOnly("e", "--key", "C lydian").misused("--key", "lydian", "mixolydian");
    scoreOnly("e", "--instrument", "melody=banjo").misused("--instrument", "'banjo'", "flute");
    assertFalse(Files.exists(folder("e")));
    scoreOnly("d", plan, "--keep", "x").misused("--keep", "1-8,12");
    scoreOnly("d", plan, "--mood", "sad").misused("plan");
    scoreOnly("d", plan, "--seed", "1").misused("--seed", "--keep");
    scoreOnly("d", "--keep", "1").misused("--keep", "plan.json");
  }

  @Test
  @DisplayName("changed voices are played, or refused with the place, or told to be set anew")
  void voices() throws IOException {
    scoreOnly("a", "--bars", "8", "--key", "C", "--pattern", "block", "--seed", "3").succeeded();
    String text = Files.readString(folder("a").resolve("plan.json"));
    String last = "(\"bar\":8,[^\n]*\"voices\":)\\[\\[.*\\]\\]";
    Path edited = dir.resolve("edited.json");
    Files.writeString(edited, text.replaceFirst(last, "$1[[48,55,64,67]]"));
    scoreOnly("b", edited).succeeded();
    List<Integer> played =
        notesIn("b", "chords", Set.of(7)).stream().map(ScoreNote::midiPitch).sorted().toList();
    assertEquals(List.of(48, 55, 64, 67), played);
    for (String wrong : List.of("[[300,1,2]]", "[[48.5]]", "[[\"C\"]]", "[48]", "3")) {
      Files.writeString(edited, text.replaceFirst(last, "$1" + wrong));
      scoreOnly("c", edited)
          .refused(ExitCodes.BAD_DATA, "edited.json", "bar 8 (/bars/7/voices) cannot be");
    }
    Files.writeString(edited, text.replaceFirst(last, "$1[[48,49,50]]"));
    Cli anew = scoreOnly("c", edited);
    assertEquals(ExitCodes.OK, anew.code(), anew.err());
    assertTrue(
        anew.err().contains("Bar 8: its voices [48, 49, 50] are not all notes of C"), anew.err());
  }

  /** The notes of a part that begin in some bars, from 0, with their lengths and velocities. */
  private List<ScoreNote> notesIn(String name, String part, Set<Integer> bars) throws IOException {
    Score score = ScoreFile.read(folder(name).resolve("piece.mid")).get(0).score();
    long bar = score.meter().barTicks(score.ticksPerQuarter());
    return score.parts().stream()
        .filter(p -> p.name().equals(part))
        .flatMap(p -> p.notes().stream())
        .filter(note -> bars.contains((int) (note.startTicks() / bar)))
        .toList();
  }

  @Test
  @DisplayName(
      "kept bars are played as before by all parts, and a piece of which all is kept is it")
  void keptPerformance() throws IOException {
    scoreOnly("a", "--bars", "20", "--mood", "happy", "--seed", "3").succeeded();
    Path plan = folder("a").resolve("plan.json");
    scoreOnly("b", plan, "--keep", "3-6,11,18-20", "--seed", "8").succeeded();
    Set<Integer> kept = Set.of(2, 3, 4, 5, 10, 17, 18, 19);
    Set<Integer> anew = Set.of(6, 7, 8, 9, 11, 12, 13, 14, 15, 16);
    assertNotEquals(notesIn("a", "melody", anew), notesIn("b", "melody", anew));
    for (String part : List.of("melody", "chords", "bass", "drums")) {
      assertFalse(notesIn("a", part, kept).isEmpty(), part);
      assertEquals(notesIn("a", part, kept), notesIn("b", part, kept), part);
    }
    // What was made is a full plan, too.
    scoreOnly("c", folder("b").resolve("plan.json")).succeeded();
    assertSameFiles("b", "c");
    scoreOnly("d", plan, "--keep", "1-20").succeeded();
    assertSameFiles("a", "d");
    scoreOnly("e", plan, "--keep", "1-20", "--seed", "99").succeeded();
    assertSameFiles("a", "e");
    // Nor does taking out a bar change the others.
    String open =
        Files.readString(plan).replaceFirst("(\"bar\":9,[^\n]*\"melody\":)\\[.*\\]\\}", "$1null}");
    Path edited = Files.writeString(dir.resolve("edited.json"), open);
    scoreOnly("f", edited, "--seed", "5").succeeded();
    for (String part : List.of("melody", "chords", "bass", "drums")) {
      assertEquals(notesIn("a", part, kept), notesIn("f", part, kept), part);
    }
  }

  @Test
  @DisplayName("wishes that are at odds are named, with the bar")
  void impossible() {
    scoreOnly(
            "a", "--bars", "16", "--key", "C", "--range", "D4..A4", "--note", "6:1=C5", "--seed",
            "1")
        .misused("the melody lies from D4 to A4", "C5 at bar 6, beat 1", "bars 5 to 6");
    scoreOnly("a", "--key", "C", "--cadence", "plagal", "--avoid-chord", "F", "--seed", "3")
        .misused("No chords of the style", "no F", "the cadence is plagal");
    scoreOnly("a", "--key", "C", "--bars", "8", "--cadence", "authentic", "--chord", "8=F")
        .misused("bar 8 begins with F", "the cadence is authentic");
    scoreOnly("a", "--chord", "99=F").misused("--chord", "99");
    scoreOnly("a", "--cadence", "half").misused("--cadence", "none of authentic, plagal");
    scoreOnly("a", "--meter", "7/8").misused("--meter", "7/8", "4/4");
    scoreOnly("a", "--form", "aaba").misused("--form", "AABA");
    scoreOnly("a", "--key", "H").misused("--key", "'H' is no key");
    scoreOnly("a", "--minutes", "1", "--bars", "8").misused("--minutes", "--bars");
    scoreOnly("a", "--mood", "green").misused("--mood", "happy");
    scoreOnly("a", "--instrument", "tuba=x").misused("tuba", "melody");
    scoreOnly("a", "--style", dir.resolve("none.style.json"))
        .refused(ExitCodes.NO_INPUT, "none.style.json");
    scoreOnly("a", "--style", "polka").misused("--style", "polka", "waltz");
    assertFalse(Files.exists(folder("a")));
  }

  @Test
  @DisplayName(
      "a cadence that is asked for stands in the plan; one that is not gives way to wishes")
  void cadence() throws IOException {
    scoreOnly("a", "--key", "C", "--cadence", "plagal", "--seed", "3").succeeded();
    JsonNode plan = plan(folder("a"));
    assertEquals("plagal", plan.path("wishes").path("cadence").asText());
    scoreOnly("again", folder("a").resolve("plan.json")).succeeded();
    assertSameFiles("a", "again");
    Cli free = scoreOnly("b", "--key", "C", "--bars", "8", "--chord", "8=F", "--seed", "3");
    assertEquals(ExitCodes.OK, free.code(), free.err());
    assertTrue(free.err().contains("rule of its own was dropped"), free.err());
    assertEquals("F", plan(folder("b")).path("bars").path(7).path("chords").asText().split(" ")[0]);
  }

  @Test
  @DisplayName("a style of one's own is composed in")
  void ownStyle() throws IOException {
    Path abc = Files.writeString(dir.resolve("tunes.abc"), dev.synth.compose.Tunes.abc());
    Path style = dir.resolve("own.style.json");
    Cli.run("style", "train", abc, "-o", style).succeeded();
    scoreOnly("a", "--style", style, "--bars", "8", "--seed", "1").succeeded();
    assertEquals("own", plan(folder("a")).path("style").asText());
    scoreOnly("b", folder("a").resolve("plan.json"))
        .refused(ExitCodes.BAD_DATA, "'own'", "--style");
    scoreOnly("b", folder("a").resolve("plan.json"), "--style", style).succeeded();
    assertSameFiles("a", "b");
  }

  @Test
  @DisplayName("a melody of one's own is given chords")
  void melody() throws IOException {
    Path abc = Files.writeString(dir.resolve("tunes.abc"), dev.synth.compose.Tunes.abc());
    Cli cli = scoreOnly("a", "--melody", abc, "--mood", "happy", "--chord", "1=C", "--seed", "1");
    assertEquals(ExitCodes.OK, cli.code(), cli.err());
    assertTrue(cli.err().contains("8 tunes, of which the first"), cli.err());
    Score score = ScoreFile.read(folder("a").resolve("piece.mid")).get(0).score();
    List<Integer> pitches =
        score.parts().get(0).notes().stream().map(ScoreNote::midiPitch).limit(7).toList();
    assertEquals(List.of(60, 60, 67, 67, 69, 69, 67), pitches);
    assertEquals("C", plan(folder("a")).path("bars").path(0).path("chords").asText());
    // It is called as the tune is, and that its notes are a tune's is told, not forbidden.
    assertTrue(cli.err().contains("The melody was given; its longest run"), cli.err());
    JsonNode plan = plan(folder("a"));
    assertTrue(plan.path("copying").path("longestRun").path("mostAllowed").isMissingNode());
    String title = plan.path("melodyOf").asText();
    assertEquals(ScoreFile.read(abc).get(0).score().origin().title(), title);
    assertTrue(
        Files.readString(folder("a").resolve("piece.abc")).contains("T:" + title + "\n"), title);
    scoreOnly("again", folder("a").resolve("plan.json"));
    assertSameFiles("a", "again");
    scoreOnly("b", "--melody", abc, "--key", "D").misused("--melody");
    scoreOnly("b", "--melody", dir.resolve("no.abc")).refused(ExitCodes.NO_INPUT, "no.abc");
  }

  @Test
  @DisplayName("a melody's pickup is one in the scores, with its chords behind it")
  void pickup() throws IOException {
    String tune = "X:1\nT:Up\nM:3/4\nL:1/4\nK:G\nD|G2B|A2F|G2E|D2D|G2B|c2A|F2D|G2|]\n";
    Path abc = Files.writeString(dir.resolve("up.abc"), tune);
    Cli cli = scoreOnly("a", "--melody", abc, "--seed", "1", "--pattern", "block");
    assertEquals(ExitCodes.OK, cli.code(), cli.err());
    Score written = ScoreFile.read(abc).get(0).score();
    for (String file : List.of("piece.abc", "piece.mid")) {
      Score score = ScoreFile.read(folder("a").resolve(file)).get(0).score();
      assertEquals(480, score.pickupTicks(), file);
      List<String> notes = score.parts().get(0).notes().stream().map(this::place).toList();
      List<String> wanted = written.parts().get(0).notes().stream().map(this::place).toList();
      assertEquals(wanted, notes, file);
    }
    Score score = ScoreFile.read(folder("a").resolve("piece.mid")).get(0).score();
    assertEquals(480, score.parts().get(1).notes().get(0).startTicks());
    scoreOnly("b", folder("a").resolve("plan.json"));
    assertSameFiles("a", "b");
  }

  @Test
  @DisplayName("a melody's own chords are kept, and what of its file is not used is told")
  void ownChords() throws IOException {
    String notes =
        "\"G\"G2B2|\"D7\"A2F2|\"Em\"G2E2|\"D\"D4|\"G\"G2B2|\"C\"c2A2|\"D7\"F4|\"G\"G4|]\n";
    String tune = "X:1\nT:Own\nM:2/4\nL:1/8\nK:G\n" + notes;
    Path abc = Files.writeString(dir.resolve("own.abc"), tune);
    Cli kept = scoreOnly("a", "--melody", abc, "--seed", "1");
    assertEquals(ExitCodes.OK, kept.code(), kept.err());
    assertTrue(kept.err().contains("has chords of its own, which are kept"), kept.err());
    List<String> chords = List.of("G", "D7", "Em", "D", "G", "C", "D7", "G");
    assertEquals(chords, plan(folder("a")).path("bars").findValuesAsText("chords"));
    scoreOnly("again", folder("a").resolve("plan.json")).succeeded();
    assertSameFiles("a", "again");
    Cli found = scoreOnly("b", "--melody", abc, "--seed", "1", "--avoid-chord", "D7");
    assertEquals(ExitCodes.OK, found.code(), found.err());
    assertTrue(found.err().contains("which are not used"), found.err());
    assertFalse(plan(folder("b")).path("bars").findValuesAsText("chords").contains("D7"));
    Path midi = folder("a").resolve("piece.mid");
    Cli voices = scoreOnly("c", "--melody", midi, "--seed", "1");
    assertEquals(ExitCodes.OK, voices.code(), voices.err());
    assertTrue(voices.err().contains("further voices, which are not used"), voices.err());
    scoreOnly("d", folder("a").resolve("plan.json"), "--melody", abc).misused("plan", "--melody");
    Path brief =
        Files.writeString(dir.resolve("brief.abc"), tune.substring(0, 26) + "G2B2|A2F2|G4|]\n");
    scoreOnly("d", "--melody", brief).refused(ExitCodes.BAD_DATA, "must have 8 or more");
    scoreOnly("d", "--meter", "4/4", "--note", "4:9=A4")
        .misused("--note", "a bar of 4/4 has 4 beats");
    Path other = dir.resolve("other.json");
    String text = Files.readString(folder("a").resolve("plan.json"));
    Files.writeString(other, text.replace("\"style\" : \"folk\"", "\"style\" : \"waltz\""));
    Cli style = scoreOnly("e", other);
    assertTrue(style.err().contains("made in the style folk, which is another than waltz"));
  }

  @Test
  @DisplayName("an instrument of silence is called silent")
  void silentInstrument() throws IOException {
    Path wav = dir.resolve("nothing.wav");
    WavFile.write(wav, new AudioClip(new float[48_000], 48_000), WavFile.Encoding.PCM16, false);
    Cli.run("compose", "-o", folder("a"), "--bars", "4", "--instrument", "melody=" + wav)
        .refused(ExitCodes.BAD_DATA, "nothing.wav", "is silent");
    assertFalse(Files.exists(folder("a")));
  }

  @Test
  @DisplayName("a tempo counts quarters in 7/8, and dotted quarters in 6/8")
  void beats() throws IOException {
    String tune = "X:1\nT:Seven\nM:7/8\nL:1/8\nK:C\nCDEFGAB|cBAGFED|CDEFGAB|c2G2E2C|]\n";
    Path abc = Files.writeString(dir.resolve("seven.abc"), tune);
    scoreOnly("a", "--melody", abc, "--tempo", "100", "--seed", "1").succeeded();
    assertEquals(100, plan(folder("a")).path("quartersPerMinute").asDouble());
    Path style = dir.resolve("seven.style.json");
    Cli.run("style", "train", abc, "-o", style).succeeded();
    Cli calm = scoreOnly("b", "--style", style, "--mood", "calm", "--bars", "8", "--seed", "1");
    assertEquals(ExitCodes.OK, calm.code(), calm.err());
    double tempo = plan(folder("b")).path("quartersPerMinute").asDouble();
    assertTrue(tempo >= 66 && tempo <= 84, "a calm piece has " + tempo);
    scoreOnly("c", "--meter", "6/8", "--tempo", "80", "--bars", "8", "--seed", "1").succeeded();
    assertEquals(120, plan(folder("c")).path("quartersPerMinute").asDouble());
  }

  private String place(ScoreNote note) {
    return note.midiPitch() + "@" + note.startTicks() + "+" + note.durationTicks();
  }

  @Test
  @DisplayName("the sound is stereo at its loudness, and the melody's notes have their pitches")
  void sound() throws IOException {
    Path out = folder("a");
    Cli cli =
        Cli.run(
            "compose",
            "-o",
            out,
            "--bars",
            "4",
            "--mood",
            "calm",
            "--seed",
            "2",
            "--stems",
            "--no-credentials",
            "--json");
    JsonNode result = cli.succeeded().json();
    assertEquals(-14, result.path("lufs").asDouble(), 0.5);
    assertTrue(result.path("truePeakDb").asDouble() <= -0.99, result.toString());
    byte[] bytes = Files.readAllBytes(out.resolve("piece.wav"));
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(2, header.getShort(22));
    assertEquals(48_000, header.getInt(24));
    assertTrue(Files.readString(out.resolve("index.html")).contains("piece.wav"));

    Score score = ScoreFile.read(out.resolve("piece.mid")).get(0).score();
    AudioClip melody = AudioFile.read(out.resolve("stem-melody.wav"));
    int right = 0;
    int heard = 0;
    for (ScoreNote note : score.parts().get(0).notes()) {
      int from = (int) (48_000 * (score.secondsAt(note.startTicks()) + 0.06));
      int to = (int) (48_000 * (score.secondsAt(note.endTicks()) - 0.04));
      if (to - from > 9_600) {
        AudioClip part = new AudioClip(Arrays.copyOfRange(melody.samples(), from, to), 48_000);
        Optional<Pitch> pitch = PitchEstimator.estimate(part);
        heard++;
        right += pitch.isPresent() && Math.abs(pitch.get().midi() - note.midiPitch()) < 0.5 ? 1 : 0;
      }
    }
    assertTrue(heard >= 4 && right >= 0.9 * heard, right + " of " + heard);
  }
}
