package dev.synth.generate;

import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.io.Sha256;
import dev.synth.latent.LatentFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is asked for the pitch of all notes of a command.
 *
 * @param pitch of all, or {@link PlayedPitch#UNKNOWN} to play without; empty for each note's own
 * @param cents added to whatever pitch is played
 * @param curve how it moves along each note
 */
public record PitchSettings(Optional<PlayedPitch> pitch, double cents, Optional<PitchCurve> curve) {
  /** Each note's own pitch. */
  public static final PitchSettings OWN = new PitchSettings(Optional.empty(), 0, Optional.empty());

  /**
   * Checks the settings against each other.
   *
   * @throws BadSettingException naming the one that cannot be
   */
  public PitchSettings {
    if (!(Math.abs(cents) <= PlayedPitch.SEMITONE_CENTS * PlayedPitch.MIDI_MAX)) {
      throw new BadSettingException(
          "The setting 'cents' must be from -12700 to 12700, not " + cents);
    }
    if (pitch.isPresent() && !pitch.get().isKnown() && (cents != 0 || curve.isPresent())) {
      throw new BadSettingException(
          "The setting '"
              + curve.map(PitchCurve::setting).orElse("cents")
              + "' wants a pitch, but the setting 'pitch' is none");
    }
    if (pitch.isPresent() && startOf(curve).isPresent()) {
      throw new BadSettingException(
          "The setting 'glide' from note to note tells the pitch; leave out the setting 'pitch', or"
              + " let it glide by semitones, such as -2..0");
    }
    OptionalDouble midi = pitch.isPresent() ? pitch.get().midi() : startOf(curve);
    if (midi.isPresent() && cents != 0) {
      sum(midi.getAsDouble(), cents)
          .orElseThrow(() -> new BadSettingException("The setting 'cents' " + beyond(midi, cents)));
    }
  }

  /** A steady pitch for all notes, or none; see {@link PlayedPitch#of}. */
  public static PitchSettings of(double midi) {
    return new PitchSettings(Optional.of(PlayedPitch.of(midi)), 0, Optional.empty());
  }

  private static OptionalDouble startOf(Optional<PitchCurve> curve) {
    return curve.isPresent()
            && curve.get() instanceof PitchCurve.Glide glide
            && glide.betweenNotes()
        ? OptionalDouble.of(glide.from())
        : OptionalDouble.empty();
  }

  private static Optional<PlayedPitch> sum(double midi, double cents) {
    double sum = midi + cents / PlayedPitch.SEMITONE_CENTS;
    return sum >= 0 && sum <= PlayedPitch.MIDI_MAX
        ? Optional.of(PlayedPitch.of(sum))
        : Optional.empty();
  }

  private static String beyond(OptionalDouble midi, double cents) {
    return String.format(
        Locale.ROOT,
        "leads to MIDI %.2f, outside 0 to %d",
        midi.getAsDouble() + cents / PlayedPitch.SEMITONE_CENTS,
        PlayedPitch.MIDI_MAX);
  }

  /** The pitch of all notes, before it moves; empty for each note's own. */
  public Optional<PlayedPitch> given() {
    OptionalDouble start = startOf(curve);
    OptionalDouble midi = pitch.isPresent() ? pitch.get().midi() : start;
    return midi.isPresent() ? sum(midi.getAsDouble(), cents) : pitch;
  }

  /**
   * The pitch of a note, before it moves.
   *
   * @param own the note's
   * @param note its name, for messages
   * @throws BadDataException if cents lead out of the range of MIDI
   */
  public PlayedPitch steady(double own, String note) throws BadDataException {
    Optional<PlayedPitch> given = given();
    if (given.isPresent()) {
      return given.get();
    }
    return sum(own, cents)
        .orElseThrow(
            () ->
                new BadDataException(
                    note + ": the setting 'cents' " + beyond(OptionalDouble.of(own), cents) + "."));
  }

  /**
   * The pitch of a note as it is played.
   *
   * @param steady the pitch before it moves
   * @param frames of the note as it is played
   * @param note its name, for messages
   * @throws BadDataException if the curve is of another length
   */
  public PlayedPitch moving(PlayedPitch steady, int frames, LatentFormat sizes, String note)
      throws BadDataException {
    return curve.isPresent() && steady.isKnown()
        ? steady.bent(curve.get().cents(frames, sizes, note))
        : steady;
  }

  /** The setting that only a model which plays any pitch can follow; empty for none. */
  public Optional<String> settingOfAnyPitch() {
    if (curve.isPresent()) {
      return Optional.of(curve.get().setting());
    }
    if (pitch.isPresent() && !pitch.get().isWhole() && !given().orElseThrow().isWhole()) {
      return Optional.of("pitch");
    }
    boolean isWhole =
        given().map(PlayedPitch::isWhole).orElse(cents % PlayedPitch.SEMITONE_CENTS == 0);
    return isWhole ? Optional.empty() : Optional.of("cents");
  }

  /** What moves the pitch, by name, for people and for comparing. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (curve.isPresent()) {
      String text =
          curve.get() instanceof PitchCurve.Drawn drawn
              ? Sha256.of(drawn.values())
              : curve.get().toString();
      settings.put(curve.get().setting(), text);
    }
    return settings;
  }
}
