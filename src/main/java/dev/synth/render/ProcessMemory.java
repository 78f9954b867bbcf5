package dev.synth.render;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this process takes of the machine's memory: heap, libraries and all else. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s*(\\d+) kB");

  private ProcessMemory() {}

  /**
   * The most that was resident at any time until now, as Linux tells it ({@code VmHWM}); elsewhere
   * what the JVM has committed now, which leaves out native libraries.
   */
  public static long peakBytes() {
    try {
      Matcher peak = PEAK.matcher(Files.readString(STATUS));
      if (peak.find()) {
        return 1024 * Long.parseLong(peak.group(1));
      }
    } catch (IOException e) {
      // No Linux.
    }
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    return memory.getHeapMemoryUsage().getCommitted()
        + memory.getNonHeapMemoryUsage().getCommitted();
  }
}
