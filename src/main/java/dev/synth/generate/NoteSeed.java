package dev.synth.generate;

import dev.synth.io.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The seed of a note among many: it depends on one seed for all of them and the note's name, so any
 * part of them, in any order, sounds as all of them do.
 */
public final class NoteSeed {
  private NoteSeed() {}

  /** The first eight bytes, big-endian, of SHA-256 over the seed's eight bytes and the name. */
  public static long of(long masterSeed, String name) {
    MessageDigest digest = Sha256.digest();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(masterSeed).array());
    return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
