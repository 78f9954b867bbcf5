package dev.synth.cli.process;

import dev.synth.cli.ExitCodes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a work that this process has where several share it: scripts/share.sh says so in the
 * environment variable {@value #VARIABLE}, as 2/4 for the second of four.
 *
 * @param number from 1
 * @param processes at least 1
 */
public record Share(int number, int processes) {
  private static final String VARIABLE = "SYNTH_SHARE";
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})/([1-9]\\d{0,3})");

  /** This process's; all of the work where nothing else is said. */
  public static final Share OWN = of(System.getenv(VARIABLE));

  static Share of(String text) {
    Matcher form = FORM.matcher(text == null ? "" : text);
    return form.matches()
        ? new Share(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)))
        : new Share(1, 1);
  }

  /**
   * Whether this process tells of a failure of {@code exitCode}: what all meet, the first tells.
   */
  public boolean tells(int exitCode) {
    return number == 1
        || exitCode != ExitCodes.USAGE
            && exitCode != ExitCodes.BAD_DATA
            && exitCode != ExitCodes.NO_INPUT
            && exitCode != ExitCodes.CANNOT_CREATE;
  }
}
