package dev.synth.audio;

/**
 * Makes a WAV file's last chunk, which speaks about all bytes before it: content credentials. Its
 * size must be known before the file is written, since the first header counts it.
 */
public interface WavSeal {
  /** The chunk's name, four letters. */
  String chunkName();

  /**
   * How many bytes the chunk's body will have, even.
   *
   * @param chunkAt the byte of the file where the chunk's header begins
   */
  int bytes(long chunkAt);

  /**
   * The chunk's body.
   *
   * @param chunkAt as given to {@link #bytes}
   * @param sha256 of all bytes before the chunk
   * @return so many bytes as {@link #bytes} said
   */
  byte[] seal(long chunkAt, byte[] sha256);
}
