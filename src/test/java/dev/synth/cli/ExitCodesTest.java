package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.WorkFailedException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ExitCodesTest {
  @Test
  void aFullHeapIsToldHoweverItIsWrapped() {
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    for (Throwable failure :
        new Throwable[] {
          full,
          new IllegalStateException(full),
          new RuntimeException(new java.util.concurrent.ExecutionException(full)),
          new UncheckedIOException(new java.io.IOException(full))
        }) {
      assertTrue(ExitCodes.sentence(failure).contains("SYNTH_HEAP"), failure.toString());
      assertEquals(ExitCodes.FAILURE, ExitCodes.of(failure));
    }
    String other = ExitCodes.sentence(new IllegalStateException(new WorkFailedException("x")));
    assertTrue(other.contains("unexpectedly"), other);
  }
}
