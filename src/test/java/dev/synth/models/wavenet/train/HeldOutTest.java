package dev.synth.models.wavenet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetPresets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  @Test
  void entropyOfCodes() {
    byte[][] codes = new byte[2][512];
    assertEquals(
        0, HeldOut.entropy(WaveNetPresets.nsynth(), List.of(new CodeBatch(codes, new int[2]))));
    for (int t = 0; t < 512; t++) {
      codes[0][t] = (byte) t;
      codes[1][t] = (byte) t;
    }
    assertEquals(
        Math.log(256),
        HeldOut.entropy(WaveNetPresets.nsynth(), List.of(new CodeBatch(codes, new int[2]))),
        1e-12);
  }
}
