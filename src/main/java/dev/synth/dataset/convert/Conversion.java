package dev.synth.dataset.convert;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.OpenSound;
import dev.synth.audio.Resampler;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Note;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.source.FileAudio;
import dev.synth.dataset.source.NoteExample;
import dev.synth.dataset.source.NoteSource;
import dev.synth.dataset.source.NsynthFolder;
import dev.synth.dataset.source.NsynthJson;
import dev.synth.dataset.source.Shards;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.FileNames;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFailedException;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import dev.synth.io.tfrecord.TfRecordReader;
import dev.synth.io.tfrecord.TfRecordWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * Writes notes as TFRecord files or as a folder in NSynth's JSON/WAV form, with the sample rate of
 * each. Samples and labels are kept exactly, but for sound that has another rate than is wanted: a
 * WAV is written with 16 bits where these hold every sample, else with floats. One note at a time
 * is in memory. What is cut short is resumed by the next run: after the last whole shard, or the
 * last whole WAV.
 *
 * <p>It has a loop of its own and no {@link dev.synth.io.JobLoop}: a shard is whole or not at all,
 * and of many notes, so that a note which fails is left out of its shard and no failure of the job;
 * and which notes are in the JSON file is known only when all have been tried.
 */
public final class Conversion {
  private static final String WAV = ".wav";
  private static final int BUFFER_BYTES = 1 << 16;

  private final List<Note> notes;
  private final Path output;
  private final int shards;
  private final int rateHz;
  private final boolean overwrite;
  private final Consumer<String> problems;
  private final Listener listener;
  private int written;
  private int takenOver;
  private int resampled;
  private int done;

  /** Receives the progress of a conversion. */
  @FunctionalInterface
  public interface Listener {
    /** {@code done} of {@code total} notes are finished, the last one {@code name}. */
    void converted(long done, long total, String name);
  }

  /**
   * What a conversion made.
   *
   * @param files the TFRecord files, or the folder
   * @param notes how many notes are in them
   * @param takenOver how many of these an earlier run had finished
   * @param leftOut how many notes could not be read, in this run or an earlier one
   * @param resampled how many notes of this run had another rate than was wanted
   */
  public record Result(List<Path> files, int notes, int takenOver, int leftOut, int resampled) {}

  /**
   * A conversion of {@code notes} in their order.
   *
   * @param output a folder, or a TFRecord file: see {@link #isTfRecord}
   * @param shards TFRecord files to spread the notes over, one after the other
   * @param rateHz the rate to write, such as {@link NsynthFormat#SAMPLE_RATE_HZ}; 0 for each note's
   *     own
   * @param overwrite whether what is at {@code output} may be replaced
   * @param problems receives a sentence on each note that cannot be read
   * @throws BadDataException if there are more shards than notes
   */
  public Conversion(
      List<Note> notes,
      Path output,
      int shards,
      int rateHz,
      boolean overwrite,
      Consumer<String> problems,
      Listener listener)
      throws IOException {
    this.notes = notes;
    this.output = output;
    this.shards = shards;
    this.rateHz = rateHz;
    this.overwrite = overwrite;
    this.problems = problems;
    this.listener = listener;
    if (shards > notes.size()) {
      throw new BadDataException(
          Counted.of(notes.size(), "note")
              + " cannot fill "
              + shards
              + " shards; lower the setting 'shards'.");
    }
  }

  /** Whether what is called {@code output} is to be a TFRecord file; else it is a folder. */
  public static boolean isTfRecord(Path output) {
    return NoteSource.isTfRecord(output);
  }

  /**
   * Converts.
   *
   * @throws CannotCreateException if the output exists and is not an unfinished one of these notes
   * @throws BadDataException if no note can be read
   */
  public Result run() throws IOException {
    boolean folder = !isTfRecord(output);
    checkNotOntoItself(folder);
    Outputs.createDirectory(folder ? output : output.toAbsolutePath().getParent());
    List<Path> files = folder ? List.of(output) : targets();
    try (ConversionState state =
        ConversionState.begin(output, folder, notes, shards, rateHz, taken(folder), overwrite)) {
      if (folder) {
        writeFolder(state);
      } else {
        for (int shard = 0; shard < shards; shard++) {
          writeShard(state, shard, files.get(shard));
        }
      }
      state.finish();
    }
    int leftOut = notes.size() - written - takenOver;
    return new Result(files, written + takenOver, takenOver, leftOut, resampled);
  }

  private List<Path> targets() {
    List<Path> files = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      files.add(shards == 1 ? output : Shards.shard(output, shard, shards));
    }
    return files;
  }

  /** Overwriting what is being read would lose it. */
  private void checkNotOntoItself(boolean folder) throws IOException {
    List<Path> places = folder ? List.of(output.resolve(NsynthJson.AUDIO)) : targets();
    Set<Path> sources = new HashSet<>();
    for (Note note : notes) {
      boolean wav = note.audio() instanceof FileAudio;
      sources.add(wav ? ((FileAudio) note.audio()).file().getParent() : note.audio().source());
    }
    Set<Path> real = new HashSet<>();
    for (Path source : sources) {
      real.add(source == null ? Path.of("").toRealPath() : source.toRealPath());
    }
    for (Path place : places) {
      if (Files.exists(place) && real.contains(place.toRealPath())) {
        throw new CannotCreateException(
            place + ": is what is to be converted; name another output.");
      }
    }
  }

  /** What is in the way of a new conversion, or null. */
  private Path taken(boolean folder) throws IOException {
    return folder
        ? NsynthFolder.taken(output)
        : targets().stream().filter(Files::exists).findFirst().orElse(null);
  }

  private void writeShard(ConversionState state, int shard, Path file) throws IOException {
    int from = (int) ((long) shard * notes.size() / shards);
    int to = (int) ((long) (shard + 1) * notes.size() / shards);
    int before = state.notesOf(shard);
    if (before >= 0 && Files.exists(file)) {
      takenOver += before;
      done += to - from;
      listener.converted(done, notes.size(), file.toString());
      return;
    }
    int writtenBefore = written;
    Outputs.write(
        file,
        true,
        temporary -> {
          try (TfRecordWriter records = new TfRecordWriter(stream(temporary))) {
            for (Note note : notes.subList(from, to)) {
              AudioClip clip = load(note);
              if (clip != null) {
                records.write(NoteExample.write(note, clip));
                written++;
              }
            }
          }
          checkAny();
        });
    state.finished(shard, written - writtenBefore);
  }

  private OutputStream stream(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    boolean gzip = output.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    return gzip
        ? new GZIPOutputStream(out, BUFFER_BYTES)
        : new BufferedOutputStream(out, BUFFER_BYTES);
  }

  private void writeFolder(ConversionState state) throws IOException {
    Path audio = output.resolve(NsynthJson.AUDIO);
    Outputs.createDirectory(audio);
    if (!state.resumed()) {
      begin(audio);
    }
    List<Note> there = new ArrayList<>();
    FileNames targets = new FileNames();
    Set<Path> contended = contended(audio);
    for (Note note : notes) {
      if (!claim(note, audio, targets)) {
        continue;
      }
      Path wav = wav(audio, note);
      // One that several notes want may be there from another than this.
      boolean resumed = state.resumed() && !contended.contains(wav);
      int writtenHz = writeWav(resumed, note, wav);
      if (writtenHz > 0) {
        FileAudio written = new FileAudio(wav, output, writtenHz);
        there.add(new Note(note.name(), note.id(), written, note.labels()));
      } else {
        targets.release(wav); // another note of the name may have a sound that can be read
      }
    }
    checkAny();
    NsynthJson.write(output.resolve(NsynthJson.FILE), there, true);
  }

  /** The files that several notes want, as every system or only some take them for one. */
  private Set<Path> contended(Path audio) {
    Set<Path> contended = new HashSet<>();
    FileNames seen = new FileNames();
    for (Note note : notes) {
      if (problem(note) == null) {
        Path wav = wav(audio, note);
        if (seen.holder(wav) instanceof Path other) {
          contended.add(other);
          contended.add(wav);
        } else {
          seen.hold(wav, wav);
        }
      }
    }
    return contended;
  }

  /** What an overwriting replaces must not be taken for finished when it is cut short. */
  private void begin(Path audio) throws IOException {
    Outputs.delete(output.resolve(NsynthJson.FILE));
    for (Note note : notes) {
      if (problem(note) == null) {
        Outputs.delete(wav(audio, note));
      }
    }
  }

  private static String problem(Note note) {
    return note.isFileName() ? FileNames.problem(note.name() + WAV) : "leaves its folder";
  }

  private static Path wav(Path audio, Note note) {
    return audio.resolve(note.name() + WAV);
  }

  /** Whether the note's name can be a file's, and is no other note's; if not, that is reported. */
  private boolean claim(Note note, Path audio, FileNames targets) {
    String problem = problem(note);
    if (problem != null) {
      String name = "'" + Printable.name(note.name()) + "'";
      leaveOut(note, note.audio() + ": " + name + " cannot be a file's name: it " + problem + ".");
      return false;
    }
    try {
      targets.claim(note.audio(), wav(audio, note));
      return true;
    } catch (BadDataException e) {
      leaveOut(note, e.getMessage());
      return false;
    }
  }

  /** Writes the note unless it is there; returns its rate in Hz, or 0 if it cannot be read. */
  private int writeWav(boolean resumed, Note note, Path file) throws IOException {
    if (resumed && Files.exists(file)) {
      takenOver++;
      listener.converted(++done, notes.size(), note.name());
      return rateHz > 0 ? rateHz : rateHz(file);
    }
    AudioClip clip = load(note);
    if (clip == null) {
      return 0;
    }
    WavFile.Encoding encoding =
        fits16Bits(clip.samples()) ? WavFile.Encoding.PCM16 : WavFile.Encoding.FLOAT32;
    WavFile.write(file, clip, encoding, true);
    written++;
    return clip.sampleRateHz();
  }

  private static int rateHz(Path file) throws IOException {
    try (OpenSound sound = AudioFile.open(file)) {
      return sound.sampleRateHz();
    }
  }

  /** Whether every sample is a 16-bit number over 32768. */
  static boolean fits16Bits(float[] samples) {
    for (float sample : samples) {
      float steps = sample * 32768f; // exact: a power of two
      if (steps != Math.rint(steps) || steps < Short.MIN_VALUE || steps > Short.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  /** The sound of {@code note}, or null if it cannot be read, which is reported. */
  private AudioClip load(Note note) {
    try {
      AudioClip own = note.audio().read();
      boolean other = rateHz > 0 && own.sampleRateHz() != rateHz;
      AudioClip clip = other ? Resampler.resample(own, rateHz) : own;
      if ((long) clip.samples().length * Float.BYTES
          > TfRecordReader.RECORD_BYTES_MAX - (1 << 20)) {
        throw new BadDataException(
            note.audio()
                + ": "
                + Math.round(clip.seconds())
                + " s are too long for one note; cut it into pieces.");
      }
      resampled += other ? 1 : 0;
      listener.converted(++done, notes.size(), note.name());
      return clip;
    } catch (IOException | WorkFailedException e) {
      leaveOut(note, e.getMessage());
      return null;
    }
  }

  private void leaveOut(Note note, String sentence) {
    problems.accept(sentence + " The note is left out.");
    listener.converted(++done, notes.size(), note.name());
  }

  private void checkAny() throws BadDataException {
    if (written + takenOver == 0 && done == notes.size()) {
      throw new BadDataException("No note could be read (" + notes.size() + " tried).");
    }
  }
}
