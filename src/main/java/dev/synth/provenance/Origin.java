package dev.synth.provenance;

import dev.synth.io.Sha256;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one file is made.
 *
 * @param settings all that decides its content, by name, as in the ledger
 * @param inputs of which it is made, besides the model
 */
public record Origin(Map<String, String> settings, List<Ingredient> inputs) {
  private static final int MODEL_BITS = 12;
  private static final int SETTINGS_BITS = 20;
  private static final int HEX_RADIX = 16;

  /** Keeps copies. */
  public Origin {
    settings = Map.copyOf(settings);
    inputs = List.copyOf(inputs);
  }

  /** SHA-256 of the settings, in any order, in hexadecimal. */
  public String settingsSha256() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(settings).forEach((name, value) -> text.append(name + "=" + value + "\n"));
    return Sha256.of(text.toString());
  }

  /**
   * The 32 bits that a watermark carries: the first 12 of the hash of the model's file, and the
   * first 20 of that of the settings. They name nobody, and lead to the model and to the line of
   * the ledger for those who have them.
   *
   * @param modelSha256 in hexadecimal
   */
  public int payload(String modelSha256) {
    return modelBits(modelSha256) << SETTINGS_BITS
        | Integer.parseInt(settingsSha256().substring(0, SETTINGS_BITS / 4), HEX_RADIX);
  }

  /** The bits of a payload that are the model's. */
  public static int modelBits(String modelSha256) {
    return Integer.parseInt(modelSha256.substring(0, MODEL_BITS / 4), HEX_RADIX);
  }

  /** The bits of {@code payload} that are the model's. */
  public static int modelBits(int payload) {
    return payload >>> SETTINGS_BITS;
  }
}
