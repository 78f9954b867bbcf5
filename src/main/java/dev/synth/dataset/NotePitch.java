package dev.synth.dataset;

import dev.synth.dsp.pitch.Pitch;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The pitch of a note: what a setting, its labels, its name and its sound say, and which of them
 * counts.
 *
 * @param midi the pitch that counts, as a MIDI note number; empty where nothing tells one
 * @param origin what tells it
 * @param heard what was detected in the sound, sure or not; empty if nothing was, or nobody
 *     listened
 */
public record NotePitch(OptionalInt midi, Origin origin, Optional<Pitch> heard) {
  /** The least confidence of a detected pitch that is believed by default. */
  public static final double DEFAULT_CONFIDENCE = 0.5;

  /** What is further from its label is told: a quarter tone. */
  private static final double AGREEMENT_SEMITONES = 0.5;

  /** What is further from equal temperament is told. */
  private static final double OFF_SEMITONES = 0.35;

  /** Where a pitch is from, the strongest first. */
  public enum Origin {
    /** A setting for all notes. */
    SETTING,
    /** The note's labels: examples.json, a TFRecord, or an embedding's description. */
    LABEL,
    /** The file's name. */
    NAME,
    /** The sound itself. */
    SOUND,
    /** Nothing: the pitch is unknown. */
    NOTHING;

    /** In small letters, as written to files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Weighs what is known. A setting counts before labels, these before the name, and the name
   * before the sound; but the sound counts before a name that is not sure, such as take_60, unless
   * they agree but for an octave.
   *
   * @param named what the name says
   * @param heard what was detected in the sound
   * @param minConfidence least confidence of {@code heard} that is believed
   */
  public static NotePitch of(
      OptionalInt setting,
      OptionalInt label,
      Optional<NoteNames.Found> named,
      Optional<Pitch> heard,
      double minConfidence) {
    Optional<Pitch> sure = heard.filter(pitch -> pitch.confidence() >= minConfidence);
    if (setting.isPresent()) {
      return new NotePitch(setting, Origin.SETTING, heard);
    }
    if (label.isPresent()) {
      return new NotePitch(label, Origin.LABEL, heard);
    }
    boolean believed =
        named.isPresent()
            && (named.get().sure()
                || sure.isEmpty()
                || agrees(sure.get().midi() - named.get().midi()));
    if (believed) {
      return new NotePitch(OptionalInt.of(named.get().midi()), Origin.NAME, heard);
    }
    return sure.map(pitch -> new NotePitch(nearest(pitch), Origin.SOUND, heard))
        .orElse(new NotePitch(OptionalInt.empty(), Origin.NOTHING, heard));
  }

  /**
   * As above, of a note whose labels and name are known.
   *
   * @param setting of all notes, which counts before anything
   */
  public static NotePitch of(Note note, OptionalInt setting, Optional<Pitch> heard) {
    Labels named = Labels.parse(note.name() + ".wav");
    boolean labelled = !note.labels().pitch().equals(named.pitch());
    return of(
        setting,
        labelled ? note.labels().pitch() : OptionalInt.empty(),
        named.pitch().isPresent()
            ? Optional.of(new NoteNames.Found(named.pitch().getAsInt(), true))
            : NoteNames.in(note.name(), NoteNames.MIDDLE_C_OCTAVE),
        heard,
        DEFAULT_CONFIDENCE);
  }

  private static OptionalInt nearest(Pitch pitch) {
    int midi = (int) Math.round(pitch.midi());
    return midi < 0 || midi > NoteNames.MIDI_MAX ? OptionalInt.empty() : OptionalInt.of(midi);
  }

  /** Whether a number in a name and what was heard are the same note, or an octave apart. */
  private static boolean agrees(double semitones) {
    return Math.abs(besideOctaves(semitones)) <= AGREEMENT_SEMITONES
        && Math.abs(semitones) <= 12 + AGREEMENT_SEMITONES;
  }

  private static double besideOctaves(double semitones) {
    return semitones - 12 * Math.rint(semitones / 12);
  }

  /**
   * What a person should know of this pitch, without the note's name and without a full stop, such
   * as "sounds an octave lower (A2) than its name says (A3)"; empty where all agree.
   *
   * @param minConfidence least confidence of what was detected that is believed
   */
  public Optional<String> remark(double minConfidence) {
    Optional<Pitch> sure = heard.filter(pitch -> pitch.confidence() >= minConfidence);
    if (midi.isEmpty() || sure.isEmpty()) {
      return Optional.empty();
    }
    double semitones = sure.get().midi() - midi.getAsInt();
    double beside = besideOctaves(semitones);
    long octaves = Math.round((semitones - beside) / 12);
    if (Math.abs(beside) > AGREEMENT_SEMITONES) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "sounds like %s (MIDI %.2f), but its %s says %s (MIDI %d)",
              nearestName(sure.get()),
              sure.get().midi(),
              origin.label(),
              NoteNames.of(midi.getAsInt()),
              midi.getAsInt()));
    }
    if (octaves != 0) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "sounds %s %s (%s) than its %s says (%s)",
              Math.abs(octaves) == 1 ? "an octave" : Math.abs(octaves) + " octaves",
              octaves > 0 ? "higher" : "lower",
              nearestName(sure.get()),
              origin.label(),
              NoteNames.of(midi.getAsInt())));
    }
    return Math.abs(beside) > OFF_SEMITONES
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "is %.0f cents %s than %s (MIDI %d)",
                Math.abs(100 * beside),
                beside > 0 ? "sharper" : "flatter",
                NoteNames.of(midi.getAsInt()),
                midi.getAsInt()))
        : Optional.empty();
  }

  private static String nearestName(Pitch pitch) {
    return NoteNames.of((int) Math.round(pitch.midi()));
  }
}
