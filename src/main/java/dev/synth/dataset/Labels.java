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

  private static final int MIDI_MAX = 127;

  // <family>_<source>_<instrument>-<pitch>-<velocity>; the suffix is what encoding adds to a name.
  private static final Pattern NAME =
      Pattern.compile(
          "(?<family>[a-z_]+)_(?<source>[a-z]+)_(?<instrument>\\d{3})"
              + "-(?<pitch>\\d{3})-(?<velocity>\\d{3})(_embeddings)?");

  /** Copies the list. */
  public Labels {
    qualities = List.copyOf(qualities);
  }

  /**
   * The labels written in a name such as {@code synth_lead_acoustic_006-096-075}, with or without a
   * folder, an ending ({@code .wav}, {@code .npy}) and {@code _embeddings}. A name of another form,
   * of an unknown family or source, or with a pitch or velocity past 127 has {@link #NONE}.
   */
  public static Labels parse(String name) {
    Matcher matcher = NAME.matcher(stem(name));
    if (!matcher.matches()) {
      return NONE;
    }
    Optional<Family> family = Family.of(matcher.group("family"));
    Optional<SoundSource> source = SoundSource.of(matcher.group("source"));
    int instrument = Integer.parseInt(matcher.group("instrument"));
    int pitch = Integer.parseInt(matcher.group("pitch"));
    int velocity = Integer.parseInt(matcher.group("velocity"));
    if (family.isEmpty() || source.isEmpty() || pitch > MIDI_MAX || velocity > MIDI_MAX) {
      return NONE;
    }
    return of(family.get(), source.get(), instrument, pitch, velocity);
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
