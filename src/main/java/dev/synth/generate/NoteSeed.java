package dev.synth.generate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The seed of a note among many: it depends on one seed for all of them and the note's name, so any
 * part of them, in any order, sounds as all of them do.
 */
public final class NoteSeed {
  private NoteSeed() {}

  /** The first eight bytes, big-endian, of SHA-256 over the seed's eight bytes and the name. */
  public static long of(long masterSeed, String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(masterSeed).array());
      return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has SHA-256
    }
  }
}
