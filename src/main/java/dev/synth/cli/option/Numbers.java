package dev.synth.cli.option;

import dev.synth.io.PathNames;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers as they are typed, and the sentences where they are none. Picocli's own converters name
 * Java's classes, take {@code 0x1p3} and {@code 1d}, and digits of every script.
 */
public final class Numbers {
  private static final Pattern THOUSANDS =
      Pattern.compile("([0-9]+(?:\\.[0-9]{1,3})?) ?[kK]([hH][zZ])?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern REAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

  private Numbers() {}

  /** Makes {@code command} and all below it read numbers and paths in this way. */
  public static void register(CommandLine command) {
    // One converter for both classes: two lambdas of one method make Java 17 crash when it writes
    // the archive of its classes.
    ITypeConverter<Integer> whole = Numbers::whole;
    ITypeConverter<Long> large = Numbers::large;
    ITypeConverter<Double> real = Numbers::real;
    command.registerConverter(Integer.class, whole);
    command.registerConverter(int.class, whole);
    command.registerConverter(Long.class, large);
    command.registerConverter(long.class, large);
    command.registerConverter(Double.class, real);
    command.registerConverter(double.class, real);
    command.registerConverter(Path.class, Numbers::path);
  }

  /**
   * A whole number.
   *
   * @throws TypeConversionException with a sentence that quotes {@code text}
   */
  public static int whole(String text) {
    return (int) within(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** As {@link #whole}, of 64 bits. */
  public static long large(String text) {
    return within(text, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static long within(String text, long min, long max) {
    if (!WHOLE.matcher(text.strip()).matches()) {
      throw new TypeConversionException("'" + text + "' is not a whole number" + thousands(text));
    }
    BigInteger number = new BigInteger(text.strip());
    if (number.compareTo(BigInteger.valueOf(min)) < 0
        || number.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new TypeConversionException("'" + text + "' is not from " + min + " to " + max);
    }
    return number.longValue();
  }

  /** How to write a number such as 44.1k or 48 kHz. */
  private static String thousands(String text) {
    Matcher written = THOUSANDS.matcher(text.strip());
    return written.matches()
        ? "; write " + new BigDecimal(written.group(1)).movePointRight(3).toBigInteger()
        : "";
  }

  /**
   * A number with or without decimals, which is finite.
   *
   * @throws TypeConversionException with a sentence that quotes {@code text}
   */
  public static double real(String text) {
    double number =
        REAL.matcher(text.strip()).matches() ? Double.parseDouble(text.strip()) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not a number such as 0.5"
              + (text.matches("[+-]?[0-9]+,[0-9]+") ? "; decimals follow a point" : ""));
    }
    return number;
  }

  private static Path path(String text) {
    try {
      return PathNames.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' cannot be a path");
    }
  }
}
