package dev.synth.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A span of time as people write it, such as {@code 2h}, {@code 1h30m} or {@code 90s}. */
final class TimeSpan implements ITypeConverter<Double> {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");
  private static final long[] SECONDS = {86_400, 3_600, 60, 1};

  /** In seconds. */
  @Override
  public Double convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is no span of time such as 2h or 1h30m");
    }
    double seconds = 0;
    for (int i = 0; i < SECONDS.length; i++) {
      String part = matcher.group(i + 1);
      seconds += part == null ? 0 : Double.parseDouble(part) * SECONDS[i];
    }
    return seconds;
  }
}
