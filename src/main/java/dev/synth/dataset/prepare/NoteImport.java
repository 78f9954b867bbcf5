package dev.synth.dataset.prepare;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.Resampler;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NotePitch;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.source.FileAudio;
import dev.synth.dataset.source.NsynthJson;
import dev.synth.dataset.source.Recordings;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.JobLoop;
import dev.synth.io.Outputs;
import dev.synth.io.PathNames;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes notes of people's own recordings: a folder in NSynth's JSON/WAV form, and a report of every
 * decision. One recording at a time is in memory. What is interrupted resumes in the next run,
 * after the last recording that was done; the same recordings and options make the same notes.
 */
public final class NoteImport {
  private static final int RATE_HZ = NsynthFormat.SAMPLE_RATE_HZ;
  private static final int SHORTEST_SAMPLES = RATE_HZ / 10;
  private static final int LOWEST_PITCH = 21;
  private static final int HIGHEST_PITCH = 108;

  private final Recordings recordings;
  private final Path folder;
  private final ImportOptions options;
  private final boolean overwrite;
  private final Consumer<IOException> problems;
  private final Listener listener;
  private final Set<String> names = new HashSet<>();

  /** Receives the progress of an import. */
  @FunctionalInterface
  public interface Listener {
    /** {@code done} of {@code total} recordings are finished, the last one {@code name}. */
    void imported(long done, long total, String name);
  }

  /**
   * An import of the sounds at {@code inputs}: files, folders and lists of these.
   *
   * @param folder where the notes go
   * @param ear hears the family of instruments that no name and no setting tells
   * @param overwrite whether notes that are in {@code folder} may be replaced
   * @param problems receives an exception, with its sentence, for each recording that becomes no
   *     note
   */
  public NoteImport(
      List<Path> inputs,
      Path folder,
      ImportOptions options,
      FamilyEar ear,
      boolean overwrite,
      Consumer<IOException> problems,
      Listener listener)
      throws IOException {
    this.folder = folder;
    this.options = options;
    this.overwrite = overwrite;
    this.problems = problems;
    this.listener = listener;
    this.recordings = Recordings.find(inputs, folder, options, ear, problems);
  }

  /**
   * Imports.
   *
   * @throws CannotCreateException if there are notes in the folder that are not of this import
   * @throws BadDataException if no recording gives a note
   */
  public ImportReport run() throws IOException {
    Path audio = folder.resolve(NsynthJson.AUDIO);
    List<String> what = new ArrayList<>(List.of(options.toString()));
    for (Recordings.Recording recording : recordings.all()) {
      what.add(recording.fingerprint());
    }
    try (ImportJournal journal = ImportJournal.begin(folder, what, overwrite)) {
      return run(journal, audio);
    }
  }

  private ImportReport run(ImportJournal journal, Path audio) throws IOException {
    Outputs.createDirectory(audio);
    // An overwriting that is cut short must not look like a whole folder.
    Outputs.delete(folder.resolve(NsynthJson.FILE));
    ImportReport.removeOld(folder);
    Progress progress = new Progress();
    JobLoop<Recordings.Recording> loop =
        new JobLoop<>(
            recordings.all(),
            recording ->
                journal.outcome(PathNames.text(recording.file())) == null
                    ? WorkFolder.State.TO_DO
                    : WorkFolder.State.DONE,
            new JobLoop.Listener<>() {
              @Override
              public void done(Recordings.Recording recording) {
                ImportedNote.Outcome outcome = journal.outcome(PathNames.text(recording.file()));
                outcome.notes().forEach(note -> names.add(note.name()));
                progress.takenOver++;
                progress.finished(recording, outcome);
              }

              @Override
              public void failed(Recordings.Recording recording, Exception failure) {
                JobLoop.stop(failure); // what cannot be read is an outcome; this is the output
              }
            });
    loop.run(
        recording -> {
          ImportedNote.Outcome outcome = process(recording, audio);
          journal.add(outcome);
          progress.finished(recording, outcome);
        });
    List<ImportedNote.Outcome> outcomes = progress.outcomes;
    ImportReport report = new ImportReport(outcomes, progress.takenOver);
    if (report.notes().isEmpty()) {
      journal.finish();
      removeEmpty(audio);
      removeEmpty(folder);
      throw new BadDataException("No recording gave a note (" + outcomes.size() + " tried).");
    }
    report.write(folder, options);
    NsynthJson.write(folder.resolve(NsynthJson.FILE), notes(report, audio), true);
    journal.finish();
    return report;
  }

  /** What has become of the recordings so far. */
  private final class Progress {
    private final List<ImportedNote.Outcome> outcomes = new ArrayList<>(recordings.unusable());
    private int takenOver;
    private int done;

    void finished(Recordings.Recording recording, ImportedNote.Outcome outcome) {
      outcomes.add(outcome);
      listener.imported(++done, recordings.all().size(), PathNames.text(recording.file()));
    }
  }

  private static void removeEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return; // what others put there stays
    }
  }

  private List<Note> notes(ImportReport report, Path audio) {
    List<Note> notes = new ArrayList<>();
    for (ImportedNote note : report.notes()) {
      Path wav = audio.resolve(note.name() + ".wav");
      notes.add(
          new Note(
              note.name(),
              OptionalLong.of(notes.size()),
              new FileAudio(wav, folder, options.rateHz()),
              note.labels()));
    }
    return notes;
  }

  /**
   * A recording.
   *
   * @param analysed its sound at the rate at which notes and pitches are found
   * @param written its sound at the rate of the notes
   * @param rateHz its own rate
   * @param peak its own peak
   * @param remarks what is to be said of each of its notes
   */
  private record Loaded(
      AudioClip analysed, AudioClip written, int rateHz, double peak, List<String> remarks) {}

  private Loaded load(Path file) throws IOException {
    try {
      AudioClip clip = AudioFile.read(file);
      int ownRateHz = clip.sampleRateHz();
      AudioClip analysed = Resampler.resample(clip, RATE_HZ);
      AudioClip written =
          options.rateHz() == RATE_HZ ? analysed : Resampler.resample(clip, options.rateHz());
      List<String> remarks = new ArrayList<>(clip.remarks());
      if (ownRateHz < options.rateHz()) {
        remarks.add(
            String.format(
                Locale.ROOT,
                "the recording's rate is %d Hz; there is nothing above %d Hz in it",
                ownRateHz,
                ownRateHz / 2));
      }
      return new Loaded(analysed, written, ownRateHz, Levels.peak(clip.samples()), remarks);
    } catch (OutOfMemoryError e) {
      // One array that did not fit leaves the rest of the memory usable for the next recording.
      throw new WorkFailedException(
          file + ": is too long for the memory; give more with SYNTH_HEAP=4g, or cut it in parts.");
    }
  }

  private ImportedNote.Outcome process(Recordings.Recording recording, Path audio)
      throws IOException {
    String file = PathNames.text(recording.file());
    List<ImportedNote> notes = new ArrayList<>();
    List<ImportedNote.LeftOut> leftOut = new ArrayList<>();
    Loaded loaded;
    try {
      loaded = load(recording.file());
    } catch (IOException | WorkFailedException e) {
      problems.accept(e instanceof IOException io ? io : new BadDataException(e.getMessage(), e));
      leftOut.add(ImportedNote.LeftOut.of(file, e));
      return new ImportedNote.Outcome(file, notes, leftOut);
    }
    Segment.Parts parts =
        Segment.of(loaded.analysed().samples(), options.trimDb(), options.splitOnsets());
    if (parts.segments().isEmpty()) {
      leaveOut(leftOut, recording, null, "is silent: no 10 ms of it reach -60 dBFS");
    }
    for (Segment segment : parts.segments()) {
      if (segment.samples() < SHORTEST_SAMPLES) {
        leaveOut(leftOut, recording, segment, "is shorter than 0.1 s");
        continue;
      }
      List<String> remarks = new ArrayList<>(loaded.remarks());
      if (recording.familyCertainty() != null) {
        remarks.add(
            String.format(
                Locale.ROOT,
                "the family %s was heard in the sounds of its folder (%.0f %%)",
                recording.family().orElseThrow().label(),
                100 * recording.familyCertainty()));
      }
      if (!options.splitOnsets() && parts.onsets() > 1) {
        remarks.add(
            "seems to hold "
                + parts.onsets()
                + " notes; the setting 'split onsets' cuts it at each");
      }
      ImportedNote note = importNote(recording, loaded, segment, remarks, leftOut, audio);
      if (note != null) {
        notes.add(note);
      }
    }
    return new ImportedNote.Outcome(file, notes, leftOut);
  }

  private ImportedNote importNote(
      Recordings.Recording recording,
      Loaded loaded,
      Segment segment,
      List<String> remarks,
      List<ImportedNote.LeftOut> leftOut,
      Path audio)
      throws IOException {
    int rateHz = options.rateHz();
    Segment part = segment.in(loaded.written());
    if (rateHz < RATE_HZ && part.isSilent(loaded.written().samples())) {
      leaveOut(
          leftOut, recording, segment, "is silent at " + rateHz + " Hz: raise the setting 'rate'");
      return null;
    }
    Segment.Fitted analysed = fit(segment, loaded.analysed());
    Optional<Pitch> detected = PitchEstimator.estimate(new AudioClip(analysed.samples(), RATE_HZ));
    double minConfidence = options.minConfidence();
    NotePitch assigned =
        NotePitch.of(
            options.pitch(), OptionalInt.empty(), recording.pitch(), detected, minConfidence);
    assigned.remark(minConfidence).ifPresent(remarks::add);
    if (assigned.midi().isEmpty() && !options.keepUnpitched()) {
      leaveOut(
          leftOut,
          recording,
          segment,
          detected.isEmpty()
              ? "has no pitch that could be detected; put it into the name (A4.wav), give the setting 'pitch', or the setting 'keep unpitched'"
              : String.format(
                  Locale.ROOT,
                  "sounds like MIDI %.2f with a confidence of %.2f only; put the pitch into the name (A4.wav), give the setting 'pitch', or lower the setting 'min confidence'",
                  detected.get().midi(),
                  detected.get().confidence()));
      return null;
    }
    Segment.Fitted fitted = rateHz == RATE_HZ ? analysed : fit(part, loaded.written());
    AudioClip note = new AudioClip(fitted.samples(), rateHz);
    remark(assigned.midi(), loaded, fitted, remarks);
    String name = name(recording, assigned.midi());
    WavFile.write(audio.resolve(name + ".wav"), note, WavFile.Encoding.PCM16, true);
    return new ImportedNote(
        name,
        PathNames.text(recording.file()),
        loaded.rateHz(),
        part.fromSeconds(),
        (double) (part.fromSample() + fitted.soundSamples()) / rateHz,
        assigned.midi().isPresent() ? assigned.midi().getAsInt() : null,
        assigned.origin().label(),
        detected.map(Pitch::midi).orElse(null),
        detected.map(Pitch::confidence).orElse(0.0),
        recording.family().map(Family::label).orElse(null),
        recording.familyFrom(),
        recording.familyCertainty(),
        recording.source().label(),
        recording.instrumentName(),
        recording.instrument(),
        recording.velocity(),
        (double) (fitted.samples().length - fitted.soundSamples()) / rateHz,
        (double) fitted.fadeSamples() / rateHz,
        fitted.gainDb(),
        List.copyOf(remarks));
  }

  private Segment.Fitted fit(Segment segment, AudioClip recording) {
    int length = (int) Math.round(options.seconds() * segment.rateHz());
    return segment.fit(recording.samples(), length, options.peakDbfs().orElse(Double.NaN));
  }

  private static void remark(
      OptionalInt pitch, Loaded loaded, Segment.Fitted fitted, List<String> remarks) {
    if (pitch.isPresent()
        && (pitch.getAsInt() < LOWEST_PITCH || pitch.getAsInt() > HIGHEST_PITCH)) {
      remarks.add("its pitch is outside the piano's, 21 to 108");
    }
    if (loaded.peak() >= 32767 / 32768.0) {
      remarks.add("the recording reaches full scale and may be clipped");
    }
    if (fitted.gainDb() < -0.01 && Levels.peak(fitted.samples()) > 0.99) {
      remarks.add(
          String.format(
              Locale.ROOT, "was turned down by %.1f dB so as not to clip", -fitted.gainDb()));
    }
  }

  /** NSynth's name, with a number where another note has it. */
  private String name(Recordings.Recording recording, OptionalInt pitch) {
    String base =
        recording.instrumentName()
            + (pitch.isPresent()
                ? String.format(Locale.ROOT, "-%03d-%03d", pitch.getAsInt(), recording.velocity())
                : "-" + NameHints.safe(Labels.stem(recording.file().getFileName().toString())));
    String name = base;
    for (int take = 2; !names.add(name); take++) {
      name = base + "_" + take;
    }
    return name;
  }

  private void leaveOut(
      List<ImportedNote.LeftOut> leftOut,
      Recordings.Recording recording,
      Segment segment,
      String reason) {
    String file = PathNames.text(recording.file());
    boolean part = segment != null && options.splitOnsets();
    Double from = part ? segment.fromSeconds() : null;
    Double to = part ? (double) segment.toSample() / RATE_HZ : null;
    String place = part ? String.format(Locale.ROOT, "%s at %.2f s", file, from) : file;
    problems.accept(new BadDataException(place + ": " + reason + "."));
    leftOut.add(new ImportedNote.LeftOut(file, from, to, reason));
  }
}
