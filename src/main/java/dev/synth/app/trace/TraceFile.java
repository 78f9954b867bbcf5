package dev.synth.app.trace;

import dev.synth.app.LatentInputs;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.dsp.watermark.MarkReading;
import dev.synth.dsp.watermark.Watermark;
import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.Ledger;
import dev.synth.provenance.Origin;
import dev.synth.provenance.c2pa.CredentialsReport;
import dev.synth.provenance.c2pa.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a file says about where it came from, and whether that holds. */
public final class TraceFile {
  /** From here on a mark is that of a line; by chance it is of one in three million lines. */
  private static final double LINE_FIT = 5;

  private TraceFile() {}

  /**
   * Where to look.
   *
   * @param anchors certificates that are trusted
   * @param markKey of the watermark
   * @param ledgers folders whose ledgers may have a line about the file, besides its own
   * @param model whose training notes are compared with sounds; null for the one that the file says
   *     it was made with
   * @param indexes of training notes
   */
  public record Settings(
      List<X509Certificate> anchors,
      byte[] markKey,
      List<Path> ledgers,
      Path model,
      NoteIndexes indexes) {}

  /**
   * A line of a ledger.
   *
   * @param folder whose ledger it is
   * @param exact whether the file is the very one of the line; else its watermark fits
   */
  public record LedgerLine(Path folder, Ledger.Entry entry, boolean exact) {}

  /**
   * What was found.
   *
   * @param fields plain text in the file, by name
   * @param isMarkedInText whether that says that synth generated it
   * @param credentials content credentials, if there are any that can be read
   * @param unreadable why those that there are cannot be read; empty otherwise
   * @param mark what was found of the watermark; nothing where the file is no sound of a second or
   *     more
   * @param line of a ledger about it
   * @param neighbours the nearest training notes of a model; nothing where no model is known, or
   *     nothing is known of its notes, or the file is no sound
   */
  public record Result(
      Map<String, String> fields,
      boolean isMarkedInText,
      Optional<CredentialsReport> credentials,
      String unreadable,
      Optional<MarkReading> mark,
      Optional<LedgerLine> line,
      Optional<Neighbours> neighbours) {
    /** Whether anything says where the file came from. */
    public boolean isFound() {
      return isMarkedInText
          || credentials.isPresent()
          || line.isPresent()
          || mark.map(MarkReading::verdict).orElse(null) == MarkReading.Verdict.MARKED;
    }

    /** Whether it has content credentials that do not hold. */
    public boolean isBroken() {
      return !unreadable.isEmpty() || credentials.map(report -> !report.holds()).orElse(false);
    }
  }

  /**
   * Traces a file.
   *
   * @throws dev.synth.io.NoInputException if there is no such file
   * @throws BadDataException if it is named as a sound and is none
   */
  public static Result of(Path file, Settings settings) throws IOException {
    InputFile.check(file);
    Optional<CredentialsReport> credentials = Optional.empty();
    String unreadable = "";
    try {
      credentials = ManifestReader.read(file, settings.anchors());
    } catch (BadDataException e) {
      unreadable = e.getMessage();
    }
    boolean sound =
        !LatentInputs.isEmbedding(file) && (credentials.isEmpty() || AudioFile.isNamedSound(file));
    Map<String, String> fields = sound ? WavFile.fields(file) : Map.of();
    Optional<AudioClip> clip = sound ? Optional.of(AudioFile.read(file)) : Optional.empty();
    Optional<MarkReading> mark = clip.flatMap(new Watermark(settings.markKey())::find);
    Optional<LedgerLine> line = line(file, mark, settings.ledgers());
    Optional<Path> model =
        settings.model() != null
            ? Optional.of(settings.model())
            : settings.indexes().model(modelSha256(credentials, line));
    boolean inText =
        fields.getOrDefault("ISFT", fields.getOrDefault("originator", "")).startsWith("synth ");
    Optional<Neighbours> neighbours = Optional.empty();
    if (clip.isPresent() && model.isPresent()) {
      neighbours = Neighbours.of(clip.get(), model.get(), settings.indexes());
    }
    return new Result(fields, inText, credentials, unreadable, mark, line, neighbours);
  }

  /** Of the model that the file was made with, as credentials or else the ledger say it. */
  private static String modelSha256(
      Optional<CredentialsReport> credentials, Optional<LedgerLine> line) {
    String told = credentials.map(report -> report.settings().get("model")).orElse(null);
    return told != null ? told : line.map(l -> l.entry().made().get("model")).orElse("");
  }

  private static Optional<LedgerLine> line(Path file, Optional<MarkReading> mark, List<Path> more)
      throws IOException {
    Path own = file.toAbsolutePath().normalize().getParent();
    List<Path> folders = new ArrayList<>(more);
    for (Path folder = own; folder != null; folder = folder.getParent()) {
      folders.add(folder); // a note of a grid is in a folder below that of the ledger
    }
    Optional<LedgerLine> fits = Optional.empty();
    long bytes = Files.size(file);
    long checksum = Ledger.checksum(file);
    boolean marked = mark.map(MarkReading::verdict).orElse(null) == MarkReading.Verdict.MARKED;
    for (Path folder : folders) {
      for (Ledger.Entry entry : Ledger.entries(folder)) {
        if (entry.bytes() == bytes && entry.crc32c() == checksum) {
          return Optional.of(new LedgerLine(folder, entry, true));
        }
        String model = entry.made().getOrDefault("model", "");
        if (fits.isEmpty() && marked && model.matches("[0-9a-f]{64}")) {
          int payload = new Origin(entry.made(), List.of()).payload(model);
          if (mark.get().fit(payload) >= LINE_FIT) {
            fits = Optional.of(new LedgerLine(folder, entry, false));
          }
        }
      }
    }
    return fits;
  }
}
