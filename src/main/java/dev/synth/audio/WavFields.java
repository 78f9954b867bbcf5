package dev.synth.audio;

import java.time.Instant;
import java.util.Objects;

/**
 * What a WAV file says about itself in plain text, which every player and editor shows and anyone
 * can change: the {@code INFO} list of RIFF and the {@code bext} chunk of Broadcast Wave.
 *
 * @param description what the sound is, in a sentence whose first 64 characters stand alone; kept
 *     as INFO's comment (ICMT) and as bext's description, which has room for 256 bytes
 * @param software what wrote it, with its version (ISFT, and bext's originator, 32 bytes)
 * @param reference of 32 characters, by which the file is known elsewhere (bext's
 *     OriginatorReference); empty for none
 * @param copyright owner, licence or attribution (ICOP); empty for none
 * @param date when it was made (ICRD, and bext's date and time, in UTC)
 */
public record WavFields(
    String description, String software, String reference, String copyright, Instant date) {
  /** Checks that nothing is missing. */
  public WavFields {
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(software, "software");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(copyright, "copyright");
    Objects.requireNonNull(date, "date");
  }
}
