package dev.synth.app;

import dev.synth.dataset.NoteNames;
import dev.synth.generate.PitchSettings;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.Precision;
import dev.synth.io.BadSettingException;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.EmbeddingOps;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeLength;
import dev.synth.latent.TimeShape;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Mixes sounds and embeddings into one embedding: a weighted sum, or a crossfade of two. */
public final class MixEmbeddings {
  private MixEmbeddings() {}

  /**
   * A sound or embedding in a sum.
   *
   * @param weight negative to take it away; null for its share of what is missing to a sum of 1
   */
  public record Term(Path path, Double weight) {}

  /**
   * From one embedding to another.
   *
   * @param from until when it is all the first
   * @param to since when it is all the second; null, as {@code from}, for beginning and end
   */
  public record Crossfade(TimeLength from, TimeLength to) {
    /** From beginning to end. */
    public static final Crossfade WHOLE = new Crossfade(null, null);
  }

  /**
   * What is made.
   *
   * @param terms at least one
   * @param crossfade of two terms without weights, in place of their sum; else null
   * @param shape what is done to the mixture
   * @param pitch to be kept with the mixture; else that of the input with the most weight; without
   *     a curve
   * @param output the embedding's file, named .npy
   * @param force whether it may replace another
   * @param marking how the file beside it says that it was generated
   */
  public record Settings(
      List<Term> terms,
      Crossfade crossfade,
      TimeShape shape,
      PitchSettings pitch,
      Path output,
      boolean force,
      Marking marking) {
    /**
     * Checks what can be checked without the inputs.
     *
     * @throws BadSettingException if something cannot be
     */
    public Settings {
      terms = List.copyOf(terms);
      boolean weighted = terms.stream().anyMatch(term -> term.weight() != null);
      if (crossfade != null && (terms.size() != 2 || weighted)) {
        throw new BadSettingException(
            "The setting 'crossfade' wants two inputs, without weights and the setting 'minus'");
      }
      if (!LatentInputs.isEmbedding(output)) {
        throw new BadSettingException(
            "The setting 'output': "
                + output
                + " must be an embedding, named .npy; decode it to hear it");
      }
    }
  }

  /**
   * What was made.
   *
   * @param weights of the terms, none missing
   * @param pitch MIDI, where it is known
   * @param isNew whether it was written now; else it was there, made of the same
   */
  public record Mixture(
      Embedding embedding, double[] weights, OptionalDouble pitch, boolean isNew) {}

  /**
   * Mixes.
   *
   * @param remarks receives a sentence on each input that is cut to the length of the shortest
   * @throws BadSettingException if a crossfade ends before it begins
   */
  public static Mixture run(LoadedModel model, Settings settings, Consumer<String> remarks)
      throws IOException {
    Outputs.check(settings.output(), true);
    if (settings.pitch().settingOfAnyPitch().isPresent()) {
      model.check(settings.pitch(), Precision.FLOAT);
    }
    LatentFormat format = model.latent();
    List<Path> paths = settings.terms().stream().map(Term::path).toList();
    List<Embedding> embeddings = new ArrayList<>();
    List<LatentInputs.Latent> inputs = model.inputs().load(paths, remarks);
    inputs.forEach(input -> embeddings.add(input.embedding()));
    double[] weights = weights(settings.terms());
    OptionalDouble pitch = pitch(settings, inputs, weights, remarks);
    Embedding sum =
        settings.crossfade() == null
            ? EmbeddingOps.sum(embeddings, weights)
            : faded(embeddings, settings.crossfade(), format);
    Embedding mixed = settings.shape().apply(sum, format);
    List<EmbeddingInfo> infos = inputs.stream().map(LatentInputs.Latent::info).toList();
    EmbeddingInfo info = EmbeddingInfo.mixed(infos, weights, pitch);
    Map<String, String> made = made(model, settings, embeddings, weights, pitch);
    Origin origin = new Origin(made, LatentInputs.ingredients(inputs));
    Marking marking = settings.marking().by(model.madeBy());
    boolean isNew =
        WorkFolder.makeOne(
            settings.output(),
            made,
            settings.force(),
            file -> {
              EmbeddingFile.write(file, mixed, info, true);
              marking.besideEmbedding(settings.output(), file, origin);
            });
    return new Mixture(mixed, weights, pitch, isNew);
  }

  /** What decides the mixture. */
  private static Map<String, String> made(
      LoadedModel model,
      Settings settings,
      List<Embedding> embeddings,
      double[] weights,
      OptionalDouble pitch)
      throws IOException {
    Map<String, String> made = new LinkedHashMap<>();
    made.put("command", "mix");
    made.put("model", model.sha256());
    StringBuilder content = new StringBuilder();
    embeddings.forEach(embedding -> content.append(Sha256.of(embedding.values())));
    made.put("inputs", content.toString());
    made.put("weights", Arrays.toString(weights));
    if (settings.crossfade() != null) {
      Crossfade fade = settings.crossfade();
      made.put("crossfade", fade.from() == null ? "all" : fade.from() + ".." + fade.to());
    }
    made.put("pitch", new PlayedPitch(pitch, new float[0]).toString());
    made.putAll(settings.shape().settings());
    return made;
  }

  /** The pitch that is wanted, else that of the input with the most weight, the first of equals. */
  private static OptionalDouble pitch(
      Settings settings,
      List<LatentInputs.Latent> inputs,
      double[] weights,
      Consumer<String> remarks)
      throws IOException {
    if (settings.pitch().given().isPresent()) {
      return settings.pitch().given().get().midi();
    }
    LatentInputs.Latent chosen = null;
    double most = 0;
    boolean differ = false;
    for (int i = 0; i < weights.length; i++) {
      LatentInputs.Latent input = inputs.get(i);
      if (weights[i] > 0 && input.pitch().isPresent()) {
        differ |= chosen != null && !chosen.pitch().equals(input.pitch());
        if (weights[i] > most) {
          most = weights[i];
          chosen = input;
        }
      }
    }
    if (chosen == null) {
      remarks.accept(
          settings.output()
              + ": no input has a known pitch, so the mixture has none; give the setting 'pitch' a"
              + " note such as A3 here or when it is played.");
      return OptionalDouble.empty();
    }
    if (differ) {
      remarks.accept(
          settings.output()
              + ": the inputs differ in pitch; the mixture has that of "
              + chosen.path()
              + ", "
              + NoteNames.of(chosen.pitch().getAsDouble())
              + "; the setting 'pitch' sets another.");
    }
    return settings.pitch().steady(chosen.pitch().getAsDouble(), chosen.path().toString()).midi();
  }

  private static double[] weights(List<Term> terms) {
    double given = 0;
    int open = 0;
    for (Term term : terms) {
      given += term.weight() == null ? 0 : term.weight();
      open += term.weight() == null ? 1 : 0;
    }
    double share = open == 0 ? 0 : (1 - given) / open;
    return terms.stream().mapToDouble(t -> t.weight() == null ? share : t.weight()).toArray();
  }

  private static Embedding faded(List<Embedding> ends, Crossfade crossfade, LatentFormat format) {
    int from = 0;
    int to = Interpolation.matchFrames(ends).get(0).frames();
    if (crossfade.from() != null) {
      from = crossfade.from().frames(format.sampleRateHz(), format.hopSamples());
      to = crossfade.to().frames(format.sampleRateHz(), format.hopSamples());
      if (to <= from) {
        throw new BadSettingException(
            "The setting 'crossfade': "
                + crossfade.from()
                + ".."
                + crossfade.to()
                + " ends before it begins");
      }
    }
    return EmbeddingOps.crossfade(ends.get(0), ends.get(1), from, to);
  }
}
