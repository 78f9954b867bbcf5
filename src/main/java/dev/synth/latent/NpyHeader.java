package dev.synth.latent;

import dev.synth.io.BadDataException;
import dev.synth.io.text.Printable;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dictionary at the head of a .npy file, such as {@code {'descr': '<f4', 'fortran_order':
 * False, 'shape': (125, 16), }}.
 *
 * @param floatBytes 2, 4 or 8
 * @param order of the bytes of a float
 * @param fortranOrder whether the first index runs fastest
 * @param frames first extent
 * @param channels second extent
 */
record NpyHeader(int floatBytes, ByteOrder order, boolean fortranOrder, int frames, int channels) {

  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*(\\[|['\"]([^'\"]*)['\"])");
  private static final Pattern FORTRAN =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)\\b");
  private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");
  private static final Pattern FLOAT = Pattern.compile("([<>])f([248])");

  /**
   * Reads the dictionary.
   *
   * @param name the file's name, for messages
   * @param oneValueAFrame whether floats [frames] or [frames, 1] are wanted, and not those of an
   *     embedding, [frames, channels]
   * @throws BadDataException if it is not one, or does not describe what is wanted
   */
  static NpyHeader parse(String dictionary, String name, boolean oneValueAFrame)
      throws BadDataException {
    Matcher descr = find(DESCR, "descr", dictionary, name);
    Matcher fortran = find(FORTRAN, "fortran_order", dictionary, name);
    Matcher shape = find(SHAPE, "shape", dictionary, name);
    if (descr.group(2) == null) {
      throw new BadDataException(name + ": is a structured array; a plain float array is wanted.");
    }
    String type = descr.group(2);
    Matcher floating = FLOAT.matcher(type);
    if (!floating.matches()) {
      throw new BadDataException(
          name
              + ": holds "
              + kind(type)
              + ", but floats are wanted; save it with astype(numpy.float32).");
    }
    int[] extents = extents(shape.group(1), name);
    if (oneValueAFrame && extents.length == 1) {
      extents = new int[] {extents[0], 1};
    }
    if (oneValueAFrame && (extents.length != 2 || extents[1] != 1)) {
      throw new BadDataException(
          name
              + ": has shape ("
              + Printable.value(shape.group(1).strip())
              + "), but one value a frame is wanted, [frames] or [frames, 1].");
    }
    if (extents.length != 2) {
      throw new BadDataException(
          name
              + ": has shape ("
              + Printable.value(shape.group(1).strip())
              + "), but [frames, channels] is wanted"
              + advice(extents)
              + ".");
    }
    if (extents[0] < 1 || extents[1] < 1) {
      throw new BadDataException(
          name + ": has shape (" + Printable.value(shape.group(1).strip()) + "), which is empty.");
    }
    return new NpyHeader(
        floating.group(2).charAt(0) - '0',
        floating.group(1).equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
        fortran.group(1).equals("True"),
        extents[0],
        extents[1]);
  }

  private static Matcher find(Pattern pattern, String key, String dictionary, String name)
      throws BadDataException {
    Matcher matcher = pattern.matcher(dictionary);
    if (!matcher.find()) {
      throw new BadDataException(name + ": its .npy header has no readable '" + key + "'.");
    }
    return matcher;
  }

  /** Extents of a Python tuple such as "125, 16" or "3,". */
  private static int[] extents(String tuple, String name) throws BadDataException {
    List<Integer> extents = new ArrayList<>();
    for (String part : tuple.split(",")) {
      String digits = part.strip();
      if (digits.isEmpty()) {
        continue;
      }
      try {
        // Python 2 wrote long extents as 125L.
        extents.add(Integer.parseInt(digits.replaceFirst("L$", "")));
      } catch (NumberFormatException e) {
        throw new BadDataException(
            name + ": its .npy header has the unusable extent '" + Printable.value(digits) + "'.");
      }
    }
    return extents.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String advice(int[] extents) {
    if (extents.length < 2) {
      return "; one frame is saved as numpy.reshape(x, (1, -1))";
    }
    long longer = Arrays.stream(extents).filter(e -> e != 1).count();
    return longer == 2 ? "; save it as numpy.squeeze(x)" : "; save one note a file, such as x[0]";
  }

  private static String kind(String type) {
    String described =
        switch (type.isEmpty() ? ' ' : type.charAt(type.length() > 1 ? 1 : 0)) {
          case 'O' -> "Python objects";
          case 'i', 'u' -> "integers";
          case 'b' -> "booleans";
          case 'c' -> "complex numbers";
          case 'f' -> "floats of a size this program does not read";
          case 'S', 'U', 'a' -> "text";
          default -> "another type";
        };
    return described + " ('" + Printable.value(type) + "')";
  }
}
