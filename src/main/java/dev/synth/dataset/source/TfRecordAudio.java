package dev.synth.dataset.source;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.NoteAudio;
import java.io.IOException;
import java.nio.file.Path;

/** A sound within a record of a TFRecord file. */
public final class TfRecordAudio implements NoteAudio {
  private final TfRecordFile file;
  private final long offset;
  private final int payloadBytes;

  TfRecordAudio(TfRecordFile file, long offset, int payloadBytes) {
    this.file = file;
    this.offset = offset;
    this.payloadBytes = payloadBytes;
  }

  public TfRecordFile file() {
    return file;
  }

  public long offset() {
    return offset;
  }

  @Override
  public AudioClip read() throws IOException {
    return NoteExample.parse(file.payload(offset, payloadBytes), toString()).clip();
  }

  /** A record's sound has the rate that the record says. */
  @Override
  public int statedRateHz(int ownRateHz) {
    return ownRateHz;
  }

  @Override
  public long sizeBytes() {
    return payloadBytes;
  }

  @Override
  public Path source() {
    return file.path();
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TfRecordAudio audio
        && file.equals(audio.file)
        && offset == audio.offset;
  }

  @Override
  public int hashCode() {
    return 31 * file.hashCode() + Long.hashCode(offset);
  }

  @Override
  public String toString() {
    return file.path() + ": the record at byte " + offset;
  }
}
