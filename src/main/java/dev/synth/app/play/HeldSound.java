package dev.synth.app.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.Sha256;
import dev.synth.latent.Embedding;
import dev.synth.latent.HeldNote;
import java.util.Arrays;
import java.util.Base64;

/**
 * A sound that can be held for any time.
 *
 * @param pitch MIDI, that it was encoded at
 * @param embedding its frames
 * @param loop the frames that are gone over while it is held
 */
record HeldSound(double pitch, Embedding embedding, HeldNote.Loop loop) {
  /** What is so far below the loudest frame is no part of a note that is held. */
  private static final float SILENT_DB = 60;

  /** Over so many frames a level that falls by more is a release, or the end of a recording. */
  private static final int RELEASE_FRAMES = 4;

  private static final float RELEASE_DB = 6;

  /** A note is not cut shorter: two thirds of a second. */
  private static final int LEAST_FRAMES = 20;

  /** A note whose level falls by less from its first quarter to two thirds of it is sustained. */
  private static final float SUSTAINED_DB = 6;

  /** A sustained note ends, however slowly, where it is so far below its usual level. */
  private static final float ENDING_DB = 3;

  /**
   * A sound without its release, as the key that is held decides when it ends.
   *
   * @param levelsDb of its frames; empty where they are not known
   */
  static HeldSound of(double pitch, Embedding embedding, float[] levelsDb) {
    Embedding body = embedding.first(end(embedding.frames(), levelsDb));
    return new HeldSound(pitch, body, HeldNote.loop(body));
  }

  private static int end(int frames, float[] levelsDb) {
    float loudest = Float.NEGATIVE_INFINITY;
    for (float level : levelsDb) {
      loudest = Math.max(loudest, level);
    }
    int end = frames;
    while (levelsDb.length > 0 && end > LEAST_FRAMES) {
      float last = levelsDb[end - 1];
      boolean isSilent = last < loudest - SILENT_DB;
      if (!isSilent && last > levelsDb[end - 1 - RELEASE_FRAMES] - RELEASE_DB) {
        break;
      }
      end--;
    }
    return levelsDb.length == 0 ? end : sustainedEnd(end, levelsDb);
  }

  private static int sustainedEnd(int end, float[] levelsDb) {
    float[] middle = Arrays.copyOfRange(levelsDb, end / 4, Math.max(end / 4 + 1, 2 * end / 3));
    boolean isSustained = middle[middle.length - 1] > middle[0] - SUSTAINED_DB;
    Arrays.sort(middle);
    float usual = middle[middle.length / 2];
    int last = end;
    while (isSustained && last > LEAST_FRAMES && levelsDb[last - 1] < usual - ENDING_DB) {
      last--;
    }
    return last;
  }

  /** Writes it; the values are little-endian floats in base64. */
  void writeTo(ObjectNode node) {
    node.put("pitch", pitch)
        .put("frames", embedding.frames())
        .put("channels", embedding.channels());
    node.putArray("loop").add(loop.first()).add(loop.last());
    node.put("values", Base64.getEncoder().encodeToString(Sha256.bytes(embedding.values())));
  }
}
