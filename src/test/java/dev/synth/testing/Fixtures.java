package dev.synth.testing;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.dataset.NsynthFormat;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.model.ModelFile;
import dev.synth.models.wavenet.WaveNetPresets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Random;

/** Short notes, small embeddings and an untrained tiny model, written where a test wants them. */
public final class Fixtures {
  public static final int RATE_HZ = NsynthFormat.SAMPLE_RATE_HZ;

  private Fixtures() {}

  /** A decaying tone of three harmonics at MIDI {@code pitch}. */
  public static Path note(Path file, int pitch, double seconds) throws IOException {
    double hz = 440 * Math.pow(2, (pitch - 69) / 12.0);
    float[] samples = new float[(int) Math.round(seconds * RATE_HZ)];
    for (int t = 0; t < samples.length; t++) {
      double phase = 2 * Math.PI * hz * t / RATE_HZ;
      double wave = Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase);
      samples[t] = (float) (0.4 * wave * Math.exp(-3.0 * t / RATE_HZ));
    }
    WavFile.write(file, new AudioClip(samples, RATE_HZ), WavFile.Encoding.PCM16, true);
    return file;
  }

  /** Six notes of NSynth's names in {@code folder}. */
  public static Path notes(Path folder) throws IOException {
    for (int i = 0; i < 6; i++) {
      note(folder.resolve(name(i) + ".wav"), 48 + 4 * i, 0.5);
    }
    return folder;
  }

  /** The same six notes as NSynth hands them out: a JSON file and a folder. */
  public static Path nsynthFolder(Path folder) throws IOException {
    notes(folder.resolve("audio"));
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 6; i++) {
      json.append(i == 0 ? "" : ", ")
          .append("\"%s\": {\"note\": %d, \"pitch\": %d}".formatted(name(i), i, 48 + 4 * i));
    }
    Files.writeString(folder.resolve("examples.json"), json.append("}"));
    return folder;
  }

  private static String name(int i) {
    return "flute_acoustic_001-%03d-100".formatted(48 + 4 * i);
  }

  /** What is known about the embeddings made here. */
  public static final EmbeddingInfo MIDDLE_C =
      EmbeddingInfo.NONE.withPitch(OptionalInt.of(60), "label", null);

  /** A tiny model of random weights. */
  public static Path model(Path file) throws IOException {
    ModelFile.write(file, RandomModels.model(WaveNetPresets.tiny(), 1), true);
    return file;
  }

  /** An embedding of random values, of a note of MIDI pitch 60. */
  public static Path embedding(Path file, int frames, int channels) throws IOException {
    Random random = new Random(frames);
    float[] values = new float[frames * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    EmbeddingFile.write(file, new Embedding(frames, channels, values), MIDDLE_C, true);
    return file;
  }

  /** A file of {@code from}'s bytes with one {@code text} in it replaced by another as long. */
  public static Path edited(Path from, Path to, String text, String replacement)
      throws IOException {
    String bytes = new String(Files.readAllBytes(from), StandardCharsets.ISO_8859_1);
    if (!bytes.contains(text) || text.length() != replacement.length()) {
      throw new IllegalArgumentException(text + " cannot become " + replacement);
    }
    return Files.write(to, bytes.replace(text, replacement).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The first bytes of {@code from}, without its last {@code missing}. */
  public static Path cut(Path from, Path to, int missing) throws IOException {
    byte[] bytes = Files.readAllBytes(from);
    return Files.write(to, java.util.Arrays.copyOf(bytes, bytes.length - missing));
  }
}
