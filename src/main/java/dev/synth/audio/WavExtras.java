package dev.synth.audio;

/**
 * What a WAV file holds besides its sound; each part may be null, for none.
 *
 * @param sampler the note and its loop, in a {@code smpl} chunk behind the sound
 * @param fields plain text, before the sound: some players stop at the first chunk behind it
 * @param seal the last chunk, about everything before it
 */
public record WavExtras(SamplerInfo sampler, WavFields fields, WavSeal seal) {
  /** Nothing but the sound. */
  public static final WavExtras NONE = new WavExtras(null, null, null);

  /** For samplers only. */
  public static WavExtras of(SamplerInfo sampler) {
    return new WavExtras(sampler, null, null);
  }
}
