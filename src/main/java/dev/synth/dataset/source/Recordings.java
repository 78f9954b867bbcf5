package dev.synth.dataset.source;

import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteNames;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.prepare.FamilyEar;
import dev.synth.dataset.prepare.ImportOptions;
import dev.synth.dataset.prepare.ImportedNote;
import dev.synth.dataset.prepare.NameHints;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The recordings to import, with what their names tell. The recordings of one folder are one
 * instrument, unless their names say otherwise.
 *
 * @param all in the order of the inputs, then of paths; no file twice
 * @param unusable what is in the inputs that cannot be imported
 */
public record Recordings(List<Recording> all, List<ImportedNote.Outcome> unusable) {
  private static final int INSTRUMENTS_MAX = 1000;

  /**
   * One recording.
   *
   * @param file where it lies
   * @param family where a flag or name tells it
   * @param familyFrom {@code setting}, {@code name}, {@code sound} or {@code nothing}
   * @param familyCertainty of a family that was heard, 0 to 1; else null
   * @param source how it sounds
   * @param instrument number of its instrument
   * @param instrumentName NSynth's where the family is known, else after the folder
   * @param pitch where the name tells it
   * @param velocity MIDI velocity to write
   */
  public record Recording(
      Path file,
      Optional<Family> family,
      String familyFrom,
      Double familyCertainty,
      SoundSource source,
      int instrument,
      String instrumentName,
      Optional<NoteNames.Found> pitch,
      int velocity) {
    /** What makes another recording of it, or another note. */
    public String fingerprint() throws IOException {
      return this + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    }
  }

  /** A file that was found, and the folders' names around it, the nearest first. */
  private record Found(Path file, List<String> names) {}

  /**
   * Finds them.
   *
   * @param output what is in it is no recording
   * @param ear hears the families of folders that no name and no setting tells
   * @param problems receives a sentence on each input that is none
   */
  public static Recordings find(
      List<Path> inputs,
      Path output,
      ImportOptions options,
      FamilyEar ear,
      Consumer<IOException> problems)
      throws IOException {
    Map<Path, Found> found = new LinkedHashMap<>();
    List<ImportedNote.Outcome> unusable = new ArrayList<>();
    List<IOException> failures = new ArrayList<>();
    Path own = output.toAbsolutePath().normalize();
    for (Path input : inputs) {
      Consumer<IOException> failed =
          failure -> {
            failures.add(failure);
            String place = place(failure, input);
            unusable.add(
                new ImportedNote.Outcome(
                    place, List.of(), List.of(ImportedNote.LeftOut.of(place, failure))));
          };
      try {
        for (Note note : NoteSource.open(List.of(input), SourceOptions.tolerant(failed))) {
          if (!(note.audio() instanceof FileAudio audio) || audio.isShared()) {
            throw new BadDataException(
                input + ": holds notes already, not recordings; use synth data convert.");
          }
          Path file = audio.file();
          Path absolute = file.toAbsolutePath().normalize();
          if (!absolute.startsWith(own)) {
            found.putIfAbsent(absolute, new Found(file, names(file, input)));
          }
        }
      } catch (IOException e) {
        failed.accept(e);
      }
    }
    if (found.isEmpty()) {
      failures.subList(0, Math.max(0, failures.size() - 1)).forEach(problems);
      throw failures.isEmpty()
          ? new BadDataException(output + ": all recordings are in it; name another folder.")
          : failures.get(failures.size() - 1);
    }
    failures.forEach(problems);
    return new Recordings(label(List.copyOf(found.values()), options, ear), unusable);
  }

  /** What a sentence that begins with a place is about; else the input. */
  private static String place(IOException failure, Path input) {
    String sentence = String.valueOf(failure.getMessage());
    int end = sentence.indexOf(": ");
    return end < 0 || !sentence.startsWith(input.toString())
        ? input.toString()
        : sentence.substring(0, end);
  }

  /** The file's own name, its folder's, and so on up to the input; of a lone file, its folder's. */
  private static List<String> names(Path file, Path input) {
    List<String> names = new ArrayList<>();
    names.add(Labels.stem(file.getFileName().toString()));
    Path top = input.toAbsolutePath().normalize();
    Path absolute = file.toAbsolutePath().normalize();
    int levels =
        absolute.startsWith(top) && !absolute.equals(top)
            ? absolute.getNameCount() - top.getNameCount()
            : 1;
    Path at = absolute.getParent();
    for (int i = 0; i < levels && at != null && at.getFileName() != null; i++) {
      names.add(at.getFileName().toString());
      at = at.getParent();
    }
    return names;
  }

  /** The families of folders in which something is whose name tells none. */
  private static Map<Path, FamilyEar.Heard> heard(
      List<Found> found, ImportOptions options, FamilyEar ear) throws IOException {
    Map<Path, List<Path>> unnamed = new LinkedHashMap<>();
    for (Found each : found) {
      boolean isNamed =
          options.family().isPresent()
              || Labels.parse(each.names().get(0)).family().isPresent()
              || NameHints.family(each.names()).isPresent();
      if (!isNamed) {
        Path folder = each.file().toAbsolutePath().getParent();
        unnamed.computeIfAbsent(folder, key -> new ArrayList<>()).add(each.file());
      }
    }
    Map<Path, FamilyEar.Heard> heard = new HashMap<>();
    for (Map.Entry<Path, List<Path>> folder : unnamed.entrySet()) {
      ear.family(folder.getValue()).ifPresent(family -> heard.put(folder.getKey(), family));
    }
    return heard;
  }

  private static List<Recording> label(List<Found> found, ImportOptions options, FamilyEar ear)
      throws IOException {
    Map<Path, FamilyEar.Heard> heard = heard(found, options, ear);
    // Numbers that names give to instruments are theirs; folders get others.
    Map<String, Set<Integer>> taken = new HashMap<>();
    for (Found each : found) {
      Labels named = Labels.parse(each.names().get(0));
      if (named.instrument().isPresent() && options.family().isEmpty()) {
        String kind = kind(named.family(), named.source().orElseThrow());
        taken.computeIfAbsent(kind, key -> new HashSet<>()).add(named.instrument().getAsInt());
      }
    }
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, String> safeNames = new HashMap<>();
    List<Recording> recordings = new ArrayList<>();
    for (Found each : found) {
      String name = each.names().get(0);
      Labels named = Labels.parse(name);
      boolean whole = named.instrument().isPresent() && options.family().isEmpty();
      Optional<Family> byName = NameHints.family(each.names()).or(named::family);
      Optional<Family> told = options.family().or(whole ? named::family : () -> byName);
      Optional<FamilyEar.Heard> ofSound =
          told.isPresent()
              ? Optional.empty()
              : Optional.ofNullable(heard.get(each.file().toAbsolutePath().getParent()));
      Optional<Family> family = told.or(() -> ofSound.map(FamilyEar.Heard::family));
      SoundSource source =
          options
              .source()
              .or(whole ? named::source : () -> NameHints.source(each.names()))
              .orElse(SoundSource.ACOUSTIC);
      String folder = each.names().get(Math.min(1, each.names().size() - 1));
      String group = kind(family, source) + "\0" + each.file().toAbsolutePath().getParent();
      int number =
          whole
              ? named.instrument().getAsInt()
              : number(numbers, taken, group, kind(family, source));
      recordings.add(
          new Recording(
              each.file(),
              family,
              options.family().isPresent()
                  ? "setting"
                  : told.isPresent() ? "name" : ofSound.isPresent() ? "sound" : "nothing",
              ofSound.map(FamilyEar.Heard::certainty).orElse(null),
              source,
              number,
              family.isPresent()
                  ? Labels.instrumentName(family.get(), source, number)
                  : safeName(safeNames, folder, group),
              options.splitOnsets()
                  ? Optional.empty()
                  : named.velocity().isPresent()
                      ? Optional.of(new NoteNames.Found(named.pitch().getAsInt(), true))
                      : NoteNames.in(name, options.middleCOctave()),
              options.velocity().isPresent()
                  ? options.velocity().getAsInt()
                  : named.velocity().orElse(ImportOptions.DEFAULT_VELOCITY)));
    }
    return Collections.unmodifiableList(recordings);
  }

  private static String kind(Optional<Family> family, SoundSource source) {
    return family.map(Family::label).orElse("") + "_" + source.label();
  }

  private static int number(
      Map<String, Integer> numbers, Map<String, Set<Integer>> taken, String group, String kind)
      throws BadDataException {
    Integer known = numbers.get(group);
    if (known != null) {
      return known;
    }
    Set<Integer> used = taken.computeIfAbsent(kind, key -> new HashSet<>());
    int number = 0;
    while (used.contains(number)) {
      number++;
    }
    if (number >= INSTRUMENTS_MAX) {
      throw new BadDataException(
          "More than " + INSTRUMENTS_MAX + " folders are " + kind + "; import them in parts.");
    }
    used.add(number);
    numbers.put(group, number);
    return number;
  }

  /** The folder's name, with a number where another folder has it, too. */
  private static String safeName(Map<String, String> safeNames, String folder, String group) {
    String known = safeNames.get(group);
    if (known == null) {
      String base = NameHints.safe(folder);
      known = base;
      for (int i = 2; safeNames.containsValue(known); i++) {
        known = base + "_" + i;
      }
      safeNames.put(group, known);
    }
    return known;
  }
}
