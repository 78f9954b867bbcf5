package dev.synth.app.compose;

import dev.synth.compose.style.Grid;
import dev.synth.compose.style.Tune;
import dev.synth.compose.style.TuneReader;
import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.score.LeadSheet;
import dev.synth.score.ReadScore;
import dev.synth.score.Score;
import dev.synth.score.analysis.KeyEstimate;
import dev.synth.score.analysis.KeyFinder;
import dev.synth.score.analysis.KeyProfile;
import dev.synth.score.analysis.Melodies;
import dev.synth.score.analysis.Quantizer;
import dev.synth.score.file.ScoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Tunes from files of scores. */
public final class TuneFiles {
  private TuneFiles() {}

  /**
   * The first tune of a file.
   *
   * @param remarks receives a sentence on what was mended, and on tunes that are not taken
   * @throws dev.synth.io.NoInputException if there is no such file
   * @throws BadDataException if it holds no melody that can be used
   */
  public static Tune first(Path file, Consumer<String> remarks) throws IOException {
    InputFile.check(file);
    List<ReadScore> scores = ScoreFile.read(file);
    boolean midi = ScoreFile.form(Files.readAllBytes(file), file.toString()) == ScoreFile.Form.MIDI;
    ReadScore first = scores.get(0);
    first.mended().forEach(mended -> remarks.accept(file + ": " + mended + "."));
    if (scores.size() > 1) {
      remarks.accept(file + ": has " + scores.size() + " tunes, of which the first is taken.");
    }
    Tune tune = tune(first.score(), midi, file.toString());
    long notes =
        first.score().parts().stream()
            .filter(part -> !part.drums())
            .mapToLong(part -> part.notes().size())
            .sum();
    if (notes > tune.notes().size()) {
      remarks.accept(
          String.format(
              Locale.ROOT,
              "%s: has further voices, which are not used: of %d notes %d are the melody's.",
              file,
              notes,
              tune.notes().size()));
    }
    if (!tune.chordsGiven() && !first.score().chords().isEmpty()) {
      remarks.accept(
          file
              + ": has chords of its own, but none in bar 1; they are not used, others are found.");
    }
    return tune;
  }

  /** The keys that MIDI files state are often those of a program that knew none. */
  static Tune tune(Score read, boolean midi, String where) throws BadDataException {
    Score score = isOnGrid(read) ? read : Quantizer.quantize(read).score();
    Optional<LeadSheet> found = Melodies.leadSheet(score);
    if (found.isEmpty()) {
      throw new BadDataException(
          where
              + ": "
              + (Melodies.part(score).isEmpty()
                  ? "has no notes but drums."
                  : "changes its meter; a melody is taken whose meter stays."));
    }
    LeadSheet sheet = found.get();
    if (midi || read.keys().isEmpty()) {
      Optional<KeyEstimate> key =
          KeyFinder.find(sheet.melody(), sheet.chords(), KeyProfile.TEMPERLEY);
      if (key.isPresent()) {
        sheet = inKey(sheet, key.get());
      }
    }
    return TuneReader.read(sheet, where);
  }

  private static LeadSheet inKey(LeadSheet sheet, KeyEstimate estimate) {
    return new LeadSheet(
        sheet.origin(),
        sheet.ticksPerQuarter(),
        estimate.key(),
        sheet.meter(),
        sheet.pickupTicks(),
        sheet.quartersPerMinute(),
        sheet.melody(),
        sheet.chords(),
        sheet.endTicks());
  }

  private static boolean isOnGrid(Score score) {
    int ticks = score.ticksPerQuarter();
    return score.parts().stream()
        .flatMap(part -> part.notes().stream())
        .allMatch(
            note ->
                note.startTicks() * Grid.TICKS_PER_QUARTER % ticks == 0
                    && note.endTicks() * Grid.TICKS_PER_QUARTER % ticks == 0);
  }
}
