package dev.synth.models.wavenet;

import java.util.Objects;

/**
 * Sounds as the network takes them, side by side.
 *
 * @param codes mu-law codes [batch][samples], signed: -128 to 127; the encoder's input
 * @param past the decoder's context; {@code codes} themselves, or a noisy copy of them
 * @param targets what the decoder should say; {@code codes} themselves, where the past is true
 * @param pitches MIDI pitch of each, {@link WaveNetSpec#UNKNOWN_PITCH} if unpitched
 * @param cycles where the {@link PitchOscillator} of each stands at each sample, in cycles
 *     [batch][samples]; null for oscillators that start at 0 and keep their pitch exactly, as they
 *     do while generating
 */
public record CodeBatch(
    byte[][] codes, byte[][] past, byte[][] targets, int[] pitches, float[][] cycles) {
  /** Checks that the sounds are equally long and each has a pitch. */
  public CodeBatch {
    Objects.requireNonNull(codes, "codes");
    if (codes.length == 0 || codes.length != pitches.length) {
      throw new IllegalArgumentException(
          codes.length + " sounds and " + pitches.length + " pitches make no batch");
    }
    if (past.length != codes.length || targets.length != codes.length) {
      throw new IllegalArgumentException("each sound needs its past and its targets");
    }
    for (int b = 0; b < codes.length; b++) {
      int samples = codes[0].length;
      if (codes[b].length != samples || past[b].length != samples || targets[b].length != samples) {
        throw new IllegalArgumentException("sounds of a batch must be equally long");
      }
    }
    if (cycles != null && (cycles.length != codes.length || cycles[0].length != codes[0].length)) {
      throw new IllegalArgumentException("each sample needs its oscillator's place");
    }
    for (int pitch : pitches) {
      if (pitch < 0 || pitch >= WaveNetSpec.PITCHES) {
        throw new IllegalArgumentException("pitch " + pitch + " is not from 0 to 128");
      }
    }
  }

  /** Sounds whose decoder is teacher-forced. */
  public CodeBatch(byte[][] codes, int[] pitches) {
    this(codes, codes, codes, pitches, null);
  }

  /** Number of sounds. */
  public int size() {
    return codes.length;
  }

  /** Samples of each sound. */
  public int samples() {
    return codes[0].length;
  }
}
