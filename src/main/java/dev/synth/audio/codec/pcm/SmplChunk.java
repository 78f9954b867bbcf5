package dev.synth.audio.codec.pcm;

import dev.synth.audio.SampleLoop;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code smpl} chunk of WAV files: nine numbers of four bytes (manufacturer, product,
 * nanoseconds per sample, MIDI unity note, fraction of a semitone above it in steps of
 * 2<sup>-32</sup> (unsigned), SMPTE format and offset, number of loops, bytes of the manufacturer's
 * own), then six numbers for each loop (cue point, type, first sample, last sample, fraction of a
 * sample, number of repeats; 0 for no end).
 *
 * <p>Source: Microsoft, "Multimedia Data Standards Update", 1994.
 */
public final class SmplChunk {
  private static final int HEADER_BYTES = 8;
  private static final int BODY_BYTES = 9 * Integer.BYTES;
  private static final int LOOP_BYTES = 6 * Integer.BYTES;
  private static final int UNITY_NOTE_AT = 3 * Integer.BYTES;
  private static final int FRACTION_AT = 4 * Integer.BYTES;
  private static final int LOOP_COUNT_AT = 7 * Integer.BYTES;
  private static final double CENTS_PER_STEP = 100 * 0x1p-32;

  private SmplChunk() {}

  /** Bytes of the chunk, header included; 0 where {@code sampler} is null. */
  static int bytes(SamplerInfo sampler) {
    return sampler == null
        ? 0
        : HEADER_BYTES + BODY_BYTES + (sampler.loop().isPresent() ? LOOP_BYTES : 0);
  }

  /** The chunk, header included; no bytes where {@code sampler} is null. */
  static ByteBuffer of(SamplerInfo sampler, int sampleRateHz) {
    ByteBuffer chunk = ByteBuffer.allocate(bytes(sampler)).order(ByteOrder.LITTLE_ENDIAN);
    if (sampler == null) {
      return chunk;
    }
    chunk.put("smpl".getBytes(StandardCharsets.US_ASCII)).putInt(bytes(sampler) - HEADER_BYTES);
    chunk.putInt(0).putInt(0).putInt((int) Math.round(1e9 / sampleRateHz));
    long fraction = Math.min(0xffff_ffffL, Math.round(sampler.rootCents() / CENTS_PER_STEP));
    chunk.putInt(sampler.rootNote()).putInt((int) fraction).putInt(0).putInt(0);
    chunk.putInt(sampler.loop().isPresent() ? 1 : 0).putInt(0);
    if (sampler.loop().isPresent()) {
      SampleLoop loop = sampler.loop().get();
      chunk.putInt(0).putInt(0).putInt(loop.from()).putInt(loop.last()).putInt(0).putInt(0);
    }
    return chunk.flip();
  }

  /**
   * What the chunk of {@code file} tells, if it has one that makes sense; of several loops the
   * first.
   *
   * @throws dev.synth.io.NoInputException if there is no such file
   */
  public static Optional<SamplerInfo> read(Path file) throws IOException {
    try (SoundInput in = SoundInput.open(file)) {
      for (RiffChunk chunk : RiffChunk.all(in)) {
        if (chunk.name().equals("smpl") && chunk.bytes() >= BODY_BYTES) {
          int bytes = (int) Math.min(chunk.bytes(), BODY_BYTES + LOOP_BYTES);
          return parse(in.at(chunk.bodyAt(), bytes).order(ByteOrder.LITTLE_ENDIAN));
        }
      }
      return Optional.empty();
    }
  }

  private static Optional<SamplerInfo> parse(ByteBuffer body) {
    int note = body.getInt(UNITY_NOTE_AT);
    if (note < 0 || note > 127) {
      return Optional.empty();
    }
    double cents = CENTS_PER_STEP * (body.getInt(FRACTION_AT) & 0xffff_ffffL);
    if (body.getInt(LOOP_COUNT_AT) == 0 || body.limit() < BODY_BYTES + LOOP_BYTES) {
      return Optional.of(new SamplerInfo(note, cents, Optional.empty()));
    }
    int first = body.getInt(BODY_BYTES + 2 * Integer.BYTES);
    int last = body.getInt(BODY_BYTES + 3 * Integer.BYTES);
    boolean sound = first >= 0 && last >= first && last < Integer.MAX_VALUE;
    return Optional.of(
        new SamplerInfo(
            note, cents, sound ? Optional.of(new SampleLoop(first, last + 1)) : Optional.empty()));
  }
}
