package dev.synth.models.wavenet;

import dev.synth.audio.SampleReader;
import dev.synth.dsp.OffsetFilter;
import dev.synth.generate.Precision;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.ProductPrecision;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Encoder;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.graph.SoundEncoder;
import java.io.IOException;
import java.util.OptionalInt;

/** A {@link SoundEncoder} as an {@link Encoder}: what it hears has no offset. */
final class WaveNetEncoder implements Encoder {
  private final LatentFormat format;
  private final SoundEncoder encoder;

  private WaveNetEncoder(LatentFormat format, SoundEncoder encoder) {
    this.format = format;
    this.encoder = encoder;
  }

  static WaveNetEncoder of(SavedModel model, int threads, Precision weights) {
    ProductPrecision precision =
        switch (weights) {
          case FLOAT -> ProductPrecision.FLOAT;
          case BF16 -> ProductPrecision.BF16;
          case INT8 ->
              throw new IllegalArgumentException(
                  "the setting 'precision' of an encoder must be float or bf16, not int8");
        };
    Kernels.check(precision);
    WaveNetSpec spec = WaveNetSpec.of(model);
    return new WaveNetEncoder(
        spec.format(), SoundEncoder.create(spec, model.tensors(), threads, precision));
  }

  @Override
  public LatentFormat format() {
    return format;
  }

  @Override
  public Embedding encode(SampleReader sound, OptionalInt pitch) throws IOException {
    float[] values = encoder.encode(OffsetFilter.reader(sound, format.sampleRateHz()));
    return new Embedding(values.length / format.channels(), format.channels(), values);
  }

  @Override
  public String description() {
    return encoder.description();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
