package dev.synth.models.wavenet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.model.Preset;
import dev.synth.model.TensorShape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WaveNetSpecTest {
  @Test
  void nsynthIsMagentasModelToTheParameter() {
    WaveNetSpec spec = WaveNetPresets.nsynth();
    assertEquals(61_804_048, spec.parameterCount());
    assertEquals(1_976_336, length(spec.encoderTensors()));
    assertEquals(59_827_712, length(spec.decoderTensors()));
    assertEquals(6_141, spec.receptiveFieldSamples());
    assertEquals(125, spec.frames(64_000));
  }

  private static long length(List<TensorShape> tensors) {
    return tensors.stream().mapToLong(TensorShape::length).sum();
  }

  @Test
  void nsynthHasMagentasNamesAndShapes() {
    List<TensorShape> tensors = WaveNetPresets.nsynth().tensors();
    assertTrue(tensors.contains(new TensorShape("ae_startconv/W", 1, 3, 1, 128)));
    assertTrue(tensors.contains(new TensorShape("ae_dilatedconv_30/biases", 128)));
    assertTrue(tensors.contains(new TensorShape("ae_bottleneck/W", 1, 1, 128, 16)));
    assertTrue(tensors.contains(new TensorShape("dilatedconv_17/W", 1, 3, 512, 1024)));
    assertTrue(tensors.contains(new TensorShape("cond_map_1/W", 1, 1, 16, 1024)));
    assertTrue(tensors.contains(new TensorShape("cond_map_out1/biases", 256)));
    assertTrue(tensors.contains(new TensorShape("logits/W", 1, 1, 256, 256)));
    assertTrue(tensors.stream().noneMatch(t -> t.name().startsWith("pitch")));
  }

  static List<Preset> presets() {
    return new WaveNetKind().presets();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void namesAreUnique(Preset preset) {
    Set<String> names = new HashSet<>();
    preset.spec().tensors().forEach(t -> assertTrue(names.add(t.name()), t.name()));
  }

  @Test
  void sizesThatCannotBeAreRefusedByName() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new WaveNetSpec(16_000, 8, 2, 16, 512, 0, 8, 2, 2, 3, 0, 0, false, 0));
    assertEquals("width must be from 1 to 8192, got 0", e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new WaveNetSpec(16_000, 8, 2, 16, 512, 8, 8, 2, 2, 2, 0, 0, false, 0));
  }
}
