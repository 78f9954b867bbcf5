package dev.synth.bench;

import dev.synth.audio.MuLaw;
import dev.synth.dataset.Note;
import dev.synth.dataset.source.NoteSource;
import dev.synth.generate.Precision;
import dev.synth.latent.Embedding;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.ResidualCoding;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.SoundEncoder;
import dev.synth.models.wavenet.play.Generator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What rounding the generator's weights does to the network's opinion of known sounds. Arguments:
 * model file, folder of notes, seconds of each note, precision.
 */
public final class Rounding {
  private Rounding() {}

  /** Runs. */
  public static void main(String[] args) throws IOException {
    SavedModel model = ModelFile.read(Path.of(args[0]));
    List<Note> notes = NoteSource.open(List.of(Path.of(args[1])), System.err::println);
    int samples = (int) (Double.parseDouble(args[2]) * model.spec().sampleRateHz());
    SoundEncoder encoder = SoundEncoder.create(WaveNetSpec.of(model), model.tensors(), 1);
    Generator exact = Generator.of(model);
    Generator rounded = Generator.of(model, Precision.valueOf(args[3].toUpperCase(Locale.ROOT)));
    double largest = 0;
    double exactNats = 0;
    double roundedNats = 0;
    double divergence = 0;
    long count = 0;
    for (Note note : notes) {
      float[] sound = Arrays.copyOf(note.load(16_000).samples(), samples);
      float[] values = encoder.encode(sound);
      Embedding embedding =
          new Embedding(
              values.length / WaveNetSpec.of(model).latentChannels(),
              WaveNetSpec.of(model).latentChannels(),
              values);
      byte[] bytes = MuLaw.encode(sound);
      int[] classes = new ResidualCoding(WaveNetSpec.of(model)).labels(bytes, bytes);
      int[] codes = new int[samples];
      Arrays.setAll(codes, t -> bytes[t]);
      int pitch = note.labels().pitch().orElse(WaveNetSpec.UNKNOWN_PITCH);
      float[][] a = exact.logits(codes, embedding, pitch);
      float[][] b = rounded.logits(codes, embedding, pitch);
      for (int t = 0; t < samples; t++) {
        double[] p = logProbabilities(a[t]);
        double[] q = logProbabilities(b[t]);
        exactNats -= p[classes[t]];
        roundedNats -= q[classes[t]];
        for (int k = 0; k < p.length; k++) {
          divergence += Math.exp(p[k]) * (p[k] - q[k]);
          largest = Math.max(largest, Math.abs(a[t][k] - b[t][k]));
        }
        count++;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d samples: %.5f nats in float, %.5f in %s; divergence %.6f nats; largest difference of"
            + " a logit %.3f%n",
        count,
        exactNats / count,
        roundedNats / count,
        args[3],
        divergence / count,
        largest);
  }

  private static double[] logProbabilities(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    double[] all = new double[logits.length];
    for (int k = 0; k < all.length; k++) {
      all[k] = logits[k] - max - Math.log(sum);
    }
    return all;
  }
}
