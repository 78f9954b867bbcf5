package dev.synth.latent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * What is known about the sound of an embedding, kept in the embedding's file. Each part may be
 * null: unknown.
 *
 * @param pitch nearest MIDI note number
 * @param pitchCents from that note to the pitch, from -50 to 50; null for 0
 * @param pitchFrom what told the pitch: {@code setting}, {@code label}, {@code name}, {@code
 *     sound}, {@code mix}; {@value #NO_PITCH} if the sound was analysed and has none
 * @param pitchConfidence how sure a pitch that was detected in the sound is, 0 to 1
 * @param source name of the sound
 * @param sourceRateHz rate of the sound's file
 * @param rmsDbfs level of the sound: its root mean square in dB, full scale being 0
 * @param raisedDb by how much a soft sound was raised before it was encoded, so that what is played
 *     is to be lowered; 0 for not
 * @param encoderSha256 of the encoder, see {@code SavedModel.encoderSha256}
 * @param preset name of the model's sizes
 * @param sampleRateHz rate of the sound that the frames stand for
 * @param hopSamples samples of that sound that a frame stands for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"pitch", "pitchCents", "pitchFrom", "pitchConfidence"})
public record EmbeddingInfo(
    Integer pitch,
    Double pitchCents,
    String pitchFrom,
    Double pitchConfidence,
    String source,
    Integer sourceRateHz,
    Double rmsDbfs,
    Double raisedDb,
    String encoderSha256,
    String preset,
    Integer sampleRateHz,
    Integer hopSamples) {
  /** The origin of the pitch of a sound that has none. */
  public static final String NO_PITCH = "nothing";

  /** Nothing is known. */
  public static final EmbeddingInfo NONE =
      new EmbeddingInfo(null, null, null, null, null, null, null, null, null, null, null, null);

  /** The nearest MIDI note, where the pitch is known. */
  public OptionalInt knownPitch() {
    return pitch == null ? OptionalInt.empty() : OptionalInt.of(pitch);
  }

  /** The MIDI pitch, any real number, where it is known. */
  public OptionalDouble knownMidi() {
    return pitch == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(pitch + (pitchCents == null ? 0 : pitchCents) / 100);
  }

  /** Whether the pitch, if there is one, is a MIDI pitch from 0 to 127. */
  boolean hasSoundPitch() {
    if (pitch == null) {
      return pitchCents == null;
    }
    double midi = knownMidi().getAsDouble();
    return (pitchCents == null || Math.abs(pitchCents) <= 50) && midi >= 0 && midi <= 127;
  }

  private static Integer note(OptionalDouble midi) {
    return midi.isPresent() ? (int) Math.ceil(midi.getAsDouble() - 0.5) : null;
  }

  private static Double cents(OptionalDouble midi) {
    if (midi.isEmpty()) {
      return null;
    }
    double cents = Math.rint(1000 * 100 * (midi.getAsDouble() - note(midi))) / 1000;
    return cents == 0 ? null : cents;
  }

  /** Whether the sound was analysed and no single pitch was found in it. */
  public boolean hasNoPitch() {
    return NO_PITCH.equals(pitchFrom);
  }

  /**
   * Of a mixture.
   *
   * @param parts what is known of each sound
   * @param weights of the parts
   * @param midi pitch to play the mixture at
   */
  public static EmbeddingInfo mixed(
      List<EmbeddingInfo> parts, double[] weights, OptionalDouble midi) {
    StringJoiner sources = new StringJoiner(" + ");
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        String source = parts.get(i).source() == null ? "unknown" : parts.get(i).source();
        sources.add(Math.rint(weights[i] * 1000) / 1000 + " x " + source);
      }
    }
    EmbeddingInfo model =
        parts.stream().filter(part -> part.encoderSha256() != null).findFirst().orElse(NONE);
    return new EmbeddingInfo(
        note(midi),
        cents(midi),
        midi.isPresent() ? "mix" : null,
        null,
        sources.toString(),
        null,
        mean(parts, weights, EmbeddingInfo::rmsDbfs),
        mean(parts, weights, part -> part.raisedDb() == null ? 0 : part.raisedDb()),
        model.encoderSha256(),
        model.preset(),
        model.sampleRateHz(),
        model.hopSamples());
  }

  /** The weighted mean, in dB; null where a part has no number or the weights none. */
  private static Double mean(
      List<EmbeddingInfo> parts, double[] weights, Function<EmbeddingInfo, Double> number) {
    double sum = 0;
    double all = 0;
    for (int i = 0; i < weights.length; i++) {
      Double of = number.apply(parts.get(i));
      if (weights[i] != 0 && of == null) {
        return null;
      }
      sum += weights[i] == 0 ? 0 : Math.abs(weights[i]) * of;
      all += Math.abs(weights[i]);
    }
    return all == 0 ? null : Math.rint(1000 * sum / all) / 1000;
  }

  /** This with another pitch. */
  public EmbeddingInfo withPitch(OptionalInt midi, String from, Double confidence) {
    return new EmbeddingInfo(
        midi.isPresent() ? midi.getAsInt() : null,
        null,
        from,
        confidence,
        source,
        sourceRateHz,
        rmsDbfs,
        raisedDb,
        encoderSha256,
        preset,
        sampleRateHz,
        hopSamples);
  }
}
