package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.audio.OpenSound;
import dev.synth.audio.SampleReader;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteNames;
import dev.synth.dataset.NotePitch;
import dev.synth.dsp.EncodingGain;
import dev.synth.dsp.Levels;
import dev.synth.dsp.OffsetFilter;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchChanges;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.model.SavedModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What an embedding's file keeps of the sound that was encoded.
 *
 * @param note the sound
 * @param pitch what counts of what its labels, its name and itself say
 * @param sourceRateHz rate of its file
 * @param samples its length at the rate that it is encoded at
 * @param rmsDbfs its root mean square in dB, without its offset
 * @param raisedDb by how much it is raised before it is encoded, see {@link EncodingGain}
 * @param notes the notes of a sound that is several, else empty: MIDI
 * @param unread what of its file is not read, as {@link AudioClip#remarks}
 */
public record SoundFacts(
    Note note,
    NotePitch pitch,
    int sourceRateHz,
    int samples,
    double rmsDbfs,
    double raisedDb,
    List<Integer> notes,
    List<String> unread) {
  /** What is done with a sound whose name was mended. */
  public static final String TAKE_AGAIN = "take it again";

  /** The pitch is looked for in this much of a sound, from its beginning on. */
  private static final int ANALYSED_SECONDS = 30;

  private static final double SILENCE_DBFS = -60;
  private static final double QUIETEST_DBFS = -200;

  /** Under one step of 16 bits. */
  private static final double SILENT_DBFS = -90;

  /** Analyses a sound; it is read once. */
  static SoundFacts of(Note note, OpenSound sound) throws IOException {
    SampleReader reader = OffsetFilter.reader(sound.samples(), sound.sampleRateHz());
    float[] analysed = new float[0];
    int most = ANALYSED_SECONDS * sound.sampleRateHz();
    float threshold = (float) Levels.amplitude(SILENCE_DBFS);
    float[] block = new float[1 << 14];
    double energy = 0;
    double peak = 0;
    long samples = 0;
    for (int count = reader.read(block); count > 0; count = reader.read(block)) {
      int from = 0;
      for (int i = 0; i < count; i++) {
        energy += (double) block[i] * block[i];
        peak = Math.max(peak, Math.abs(block[i]));
      }
      while (analysed.length == 0 && from < count && Math.abs(block[from]) < threshold) {
        from++;
      }
      int taken = Math.min(count - from, most - analysed.length);
      if (taken > 0) {
        int before = analysed.length;
        analysed = Arrays.copyOf(analysed, before + taken);
        System.arraycopy(block, from, analysed, before, taken);
      }
      samples += count;
    }
    Optional<Pitch> heard =
        analysed.length == 0
            ? Optional.empty()
            : PitchEstimator.estimate(new AudioClip(analysed, sound.sampleRateHz()));
    NotePitch pitch = NotePitch.of(note, OptionalInt.empty(), heard);
    List<Integer> notes =
        pitch.origin() == NotePitch.Origin.LABEL
            ? List.of()
            : PitchChanges.notes(new AudioClip(analysed, sound.sampleRateHz()));
    double rms = Math.sqrt(energy / Math.max(1, samples));
    return new SoundFacts(
        note,
        pitch,
        sound.sourceRateHz(),
        Math.toIntExact(samples),
        Math.max(QUIETEST_DBFS, Levels.dbfs(rms)),
        rounded(EncodingGain.decibels(peak)),
        notes.size() > 1 ? notes : List.of(),
        sound.remarks());
  }

  /**
   * What the file of an embedding that {@code model} made of the sound keeps.
   *
   * @param encoderSha256 of the model
   */
  EmbeddingInfo info(SavedModel model, String encoderSha256) throws IOException {
    boolean fromSound = pitch.origin() == NotePitch.Origin.SOUND;
    return new EmbeddingInfo(
        pitch.midi().isPresent() ? pitch.midi().getAsInt() : null,
        null,
        pitch.origin().label(),
        fromSound ? rounded(pitch.heard().orElseThrow().confidence()) : null,
        note.audio().toString(),
        sourceRateHz,
        rounded(rmsDbfs),
        raisedDb,
        encoderSha256,
        model.preset(),
        model.latent().sampleRateHz(),
        model.latent().hopSamples());
  }

  private static double rounded(double value) {
    return Math.rint(value * 1000) / 1000;
  }

  /** Whether the remark is a warning, and not just what was detected. */
  public boolean isDoubtful() {
    return pitch.origin() != NotePitch.Origin.SOUND || !notes.isEmpty();
  }

  static boolean isSilent(double rmsDbfs) {
    return rmsDbfs < SILENT_DBFS;
  }

  /**
   * A sentence for people, where there is something to know: which pitch was detected, that it is
   * not what the name says, or that there is none.
   */
  public Optional<String> remark() {
    String name = note.audio() + ": ";
    if (!notes.isEmpty()) {
      String names = notes.stream().map(NoteNames::of).collect(Collectors.joining(", "));
      String played =
          pitch.midi().isPresent()
              ? ", and it is played as one, " + NoteNames.of(pitch.midi().getAsInt())
              : ", and no single one that it can be played as";
      return Optional.of(
          name
              + "several notes were detected ("
              + names
              + ")"
              + played
              + "; cut it into notes with synth data import and the setting 'split onsets'.");
    }
    if (isSilent(rmsDbfs)) {
      return Optional.of(name + "is silent; so will be what is made of it.");
    }
    if (pitch.midi().isEmpty()) {
      return Optional.of(
          name
              + "no single pitch was detected (a chord, a drum, speech or noise?); to play it at"
              + " one, put the note into the file's name, such as bell A3.wav, or give the setting"
              + " 'pitch' when its embedding is decoded.");
    }
    if (pitch.origin() == NotePitch.Origin.SOUND) {
      Pitch heard = pitch.heard().orElseThrow();
      int midi = pitch.midi().getAsInt();
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%spitch %s (MIDI %d) was detected, %+d cents, confidence %.2f.",
              name,
              NoteNames.of(midi),
              midi,
              Math.round(100 * (heard.midi() - midi)),
              heard.confidence()));
    }
    return pitch.remark(NotePitch.DEFAULT_CONFIDENCE).map(remark -> name + remark + ".");
  }

  /** The same for who plays the sound at once by keys: nothing is set when it is decoded. */
  public Optional<String> playedRemark() {
    String name = note.audio() + ": ";
    if (!notes.isEmpty()) {
      String names = notes.stream().map(NoteNames::of).collect(Collectors.joining(", "));
      String played = pitch.midi().isPresent() ? NoteNames.of(pitch.midi().getAsInt()) : "C4";
      return Optional.of(
          name
              + "several notes were detected ("
              + names
              + "), and it plays as if it were one, "
              + played
              + "; cut one note out of it.");
    }
    if (!isSilent(rmsDbfs) && pitch.midi().isEmpty()) {
      return Optional.of(
          name
              + "no single pitch was detected (a chord, a drum, speech or noise?), so it plays as"
              + " if it were C4; to say its note, rename it, such as bell A3.wav, and "
              + TAKE_AGAIN
              + ".");
    }
    if (!isSilent(rmsDbfs) && pitch.origin() == NotePitch.Origin.SOUND) {
      return Optional.of(name + "heard as " + NoteNames.of(pitch.midi().getAsInt()) + ".");
    }
    return remark();
  }
}
