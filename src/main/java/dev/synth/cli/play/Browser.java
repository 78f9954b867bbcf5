package dev.synth.cli.play;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The person's browser. */
final class Browser {
  private Browser() {}

  /** Opens an address in it; where there is none, a sentence says so. */
  static void open(String address, Consumer<String> remarks) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    List<String> command =
        system.contains("mac")
            ? List.of("open", address)
            : system.contains("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                : List.of("xdg-open", address);
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      remarks.accept(
          "No browser could be opened (" + command.get(0) + "); open the address yourself.");
    }
  }
}
