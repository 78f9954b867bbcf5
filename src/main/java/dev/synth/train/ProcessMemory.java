package dev.synth.train;

import org.bytedeco.javacpp.Pointer;

/** What the machine gives: the memory the process has of it. */
final class ProcessMemory {
  private ProcessMemory() {}

  /** Bytes of memory that the process has now, Java's heap and native memory alike. */
  static long memoryBytes() {
    return Pointer.physicalBytes();
  }
}
