package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.OutputLevel;
import dev.synth.generate.PitchSettings;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.Precision;
import dev.synth.generate.ProgressListener;
import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingOps;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Classifier;
import dev.synth.provenance.MadeBy;
import dev.synth.render.PostProcessing;
import dev.synth.render.RenderJob;
import dev.synth.render.Renderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model in memory, ready to encode sounds, mix what came of them, and play the mixture: where a
 * program that uses synth begins.
 *
 * <pre>{@code
 * try (LoadedModel model = LoadedModel.open(Path.of("model.safetensors"))) {
 *   Embedding flute = model.encode(AudioFile.read(Path.of("flute.wav")));
 *   Embedding piano = model.encode(AudioFile.read(Path.of("piano.wav")));
 *   AudioClip halfway = model.play(model.between(flute, piano, 0.5), 60);
 * }
 * }</pre>
 *
 * <p>What encodes and what plays is made when it is first needed, and kept; {@link #close} frees
 * the memory that lies outside Java's heap. Several threads may use one model; encoding is done one
 * sound after the other.
 */
public final class LoadedModel implements AutoCloseable {
  private final Path file;
  private final SavedModel model;
  private final int threads;
  private final LatentInputs inputs;
  private final Map<Precision, Synthesizer> synthesizers = new EnumMap<>(Precision.class);
  private Classifier classifier;
  private String sha256;

  private LoadedModel(Path file, SavedModel model, int threads, Precision precision) {
    this.file = file;
    this.model = model;
    this.threads = threads;
    this.inputs = new LatentInputs(model, threads, precision);
  }

  /** As {@link #open(Path, int)}, computing on all cores. */
  public static LoadedModel open(Path file) throws IOException {
    return open(file, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Reads a model file, or the model of a run's folder.
   *
   * @param threads that compute, at least 1; they change no result
   * @throws dev.synth.io.NoInputException if there is no such file
   * @throws dev.synth.io.BadDataException if it is no model, or of a kind that is not known
   */
  public static LoadedModel open(Path file, int threads) throws IOException {
    return open(file, threads, Precision.FLOAT);
  }

  /**
   * As {@link #open(Path, int)}, to encode with products of factors that are rounded.
   *
   * @throws IllegalArgumentException with a sentence, if they cannot be computed here, or by
   *     encoders of this kind
   */
  public static LoadedModel open(Path file, int threads, Precision encoding) throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    Path path = ModelFile.in(file);
    LoadedModel model = new LoadedModel(path, ModelFile.read(path), threads, encoding);
    if (encoding != Precision.FLOAT) {
      try {
        model.encoderDescription(); // made now, so that what cannot be is refused at once
      } catch (IOException | RuntimeException e) {
        model.close();
        throw e;
      }
    }
    return model;
  }

  /** The file that it is from. */
  public Path file() {
    return file;
  }

  /** Its kind, sizes, provenance and weights. */
  public SavedModel saved() {
    return model;
  }

  /** SHA-256 of its file, in hexadecimal. */
  public synchronized String sha256() throws IOException {
    if (sha256 == null) {
      sha256 = Sha256.of(file);
    }
    return sha256;
  }

  /**
   * The form of its embeddings beside the sound that it plays.
   *
   * @throws dev.synth.io.BadDataException if models of its kind have none
   */
  public LatentFormat latent() throws IOException {
    return model.latent();
  }

  /** How many threads compute. */
  int threads() {
    return threads;
  }

  /** Sounds and embeddings as its inputs. */
  LatentInputs inputs() {
    return inputs;
  }

  /**
   * What plays.
   *
   * @throws dev.synth.io.BadDataException if models of its kind cannot synthesize
   */
  synchronized Synthesizer synthesizer(Precision precision) throws IOException {
    Synthesizer made = synthesizers.get(precision);
    if (made == null) {
      made = model.synthesizer(precision);
      synthesizers.put(precision, made);
    }
    return made;
  }

  /** Whether it plays every real pitch, and pitches that move. */
  boolean playsAnyPitch(Precision precision) throws IOException {
    return synthesizer(precision).refusal(PlayedPitch.of(60.5)).isEmpty();
  }

  /**
   * Checks the pitch that is set for all notes of a command.
   *
   * @throws BadSettingException if the model cannot play it, whatever the notes
   */
  void check(PitchSettings settings, Precision precision) throws IOException {
    Optional<String> any = settings.settingOfAnyPitch();
    if (any.isPresent() && !playsAnyPitch(precision)) {
      throw new BadSettingException(
          "The setting '"
              + any.get()
              + "' wants a model that plays any pitch, such as an instant one; "
              + file
              + " plays steady, whole MIDI notes only");
    }
    if (settings.given().isPresent()) {
      Optional<String> refusal = synthesizer(precision).refusal(settings.given().get());
      if (refusal.isPresent()) {
        String name =
            settings.pitch().isPresent() ? "pitch" : settings.curve().orElseThrow().setting();
        throw new BadSettingException("The setting '" + name + "': a note " + refusal.get());
      }
    }
  }

  /**
   * Checks the pitch of one note.
   *
   * @param note its name
   * @throws BadDataException if the model cannot play it
   */
  void check(PlayedPitch pitch, String note, Precision precision) throws IOException {
    Optional<String> refusal = synthesizer(precision).refusal(pitch);
    if (refusal.isPresent()) {
      throw new BadDataException(note + ": " + refusal.get() + ".");
    }
  }

  private Classifier classifier() throws IOException {
    if (classifier == null) {
      classifier = model.classifier(threads);
    }
    return classifier;
  }

  /** So many samples, from where a sound begins, are heard of it when it is classified. */
  public synchronized int heardSamples() throws IOException {
    return classifier().heardSamples();
  }

  /**
   * The probabilities of what some sounds are.
   *
   * @param sounds amplitudes at the rate of the model's spec, each [samples]
   * @return of each, in their order; empty for silence
   * @throws dev.synth.io.BadDataException if models of its kind cannot classify
   */
  public synchronized List<Optional<ClassProbabilities>> classify(List<float[]> sounds)
      throws IOException {
    return classifier().classify(sounds);
  }

  /** What a sound of any rate is; empty for silence. */
  public Optional<ClassProbabilities> classify(AudioClip sound) throws IOException {
    return classify(List.of(Resampler.resample(sound, model.spec().sampleRateHz()).samples()))
        .get(0);
  }

  /** What classifies, in words. */
  public synchronized String classifierDescription() throws IOException {
    return classifier().description();
  }

  /**
   * Plays what {@code jobs} want into {@code folder}, but for what is done.
   *
   * @return how many could not be made
   */
  int render(
      List<RenderJob> jobs,
      WorkFolder folder,
      Sampling sampling,
      PostProcessing processing,
      Workers workers,
      boolean force,
      Renderer.Listener listener)
      throws IOException {
    PostProcessing marked = processing.withMarking(processing.marking().by(madeBy()));
    return new Renderer(synthesizer(sampling.precision()), folder, marked, force)
        .sharedBy(workers.processes())
        .run(jobs, workers.threads(), workers.notesAtOnce(), listener);
  }

  /** What its sounds' marks say of it. */
  MadeBy madeBy() throws IOException {
    return MadeBy.of(model, sha256(), file);
  }

  /** What encodes, in words. */
  public synchronized String encoderDescription() throws IOException {
    return inputs.description();
  }

  /** What plays, in words. */
  public String synthesizerDescription(Precision precision) throws IOException {
    return synthesizer(precision).description();
  }

  /**
   * The embedding of a sound of any rate, at the level that it has; the last frame is filled up
   * with silence. The commands raise soft sounds before, and turn down what is played: see {@link
   * dev.synth.dsp.EncodingGain}.
   *
   * @return [frames, channels], a frame for each {@link LatentFormat#hopSamples} samples at the
   *     model's rate
   * @throws dev.synth.io.BadDataException if models of its kind cannot encode
   */
  public synchronized Embedding encode(AudioClip sound) throws IOException {
    return inputs.encode(sound);
  }

  /**
   * The embedding at {@code t} on the straight way from {@code a}, at 0, to {@code b}, at 1; of as
   * many frames as the shorter of them.
   *
   * @throws IllegalArgumentException if the channels differ, or {@code t} is not from 0 to 1
   */
  public Embedding between(Embedding a, Embedding b, double t) {
    return Interpolation.between(a, b, t, Interpolation.Mode.LINEAR);
  }

  /**
   * The weighted sum of embeddings, of as many frames as the shortest.
   *
   * @param weights one each; they need not sum to 1
   * @throws IllegalArgumentException if the channels or the counts differ
   */
  public Embedding mix(List<Embedding> embeddings, double... weights) {
    if (embeddings.size() != weights.length) {
      throw new IllegalArgumentException(
          embeddings.size() + " embeddings cannot have " + weights.length + " weights");
    }
    return EmbeddingOps.sum(embeddings, weights);
  }

  /** As {@link #play(Embedding, PlayedPitch, Sampling)}, sampled as synth does by default. */
  public AudioClip play(Embedding embedding, double pitch) throws IOException {
    return play(embedding, pitch, Sampling.DEFAULT);
  }

  /**
   * As {@link #play(Embedding, PlayedPitch, Sampling)}, at a steady pitch.
   *
   * @param pitch MIDI from 0 to 127, 57.5 being a quarter tone above A3, or {@link
   *     GenerationRequest#UNKNOWN_PITCH}
   */
  public AudioClip play(Embedding embedding, double pitch, Sampling sampling) throws IOException {
    return play(embedding, PlayedPitch.of(pitch), sampling);
  }

  /**
   * Plays an embedding.
   *
   * @param pitch steady or moving, see {@link PlayedPitch}
   * @return mono sound at the model's rate, as long as the embedding's frames
   * @throws IllegalArgumentException if the embedding is not of this model's form, or the model
   *     cannot play the pitch: only instant models play other than steady, whole MIDI notes
   * @throws dev.synth.io.WorkFailedException if the note does not fit the memory
   * @throws dev.synth.io.BadDataException if models of its kind cannot synthesize
   */
  public AudioClip play(Embedding embedding, PlayedPitch pitch, Sampling sampling)
      throws IOException {
    LatentFormat format = latent();
    GenerationRequest request =
        new GenerationRequest(
            embedding,
            pitch,
            format.samples(embedding.frames()),
            sampling.temperature(),
            sampling.seed(),
            OutputLevel.AS_PLAYED);
    float[] sound =
        synthesizer(sampling.precision())
            .synthesize(List.of(request), threads, ProgressListener.NONE)
            .get(0);
    return new AudioClip(sound, format.sampleRateHz());
  }

  /** Frees what encoding took; the model must not be used any more. */
  @Override
  public synchronized void close() {
    inputs.close();
    if (classifier != null) {
      classifier.close();
    }
  }
}
