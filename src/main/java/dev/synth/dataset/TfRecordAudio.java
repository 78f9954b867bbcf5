package dev.synth.dataset;

import dev.synth.audio.AudioClip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A sound within a record of a TFRecord file. */
final class TfRecordAudio implements NoteAudio {
  private final TfRecordFile file;
  private final long offset;
  private final int payloadBytes;
  private final byte[] payload; // null where it is read when wanted

  TfRecordAudio(TfRecordFile file, long offset, int payloadBytes) {
    this(file, offset, payloadBytes, null);
  }

  private TfRecordAudio(TfRecordFile file, long offset, int payloadBytes, byte[] payload) {
    this.file = file;
    this.offset = offset;
    this.payloadBytes = payloadBytes;
    this.payload = payload;
  }

  TfRecordFile file() {
    return file;
  }

  long offset() {
    return offset;
  }

  /** The same place, its bytes read and kept in memory. */
  TfRecordAudio fetched() throws IOException {
    byte[] bytes = new byte[payloadBytes];
    file.payload(offset, payloadBytes).get(bytes);
    return new TfRecordAudio(file, offset, payloadBytes, bytes);
  }

  @Override
  public AudioClip read() throws IOException {
    ByteBuffer bytes =
        payload == null ? file.payload(offset, payloadBytes) : ByteBuffer.wrap(payload);
    return NoteExample.parse(bytes, toString()).clip();
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
