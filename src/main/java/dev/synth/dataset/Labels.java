package dev.synth.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known about a note, each part possibly absent. Own recordings often have none of it.
 *
 * @param family instrument family
 * @param source acoustic, electronic or synthetic
 * @param instrument number of the instrument; three digits in names, within family and source
 * @param instrumentName {@code <family>_<source>_<instrument>}, NSynth's {@code instrument_str}
 * @param pitch MIDI note number, 0 to 127; 60 is middle C, 261.6 Hz
 * @param velocity MIDI velocity, 0 to 127
 * @param qualities NSynth's quality names such as {@code bright}; empty when none are given
 */
public record Labels(
    Optional<Family> family,
    Optional<SoundSource> source,
    OptionalInt instrument,
    Optional<String> instrumentName,
    OptionalInt pitch,
    OptionalInt velocity,
    List<String> qualities) {
  /** NSynth's qualities, in NSynth's order. */
  public static final List<String> QUALITIES =
      List.of(
          "bright",
          "dark",
          "distortion",
          "fast_decay",
          "long_release",
          "multiphonic",
          "nonlinear_env",
          "percussive",
          "reverb",
          "tempo-synced");

  /** No label at all. */
  public static final Labels NONE =
      new Labels(
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          List.of());

  // <family>_<source>_<instrument>-<pitch>-<velocity>, and a take's number where there are several.
  private static final Pattern NAME =
      Pattern.compile("(?<instrument>.+)-(?<pitch>\\d{3})-(?<velocity>\\d{3})(_\\d+)?");
  private static final Pattern INSTRUMENT =
      Pattern.compile("(?<family>[a-z_]+)_(?<source>[a-z]+)_(?<number>\\d{3,9})");

  /** What encoding adds to a note's name. */
  private static final String EMBEDDINGS = "_embeddings";

  /** Copies the list. */
  public Labels {
    qualities = List.copyOf(qualities);
  }

  /**
   * The labels that a name tells, with or without a folder, an ending ({@code .wav}, {@code .npy})
   * and {@code _embeddings}: all of them where it is NSynth's, such as {@code
   * synth_lead_acoustic_006-096-075}; pitch and velocity where only the instrument's part is
   * another, as in {@code my_flute-060-100_2}; the pitch where it has a note's name ({@link
   * NoteNames}), as in {@code organ C4.wav}; else {@link #NONE}.
   */
  public static Labels parse(String name) {
    String stem = stem(name);
    String bare =
        stem.endsWith(EMBEDDINGS) ? stem.substring(0, stem.length() - EMBEDDINGS.length()) : stem;
    Matcher matcher = NAME.matcher(bare);
    int pitch = matcher.matches() ? Integer.parseInt(matcher.group("pitch")) : -1;
    int velocity = pitch < 0 ? -1 : Integer.parseInt(matcher.group("velocity"));
    if (pitch < 0 || pitch > NoteNames.MIDI_MAX || velocity > NoteNames.MIDI_MAX) {
      return NoteNames.in(bare, NoteNames.MIDDLE_C_OCTAVE)
          .filter(NoteNames.Found::sure)
          .map(found -> ofPitch(Optional.empty(), found.midi(), OptionalInt.empty()))
          .orElse(NONE);
    }
    Matcher instrument = INSTRUMENT.matcher(matcher.group("instrument"));
    Optional<Family> family =
        instrument.matches() ? Family.of(instrument.group("family")) : Optional.empty();
    Optional<SoundSource> source =
        family.isEmpty() ? Optional.empty() : SoundSource.of(instrument.group("source"));
    return source.isEmpty()
        ? ofPitch(Optional.of(matcher.group("instrument")), pitch, OptionalInt.of(velocity))
        : of(
            family.get(),
            source.get(),
            Integer.parseInt(instrument.group("number")),
            pitch,
            velocity);
  }

  private static Labels ofPitch(Optional<String> instrument, int pitch, OptionalInt velocity) {
    return new Labels(
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        instrument,
        OptionalInt.of(pitch),
        velocity,
        List.of());
  }

  /** A full set of labels without qualities. */
  public static Labels of(
      Family family, SoundSource source, int instrument, int pitch, int velocity) {
    return new Labels(
        Optional.of(family),
        Optional.of(source),
        OptionalInt.of(instrument),
        Optional.of(instrumentName(family, source, instrument)),
        OptionalInt.of(pitch),
        OptionalInt.of(velocity),
        List.of());
  }

  /** These labels with other qualities. */
  public Labels withQualities(List<String> named) {
    return new Labels(family, source, instrument, instrumentName, pitch, velocity, named);
  }

  /** NSynth's {@code instrument_str}, for example {@code keyboard_acoustic_000}. */
  public static String instrumentName(Family family, SoundSource source, int instrument) {
    return String.format(Locale.ROOT, "%s_%s_%03d", family.label(), source.label(), instrument);
  }

  /** NSynth's {@code note_str}, for example {@code keyboard_acoustic_000-060-100}. */
  public static String noteName(
      Family family, SoundSource source, int instrument, int pitch, int velocity) {
    return String.format(
        Locale.ROOT, "%s-%03d-%03d", instrumentName(family, source, instrument), pitch, velocity);
  }

  /** These labels, with those of {@code other} where one is absent here. */
  public Labels orElse(Labels other) {
    return new Labels(
        family.or(other::family),
        source.or(other::source),
        instrument.isPresent() ? instrument : other.instrument,
        instrumentName.or(other::instrumentName),
        pitch.isPresent() ? pitch : other.pitch,
        velocity.isPresent() ? velocity : other.velocity,
        qualities.isEmpty() ? other.qualities : qualities);
  }

  /** {@code name} without its folder and the ending of its file name. */
  public static String stem(String name) {
    String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
